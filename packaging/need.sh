#!/bin/sh
# need.sh TOOL...: one line for each tool that is missing, with the way to get it; fails if there is one.

missing=0
for tool in "$@"; do
    # A command may carry arguments (CC="gcc -m64"): the first word is the tool.
    name=${tool%% *}
    if ! command -v "$name" >/dev/null 2>&1; then
        case $name in
        *cargo) how="install Rust from https://rustup.rs" ;;
        *cc | *gcc | *clang) how="install a C compiler (Debian: apt install gcc, macOS: xcode-select --install)" ;;
        *) how="install it with your package manager" ;;
        esac
        echo "missing: $name; $how" >&2
        missing=1
    fi
done
exit $missing
