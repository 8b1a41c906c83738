//! The chains that every contender verifies.

use std::fs;
use std::path::{Path, PathBuf};

use tlsverify_forge::{Certificate, Key, time};

use crate::worst::{self, HOST, Input, LastName, NameKind, Top};

/// A chain with its roots, written to a folder of its own for the contenders that are programs.
pub struct Subject {
    /// As the table shows it.
    pub name: String,
    /// The chain, its roots and the host.
    pub input: Input,
    /// Whether a verifier ought to accept it.
    pub is_good: bool,
    /// Where it is written.
    pub folder: PathBuf,
}

/// Subjects not written yet.
pub type Named = Vec<(String, Input, bool)>;

/// End entity, intermediate, root; the root's key and the intermediate's sign.
fn chain_of(root: &Key, intermediate: &Key, end_entity: &Key) -> Input {
    chain_for(
        root,
        intermediate,
        Certificate::end_entity(HOST, end_entity),
    )
}

fn chain_for(root: &Key, intermediate: &Key, end_entity: Certificate) -> Input {
    let root = Certificate::root("Bench Root", root).self_signed();
    let ca = Certificate::intermediate("Bench CA", intermediate).issued_by(&root);
    Input::new(&end_entity.issued_by(&ca), &[ca], &[root])
}

/// What servers send.
pub fn ordinary() -> Named {
    let p256 = |label| Key::p256(label);
    let p384 = |label| Key::p384(label);
    let names: Vec<String> = (1..137)
        .map(|number| format!("host-{number}.example.test"))
        .chain([HOST.to_owned()])
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let many = Certificate::end_entity(HOST, &p256("server")).dns_names(&names);
    [
        (
            "P-256",
            chain_of(&p256("root"), &p256("ca"), &p256("server")),
        ),
        (
            "P-384",
            chain_of(&p384("root"), &p384("ca"), &p384("server")),
        ),
        (
            "RSA-2048",
            chain_of(
                &Key::rsa("2048-a"),
                &Key::rsa("2048-b"),
                &Key::rsa("2048-c"),
            ),
        ),
        (
            "RSA-4096",
            chain_of(&Key::rsa("4096"), &Key::rsa("4096"), &Key::rsa("2048-c")),
        ),
        (
            "RSA-4096, P-256",
            chain_of(&Key::rsa("4096"), &p256("ca"), &p256("server")),
        ),
        (
            "P-384, P-256",
            chain_of(&p384("root"), &p256("ca"), &p256("server")),
        ),
        (
            "P-256, 137 names",
            chain_for(&p256("root"), &p256("ca"), many),
        ),
    ]
    .into_iter()
    .map(|(name, input)| (name.to_owned(), input, true))
    .collect()
}

/// What an attacker sends.
pub fn worst() -> Named {
    let refused = |name: &str, input| (name.to_owned(), input, false);
    let accepted = |name: &str, input| (name.to_owned(), input, true);
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
pub fn write(named: Named, others: &[Vec<u8>], place: &Path) -> std::io::Result<Vec<Subject>> {
    let number = fs::read_dir(place)?.count();
    let mut subjects = Vec::new();
    for (index, (name, input, is_good)) in named.into_iter().enumerate() {
        let folder = place.join(format!("{}", number + index));
        fs::create_dir(&folder)?;
        fs::write(folder.join("chain.der"), input.octets())?;
        let roots = [input.roots.concat(), others.concat()].concat();
        fs::write(folder.join("roots.der"), roots)?;
        fs::write(folder.join("host"), &input.host)?;
        fs::write(folder.join("time"), time::NOW.to_string())?;
        subjects.push(Subject {
            name,
            input,
            is_good,
            folder,
        });
    }
    Ok(subjects)
}
