-- With `servers`: talks to every test server and prints what came of it, a line each: `server ID OK`, or
-- `server ID REJECTED REASON DEPTH MESSAGE`. With `checks`: prints `check NAME` for every further check that holds.
--
--     luajit test/runtime.lua SERVERS.json servers|checks

package.path = "./?.lua;" .. package.path

local json = require("cjson")
local socket = require("socket")
local tls = require("tlsverify.luasec")
local tlsverify = require("tlsverify")

local function read(path)
    local file = assert(io.open(path))
    local text = file:read("*a")
    file:close()
    return text
end

local told = json.decode(read(arg[1]))
local root = read(told.root)
local servers = {}
for _, server in ipairs(told.servers) do
    servers[server.id] = server
end

local function new_context(mode)
    return tlsverify.context(mode):use_mozilla_roots(false):add_root(root)
end

-- The body that the server sends, or nil and the error.
local function talk(server, context, host, options)
    host = host or server.host
    local tcp = assert(socket.connect("127.0.0.1", server.port))
    local connection, err = tls.secure(tcp, host, context, options)
    if not connection then
        return nil, err
    end
    assert(connection:send("GET / HTTP/1.1\r\nHost: " .. host .. "\r\nConnection: close\r\n\r\n"))
    local answer = assert(connection:receive("*a"))
    connection:close()
    return answer:match("\r\n\r\n(.*)$")
end

local context = new_context()
if arg[2] == "servers" then
    for _, server in ipairs(told.servers) do
        if not server.needs_client_certificate then
            local body, err = talk(server, context)
            if body == "hello\n" then
                print("server " .. server.id .. " OK")
            else
                print(("server %s REJECTED %s %d %s"):format(server.id, err.reason_name, err.depth, tostring(err)))
            end
        end
    end
    return
end

local function check(name, holds)
    if not holds then
        error("failed: " .. name, 0)
    end
    print("check " .. name)
end

local function is_refused(reason, body, err)
    return body == nil and type(err) == "table" and err.reason_name == reason and err.hint == err.result.hint
end

local function raises(text, ...)
    local held, err = pcall(...)
    return not held and tostring(err):find(text, 1, true) ~= nil
end

-- What is written to standard error while a function runs.
local function reported(run)
    local original, lines = io.stderr, {}
    io.stderr = { write = function(_, ...) lines[#lines + 1] = table.concat({ ... }) end }
    local results = { pcall(run) }
    io.stderr = original
    return table.concat(lines), unpack(results, 2, 3)
end

local good, bad = servers["good-tls13"], servers["wrong-name-tls13"]
local everything = { may_override = { "all" } }
local function always(answer)
    return function()
        return answer
    end
end

check("by-address", talk(good, context, "127.0.0.1") == "hello\n")
check("hook-rejects", is_refused("HOOK_REJECTED", talk(good, new_context():set_hook(always("reject")))))
check("hook-defers", talk(good, new_context():set_hook(always("defer"))) == "hello\n")
check("hook-accepts", talk(bad, new_context():set_hook(always("accept"), { may_override = { "time", "name" } })) == "hello\n")
check("hook-may-not-accept", is_refused("NAME_MISMATCH", talk(bad, new_context():set_hook(always("accept")))))

local function failing(hook, options)
    return reported(function()
        return talk(good, new_context():set_hook(hook, options))
    end)
end
local text, body, err = failing(function() error("no opinion") end, everything)
check("hook-exception", is_refused("HOOK_REJECTED", body, err))
check("hook-exception-is-reported", text:find("no opinion", 1, true))
text, body, err = failing(function() return nil + 1 end, { stage = "before", may_override = { "all" } })
check("hook-error", is_refused("HOOK_REJECTED", body, err))
text, body, err = failing(function() coroutine.yield("accept") end, everything)
check("hook-yields", is_refused("HOOK_REJECTED", body, err))
local within = coroutine.wrap(function()
    return talk(good, new_context():set_hook(always("defer")))
end)
check("in-a-coroutine", within() == "hello\n")
check("hook-nonsense", is_refused("HOOK_BAD_ANSWER", talk(good, new_context():set_hook(always(true), everything))))

local chain = { read(good.chain), read(told.intermediate) }
local seen
talk(good, new_context():set_hook(function(host, certificates, normal)
    seen = { host = host, certificates = certificates, status = normal.status, path = normal.path }
    return "defer"
end))
check("hook-sees", seen.host == "good.test" and seen.status == "ok" and #seen.certificates == 2
    and seen.certificates[1] == seen.path[1] and seen.certificates[2] == seen.path[2] and #seen.path == 3)
local before = "never asked"
talk(good, new_context():set_hook(function(_, _, normal)
    before = normal
    return "defer"
end, { stage = "before" }))
check("hook-before", before == nil)

local lines = {}
local warning = new_context("warn"):set_log(function(level, line)
    lines[#lines + 1] = level .. line
end)
check("warns", talk(bad, warning) == "hello\n" and #lines == 1 and lines[1]:find("NAME_MISMATCH", 1, true))

local self_signed = servers["self-signed-tls12"]
local certificate = read(self_signed.chain)
check("pinned", talk(self_signed, new_context():add_cert("good.test", certificate)) == "hello\n")
local elsewhere = new_context():add_cert("other.test", certificate)
check("pinned-for-another-host", is_refused("SELF_SIGNED", talk(self_signed, elsewhere)))

local copy = context:clone():disable_validation()
check("copy-is-apart", context:mode() == "enforce" and copy:mode() == "off")
check("unchecked", talk(bad, copy) == "hello\n")

local connection = assert(tls.secure(assert(socket.connect("127.0.0.1", good.port)), "good.test", context))
local digest = connection:getpeercertificate():digest("sha256")
connection:close()
check("distrust", is_refused("DISTRUSTED", talk(good, new_context():distrust(digest))))

local crl = read(told.crl)
check("revoked", context:verify(chain, "good.test", nil, { crl }).reason_name == "REVOKED")
local strict = new_context():refuse_unknown_revocation(true)
check("revocation-unknown", strict:verify(chain, "good.test").reason_name == "REVOCATION_UNKNOWN")
check("bad-crl", raises("revocation list", context.verify, context, chain, "good.test", nil, { "no list" }))

-- Nothing but the context knows the hook, while garbage is collected.
local asked = 0
local hooked = new_context():set_hook(function()
    asked = asked + 1
    return "defer"
end)
local second = hooked:clone()
hooked = nil
collectgarbage()
collectgarbage()
for _ = 1, 300 do
    assert(second:verify(chain, "good.test").status == "ok")
    collectgarbage("step", 200)
end
check("collected-hook", asked == 300)
local watched = setmetatable({ second }, { __mode = "v" })
second = nil
collectgarbage()
collectgarbage()
check("freed-context", watched[1] == nil)
-- A call that has been compiled without a hook may not call one.
local late, late_asked = new_context(), 0
for turn = 1, 300 do
    if turn == 200 then
        late:set_hook(function()
            late_asked = late_asked + 1
            return "defer"
        end)
    end
    assert(late:verify(chain, "good.test").status == "ok")
end
check("hook-in-compiled-code", late_asked == 101)
-- LuaJIT has fewer than a thousand slots for functions that C calls.
for _ = 1, 3000 do
    new_context():set_hook(always("defer"))
end
check("many-hooks", true)

check("no-client-certificate", raises("client certificate", talk, good, context, nil, { certificate = told.client.chain }))
check("own-options-win", is_refused("NAME_MISMATCH", talk(bad, context, nil, { verify = "peer", mode = "server" })))
check("no-host", raises("no host", talk, good, context, ""))
check("nul-in-host", raises("NUL", talk, good, context, "good.test\0.evil.test"))
-- A line and what came behind it before TLS, as somebody in the middle of a STARTTLS would send it.
local listener = assert(socket.bind("127.0.0.1", 0))
local _, port = listener:getsockname()
local tcp = assert(socket.connect("127.0.0.1", port))
local peer = assert(listener:accept())
peer:send("220 go ahead\r\nnot asked for\r\n")
tcp:receive()
local unsafe, ahead = tls.secure(tcp, "good.test", context)
check("bytes-ahead-of-tls", unsafe == nil and ahead:find("ahead of TLS", 1, true))
local none, why = tls.connect("127.0.0.1", 1, context, { timeout = 5 })
check("no-connection", none == nil and why:find("no connection", 1, true))
check("bad-root", raises("DER", context.add_root, context, "not a certificate"))
local early, early_err = context:check(chain, "good.test", 946684800)
check("other-time", is_refused("NOT_YET_VALID", early, early_err))
