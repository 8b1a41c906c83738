//! The chains that every contender verifies.

use std::fs;
use std::path::{Path, PathBuf};

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use tlsverify_forge::{Issued, time};

use crate::kinds::Kind;
use crate::worst::{self, Input, LastName, NameKind, Top};

/// A chain with its roots, written to a folder of its own for the contenders that are programs.
pub struct Subject {
    /// As the table shows it.
    pub name: String,
    /// The chain, its roots and the host.
    pub input: Input,
    /// Chains that differ from it in the end entity only; none where they are not wanted.
    pub siblings: Vec<Vec<u8>>,
    /// Whether a verifier ought to accept it.
    pub is_good: bool,
    /// Where it is written.
    pub folder: PathBuf,
}

/// A subject that is not written yet.
pub struct Named {
    pub name: String,
    pub input: Input,
    pub siblings: Vec<Vec<u8>>,
    pub is_good: bool,
}

impl Named {
    pub fn new(name: &str, input: Input, is_good: bool) -> Self {
        Self {
            name: name.to_owned(),
            input,
            siblings: Vec::new(),
            is_good,
        }
    }
}

/// End entities of one CA, each verified once in a sample.
const SIBLINGS: usize = 40;

/// What servers send.
pub fn ordinary(kinds: &[Kind]) -> Vec<Named> {
    let subject = |kind: &Kind| {
        let root = kind.root();
        let cas = kind.cas(&root, 0);
        let octets = |number| {
            let chain = kind.chain(&cas, number);
            chain.iter().flat_map(Issued::der).copied().collect()
        };
        let chain = kind.chain(&cas, 0);
        Named {
            siblings: (0..=SIBLINGS).map(octets).collect(),
            ..Named::new(kind.name, Input::new(&chain[0], &chain[1..], &[root]), true)
        }
    };
    kinds.iter().map(subject).collect()
}

/// What shows that a contender checks the host and has its store loaded: one chain it has to accept because of the
/// Mozilla roots, and three that differ from a good one in one thing.
pub fn controls() -> Vec<Named> {
    let good = worst::honest();
    let elsewhere = Input {
        host: "elsewhere.example.test".to_owned(),
        ..good.clone()
    };
    let without_root = Input {
        roots: Vec::new(),
        ..good.clone()
    };
    let mut damaged = good.clone();
    if let Some(last) = damaged.chain[0].last_mut() {
        *last ^= 1;
    }
    let real = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/real/aws-amazon-com-2025"
    );
    let pem = fs::read(Path::new(real).join("chain.pem")).expect("a chain");
    let certificates = CertificateDer::pem_slice_iter(&pem);
    let real = Input {
        chain: certificates
            .map(|der| der.expect("a certificate").to_vec())
            .collect(),
        roots: Vec::new(),
        host: "aws.amazon.com".to_owned(),
    };
    vec![
        Named::new("a good chain", good, true),
        Named::new("another host", elsewhere, false),
        Named::new("an unknown root", without_root, false),
        Named::new("a damaged signature", damaged, false),
        Named::new("a chain to a Mozilla root", real, true),
    ]
}

/// What an attacker sends.
pub fn worst() -> Vec<Named> {
    let refused = |name, input| Named::new(name, input, false);
    let accepted = |name, input| Named::new(name, input, true);
    vec![
        accepted("honest, P-256", worst::honest()),
        refused("90 cross-signed CAs", worst::mesh(10, Top::Dead)),
        refused("ten CAs of one name", worst::one_name_ring(10)),
        accepted(
            "50 bogus intermediates",
            worst::bogus_intermediates(50, 25, worst::Bogus::ByAttacker),
        ),
        accepted(
            "150 roots of one name",
            worst::roots_of_one_name(150, 75, true),
        ),
        refused("ladder of 12 levels", worst::ladder(12, Top::Dead)),
        accepted(
            "1,000 constrained names",
            worst::constrained_names(NameKind::Dns, 1_000, LastName::Permitted),
        ),
        accepted("10,000 names", worst::many_names(10_000, true)),
    ]
}

/// Writes subjects below `place`, each with `others` in its store.
pub fn write(named: Vec<Named>, others: &[Vec<u8>], place: &Path) -> std::io::Result<Vec<Subject>> {
    let number = fs::read_dir(place)?.count();
    let mut subjects = Vec::new();
    for (index, named) in named.into_iter().enumerate() {
        let folder = place.join(format!("{}", number + index));
        fs::create_dir(&folder)?;
        fs::write(folder.join("chain.der"), named.input.octets())?;
        let roots = [named.input.roots.concat(), others.concat()].concat();
        fs::write(folder.join("roots.der"), roots)?;
        fs::write(folder.join("host"), &named.input.host)?;
        fs::write(folder.join("time"), time::NOW.to_string())?;
        subjects.push(Subject {
            name: named.name,
            input: named.input,
            siblings: named.siblings,
            is_good: named.is_good,
            folder,
        });
    }
    Ok(subjects)
}
