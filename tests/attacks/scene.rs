//! A sound chain in which an attack changes something, and the question whether the peer is accepted.

use std::sync::Arc;

use tlsverify::reason::{Class, Reason};
use tlsverify::verdict::Outcome;
use tlsverify::verifier::{LogLevel, LogSink, Mode, Request};
use tlsverify_forge::{Certificate, Issued, Key};

pub use crate::common::chains::{HOST, NOW};
use crate::common::judge::{self, Answer, Question, Rules, Use};
use crate::record;

/// Where a certificate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    EndEntity,
    /// The end entity's issuer.
    Ca,
    /// Its issuer, if there is one between it and the root.
    Upper,
    Root,
}
pub use Role::{Ca, EndEntity, Root, Upper};

type Edit = Box<dyn FnOnce(Issued) -> Issued>;

/// What an attack is made of.
pub struct Scene {
    end_entity: Certificate,
    ca: Certificate,
    upper: Option<Certificate>,
    root: Certificate,
    edits: Vec<(Role, Edit)>,
    also: Vec<Vec<u8>>,
    settings: Question,
}

/// The certificates of a scene, and the question.
pub struct Made {
    pub end_entity: Issued,
    pub ca: Issued,
    pub root: Issued,
    pub question: Question,
}

impl Scene {
    /// Root, CA and end entity, all sound.
    pub fn new() -> Self {
        Self {
            end_entity: Certificate::end_entity(HOST, &Key::p256("server")),
            ca: Certificate::intermediate("CA", &Key::p256("ca")),
            upper: None,
            root: Certificate::root("Root", &Key::p256("root")),
            edits: Vec::new(),
            also: Vec::new(),
            settings: Question {
                name: Some(HOST.to_owned()),
                time: NOW,
                ..Question::default()
            },
        }
    }

    /// Changes one certificate before it is signed.
    pub fn with(mut self, role: Role, change: impl FnOnce(Certificate) -> Certificate) -> Self {
        let upper = || Certificate::intermediate("Upper CA", &Key::p256("upper"));
        match role {
            EndEntity => self.end_entity = change(self.end_entity),
            Ca => self.ca = change(self.ca),
            Upper => self.upper = Some(change(self.upper.unwrap_or_else(upper))),
            Root => self.root = change(self.root),
        }
        self
    }

    /// Changes one certificate after it was signed.
    pub fn edited(mut self, role: Role, edit: impl FnOnce(Issued) -> Issued + 'static) -> Self {
        self.edits.push((role, Box::new(edit)));
        self
    }

    /// Sends one certificate more.
    pub fn also(mut self, certificate: &Issued) -> Self {
        self.also.push(certificate.der().to_vec());
        self
    }

    /// Changes how the question is put.
    pub fn asked(mut self, change: impl FnOnce(&mut Question)) -> Self {
        change(&mut self.settings);
        self
    }

    pub fn named(self, host: &str) -> Self {
        self.asked(|question| question.name = Some(host.to_owned()))
    }

    pub fn by(self, rules: Rules) -> Self {
        self.asked(|question| question.rules = rules)
    }

    pub fn purpose(self, purpose: Use) -> Self {
        self.asked(|question| question.purpose = purpose)
    }

    fn sign(&mut self, role: Role, certificate: Certificate, issuer: Option<&Issued>) -> Issued {
        let mut issued = match issuer {
            Some(issuer) => certificate.issued_by(issuer),
            None => certificate.self_signed(),
        };
        for (place, edit) in std::mem::take(&mut self.edits) {
            if place == role {
                issued = edit(issued);
            } else {
                self.edits.push((place, edit));
            }
        }
        issued
    }

    /// Signs everything.
    pub fn made(mut self) -> Made {
        let root = self.sign(Root, self.root.clone(), None);
        let upper = self.upper.clone();
        let upper = upper.map(|upper| self.sign(Upper, upper, Some(&root)));
        let ca = self.sign(Ca, self.ca.clone(), Some(upper.as_ref().unwrap_or(&root)));
        let end_entity = self.sign(EndEntity, self.end_entity.clone(), Some(&ca));
        let mut question = self.settings;
        question.chain = [end_entity.der(), ca.der()].concat();
        question
            .chain
            .extend(upper.iter().flat_map(Issued::der).copied());
        question.chain.extend(self.also.concat());
        question.roots = vec![root.der().to_vec()];
        Made {
            end_entity,
            ca,
            root,
            question,
        }
    }

    #[track_caller]
    pub fn accepted(self) {
        accepts(&self.made().question);
    }

    #[track_caller]
    pub fn refused(self, reason: &str, depth: i32) {
        refuses(&self.made().question, reason, depth);
    }

    #[track_caller]
    pub fn errs(self, status: &str) {
        errs(&self.made().question, status);
    }
}

/// A question about a chain and the roots that are trusted.
pub fn question(chain: &[&Issued], roots: &[&Issued]) -> Question {
    Question {
        name: Some(HOST.to_owned()),
        time: NOW,
        chain: tlsverify_forge::chain(chain),
        roots: roots.iter().map(|root| root.der().to_vec()).collect(),
        ..Question::default()
    }
}

/// The answer, which is the same through Rust and through C.
#[track_caller]
pub fn answer(question: &Question) -> Answer {
    let (rust, c) = (judge::in_rust(question), judge::in_c(question));
    // Each interface has its own words for settings that it does not take.
    if !rust.status.starts_with("CONFIG") || !c.status.starts_with("CONFIG") {
        assert_eq!(rust, c, "through Rust and through C");
    }
    record::note(question, c.is_ok());
    c
}

#[track_caller]
pub fn accepts(question: &Question) {
    let answer = answer(question);
    assert!(answer.is_ok(), "{answer:?}");
}

/// Refused for this reason at this depth; and if nothing may forgive the reason, refused in the warn mode too.
#[track_caller]
pub fn refuses(question: &Question, reason: &str, depth: i32) {
    let answer = answer(question);
    assert_eq!(
        (answer.status.as_str(), answer.reason.as_str(), answer.depth),
        ("REJECTED", reason, depth),
        "{answer:?}"
    );
    let is_forgiven = match class(reason) {
        Class::Integrity | Class::Distrust | Class::Limit | Class::Decision => false,
        Class::Issuer | Class::Name | Class::Time | Class::Policy => return,
    };
    assert_eq!(warns(question), is_forgiven, "in the warn mode: {reason}");
}

/// The question cannot be judged, or a setting is not taken.
#[track_caller]
pub fn errs(question: &Question, status: &str) {
    let answer = answer(question);
    assert_eq!(answer.status, status, "{answer:?}");
}

/// Whatever the words, it is no acceptance; what stands in the answer is for counting.
#[track_caller]
pub fn never_accepts(question: &Question) -> Answer {
    let answer = judge::in_rust(question);
    record::note(question, answer.is_ok());
    assert!(!answer.is_ok(), "{answer:?}");
    assert!(
        answer.status == "REJECTED" || answer.status.contains("ERR_"),
        "{answer:?}"
    );
    answer
}

/// The class of a reason by its name.
pub fn class(reason: &str) -> Class {
    let row = Reason::TABLE.iter().find(|row| row.name == reason);
    row.unwrap_or_else(|| panic!("no reason {reason}")).class
}

/// Whether the refusal is because of how something is encoded.
pub fn is_about_encoding(answer: &Answer) -> bool {
    let is_call_error = ["ERR_BAD_ENCODING", "ERR_NOT_A_CERTIFICATE", "ERR_EMPTY"]
        .contains(&answer.status.as_str());
    is_call_error || (answer.status == "REJECTED" && class(&answer.reason) == Class::Integrity)
}

struct Silence;

impl LogSink for Silence {
    fn log(&self, _: LogLevel, _: &str) {}
}

/// Whether the warn mode lets the peer pass.
pub fn warns(question: &Question) -> bool {
    let context = judge::rust_context(question).expect("settings that are taken");
    context
        .change(|config| {
            config.set_mode(Mode::Warn);
            config.set_log(Some(Arc::new(Silence)));
            Ok(())
        })
        .unwrap();
    let lists = judge::rust_lists(question).expect("lists that are taken");
    let verdict = context.verify(&Request {
        hostname: question.name.as_deref().map(str::as_bytes),
        chain: &question.chain,
        time: Some(question.time),
        wants_report: false,
        lists: Some(&lists),
    });
    matches!(verdict, Ok(verdict) if verdict.outcome != Outcome::Rejected)
}

/// How far apart the inputs of a long series are taken: each one, or few of them where all would take too long
/// (under valgrind).
pub fn stride(few: usize) -> usize {
    if std::env::var_os("TV_FEW").is_some() {
        few
    } else {
        1
    }
}
