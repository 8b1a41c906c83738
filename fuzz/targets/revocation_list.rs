#![no_main]

tlsverify_fuzz::der_target!("revocation_list");
