#![no_main]

tlsverify_fuzz::der_target!(tlsverify_fuzz::fuzzed::certificate::check);
