//! The extensions of a certificate that is being built, in order.

use crate::{Tree, der, extension};

/// The extensions block: a list that methods change, or bytes in its place.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExtensionList {
    entries: Vec<Entry>,
    block: Option<Vec<u8>>,
}

#[derive(Clone, Debug)]
struct Entry {
    /// The OID in DER, by which the entry is found again; nothing for raw entries.
    id: Vec<u8>,
    /// The encoding of `critical`, or nothing.
    critical: Vec<u8>,
    value: Value,
}

/// What an extension holds. The key identifiers are filled in when the certificate is issued.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Der(Vec<u8>),
    OwnKeyId,
    IssuerKeyId,
    /// The whole extension.
    Raw(Vec<u8>),
}

impl ExtensionList {
    /// Replaces the first extension of this OID where it stands, or appends one.
    pub(crate) fn set(&mut self, id: &str, critical: bool, value: Value) {
        let entry = Entry::new(id, critical, value);
        match self
            .entries
            .iter_mut()
            .find(|existing| existing.id == entry.id)
        {
            Some(existing) => *existing = entry,
            None => self.entries.push(entry),
        }
    }

    /// Appends an extension, whether or not there is one of this OID.
    pub(crate) fn append(&mut self, id: &str, critical: bool, value: Value) {
        self.entries.push(Entry::new(id, critical, value));
    }

    /// Appends bytes that stand for an extension.
    pub(crate) fn append_raw(&mut self, der: Vec<u8>) {
        self.entries.push(Entry {
            id: Vec::new(),
            critical: Vec::new(),
            value: Value::Raw(der),
        });
    }

    pub(crate) fn remove(&mut self, id: &str) {
        let id = der::oid(id);
        self.entries.retain(|entry| entry.id != id);
    }

    /// Changes how `critical` is written in every extension of this OID. Panics if there is none.
    pub(crate) fn set_critical(&mut self, id: &str, encoding: &[u8]) {
        let id_der = der::oid(id);
        let mut entries = self
            .entries
            .iter_mut()
            .filter(|entry| entry.id == id_der)
            .peekable();
        assert!(
            entries.peek().is_some(),
            "no extension {id} to make critical or not"
        );
        entries.for_each(|entry| entry.critical = encoding.to_vec());
    }

    /// Appends a copy of the first extension of this OID. Panics if there is none.
    pub(crate) fn duplicate(&mut self, id: &str) {
        let entry = self.entries[self.position(id)].clone();
        self.entries.push(entry);
    }

    /// Moves the first extension of this OID to the front. Panics if there is none.
    pub(crate) fn move_to_front(&mut self, id: &str) {
        let entry = self.entries.remove(self.position(id));
        self.entries.insert(0, entry);
    }

    pub(crate) fn reverse(&mut self) {
        self.entries.reverse();
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Puts these bytes in the place of the whole block, tag `[3]` included.
    pub(crate) fn set_block(&mut self, der: Vec<u8>) {
        self.block = Some(der);
    }

    /// The key identifier that the subjectKeyIdentifier says, if it was given and can be read.
    pub(crate) fn given_key_id(&self, id: &str) -> Option<Vec<u8>> {
        let id = der::oid(id);
        match &self.entries.iter().find(|entry| entry.id == id)?.value {
            Value::Der(der) => Some(Tree::parse(der).ok()?.contents()),
            Value::OwnKeyId | Value::IssuerKeyId | Value::Raw(_) => None,
        }
    }

    /// The block as it stands in the signed part under this tag; nothing if there are no extensions.
    pub(crate) fn to_der(&self, tag: u8, own_key_id: &[u8], issuer_key_id: &[u8]) -> Vec<u8> {
        match &self.block {
            Some(block) => block.clone(),
            None if self.entries.is_empty() => Vec::new(),
            None => {
                let entries = self.entries.iter();
                let entries = entries.map(|entry| entry.to_der(own_key_id, issuer_key_id));
                der::explicit(tag, &der::sequence(&entries.collect::<Vec<_>>()))
            }
        }
    }

    fn position(&self, id: &str) -> usize {
        let id_der = der::oid(id);
        let position = self.entries.iter().position(|entry| entry.id == id_der);
        position.unwrap_or_else(|| panic!("no extension {id}"))
    }
}

impl Entry {
    fn new(id: &str, critical: bool, value: Value) -> Self {
        let critical = if critical {
            der::boolean(true)
        } else {
            Vec::new()
        };
        Self {
            id: der::oid(id),
            critical,
            value,
        }
    }

    fn to_der(&self, own_key_id: &[u8], issuer_key_id: &[u8]) -> Vec<u8> {
        let value = match &self.value {
            Value::Raw(der) => return der.clone(),
            Value::Der(der) => der.clone(),
            Value::OwnKeyId => extension::subject_key_id(own_key_id),
            Value::IssuerKeyId => extension::authority_key_id(Some(issuer_key_id), None, None),
        };
        der::sequence(&[
            self.id.clone(),
            self.critical.clone(),
            der::octet_string(&value),
        ])
    }
}
