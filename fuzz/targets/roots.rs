#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tlsverify_fuzz::fuzzed::roots::check(data));
