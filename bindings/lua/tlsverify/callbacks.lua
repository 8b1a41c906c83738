-- What the library calls. LuaJIT has few slots for functions that C may call and never gives one back by itself, so there is one
-- for each purpose, and the `user_data` says whose it is. Whoever registers a function keeps it; it is only looked up here.
--
-- No error may pass through C: whatever is raised is caught here, and is no accept.

local certificate = require("tlsverify.certificate")
local ffi = require("ffi")
local library = require("tlsverify.library")
local results = require("tlsverify.result")

jit.off(true, true)

local ANSWERS = { defer = 0, accept = 1, reject = 2 }
local BAD_ANSWER = -1

local known = setmetatable({}, { __mode = "v" })
local last = 0

local function find(user_data)
    return known[tonumber(ffi.cast("intptr_t", user_data))]
end

local function report(who, err, consequence)
    pcall(function()
        io.stderr:write("tlsverify: ", who, " failed: ", tostring(err), consequence, "\n")
    end)
end

local function answer(user_data, host, chain, length, normal)
    local hook = find(user_data)
    local name = host ~= nil and ffi.string(host) or nil
    local certificates = certificate.split(ffi.string(chain, length))
    local found = hook(name, certificates, normal ~= nil and results.read(normal) or nil)
    return ANSWERS[found] or BAD_ANSWER
end

local ask = ffi.cast("tv_hook_fn", function(...)
    local held, found = pcall(answer, ...)
    if held then
        return found
    end
    report("the hook", found, "; the peer is refused")
    return ANSWERS.reject
end)

local write = ffi.cast("tv_log_fn", function(user_data, level, text)
    local held, err = pcall(function()
        find(user_data)(level, ffi.string(text))
    end)
    if not held then
        report("the log function", err, "")
    end
end)

--- Makes a function findable; returns its `user_data`.
local function register(callable)
    last = last + 1
    known[last] = callable
    return ffi.cast("void *", ffi.cast("intptr_t", last))
end

return { ask = ask, write = write, register = register }
