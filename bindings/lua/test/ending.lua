-- How a program ends while the library may still call it: prints `end`, and what was found after that.
--
--     luajit test/ending.lua SERVERS.json WAY

package.path = "./?.lua;" .. package.path

local json = require("cjson")
local tlsverify = require("tlsverify")

local function read(path)
    local file = assert(io.open(path))
    local text = file:read("*a")
    file:close()
    return text
end

local told = json.decode(read(arg[1]))
local chain
for _, server in ipairs(told.servers) do
    if server.id == "good-tls13" then
        chain = { read(server.chain), read(told.intermediate) }
    end
end
local context = tlsverify.context():use_mozilla_roots(false):add_root(read(told.root))

local function verify()
    return context:verify(chain, "good.test").status
end

local way = arg[2]
if way == "asked-late" then
    -- Finalizers of cdata, such as the one that frees the context, run before those of programs.
    context:set_hook(function() return "defer" end):set_log(function() end)
    assert(verify() == "ok")
    kept = newproxy(true)
    getmetatable(kept).__gc = function()
        print("finalizer", pcall(verify))
    end
elseif way == "exit-in-hook" then
    context:set_hook(function() os.exit(3) end)
    verify()
elseif way == "close-in-hook" then
    context:set_hook(function() os.exit(3, true) end)
    verify()
elseif way == "replaced-while-running" then
    -- The verification that is running keeps the hook that it has begun with.
    context:set_hook(function()
        io.write("former ")
        return "defer"
    end)
    context:set_hook(function()
        context:set_hook(function() return "reject" end)
        collectgarbage()
        collectgarbage()
        return "defer"
    end, { stage = "before" })
    print(verify())
    print(context:remove_hook("before"):verify(chain, "good.test").status)
end
print("end")
