#![no_main]

tlsverify_fuzz::der_target!("calls");
