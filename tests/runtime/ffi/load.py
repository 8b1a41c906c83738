"""Reads the header without directives with cffi and compares what came of it with what is printed on standard input.

python load.py HEADER LIBRARY; a line of the input is a constant and its value, or the name of a function.
"""

import sys

import cffi

header, library = sys.argv[1:]
ffi = cffi.FFI()
with open(header, encoding="utf-8") as file:
    ffi.cdef(file.read())
tlsverify = ffi.dlopen(library)
for line in sys.stdin:
    name, *value = line.split()
    found = getattr(tlsverify, name)
    assert not value or found == int(value[0]), line
assert ffi.string(tlsverify.tv_reason_name(tlsverify.TV_REASON_EXPIRED)) == b"EXPIRED"
assert ffi.sizeof("tv_status") == 4 and ffi.sizeof("tv_verify_item") == 3 * ffi.sizeof("void *")
print("read")
