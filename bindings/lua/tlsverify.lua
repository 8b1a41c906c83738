--- May I go on talking to this TLS peer, and if not, why? A thin layer over libtlsverify, for LuaJIT.
--
--     local tlsverify = require("tlsverify")
--     local tls = require("tlsverify.luasec")
--     local connection, err = tls.connect("www.example.org", 443, tlsverify.context())
--
-- The library is found by the name libtlsverify.so.0, or by the path in TLSVERIFY_LIBRARY.

local context = require("tlsverify.context")
local ffi = require("ffi")
local library = require("tlsverify.library")

return {
    --- Makes a context; see tlsverify.context.
    context = context.new,
    --- The library's version.
    version = ffi.string(library.tv_version()),
    --- The date and number of the bundled roots.
    roots_version = ffi.string(library.tv_roots_version()),
}
