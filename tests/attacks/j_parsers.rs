//! Family J: the same octets before three parsers, of which ours is never the laxest.

use tlsverify::cert::Certificate;
use tlsverify_forge::{Key, Tree};
use webpki::EndEntityCert;
use x509_parser::prelude::FromDer as _;

use crate::mutation::{Parents, mutated, odd, opened, signed};
use crate::scene::stride;
use crate::shuffle::Random;

fn reads(der: &[u8]) -> [bool; 3] {
    let own = Certificate::read(der).is_ok();
    let other = x509_parser::certificate::X509Certificate::from_der(der);
    let other = other.is_ok_and(|(rest, certificate)| {
        rest.is_empty() && certificate.subject().iter().count() < 1_000
    });
    let der = rustls_pki_types::CertificateDer::from(der);
    [own, other, EndEntityCert::try_from(&der).is_ok()]
}

#[test]
fn j08_what_we_read_another_parser_reads_too() {
    let parents = Parents::new();
    let trees: Vec<Tree> = parents
        .end_entities
        .iter()
        .chain(&parents.cas)
        .map(opened)
        .collect();
    let (mut random, key) = (Random::new(8), Key::p256("ca"));
    let (mut alone, mut stricter, mut all) = (Vec::new(), 0, 0);
    for number in 0..6_000 / stride(50) {
        let parent: &Tree = random.pick(&trees);
        let child = if number % 4 == 0 {
            odd(parent, &mut random)
        } else {
            mutated(parent, &mut random)
        };
        let der = signed(&child, &key, &mut random);
        match reads(&der) {
            [true, false, false] => alone.push(der),
            [true, true, true] => all += 1,
            [false, one, other] if one || other => stricter += 1,
            _ => {}
        }
    }
    println!(
        "{} read by us alone, {all} by all, {stricter} refused by us and read by another",
        alone.len()
    );
    let hex = |der: &Vec<u8>| {
        der.iter()
            .map(|octet| format!("{octet:02x}"))
            .collect::<String>()
    };
    assert!(
        alone.is_empty(),
        "{:#?}",
        alone.iter().take(3).map(hex).collect::<Vec<_>>()
    );
    assert!(all > 0 && stricter > 0);
}
