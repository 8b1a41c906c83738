//! Certificates from files and standard input, in PEM or DER, as they come: with text around them, several in a file, keys
//! among them.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tlsverify::encoding::der::{Reader, tag};
use tlsverify::encoding::pem;
use tlsverify::verdict::words;

use crate::failure::Failure;

/// Largest file that is read: a hundred times the Mozilla roots.
const MAX_OCTETS: u64 = 32 << 20;
/// Most kinds of other blocks that are named.
const MAX_LABELS: usize = 4;

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Input {
    /// The file's name, fit for a terminal.
    pub(crate) name: String,
    /// The certificates in order, at least one; not looked into yet.
    pub(crate) certificates: Vec<Vec<u8>>,
    /// What is odd about the file.
    pub(crate) notes: Vec<String>,
}

/// Standard input can be read only once.
pub(crate) fn check_standard_input<'p>(
    paths: impl Iterator<Item = &'p PathBuf>,
) -> Result<(), Failure> {
    if paths.filter(|path| is_standard_input(path)).count() > 1 {
        return Err(Failure::Usage(
            "standard input (-) can be read only once".to_owned(),
        ));
    }
    Ok(())
}

/// What a file of revocation lists holds.
#[derive(Debug)]
pub(crate) struct Lists {
    /// The file's name, fit for a terminal.
    pub(crate) name: String,
    /// The lists in order, at least one; not looked into yet.
    pub(crate) lists: Vec<Vec<u8>>,
}

/// Reads all revocation lists in a file.
pub(crate) fn read_lists(path: &Path) -> Result<Lists, Failure> {
    let (name, contents) = contents(path)?;
    let cannot = |why: &str| Failure::Cannot(format!("{name}: {why}"));
    if !pem::is_pem(&contents) {
        let lists = vec![contents];
        return Ok(Lists { name, lists });
    }
    let lists: Result<Vec<_>, _> = pem::revocation_lists(&contents).collect();
    let lists = lists.map_err(|_| cannot("a revocation list in it is broken PEM"))?;
    if lists.is_empty() {
        return Err(cannot("no revocation list in it"));
    }
    Ok(Lists { name, lists })
}

/// Reads all certificates in a file.
pub(crate) fn read(path: &Path) -> Result<Input, Failure> {
    let (name, contents) = contents(path)?;
    let cannot = |why: &str| Failure::Cannot(format!("{name}: {why}"));
    let (certificates, notes) = if pem::is_pem(&contents) {
        from_pem(&contents)
    } else {
        from_der(&contents).map(|certificates| (certificates, Vec::new()))
    }
    .map_err(|why| cannot(&why))?;
    let notes = notes
        .into_iter()
        .map(|note| format!("{name} {note}"))
        .collect();
    Ok(Input {
        name,
        certificates,
        notes,
    })
}

/// The name of a file, fit for a terminal, and what is in it.
fn contents(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let name = if is_standard_input(path) {
        "standard input".to_owned()
    } else {
        words::escaped(&path.to_string_lossy())
    };
    let cannot = |why: &str| Failure::Cannot(format!("{name}: {why}"));
    let contents = octets(path).map_err(|error| cannot(&error.to_string()))?;
    if u64::try_from(contents.len()).is_ok_and(|length| length > MAX_OCTETS) {
        return Err(cannot("larger than 32 MiB"));
    }
    if contents.is_empty() {
        return Err(cannot("it is empty"));
    }
    Ok((name, contents))
}

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn octets(path: &Path) -> io::Result<Vec<u8>> {
    let mut contents = Vec::new();
    let limit = MAX_OCTETS.saturating_add(1);
    if is_standard_input(path) {
        io::stdin().lock().take(limit).read_to_end(&mut contents)?;
    } else {
        File::open(path)?.take(limit).read_to_end(&mut contents)?;
    }
    Ok(contents)
}

type Found = (Vec<Vec<u8>>, Vec<String>);

fn from_pem(text: &[u8]) -> Result<Found, String> {
    let mut certificates = Vec::new();
    for (position, block) in pem::certificates(text).enumerate() {
        let number = position.saturating_add(1);
        let der = block.map_err(|_| format!("certificate {number} in it is broken PEM"))?;
        certificates.push(der);
    }
    let labels = other_labels(text);
    if certificates.is_empty() {
        return Err(no_certificate(&labels));
    }
    let notes = labels
        .iter()
        .take(MAX_LABELS)
        .map(|label| {
            if label.ends_with("PRIVATE KEY") {
                "holds a private key, which is ignored".to_owned()
            } else {
                format!(
                    "holds a block \"{}\", which is ignored",
                    words::escaped(label)
                )
            }
        })
        .collect();
    Ok((certificates, notes))
}

/// The labels of blocks that are no certificates, each once.
fn other_labels(text: &[u8]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for line in text.split(|octet| *octet == b'\n' || *octet == b'\r') {
        let label = line
            .trim_ascii()
            .strip_prefix(b"-----BEGIN ")
            .and_then(|rest| rest.strip_suffix(b"-----"));
        let Some(label) = label.filter(|label| *label != b"CERTIFICATE") else {
            continue;
        };
        let label = String::from_utf8_lossy(label).into_owned();
        if labels.len() <= MAX_LABELS && !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

fn no_certificate(labels: &[String]) -> String {
    let advice = |label: &String| match label.as_str() {
        "PKCS7" | "CMS" => "; `openssl pkcs7 -print_certs -in FILE` takes the certificates out",
        "TRUSTED CERTIFICATE" => "; `openssl x509 -in FILE` makes a plain certificate of it",
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => {
            "; that is what a CA is asked with, not what it issues"
        }
        _ => "",
    };
    match labels.first() {
        Some(label) => format!(
            "no certificate in it, only \"{}\"{}",
            words::escaped(label),
            advice(label)
        ),
        None => "no certificate in it".to_owned(),
    }
}

/// DER values one after another. Their ends are found by their own lengths.
fn from_der(octets: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let mut certificates = Vec::new();
    let mut reader = Reader::new(octets);
    while !reader.is_empty() {
        let Ok(element) = reader.element(tag::SEQUENCE) else {
            return Err(if certificates.is_empty() {
                "neither PEM nor DER".to_owned()
            } else {
                format!("something other follows certificate {}", certificates.len())
            });
        };
        match element.contents.first() {
            Some(&tag::OID) => {
                return Err("it is PKCS #7, not a certificate; `openssl pkcs7 -inform DER -print_certs -in FILE` takes the certificates out".to_owned());
            }
            Some(&tag::INTEGER) => {
                return Err("it is a private key or a PKCS #12 file, not a certificate; `openssl pkcs12 -nokeys -in FILE` takes the certificates out of the latter".to_owned());
            }
            _ => certificates.push(element.whole.to_vec()),
        }
    }
    Ok(certificates)
}
