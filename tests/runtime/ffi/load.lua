-- Reads the header without directives with LuaJIT's FFI and compares what came of it with what is printed on standard input.
--
-- luajit load.lua HEADER LIBRARY; a line of the input is a constant and its value, or the name of a function.

local ffi = require("ffi")
local header, library = arg[1], arg[2]
local file = assert(io.open(header))
ffi.cdef(file:read("*a"))
file:close()
local tlsverify = ffi.load(library)
for line in io.lines() do
    local name, value = line:match("^(%S+) ?(%S*)$")
    local found = tlsverify[name]
    assert(value == "" or found == tonumber(value), line)
end
assert(ffi.string(tlsverify.tv_reason_name(tlsverify.TV_REASON_EXPIRED)) == "EXPIRED")
assert(ffi.sizeof("tv_status") == 4 and ffi.sizeof("tv_verify_item") == 3 * ffi.sizeof("void *"))
print("read")
