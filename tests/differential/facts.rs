//! What stands in a certificate, read without the library's own parser, so that an explanation does not lean on what it
//! explains. Lenient: what cannot be read is absent.

use tlsverify_forge::{Tree, der, is_sound_key, oid};

/// One certificate.
pub struct Facts {
    pub der: Vec<u8>,
    /// The TBSCertificate, its constructed values opened.
    tbs: Tree,
    /// The AlgorithmIdentifier outside the signed part.
    pub outer_algorithm: Vec<u8>,
    /// Tag and contents of the signature, a BIT STRING.
    pub signature: (u8, Vec<u8>),
    pub extensions: Vec<Extension>,
}

/// One extension.
pub struct Extension {
    /// Contents of the OID.
    pub id: Vec<u8>,
    /// Contents of the BOOLEAN, if it is written.
    pub critical: Option<Vec<u8>>,
    pub value: Vec<u8>,
    /// Whether it is an OID, perhaps a BOOLEAN, and an OCTET STRING, and no more.
    pub is_plain: bool,
}

/// One subtree of a name constraint.
pub struct Base {
    pub is_excluded: bool,
    pub tag: u8,
    pub contents: Vec<u8>,
    pub has_bounds: bool,
}

impl Extension {
    pub fn is(&self, id: &str) -> bool {
        self.id == der::oid_contents(id)
    }

    pub fn is_critical(&self) -> bool {
        self.critical
            .as_ref()
            .is_some_and(|octets| octets.as_slice() != [0])
    }

    fn read(node: &Tree) -> Option<Self> {
        let (id, rest) = node.children().split_first()?;
        let (critical, value) = match rest {
            [value] => (None, value),
            [critical, value] => (Some(critical), value),
            _ => return None,
        };
        Some(Self {
            id: id.contents(),
            critical: critical.map(Tree::contents),
            value: value.contents(),
            is_plain: id.tag == 6
                && value.tag == 4
                && critical.is_none_or(|critical| critical.tag == 1),
        })
    }
}

impl Facts {
    pub fn read(der: &[u8]) -> Option<Self> {
        let tree = Tree::parse(der).ok()?;
        let tbs = tree.get(&[0])?.clone();
        let wrapper = tbs.children().iter().rfind(|node| node.tag == 0xa3);
        let list = wrapper.and_then(|node| node.get(&[0]));
        let extensions =
            list.map(|list| list.children().iter().filter_map(Extension::read).collect());
        Some(Self {
            der: der.to_vec(),
            outer_algorithm: tree.get(&[1])?.to_der(),
            signature: tree.get(&[2]).map(|node| (node.tag, node.contents()))?,
            extensions: extensions.unwrap_or_default(),
            tbs,
        })
    }

    /// How many entries the list of extensions has, if it is there.
    pub fn extension_count(&self) -> Option<usize> {
        let wrapper = self.tbs.children().iter().rfind(|node| node.tag == 0xa3)?;
        Some(wrapper.get(&[0])?.children().len())
    }

    /// Number of the version, counted from zero as it is written.
    pub fn version(&self) -> Vec<u8> {
        match self.tbs.children().first() {
            Some(node) if node.tag == 0xa0 => {
                node.get(&[0]).map(Tree::contents).unwrap_or_default()
            }
            _ => vec![0],
        }
    }

    /// 0 the serial number, 1 algorithm, 2 issuer, 3 validity, 4 subject, 5 key, then the rest.
    pub fn field(&self, number: usize) -> Option<&Tree> {
        let has_version = self.tbs.get(&[0]).is_some_and(|node| node.tag == 0xa0);
        self.tbs.get(&[number + usize::from(has_version)])
    }

    fn octets(&self, number: usize) -> Vec<u8> {
        self.field(number).map(Tree::to_der).unwrap_or_default()
    }

    pub fn inner_algorithm(&self) -> Vec<u8> {
        self.octets(1)
    }

    pub fn issuer(&self) -> Vec<u8> {
        self.octets(2)
    }

    pub fn subject(&self) -> Vec<u8> {
        self.octets(4)
    }

    pub fn spki(&self) -> Vec<u8> {
        self.octets(5)
    }

    pub fn has_unique_identifier(&self) -> bool {
        (6..8).any(|place| {
            self.field(place)
                .is_some_and(|node| matches!(node.tag & 0xdf, 0x81 | 0x82))
        })
    }

    /// Tag and text of both dates.
    pub fn dates(&self) -> Vec<(u8, String)> {
        let validity = self.field(3).map(Tree::children).unwrap_or_default();
        let text = |node: &Tree| String::from_utf8_lossy(&node.contents()).into_owned();
        validity.iter().map(|node| (node.tag, text(node))).collect()
    }

    /// Both dates as digits that sort by time: 20260501000000.
    pub fn spans(&self) -> Option<(String, String)> {
        let digits = |(tag, text): &(u8, String)| {
            let text = text.strip_suffix('Z').unwrap_or(text);
            match tag {
                0x17 if text.starts_with(['5', '6', '7', '8', '9']) => format!("19{text}"),
                0x17 => format!("20{text}"),
                _ => text.to_owned(),
            }
        };
        match &self.dates()[..] {
            [first, last] => Some((digits(first), digits(last))),
            _ => None,
        }
    }

    pub fn extension(&self, id: &str) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.is(id))
    }

    pub fn value(&self, id: &str) -> Option<Tree> {
        Tree::parse(&self.extension(id)?.value).ok()
    }

    pub fn has_duplicate_extension(&self) -> bool {
        let mut ids: Vec<_> = self
            .extensions
            .iter()
            .map(|extension| &extension.id)
            .collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        ids.len() < count
    }

    pub fn says_ca(&self) -> bool {
        let constraints = self.value(oid::BASIC_CONSTRAINTS);
        constraints.is_some_and(|node| {
            node.get(&[0])
                .is_some_and(|first| first.tag == 1 && first.contents() != [0])
        })
    }

    /// Contents of pathLenConstraint.
    pub fn path_length(&self) -> Option<Vec<u8>> {
        let constraints = self.value(oid::BASIC_CONSTRAINTS)?;
        constraints
            .children()
            .iter()
            .find(|node| node.tag == 2)
            .map(Tree::contents)
    }

    /// The octets of the bits of keyUsage.
    pub fn key_usage(&self) -> Option<u8> {
        self.value(oid::KEY_USAGE)?.contents().get(1).copied()
    }

    pub fn lists_purpose(&self, purpose: &str) -> bool {
        let list = self.value(oid::EXT_KEY_USAGE);
        list.is_some_and(|list| {
            list.children()
                .iter()
                .any(|node| node.contents() == der::oid_contents(purpose))
        })
    }

    /// Tag and contents of each subject alternative name.
    pub fn names(&self) -> Vec<(u8, Vec<u8>)> {
        let list = self.value(oid::SUBJECT_ALT_NAME);
        let names = list.as_ref().map(Tree::children).unwrap_or_default();
        names
            .iter()
            .map(|node| (node.tag, node.contents()))
            .collect()
    }

    /// The texts of the subject alternative names that are otherName of type SmtpUTF8Mailbox.
    pub fn international_mailboxes(&self) -> Vec<Vec<u8>> {
        let list = self.value(oid::SUBJECT_ALT_NAME);
        let names = list.as_ref().map(Tree::children).unwrap_or_default();
        let id = der::oid_contents("1.3.6.1.5.5.7.8.9");
        let others = names
            .iter()
            .filter(|name| name.get(&[0]).map(Tree::contents).as_ref() == Some(&id));
        others
            .filter_map(|name| name.get(&[1, 0]).map(Tree::contents))
            .collect()
    }

    /// All subtrees, permitted and excluded.
    pub fn bases(&self) -> Vec<Base> {
        let Some(constraints) = self.value(oid::NAME_CONSTRAINTS) else {
            return Vec::new();
        };
        let lists = constraints.children().iter();
        let subtrees = lists.flat_map(|list| list.children().iter().map(|one| (list.tag, one)));
        subtrees
            .filter_map(|(list, subtree)| {
                let base = subtree.get(&[0])?;
                Some(Base {
                    is_excluded: list == 0xa1,
                    tag: base.tag,
                    contents: base.contents(),
                    has_bounds: subtree.children().len() > 1,
                })
            })
            .collect()
    }

    /// Whether the authority key identifier of `self` is not what stands in the issuer.
    pub fn names_another_key_than(&self, issuer: &Self) -> bool {
        let Some(aki) = self.value(oid::AUTHORITY_KEY_ID) else {
            return false;
        };
        let part = |tag| {
            aki.children()
                .iter()
                .find(|node| node.tag == tag)
                .map(Tree::contents)
        };
        let ski = issuer
            .value(oid::SUBJECT_KEY_ID)
            .map(|node| node.contents());
        let other_key = part(0x80).is_some_and(|id| ski.is_some_and(|ski| ski != id));
        let serial = issuer.field(0).map(Tree::contents);
        let other_serial = part(0x82).is_some_and(|number| serial != Some(number));
        let other_name = aki.children().iter().any(|node| {
            node.tag == 0xa1 && node.get(&[0, 0]).map(Tree::to_der) != Some(issuer.issuer())
        });
        other_key || other_serial || other_name
    }

    /// The values of the attributes of the subject of this type.
    fn subject_values(&self, kind: &str) -> impl Iterator<Item = &Tree> {
        let id = der::oid_contents(kind);
        let sets = self.field(4).map(Tree::children).unwrap_or_default();
        sets.iter()
            .flat_map(Tree::children)
            .filter(move |attribute| attribute.get(&[0]).map(Tree::contents).as_ref() == Some(&id))
            .filter_map(|attribute| attribute.get(&[1]))
    }

    /// The texts of the attributes of the subject of this type.
    pub fn subject_texts(&self, kind: &str) -> Vec<Vec<u8>> {
        self.subject_values(kind).map(Tree::contents).collect()
    }

    /// Whether an e-mail address in the subject is not the IA5String that it has to be.
    pub fn has_foreign_mailbox(&self) -> bool {
        self.subject_values(oid::EMAIL_ADDRESS)
            .any(|value| value.tag != 0x16)
    }

    /// The texts of an issuer or a subject with the differences taken out that do not count (RFC 5280 7.1).
    pub fn folded(&self, field: usize) -> Vec<String> {
        let Some(name) = self.field(field) else {
            return Vec::new();
        };
        let attributes = name.children().iter().flat_map(Tree::children);
        attributes
            .map(|attribute| {
                let id = attribute.get(&[0]).map(Tree::contents).unwrap_or_default();
                // Wide strings have zero octets before the letters.
                let value = attribute.get(&[1]).map(Tree::contents).unwrap_or_default();
                let text: Vec<u8> = value.into_iter().filter(|octet| *octet != 0).collect();
                let text = String::from_utf8_lossy(&text).to_lowercase();
                let words: Vec<_> = text.split_whitespace().collect();
                format!("{id:?}={}", words.join(" "))
            })
            .collect()
    }

    /// Size of an RSA modulus, if it is such a key.
    pub fn rsa_bits(&self) -> Option<u32> {
        let (modulus, _) = self.rsa()?;
        let digits: Vec<u8> = modulus
            .into_iter()
            .skip_while(|octet| *octet == 0)
            .collect();
        let zeros = digits.first().map_or(0, |octet| octet.leading_zeros());
        Some(u32::try_from(digits.len()).unwrap() * 8 - zeros)
    }

    /// Modulus and exponent.
    fn rsa(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        let spki = Tree::parse_deep(&self.spki()).ok()?;
        let is_rsa = spki.get(&[0, 0])?.contents() == der::oid_contents(oid::RSA);
        let number = |place| spki.get(&[1, 0, place]).map(Tree::contents);
        Some((number(0)?, number(1)?)).filter(|_| is_rsa)
    }

    /// Whether the subject's key is no SubjectPublicKeyInfo, whatever the algorithm.
    pub fn has_odd_key_form(&self) -> bool {
        !Tree::parse(&self.spki()).is_ok_and(|spki| has_key_form(&spki))
    }

    /// Whether the key cannot be one of its algorithm, or is not written in the usual form.
    pub fn has_odd_key(&self) -> bool {
        let Some(spki) = Tree::parse(&self.spki()).ok().filter(has_key_form) else {
            return true;
        };
        let bits = spki.at(&[1]).contents();
        let key = &bits[1..];
        if spki.get(&[0, 0]).map(Tree::contents) == Some(der::oid_contents(oid::RSA)) {
            let has_null = matches!(spki.at(&[0]).children(), [_, null] if null.to_der() == [5, 0]);
            let numbers = Tree::parse(key).ok().filter(|pair| pair.tag == 0x30);
            let numbers: Vec<_> = numbers
                .iter()
                .flat_map(Tree::children)
                .map(|number| (number.tag, number.contents()))
                .collect();
            return !has_null || !matches!(&numbers[..], [(2, n), (2, e)] if is_rsa(n, e));
        }
        let id = |place: usize| spki.get(&[0, place]).map(Tree::contents);
        let is = |place, wanted| id(place) == Some(der::oid_contents(wanted));
        let place = usize::from(is(0, oid::EC_PUBLIC_KEY));
        [oid::P256, oid::P384, oid::P521, oid::ED25519]
            .iter()
            .find(|algorithm| is(place, algorithm))
            // Compressed points are fine for the mathematics, but not here.
            .is_none_or(|algorithm| key.len() == 33 || !is_sound_key(algorithm, key))
    }
}

/// Odd numbers, positive and minimal; an exponent other than 1 and of no more than 32 bits.
fn is_rsa(modulus: &[u8], exponent: &[u8]) -> bool {
    [modulus, exponent].iter().all(|number| {
        let is_padded = matches!(number, [0, second, ..] if second & 0x80 == 0);
        let is_negative = number.first().is_none_or(|first| first & 0x80 != 0);
        !is_padded && !is_negative && number.last().is_some_and(|last| last & 1 == 1)
    }) && exponent != [1]
        && exponent.len() <= 5
}

/// SEQUENCE { SEQUENCE { OID, ... }, BIT STRING of whole octets }
fn has_key_form(spki: &Tree) -> bool {
    match spki.children() {
        [algorithm, key] => {
            let has_id = algorithm.get(&[0]).is_some_and(|id| id.tag == 6);
            let is_whole = key.contents().first() == Some(&0);
            (spki.tag, algorithm.tag, key.tag) == (0x30, 0x30, 0x03) && has_id && is_whole
        }
        _ => false,
    }
}

/// As dates are written: 20260501000000.
pub fn digits(unix_seconds: i64) -> String {
    let text = der::generalized_time(unix_seconds);
    String::from_utf8_lossy(&text[2..16]).into_owned()
}
