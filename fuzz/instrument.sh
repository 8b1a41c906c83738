#!/bin/sh
# Cargo's RUSTC_WRAPPER: only what hostile bytes reach is instrumented for coverage. The rest would make a run slower and
# its numbers mean less.
compiler=$1
shift
case " $* " in
*" --crate-name build_script_"*) ;;
*" --crate-name tlsverify "* | *" --crate-name rustls_pki_types "* | *" --crate-name idna "* | *" --crate-name webpki "*)
    set -- "$@" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
        -Cllvm-args=-sanitizer-coverage-trace-compares
    ;;
esac
exec "$compiler" "$@"
