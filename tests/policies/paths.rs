//! Paths of certificates that say something about policies, and whether they are accepted.

use tlsverify_forge::{Certificate, DistinguishedName, Issued, Key, chain, oid};

use crate::common::chains::{HOST, NOW};
use crate::common::judge::{self, Answer, Question};

pub const ANY: &str = "2.5.29.32.0";
pub const ONE: &str = "2.16.840.1.101.3.2.1.48.1";
pub const TWO: &str = "2.16.840.1.101.3.2.1.48.2";
pub const THREE: &str = "2.16.840.1.101.3.2.1.48.3";

/// What one certificate says about policies.
#[derive(Clone, Default)]
pub struct Says {
    policies: &'static [&'static str],
    mappings: &'static [(&'static str, &'static str)],
    require: Option<u8>,
    inhibit_mapping: Option<u8>,
    inhibit_any: Option<i64>,
    /// Its subject is its issuer's.
    is_self_issued: bool,
}

/// A certificate that claims these policies.
pub fn claims(policies: &'static [&'static str]) -> Says {
    Says {
        policies,
        ..Says::default()
    }
}

impl Says {
    pub fn maps(mut self, mappings: &'static [(&'static str, &'static str)]) -> Self {
        self.mappings = mappings;
        self
    }

    /// Demands a policy after so many certificates.
    pub fn requires(mut self, after: u8) -> Self {
        self.require = Some(after);
        self
    }

    pub fn inhibits_mapping(mut self, after: u8) -> Self {
        self.inhibit_mapping = Some(after);
        self
    }

    pub fn inhibits_any(mut self, after: i64) -> Self {
        self.inhibit_any = Some(after);
        self
    }

    pub fn self_issued(mut self) -> Self {
        self.is_self_issued = true;
        self
    }

    pub fn write(&self, mut certificate: Certificate) -> Certificate {
        certificate = if self.policies.is_empty() {
            certificate.without(oid::CERTIFICATE_POLICIES)
        } else {
            certificate.certificate_policies(self.policies)
        };
        if !self.mappings.is_empty() {
            certificate = certificate.policy_mappings(self.mappings);
        }
        if self.require.is_some() || self.inhibit_mapping.is_some() {
            certificate = certificate.policy_constraints(self.require, self.inhibit_mapping);
        }
        if let Some(after) = self.inhibit_any {
            certificate = certificate.inhibit_any_policy(after);
        }
        certificate
    }
}

/// The question about a path of these certificates below a root, the uppermost first, the end entity last.
pub fn path(below_root: &[Says]) -> Question {
    let root = Certificate::root("Test Root", &Key::p256("root")).self_signed();
    let mut issued: Vec<Issued> = Vec::new();
    let mut name = "Test Root".to_owned();
    for (place, says) in below_root.iter().enumerate() {
        let key = Key::p256(&format!("level {place}"));
        let is_last = place + 1 == below_root.len();
        if !is_last && !says.is_self_issued {
            name = format!("Test CA {place}");
        }
        let certificate = match (is_last, says.is_self_issued) {
            (true, false) => Certificate::end_entity(HOST, &key),
            (true, true) => {
                Certificate::end_entity(HOST, &key).subject(DistinguishedName::ca(&name))
            }
            (false, _) => Certificate::intermediate(&name, &key),
        };
        let certificate = says.write(certificate);
        let issuer = issued.last().unwrap_or(&root);
        issued.push(certificate.issued_by(issuer));
    }
    let sent: Vec<&Issued> = issued.iter().rev().collect();
    Question {
        name: Some(HOST.to_owned()),
        chain: chain(&sent),
        time: NOW,
        roots: vec![root.der().to_vec()],
        ..Question::default()
    }
}

pub fn judged(question: &Question) -> Answer {
    let answer = judge::in_rust(question);
    assert_eq!(answer, judge::in_c(question));
    answer
}

#[track_caller]
pub fn accepts(below_root: &[Says]) {
    let answer = judged(&path(below_root));
    assert!(answer.is_ok(), "{answer:?}");
}

#[track_caller]
pub fn refuses(below_root: &[Says], reason: &str, depth: i32) {
    let answer = judged(&path(below_root));
    assert_eq!(
        (answer.status.as_str(), answer.reason.as_str(), answer.depth),
        ("REJECTED", reason, depth)
    );
}

pub const NO_POLICY: &str = "EXPLICIT_POLICY_REQUIRED";
pub const INVALID: &str = "INVALID_POLICY";
