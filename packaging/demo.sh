#!/bin/sh
# Builds examples-c/demo.c against the shared library and runs it on the real chains.
set -eu
. packaging/common.sh

# The name that the loader looks for; an installed library has it as a link as well.
ln -sf "$shared" "$out/$shared_abi"
absolute=$(cd "$out" && pwd)
# shellcheck disable=SC2086 # flags are words
$CC -std=c99 -Wall -Wextra -O1 ${CFLAGS:-} -Iinclude -o "$out/tlsverify-demo" examples-c/demo.c \
    -L"$absolute" -ltlsverify -Wl,-rpath,"$absolute"
"$out/tlsverify-demo" tests/data/real
