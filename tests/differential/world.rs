//! The public key infrastructures that the mutations begin with. Each is sound: every judge accepts it.

use tlsverify_forge::{
    Algorithm, Certificate, DistinguishedName, GeneralName, Issued, Key, Tree, der, oid, sign_tbs,
    time, usage,
};

/// A certificate that can be taken apart and signed again.
#[derive(Clone, Debug)]
pub struct Part {
    /// The TBSCertificate, opened deeply.
    pub tbs: Tree,
    /// What signs it.
    pub signer: Key,
    pub algorithm: Algorithm,
    /// Written outside the signed part in place of the algorithm's identifier.
    pub outer_algorithm: Option<Vec<u8>>,
    /// Flips this bit of the signature.
    pub damaged_bit: Option<usize>,
    /// Writes the contents of the BIT STRING of the signature in another way.
    pub respell_signature: Option<fn(Vec<u8>) -> Vec<u8>>,
    /// The encoding, as long as nothing has been changed.
    der: Option<Vec<u8>>,
}

impl Part {
    pub fn new(issued: &Issued, signer: &Key) -> Self {
        Self {
            tbs: Tree::parse_deep(&issued.tbs()).unwrap(),
            signer: signer.clone(),
            algorithm: signer.default_algorithm(),
            outer_algorithm: None,
            damaged_bit: None,
            respell_signature: None,
            der: Some(issued.der().to_vec()),
        }
    }

    /// To be called with every change.
    pub fn changed(&mut self) -> &mut Self {
        self.der = None;
        self
    }

    pub fn der(&self) -> Vec<u8> {
        if let Some(der) = &self.der {
            return der.clone();
        }
        let signed = sign_tbs(&self.tbs.to_der(), &self.signer, self.algorithm);
        let mut tree = Tree::parse(&signed).unwrap();
        if let Some(outer) = &self.outer_algorithm {
            *tree.at_mut(&[1]) = Tree::raw(outer.clone());
        }
        if let Some(bit) = self.damaged_bit {
            let mut octets = tree.at(&[2]).contents();
            let place = 1 + bit / 8 % (octets.len() - 1);
            octets[place] ^= 1 << (bit % 8);
            *tree.at_mut(&[2]) = Tree::raw(der::tlv(0x03, &octets));
        }
        if let Some(respell) = self.respell_signature {
            let octets = respell(tree.at(&[2]).contents());
            *tree.at_mut(&[2]) = Tree::raw(der::tlv(0x03, &octets));
        }
        tree.to_der()
    }

    /// Place of a field in the TBSCertificate: 0 the serial number, 1 algorithm, 2 issuer, 3 validity, 4 subject, 5 key.
    pub fn field(&self, number: usize) -> usize {
        let has_version = self.tbs.children().first().map(|node| node.tag) == Some(0xa0);
        number + usize::from(has_version)
    }

    /// The list of extensions, if it is still where it was.
    pub fn extensions(&mut self) -> Option<&mut Vec<Tree>> {
        self.der = None;
        let wrapper = self
            .tbs
            .children_mut()?
            .iter_mut()
            .rfind(|node| node.tag == 0xa3)?;
        wrapper.get_mut(&[0])?.children_mut()
    }

    /// Names the algorithm of its signature inside, too.
    pub fn sign_with(&mut self, key: &Key) {
        self.signer = key.clone();
        self.algorithm = key.default_algorithm();
        let place = self.field(1);
        if let Some(node) = self.changed().tbs.get_mut(&[place]) {
            *node = Tree::raw(key.default_algorithm().identifier());
        }
    }
}

/// A chain, the roots that are trusted, and what is asked.
#[derive(Clone, Debug)]
pub struct World {
    pub name: &'static str,
    pub host: String,
    pub time: i64,
    /// End entity first.
    pub chain: Vec<Part>,
    pub roots: Vec<Part>,
    /// What has been done to it.
    pub history: Vec<&'static str>,
}

const HOST: &str = "www.example.org";

fn root() -> Certificate {
    Certificate::root("Root", &Key::p256("root"))
}

fn ca() -> Certificate {
    Certificate::intermediate("CA", &Key::p256("ca"))
}

fn end_entity() -> Certificate {
    Certificate::end_entity(HOST, &Key::p256("server"))
}

/// A world of one path, from the root down.
fn straight(name: &'static str, certificates: Vec<Certificate>) -> World {
    let mut issued: Vec<Issued> = Vec::new();
    let mut parts = Vec::new();
    for certificate in certificates {
        let new = match issued.last() {
            Some(issuer) => certificate.issued_by(issuer),
            None => certificate.self_signed(),
        };
        let signer = issued.last().unwrap_or(&new).key().clone();
        parts.push(Part::new(&new, &signer));
        issued.push(new);
    }
    let roots = vec![parts.remove(0)];
    parts.reverse();
    World {
        name,
        host: HOST.to_owned(),
        time: time::NOW,
        chain: parts,
        roots,
        history: Vec::new(),
    }
}

fn for_host(mut world: World, host: &str) -> World {
    host.clone_into(&mut world.host);
    world
}

/// Two roots, each of which has signed the CA, and one of which has signed the other.
fn crossed() -> World {
    let (old, new) = (
        root().self_signed(),
        Certificate::root("New Root", &Key::p256("new")).self_signed(),
    );
    let bridge = Certificate::intermediate("New Root", &Key::p256("new")).issued_by(&old);
    let (by_old, by_new) = (ca().issued_by(&old), ca().issued_by(&new));
    let server = end_entity().issued_by(&by_new);
    let part = |issued: &Issued, signer: &Issued| Part::new(issued, signer.key());
    World {
        name: "cross-signed",
        host: HOST.to_owned(),
        time: time::NOW,
        chain: vec![
            part(&server, &by_new),
            part(&by_new, &new),
            part(&by_old, &old),
            part(&bridge, &old),
        ],
        roots: vec![part(&old, &old), part(&new, &new)],
        history: Vec::new(),
    }
}

/// All worlds; the plain ones more than once, so that they are taken more often.
pub fn all() -> Vec<World> {
    let upper = || Certificate::intermediate("Upper CA", &Key::p256("upper"));
    let organization = DistinguishedName::new()
        .country("DE")
        .organization("Example")
        .common_name("Server");
    let names = |names: &[&str]| {
        names
            .iter()
            .map(|name| GeneralName::dns(name))
            .collect::<Vec<_>>()
    };
    let plain = straight("plain", vec![root(), ca(), end_entity()]);
    let with_upper = straight(
        "two intermediates",
        vec![root(), upper(), ca(), end_entity()],
    );
    let dns = ca().name_constraints(&names(&["example.org"]), &names(&["bad.example.org"]));
    let directory = ca().name_constraints(
        &[GeneralName::directory(
            DistinguishedName::new().country("DE"),
        )],
        &[GeneralName::directory(
            DistinguishedName::new().country("FR"),
        )],
    );
    let address_base = [GeneralName::ip_range("192.0.2.0/24")];
    let addresses = [GeneralName::ip("192.0.2.7"), GeneralName::dns(HOST)];
    let mixed = [
        GeneralName::dns(HOST),
        GeneralName::dns("*.example.org"),
        GeneralName::ip("192.0.2.7"),
        GeneralName::ip("2001:db8::7"),
        GeneralName::email("admin@example.org"),
        GeneralName::uri("https://www.example.org/"),
    ];
    let excluded = [
        GeneralName::email("other.example"),
        GeneralName::uri("other.example"),
        GeneralName::ip_range("198.51.100.0/24"),
    ];
    let permitted = [
        GeneralName::dns("example.org"),
        GeneralName::email("example.org"),
        GeneralName::uri("www.example.org"),
        GeneralName::ip_range("192.0.2.0/24"),
        GeneralName::ip_range("2001:db8::/32"),
    ];
    let of_length = |certificate: Certificate, length| certificate.path_len(length);
    let bits = usage::DIGITAL_SIGNATURE | usage::KEY_ENCIPHERMENT;
    vec![
        plain.clone(),
        plain.clone(),
        plain,
        with_upper.clone(),
        with_upper,
        crossed(),
        straight("DNS constraints", vec![root(), dns, end_entity()]),
        straight(
            "directory constraints",
            vec![root(), directory, end_entity().subject(organization)],
        ),
        for_host(
            straight(
                "address",
                vec![
                    root(),
                    ca().name_constraints(&address_base, &[]),
                    end_entity().subject_alt_name(&addresses),
                ],
            ),
            "192.0.2.7",
        ),
        straight(
            "wildcard",
            vec![root(), ca(), end_entity().dns_names(&["*.example.org"])],
        ),
        straight(
            "many names",
            vec![
                root(),
                ca().name_constraints(&[], &excluded),
                end_entity().subject_alt_name(&mixed),
            ],
        ),
        straight(
            "many permitted names",
            vec![
                root(),
                ca().name_constraints(&permitted, &[]),
                end_entity().subject_alt_name(&mixed),
            ],
        ),
        straight(
            "path lengths",
            vec![
                of_length(root(), 2),
                of_length(upper(), 1),
                of_length(ca(), 0),
                end_entity(),
            ],
        ),
        straight(
            "self-issued",
            vec![
                of_length(root(), 1),
                of_length(ca(), 0),
                of_length(ca().key(&Key::p256("next")), 0),
                end_entity(),
            ],
        ),
        straight(
            "policies",
            vec![
                root(),
                ca().policy_constraints(Some(0), None)
                    .critical(oid::POLICY_CONSTRAINTS, true),
                end_entity(),
            ],
        ),
        straight(
            "mapped policies",
            vec![
                root(),
                upper()
                    .policy_mappings(&[(oid::DOMAIN_VALIDATED, "1.2.3.4")])
                    .policy_constraints(Some(0), None),
                ca().certificate_policies(&["1.2.3.4", oid::ANY_POLICY])
                    .inhibit_any_policy(0),
                end_entity().certificate_policies(&["1.2.3.4"]),
            ],
        ),
        straight(
            "any policy",
            vec![
                root(),
                upper()
                    .certificate_policies(&[oid::ANY_POLICY])
                    .policy_constraints(Some(1), Some(1))
                    .critical(oid::POLICY_CONSTRAINTS, false),
                ca().certificate_policies(&[oid::ANY_POLICY]),
                end_entity(),
            ],
        ),
        straight(
            "RSA",
            vec![
                Certificate::root("Root", &Key::rsa("2048-a")),
                ca(),
                end_entity()
                    .key(&Key::rsa("2048-c"))
                    .own_key_id()
                    .key_usage(bits),
            ],
        ),
        straight(
            "P-384 and Ed25519",
            vec![
                Certificate::root("Root", &Key::p384("root")),
                Certificate::intermediate("CA", &Key::ed25519("ca")),
                end_entity().key(&Key::p384("server")),
            ],
        ),
    ]
}
