#!/bin/sh
# make fuzz: builds the targets, makes the inputs to begin with, and runs one target or each of them. See fuzz/README.md.
set -eu

cargo=${CARGO:-cargo}
seconds=${FUZZ_SECONDS:-60}
sanitizer=${FUZZ_SANITIZER-address}
all="certificate revocation_list roots names verify differential calls"
targets=${FUZZ_TARGET:-$all}

sh packaging/need.sh "$cargo" rustc
cxx=${CXX:-c++}
if ! command -v "${cxx%% *}" >/dev/null 2>&1; then
    echo "missing: $cxx; libfuzzer-sys compiles LLVM's libFuzzer with a C++ compiler (Debian: apt-get install g++)" >&2
    exit 1
fi
for target in $targets; do
    case " $all " in
    *" $target "*) ;;
    *)
        echo "no target $target; there are: $all" >&2
        exit 1
        ;;
    esac
done

host=$(rustc -vV | sed -n 's/^host: //p')
flags="--cfg fuzzing"
if [ -n "$sanitizer" ]; then
    runtime=$(rustc --print sysroot)/lib/rustlib/$host/lib
    case $sanitizer in
    address) library=asan ;;
    *) library=$sanitizer ;;
    esac
    if ! ls "$runtime" | grep -q "rt[.]$library[.]"; then
        echo "missing: the $sanitizer sanitizer for $host in $runtime; install another toolchain (rustup toolchain install nightly)," >&2
        echo "or fuzz without one: make fuzz FUZZ_SANITIZER=" >&2
        exit 1
    fi
    flags="-Zsanitizer=$sanitizer $flags"
fi

# The stable compiler knows the sanitizers, and uses them when it is told to take itself for the nightly one.
export RUSTC_BOOTSTRAP=1 RUSTFLAGS="$flags" RUSTC_WRAPPER="$PWD/fuzz/instrument.sh"
CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}/fuzz
export CARGO_TARGET_DIR
$cargo build --release --locked --target "$host" --manifest-path fuzz/Cargo.toml
programs=$CARGO_TARGET_DIR/$host/release

# Where memory was allocated is seldom needed, and takes long to note down.
export ASAN_OPTIONS="${ASAN_OPTIONS:-malloc_context_size=2}"

failed=
for target in $targets; do
    corpus=$CARGO_TARGET_DIR/corpus/$target
    seeds=$CARGO_TARGET_DIR/seeds
    artifacts=$CARGO_TARGET_DIR/artifacts/$target
    mkdir -p "$corpus" "$artifacts"
    echo
    echo "== $target, $seconds seconds"
    ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 "$programs/seeds" "$seeds" "$target"
    dictionary=
    regressions=
    [ "$target" = calls ] || dictionary=-dict=fuzz/dictionary.txt
    [ -d "fuzz/regressions/$target" ] && regressions=fuzz/regressions/$target
    # Words of FUZZ_FLAGS are flags of libFuzzer's own, such as -fork=2.
    if ! "$programs/$target" -max_total_time="$seconds" -max_len=16384 -timeout=20 -rss_limit_mb=4096 $dictionary \
        -artifact_prefix="$artifacts/" -print_final_stats=1 ${FUZZ_FLAGS:-} "$corpus" "$seeds/$target" $regressions; then
        failed="$failed $target"
        echo "found something; once more: $programs/$target $artifacts/FILE" >&2
    fi
done
if [ -n "$failed" ]; then
    echo "found something:$failed" >&2
    exit 1
fi
