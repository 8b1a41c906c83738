#!/bin/sh
# Times the library beside other verifiers. The shared library itself is used by the programs that time the start of a process.
set -eu
. packaging/common.sh

sh packaging/need.sh "$CARGO" "$CC"
# shellcheck disable=SC2086 # flags are words
TLSVERIFY_LIBRARY="$out/$shared" $CARGO bench $CARGO_FLAGS --bench peers
