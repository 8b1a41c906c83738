#!/bin/sh
# Builds the libraries, and notes what else a program has to link with the static one.
set -eu
. packaging/common.sh

sh packaging/need.sh "$CARGO" "$CC"
# shellcheck disable=SC2086 # flags are words
$CARGO build --profile "$PROFILE" $CARGO_FLAGS

# The standard library's own list; crates only add frameworks on macOS.
if [ ! -s "$out/native-static-libs" ]; then
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    echo | ${RUSTC:-rustc} --crate-name empty --crate-type staticlib --print native-static-libs \
        -o "$scratch/libempty.a" - 2>"$scratch/note"
    libraries=$(sed -n 's/.*native-static-libs: //p' "$scratch/note")
    case $(uname -s) in
    Darwin) libraries="-framework Security -framework CoreFoundation $libraries" ;;
    esac
    # In one step, since two builds may run at the same time.
    echo "$libraries" >"$scratch/native-static-libs"
    mv "$scratch/native-static-libs" "$out/native-static-libs"
fi
