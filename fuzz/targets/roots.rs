#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tlsverify_fuzz::check("roots", data));
