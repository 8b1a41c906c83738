#!/bin/sh
# install.sh install|uninstall: the libraries, the headers, tlsverify.pc, the CMake package, and the command
# with its manual page and completions, below DESTDIR.
set -eu
. packaging/common.sh

: "${DESTDIR=}" "${PREFIX:=/usr/local}"
: "${LIBDIR:=$PREFIX/lib}" "${INCLUDEDIR:=$PREFIX/include}" "${BINDIR:=$PREFIX/bin}"

lib=$DESTDIR$LIBDIR
include=$DESTDIR$INCLUDEDIR
bin=$DESTDIR$BINDIR
cmake=$lib/cmake/tlsverify
share=$DESTDIR$PREFIX/share
man=$share/man/man1
bash=$share/bash-completion/completions
zsh=$share/zsh/site-functions
fish=$share/fish/vendor_completions.d

# below PREFIX PATH NAME: PATH as text for a configuration file, through NAME where it lies below PREFIX.
below() {
    case $2 in
    "$1") printf '%s' "$3" ;;
    "$1"/*) printf '%s/%s' "$3" "${2#"$1"/}" ;;
    *) printf '%s' "$2" ;;
    esac
}

# The way from the CMake package's folder up to PREFIX, so that the whole tree can be moved.
up_to_prefix() {
    case $LIBDIR in
    "$PREFIX"/*) printf '%s' "${LIBDIR#"$PREFIX"/}/cmake/tlsverify" | sed 's,[^/][^/]*,..,g' ;;
    *) printf '../../..' ;;
    esac
}

fill() {
    sed -e "s|@VERSION@|$version|g" -e "s|@PREFIX@|$PREFIX|g" -e "s|@UP_TO_PREFIX@|$(up_to_prefix)|g" \
        -e "s|@PC_LIBDIR@|$(below "$PREFIX" "$LIBDIR" '${prefix}')|g" \
        -e "s|@PC_INCLUDEDIR@|$(below "$PREFIX" "$INCLUDEDIR" '${prefix}')|g" \
        -e "s|@CMAKE_LIBDIR@|$(below "$PREFIX" "$LIBDIR" '${_tlsverify_prefix}')|g" \
        -e "s|@CMAKE_INCLUDEDIR@|$(below "$PREFIX" "$INCLUDEDIR" '${_tlsverify_prefix}')|g" \
        -e "s|@SHARED@|$shared|g" -e "s|@SHARED_ABI@|$shared_abi|g" -e "s|@SHARED_FULL@|$shared_full|g" \
        -e "s|@NATIVE_STATIC_LIBS@|$(cat "$out/native-static-libs")|g" \
        -e "s|@CMAKE_STATIC_LIBS@|$(sed 's/ -/;-/g' "$out/native-static-libs")|g" "$1"
}

put() {
    install -m "$1" "$2" "$3"
    echo "installed $3"
}

put_filled() {
    fill "$1" >"$2"
    chmod 644 "$2"
    echo "installed $2"
}

put_completions() {
    "$out/tlsverify" completions "$1" >"$2"
    chmod 644 "$2"
    echo "installed $2"
}

drop() {
    for path in "$@"; do
        if [ -e "$path" ] || [ -L "$path" ]; then
            rm -f "$path"
            echo "removed $path"
        fi
    done
}

case ${1:-} in
install)
    mkdir -p "$lib/pkgconfig" "$cmake" "$include"
    put 755 "$out/$shared" "$lib/$shared_full"
    ln -sf "$shared_full" "$lib/$shared_abi"
    ln -sf "$shared_abi" "$lib/$shared"
    put 644 "$out/libtlsverify.a" "$lib/libtlsverify.a"
    for header in include/*.h include/*.hpp; do
        put 644 "$header" "$include/${header##*/}"
    done
    put_filled packaging/tlsverify.pc.in "$lib/pkgconfig/tlsverify.pc"
    put_filled packaging/tlsverify-config.cmake.in "$cmake/tlsverify-config.cmake"
    put_filled packaging/tlsverify-config-version.cmake.in "$cmake/tlsverify-config-version.cmake"
    if [ -x "$out/tlsverify" ]; then
        mkdir -p "$bin"
        put 755 "$out/tlsverify" "$bin/tlsverify"
        mkdir -p "$man" "$bash" "$zsh" "$fish"
        put 644 docs/tlsverify.1 "$man/tlsverify.1"
        put_completions bash "$bash/tlsverify"
        put_completions zsh "$zsh/_tlsverify"
        put_completions fish "$fish/tlsverify.fish"
    fi
    if [ -z "$DESTDIR" ] && [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ]; then
        # The loader finds libraries through a cache on most systems.
        ldconfig 2>/dev/null || true
    fi
    ;;
uninstall)
    for header in include/*.h include/*.hpp; do
        drop "$include/${header##*/}"
    done
    drop "$lib/$shared" "$lib/$shared_abi" "$lib/$shared_full" "$lib/libtlsverify.a" "$lib/pkgconfig/tlsverify.pc" \
        "$cmake/tlsverify-config.cmake" "$cmake/tlsverify-config-version.cmake" "$bin/tlsverify" \
        "$man/tlsverify.1" "$bash/tlsverify" "$zsh/_tlsverify" "$fish/tlsverify.fish"
    if [ -d "$cmake" ]; then
        rmdir "$cmake"
    fi
    ;;
*)
    echo "usage: install.sh install|uninstall" >&2
    exit 2
    ;;
esac
