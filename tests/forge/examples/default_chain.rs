//! Writes the default chain of three, and the end entity's key, as PEM files into a directory.
//!
//!     cargo run -p tlsverify-forge --example default_chain -- DIRECTORY [KEY TYPE]

use std::path::Path;

use tlsverify_forge::{Certificate, Key, pem};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let directory = arguments
        .next()
        .expect("usage: default_chain DIRECTORY [KEY TYPE]");
    let kind = arguments.next().unwrap_or("p256".to_owned());
    let key = |label: &str| match kind.as_str() {
        "p256" => Key::p256(label),
        "p384" => Key::p384(label),
        "p521" => Key::p521(label),
        "ed25519" => Key::ed25519(label),
        rsa => Key::rsa(rsa),
    };
    let root = Certificate::root("Root CA", &key("root")).self_signed();
    let ca = Certificate::intermediate("Intermediate CA", &key("intermediate")).issued_by(&root);
    let ee = Certificate::end_entity("www.example.org", &key("end entity")).issued_by(&ca);
    let directory = Path::new(&directory);
    std::fs::write(directory.join("root.pem"), root.pem())?;
    std::fs::write(directory.join("intermediate.pem"), ca.pem())?;
    std::fs::write(directory.join("end-entity.pem"), ee.pem())?;
    std::fs::write(
        directory.join("end-entity.key.pem"),
        pem("PRIVATE KEY", &ee.key().pkcs8()),
    )
}
