# Read by the other scripts here: where things are and what they are called on this system.

: "${CARGO:=cargo}" "${CC:=cc}" "${PROFILE:=release}" "${CARGO_FLAGS=--locked}"

# The usual compiler is not named to cargo: that would look like another one, and the crypto library would be built anew.
if [ "$CC" = cc ]; then
    unset CC
    CC=cc
fi

target=${CARGO_TARGET_DIR:-${CARGO_BUILD_TARGET_DIR:-target}}
case $PROFILE in
dev) out=$target/debug ;;
*) out=$target/$PROFILE ;;
esac

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
abi=0

case $(uname -s) in
Darwin)
    shared=libtlsverify.dylib
    shared_abi=libtlsverify.$abi.dylib
    shared_full=libtlsverify.$version.dylib
    ;;
*)
    shared=libtlsverify.so
    shared_abi=libtlsverify.so.$abi
    shared_full=libtlsverify.so.$version
    ;;
esac
