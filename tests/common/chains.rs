//! The chain that most tests begin with: root, intermediate, end entity, all sound on 2026-06-01.

use tlsverify_forge::{Certificate, Issued, Key, chain, time};

/// The time that made certificates are judged at.
pub const NOW: i64 = time::NOW;
/// The host that the end entity is for.
pub const HOST: &str = "www.example.org";

/// A sound chain.
pub struct Sound {
    pub root: Issued,
    pub ca: Issued,
    pub end_entity: Issued,
}

impl Sound {
    pub fn new() -> Self {
        Self::with_end_entity(|certificate| certificate)
    }

    /// The same with one thing changed in the end entity.
    pub fn with_end_entity(change: impl FnOnce(Certificate) -> Certificate) -> Self {
        let root = Certificate::root("Test Root", &Key::p256("root")).self_signed();
        let ca = Certificate::intermediate("Test CA", &Key::p256("ca")).issued_by(&root);
        let end_entity = change(Certificate::end_entity(HOST, &Key::p256("server"))).issued_by(&ca);
        Self {
            root,
            ca,
            end_entity,
        }
    }

    /// What a server would send.
    pub fn chain(&self) -> Vec<u8> {
        chain(&[&self.end_entity, &self.ca])
    }
}
