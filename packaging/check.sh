#!/bin/sh
# Every test and every lint. A tool that only some tests need may be missing: they say so, and so does the last line.
set -eu
. packaging/common.sh

sh packaging/need.sh "$CARGO" "$CC"
skipped=

step() {
    echo
    echo "== $*"
    "$@"
}

# lint COMPONENT COMMAND...: runs the command if the toolchain has the component.
lint() {
    component=$1
    shift
    if $CARGO "${component#rust}" --version >/dev/null 2>&1; then
        step "$@"
    else
        skipped="$skipped
skipped: $component not found (rustup component add $component)"
    fi
}

lint rustfmt $CARGO fmt --all --check
lint rustfmt $CARGO fmt --check --manifest-path fuzz/Cargo.toml
lint clippy $CARGO clippy --workspace --all-targets --locked -- -D warnings
step $CARGO test --workspace --locked --no-fail-fast
step env RUSTDOCFLAGS="-D warnings" $CARGO doc --workspace --no-deps --document-private-items --locked

# The core without the C functions, and the other crypto library.
step $CARGO check --lib --no-default-features --features aws-lc-rs --locked
step $CARGO test --lib --no-default-features --features ring,capi --locked

# What users build: the optimised library. Its symbols are looked at once more, its instructions and its stack are counted.
step make demo PROFILE=release
step env TLSVERIFY_LIBRARY="$target/release/$shared" $CARGO test --test abi --test optimized --locked

for tool in python3 openssl pkg-config cmake valgrind c++ nm readelf ruby go javac php luajit node npm mcs mono; do
    if ! command -v $tool >/dev/null 2>&1; then
        skipped="$skipped
skipped: $tool not found, the tests that need it did nothing"
    fi
done
if ! echo '#include <openssl/ssl.h>' | $CC -E - >/dev/null 2>&1; then
    skipped="$skipped
skipped: OpenSSL headers not found, the handshake test did nothing"
fi
echo
if [ -n "$skipped" ]; then
    echo "${skipped#?}"
else
    echo "Nothing was skipped."
fi
echo "All checks passed."
