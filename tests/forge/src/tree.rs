//! A generic DER tree: take a certificate apart, change any node, and put it together again.
//!
//! This is what a structure-aware mutator works on. [`Tree::parse`] opens constructed values only;
//! [`Tree::parse_deep`] also opens octet strings and bit strings that hold DER, as extension values and RSA keys do.
//! Length octets are not kept: what is written is minimal, unless a node is [`Body::Raw`].
//!
//! ```
//! use tlsverify_forge::{Certificate, Key, Tree, der, resign};
//! let key = Key::p256("root");
//! let root = Certificate::root("Root CA", &key).self_signed();
//! let mut tree = Tree::parse(root.der()).unwrap();
//! *tree.at_mut(&[0, 1]) = Tree::raw(der::integer(-1)); // TBSCertificate, serial number
//! let negative_serial = resign(&tree.to_der(), &key, key.default_algorithm()).unwrap();
//! # assert_ne!(negative_serial, root.der());
//! ```

use crate::{algorithm::Algorithm, der, keys::Key};

/// Nodes deeper than this are not opened; their contents stay bytes.
const MAX_DEPTH: usize = 64;

/// One DER value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// The identifier octet. Tags of more than one octet are not supported.
    pub tag: u8,
    /// What the value holds.
    pub body: Body,
}

/// What a value holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Contents that are not looked into.
    Bytes(Vec<u8>),
    /// The values in a constructed value.
    Children(Vec<Tree>),
    /// The values in a primitive string, after a prefix: the unused-bits octet of a bit string.
    Wrapped(Vec<u8>, Vec<Tree>),
    /// The complete encoding, written as it is; the node's tag is ignored.
    Raw(Vec<u8>),
}

/// Says that bytes are not exactly one DER value, or one whose tag has more than one octet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotDer;

impl Tree {
    /// Reads exactly one value, and opens the constructed values in it.
    pub fn parse(der: &[u8]) -> Result<Self, NotDer> {
        Self::parse_only_one(der, false)
    }

    /// Reads exactly one value, and opens the constructed values and the strings that hold DER.
    pub fn parse_deep(der: &[u8]) -> Result<Self, NotDer> {
        Self::parse_only_one(der, true)
    }

    /// A node that is written exactly so.
    pub fn raw(der: Vec<u8>) -> Self {
        Self {
            tag: der.first().copied().unwrap_or(0),
            body: Body::Raw(der),
        }
    }

    /// The encoding.
    pub fn to_der(&self) -> Vec<u8> {
        let contents = match &self.body {
            Body::Raw(der) => return der.clone(),
            Body::Bytes(bytes) => return der::tlv(self.tag, bytes),
            Body::Children(children) => Self::concatenate(children),
            Body::Wrapped(prefix, children) => {
                [prefix.as_slice(), &Self::concatenate(children)].concat()
            }
        };
        der::tlv(self.tag, &contents)
    }

    /// The contents without tag and length; of a raw node the whole encoding.
    pub fn contents(&self) -> Vec<u8> {
        match &self.body {
            Body::Raw(bytes) | Body::Bytes(bytes) => bytes.clone(),
            Body::Children(children) => Self::concatenate(children),
            Body::Wrapped(prefix, children) => {
                [prefix.as_slice(), &Self::concatenate(children)].concat()
            }
        }
    }

    /// The nodes directly below; none if this one was not opened.
    pub fn children(&self) -> &[Self] {
        match &self.body {
            Body::Children(children) | Body::Wrapped(_, children) => children,
            Body::Bytes(_) | Body::Raw(_) => &[],
        }
    }

    /// The nodes directly below, to insert, remove and reorder; nothing if this one was not opened.
    pub fn children_mut(&mut self) -> Option<&mut Vec<Self>> {
        match &mut self.body {
            Body::Children(children) | Body::Wrapped(_, children) => Some(children),
            Body::Bytes(_) | Body::Raw(_) => None,
        }
    }

    /// The node that this list of child positions leads to.
    pub fn get(&self, position: &[usize]) -> Option<&Self> {
        position
            .iter()
            .try_fold(self, |node, index| node.children().get(*index))
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, position: &[usize]) -> Option<&mut Self> {
        position
            .iter()
            .try_fold(self, |node, index| node.children_mut()?.get_mut(*index))
    }

    /// Like [`Tree::get`], but panics if there is no such node.
    pub fn at(&self, position: &[usize]) -> &Self {
        self.get(position)
            .unwrap_or_else(|| panic!("no node at {position:?}"))
    }

    /// Like [`Tree::get_mut`], but panics if there is no such node.
    pub fn at_mut(&mut self, position: &[usize]) -> &mut Self {
        self.get_mut(position)
            .unwrap_or_else(|| panic!("no node at {position:?}"))
    }

    /// The position of every node, this one (the empty position) first, in the order of the encoding.
    pub fn positions(&self) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        self.collect_positions(&mut Vec::new(), &mut found);
        found
    }

    fn collect_positions(&self, here: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
        found.push(here.clone());
        for (index, child) in self.children().iter().enumerate() {
            here.push(index);
            child.collect_positions(here, found);
            here.pop();
        }
    }

    fn concatenate(nodes: &[Self]) -> Vec<u8> {
        nodes.iter().flat_map(Self::to_der).collect()
    }

    fn parse_only_one(der: &[u8], deep: bool) -> Result<Self, NotDer> {
        match Self::parse_one(der, deep, 0)? {
            (tree, []) => Ok(tree),
            (_, _) => Err(NotDer),
        }
    }

    fn parse_one(der: &[u8], deep: bool, depth: usize) -> Result<(Self, &[u8]), NotDer> {
        let (tag, contents, rest) = split_value(der).ok_or(NotDer)?;
        let body = Self::parse_body(tag, contents, deep, depth);
        Ok((Self { tag, body }, rest))
    }

    fn parse_body(tag: u8, contents: &[u8], deep: bool, depth: usize) -> Body {
        let open = |der| Self::parse_all(der, deep, depth + 1);
        let opened = match (tag, contents) {
            _ if depth >= MAX_DEPTH => None,
            (_, _) if tag & 0x20 != 0 => open(contents).map(Body::Children),
            (0x03, [0, der @ ..]) if deep && !der.is_empty() => {
                open(der).map(|children| Body::Wrapped(vec![0], children))
            }
            (0x04, [_, ..]) if deep => {
                open(contents).map(|children| Body::Wrapped(Vec::new(), children))
            }
            (_, _) => None,
        };
        opened.unwrap_or_else(|| Body::Bytes(contents.to_vec()))
    }

    fn parse_all(mut der: &[u8], deep: bool, depth: usize) -> Option<Vec<Self>> {
        let mut nodes = Vec::new();
        while !der.is_empty() {
            let (node, rest) = Self::parse_one(der, deep, depth).ok()?;
            nodes.push(node);
            der = rest;
        }
        Some(nodes)
    }
}

/// Tag, contents and what follows. Only minimal lengths, so that writing gives the same bytes again.
fn split_value(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, after_tag) = der.split_first()?;
    let (&first, after_first) = after_tag.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), after_first),
        0x81..=0x84 => {
            let (octets, rest) = after_first.split_at_checked(usize::from(first & 0x7f))?;
            (
                octets
                    .iter()
                    .fold(0, |length, octet| length << 8 | usize::from(*octet)),
                rest,
            )
        }
        _ => return None,
    };
    let (contents, rest) = rest.split_at_checked(length)?;
    let is_minimal = der.get(1..1 + der::length(length).len()) == Some(&der::length(length));
    (is_minimal && tag & 0x1f != 0x1f).then_some((tag, contents, rest))
}

/// The TBSCertificate of a certificate, as it is encoded there.
pub fn tbs_of(certificate: &[u8]) -> Result<Vec<u8>, NotDer> {
    let (_, contents, _) = split_value(certificate).ok_or(NotDer)?;
    let (_, _, after_tbs) = split_value(contents).ok_or(NotDer)?;
    Ok(contents[..contents.len() - after_tbs.len()].to_vec())
}

/// Signs the TBSCertificate of an edited certificate again; the outer algorithm becomes `algorithm`.
pub fn resign(certificate: &[u8], key: &Key, algorithm: Algorithm) -> Result<Vec<u8>, NotDer> {
    Ok(sign_tbs(&tbs_of(certificate)?, key, algorithm))
}

/// A certificate from any bytes that stand for its TBSCertificate.
pub fn sign_tbs(tbs: &[u8], key: &Key, algorithm: Algorithm) -> Vec<u8> {
    let signature = der::bit_string(&key.sign(algorithm, tbs));
    der::sequence(&[tbs.to_vec(), algorithm.identifier(), signature])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_again() {
        let inner = der::sequence(&[der::integer(5), der::null()]);
        let value = der::sequence(&[der::octet_string(&inner), der::octet_string(b"text"), inner]);
        let (shallow, deep) = (
            Tree::parse(&value).unwrap(),
            Tree::parse_deep(&value).unwrap(),
        );
        assert_eq!(shallow.to_der(), value);
        assert_eq!(deep.to_der(), value);
        assert_eq!(shallow.positions().len(), 6);
        assert_eq!(deep.positions().len(), 9);
        assert_eq!(deep.at(&[0, 0, 0]).contents(), [5]);
        assert_eq!(deep.get(&[1, 0]), None);
    }

    #[test]
    fn other_bytes_are_refused() {
        let not_minimal = [0x30, 0x81, 0x00];
        let promises_more = [0x04, 0x02, 0x00];
        let trailing = [0x05, 0x00, 0x00];
        let empty = [];
        for bytes in [&not_minimal[..], &promises_more, &trailing, &empty] {
            assert_eq!(Tree::parse(bytes), Err(NotDer));
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let mut value = der::null();
        for _ in 0..10_000 {
            value = der::sequence(&[value]);
        }
        assert_eq!(Tree::parse_deep(&value).unwrap().to_der(), value);
    }
}
