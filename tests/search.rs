//! The search finds a path exactly when there is one: what it remembers of dead ends hides none. Small webs of
//! cross-signed CAs, in which everything that depends on the path below goes wrong at random, are judged whole and path
//! by path.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    unreachable_pub,
    reason = "a test may fail by panicking"
)]

#[path = "common/shuffle.rs"]
mod shuffle;
#[path = "common/work.rs"]
mod work;
#[path = "common/worst.rs"]
mod worst;

use shuffle::Random;
use tlsverify_forge::{Certificate, DistinguishedName, GeneralName, Issued, Issuer, Key, oid};
use worst::{HOST, Input};

/// One CA certificate of a web.
struct Ca {
    subject: usize,
    issuer: usize,
    der: Vec<u8>,
}

/// CAs by number, the root and the end entity's issuer among them.
struct Web {
    cas: Vec<Ca>,
    root: Vec<u8>,
    end_entity: Vec<u8>,
    end_entity_issuer: usize,
}

const ROOT: usize = 0;

fn issuer(number: usize) -> Issuer {
    Issuer::new(
        DistinguishedName::ca(&format!("Web {number}")),
        &Key::p256(&format!("web {number}")),
    )
}

/// Limits that hold on some paths and not on others.
fn limited(certificate: Certificate, random: &mut Random) -> Certificate {
    match random.below(8) {
        0 | 1 => certificate.path_len(random.below(4) as i64),
        2 => certificate.name_constraints(&[], &[GeneralName::dns("example.test")]),
        // It excludes the subject of a CA, and so depends on whether that is below.
        3 => {
            let excluded = DistinguishedName::ca(&format!("Web {}", 1 + random.below(4)));
            certificate.name_constraints(&[], &[GeneralName::directory(excluded)])
        }
        4 => certificate.ext_key_usage(&[oid::CLIENT_AUTH]),
        _ => certificate,
    }
}

fn web(random: &mut Random) -> Web {
    let names = 3 + random.below(4);
    let mut cas = Vec::new();
    for _ in 0..names + random.below(8) {
        let subject = 1 + random.below(names);
        let from = random.below(names + 1);
        let certificate = Certificate::intermediate(
            &format!("Web {subject}"),
            &Key::p256(&format!("web {subject}")),
        )
        .serial(&[0x40, cas.len() as u8]);
        let certificate = limited(certificate, random);
        let certificate = if random.once_in(10) {
            certificate.signed_with_wrong_key(&Key::p256("attacker"))
        } else {
            certificate
        };
        let der = certificate.issued_by(issuer(from)).der().to_vec();
        cas.push(Ca {
            subject,
            issuer: from,
            der,
        });
    }
    let root = Certificate::root("Web 0", &Key::p256("web 0"));
    let root: Issued = if random.once_in(4) {
        root.path_len(random.below(5) as i64)
    } else {
        root
    }
    .self_signed();
    let end_entity_issuer = 1 + random.below(names);
    let end_entity = Certificate::end_entity(HOST, &Key::p256("end entity"))
        .issued_by(issuer(end_entity_issuer));
    Web {
        cas,
        root: root.der().to_vec(),
        end_entity: end_entity.der().to_vec(),
        end_entity_issuer,
    }
}

impl Web {
    fn judge(&self, cas: impl Iterator<Item = usize>) -> work::Work {
        let mut chain = vec![self.end_entity.clone()];
        chain.extend(cas.map(|ca| self.cas[ca].der.clone()));
        work::judge(&Input {
            chain,
            roots: vec![self.root.clone()],
            host: HOST.to_owned(),
        })
    }

    /// Whether any path verifies when nothing else is presented. No CA stands twice in a path.
    fn has_good_path(&self, path: &mut Vec<usize>) -> bool {
        let wanted = path
            .last()
            .map_or(self.end_entity_issuer, |last| self.cas[*last].issuer);
        if wanted == ROOT {
            return self.judge(path.iter().copied()).is_verified;
        }
        for (place, ca) in self.cas.iter().enumerate() {
            let is_on_path = path.iter().any(|on| self.cas[*on].subject == ca.subject);
            if ca.subject == wanted && !is_on_path {
                path.push(place);
                if self.has_good_path(path) {
                    return true;
                }
                path.pop();
            }
        }
        false
    }
}

#[test]
fn a_path_is_found_exactly_when_there_is_one() {
    let mut random = Random::new(3647);
    let (mut good, mut bad) = (0, 0);
    for number in 0..400 {
        let web = web(&mut random);
        let mut path = Vec::new();
        let expected = web.has_good_path(&mut path);
        let found = web.judge(0..web.cas.len());
        assert_eq!(
            found.is_verified, expected,
            "web {number}: {found:?}, path {path:?}"
        );
        if expected { good += 1 } else { bad += 1 }
    }
    println!("{good} webs with a path, {bad} without");
    assert!(good > 50 && bad > 50, "{good} with a path, {bad} without");
}
