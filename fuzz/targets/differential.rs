#![no_main]

tlsverify_fuzz::der_target!(tlsverify_fuzz::any_input::check);
