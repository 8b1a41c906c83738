-- The C functions, as tlsverify.h declares them. Nothing here is for programs.

local ffi = require("ffi")

ffi.cdef(require("tlsverify.declarations"))
local names = { OSX = "libtlsverify.0.dylib", Windows = "tlsverify.dll" }
local path = os.getenv("TLSVERIFY_LIBRARY") or names[ffi.os] or "libtlsverify.so.0"
local library = ffi.load(path)
if library.tv_abi_version() ~= library.TV_ABI_VERSION then
    error(path .. " speaks another ABI")
end
return library
