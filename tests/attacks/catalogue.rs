//! The rows of the catalogue, docs/attacks.md made from them, and a check that every row has a test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::shared;

/// A row: its id, what is tried, our answer.
type Row = (&'static str, &'static str, &'static str);

const REFUSED: &str = "refused";
const ACCEPTED: &str = "accepted";

const ROWS: &[Row] = &[
    (
        "A01",
        "the two places for the signature algorithm disagree",
        "refused: ALGORITHM_MISMATCH",
    ),
    (
        "A02",
        "lengths in too many octets, or indefinite, in any element",
        "refused as encoding",
    ),
    (
        "A03",
        "octets after the chain, a value, a key, a signature",
        "refused as encoding; BAD_SIGNATURE after a signature",
    ),
    ("A04", "one extension twice", "refused: DUPLICATE_EXTENSION"),
    (
        "A05",
        "ten thousand nested elements",
        "refused where they are read, without recursion",
    ),
    (
        "A06",
        "lengths that promise gigabytes",
        "refused, with no more memory than an honest chain",
    ),
    (
        "A07",
        "object identifiers of ten thousand octets, or padded",
        "long ones are unknown ones; padded ones are refused",
    ),
    (
        "A08",
        "bit strings without their first octet, with stray bits",
        "refused as encoding, in an issuer too",
    ),
    (
        "A09",
        "serial numbers that are negative, zero, too long",
        "accepted below local roots; BAD_SERIAL_NUMBER by the letter",
    ),
    (
        "A10",
        "versions that do not fit their contents",
        "refused: UNSUPPORTED_VERSION, or for what is then missing",
    ),
    (
        "A11",
        "dates that do not exist or are written otherwise",
        "refused: BAD_TIME",
    ),
    (
        "A12",
        "DNS names in other types of string",
        "refused: BAD_SUBJECT_ALT_NAME",
    ),
    ("A13", "empty lists", "refused as encoding"),
    (
        "A14",
        "every beginning of a chain, a root, a signed part",
        "refused",
    ),
    ("A15", "every octet changed in four ways", REFUSED),
    ("A16", "what is no certificate", "an error of the call"),
    (
        "A17",
        "parameters of algorithms missing, added or odd",
        "refused: UNSUPPORTED_SIGNATURE_ALGORITHM or BAD_PUBLIC_KEY",
    ),
    (
        "A18",
        "keys of unknown algorithms",
        "refused: UNSUPPORTED_KEY",
    ),
    (
        "A19",
        "general names of every form and of none",
        "passed over, or refused as encoding; never taken for another",
    ),
    (
        "A20",
        "wide and broken strings in names",
        "accepted: no host is read from a subject",
    ),
    (
        "B01",
        "signatures zeroed, exchanged or of another key, at each link",
        "refused: BAD_SIGNATURE",
    ),
    (
        "B02",
        "RSA padding with room for anything else",
        "refused: BAD_SIGNATURE",
    ),
    (
        "B03",
        "RSA padding of another form",
        "refused: BAD_SIGNATURE",
    ),
    (
        "B04",
        "ECDSA numbers out of range, negative or padded",
        "refused: BAD_SIGNATURE",
    ),
    (
        "B05",
        "weak, unknown and shortened hashes",
        "refused: WEAK_SIGNATURE_HASH or unsupported",
    ),
    (
        "B06",
        "a trusted point on a curve of the attacker's own",
        "refused: UNSUPPORTED_KEY",
    ),
    ("B07", "a curve over a field that is none", "refused unused"),
    (
        "B08",
        "points beside the curve, at infinity, hybrid, compressed",
        "refused: BAD_PUBLIC_KEY (compressed ones too)",
    ),
    (
        "B09",
        "RSA keys under 2048 bits",
        "refused: WEAK_KEY or WEAK_ISSUER_KEY",
    ),
    (
        "B10",
        "RSA keys over 8192 bits, exponents over 40 bits",
        "refused before any use",
    ),
    (
        "B11",
        "RSA numbers that make no key",
        "refused: BAD_PUBLIC_KEY",
    ),
    (
        "B12",
        "keys of a generator known to be flawed",
        "accepted, unless their hash is distrusted",
    ),
    (
        "B13",
        "MD2, MD5, SHA-1 below the root and on it",
        "refused below; a root's own signature is not looked at",
    ),
    (
        "B14",
        "Ed25519 numbers beyond the order, keys of small order",
        "refused: BAD_SIGNATURE, BAD_PUBLIC_KEY",
    ),
    (
        "B15",
        "a signature of another kind than the issuer's key",
        "refused: BAD_SIGNATURE",
    ),
    ("B16", "a root whose own signature is broken", ACCEPTED),
    (
        "B17",
        "a crypto library that fails or panics",
        "refused, or no verdict",
    ),
    ("C01", "an end entity that issues", "refused: NOT_A_CA"),
    (
        "C02",
        "an intermediate without basic constraints",
        "refused: NOT_A_CA",
    ),
    ("C03", "the same with odd keys and settings", REFUSED),
    (
        "C04",
        "a forgery below a genuine end entity",
        "refused, in the warn mode too",
    ),
    (
        "C05",
        "roots and intermediates that only the peer knows",
        "refused: UNTRUSTED_ROOT, UNKNOWN_ISSUER",
    ),
    (
        "C06",
        "path lengths exceeded, negative, immense, without a CA",
        "refused: PATH_LENGTH_EXCEEDED, BAD_EXTENSION",
    ),
    (
        "C07",
        "self-issued certificates under a path length",
        "not counted",
    ),
    (
        "C08",
        "more intermediates than allowed, above a forgery",
        "refused: TOO_MANY_INTERMEDIATES, BAD_SIGNATURE",
    ),
    (
        "C09",
        "a CA whose key usage lacks keyCertSign",
        "refused: NO_KEY_CERT_SIGN",
    ),
    (
        "C10",
        "key purposes along the path",
        "each certificate lists the purpose or has no list; anyExtendedKeyUsage does not count",
    ),
    (
        "C11",
        "unknown critical extensions on the path and beside it",
        "refused on it, ignored beside it",
    ),
    (
        "C12",
        "CAs that certify each other in a circle",
        "refused, or the way out is found",
    ),
    (
        "C13",
        "a dead certificate of a CA beside a live one",
        ACCEPTED,
    ),
    (
        "C14",
        "certificates out of order, repeated, of other sites",
        "accepted, the same in every order",
    ),
    ("C15", "an expired root beside a live path", ACCEPTED),
    ("C16", "an impostor with the name of a root", REFUSED),
    (
        "C17",
        "key identifiers that point elsewhere",
        "accepted if the signature is right, and only then",
    ),
    (
        "C18",
        "self-signed end entities",
        "refused: SELF_SIGNED; as a pin accepted, as a root not taken",
    ),
    (
        "C19",
        "a CA certificate as the server's own",
        "accepted below local roots; CA_AS_END_ENTITY for the public web",
    ),
    (
        "C20",
        "names that are equal only after folding",
        "folded as RFC 5280 7.1 says; no further",
    ),
    ("C21", "a CA without a name", REFUSED),
    (
        "C22",
        "an issuer outside its dates",
        "refused; an end entity may outlive its issuer",
    ),
    (
        "D01",
        "a NUL inside a name of the certificate",
        "NAME_MISMATCH for both halves",
    ),
    (
        "D02",
        "a NUL inside the host asked for",
        "an error of the call; in C the name ends there",
    ),
    (
        "D03",
        "the host in the common name alone",
        "refused: NO_SUBJECT_ALT_NAME, NAME_MISMATCH",
    ),
    ("D04", "thousands of stars", "refused: NAME_MISMATCH"),
    ("D05", "a star as part of a label", "refused: NAME_MISMATCH"),
    (
        "D06",
        "a star for several labels or for none",
        "refused: NAME_MISMATCH",
    ),
    (
        "D07",
        "a star with fewer than two labels after it",
        "refused: NAME_MISMATCH",
    ),
    ("D08", "a star in an address", "refused: NAME_MISMATCH"),
    (
        "D09",
        "addresses as names and names as addresses",
        "refused: NAME_MISMATCH",
    ),
    ("D10", "an address in the common name", REFUSED),
    (
        "D11",
        "odd spellings of IPv4 addresses asked for",
        "an error of the call",
    ),
    (
        "D12",
        "spellings of IPv6 addresses; IPv4 inside IPv6",
        "plain forms match; IPv4 and IPv6 never match each other",
    ),
    ("D13", "address names of other lengths", "match nothing"),
    (
        "D14",
        "dots at the end",
        "one on the caller's side is dropped",
    ),
    (
        "D15",
        "letter case, and characters that look like letters",
        "ASCII case alone is folded",
    ),
    (
        "D16",
        "internationalised hosts",
        "converted to A-labels, or an error of the call",
    ),
    (
        "D17",
        "punycode of any length",
        "an error of the call; no match",
    ),
    (
        "D18",
        "hosts that are no host names",
        "an error of the call",
    ),
    (
        "D19",
        "sixty thousand names",
        "answered on their merits; the text stays short",
    ),
    (
        "D20",
        "no host",
        "an error of the call, unless clients or any purpose are judged",
    ),
    (
        "D21",
        "URIs, services and mailboxes that spell the host",
        "refused: NO_SUBJECT_ALT_NAME",
    ),
    (
        "D22",
        "a broken name before the right one",
        "refused if ASN.1 is broken, else passed over",
    ),
    (
        "D23",
        "the right name in an intermediate alone",
        "refused: NAME_MISMATCH",
    ),
    (
        "E01",
        "a wildcard that can be an excluded name",
        "refused: NAME_EXCLUDED",
    ),
    (
        "E02",
        "a wildcard that can be a name not permitted",
        "refused: NAME_NOT_PERMITTED",
    ),
    ("E03", "an exclusion elsewhere", ACCEPTED),
    (
        "E04",
        "constraints in other letter case",
        "refused: NAME_EXCLUDED",
    ),
    (
        "E05",
        "constraints of kinds that cannot be compared",
        "refused if the end entity has a name of the kind",
    ),
    ("E06", "constraints of several CAs", "all hold"),
    ("E07", "constraints of the root", "hold"),
    (
        "E08",
        "names of intermediates outside constraints",
        "refused at their depth",
    ),
    (
        "E09",
        "leading dots, empty bases, stars",
        "never wider than written; stars are refused",
    ),
    (
        "E10",
        "a base that is the end of another name's label",
        "refused: NAME_NOT_PERMITTED",
    ),
    (
        "E11",
        "masks with holes, of other lengths, of length zero",
        "refused: BAD_NAME_CONSTRAINTS; zero covers the family",
    ),
    (
        "E12",
        "a common name beside constraints",
        "refused: NO_SUBJECT_ALT_NAME",
    ),
    (
        "E13",
        "mailboxes: hosts, domains, quoted parts",
        "compared as RFC 5280 and 5321 say; unclear ones are refused",
    ),
    (
        "E14",
        "URIs: without host, with addresses, zones, NULs",
        "refused where no host name can be read",
    ),
    (
        "E15",
        "an empty DNS name under constraints",
        "refused either way",
    ),
    (
        "E16",
        "minimum and maximum",
        "refused: BAD_NAME_CONSTRAINTS",
    ),
    (
        "E17",
        "constraints in an end entity",
        "bind nobody; refused by the letter",
    ),
    (
        "E18",
        "constraints without any subtree",
        "refused: BAD_NAME_CONSTRAINTS",
    ),
    (
        "F01",
        "many CAs of one name, none trusted",
        "refused, at most 12 signature checks",
    ),
    (
        "F02",
        "many CAs with a root's name",
        "refused, at most 64 signature checks; the right one is found",
    ),
    (
        "F03",
        "twins, and one key under many names",
        "as F01 and F02",
    ),
    (
        "F04",
        "ladders and meshes of cross-signed CAs",
        "as F01 and F02",
    ),
    (
        "F05",
        "thousands of constraints against thousands of names",
        "answered on their merits",
    ),
    (
        "F06",
        "the same under an unknown root",
        "refused, no name compared",
    ),
    (
        "F07",
        "policy mappings that double at every level",
        "answered, linear",
    ),
    (
        "F08",
        "the costliest keys in every link",
        "one signature check for each link",
    ),
    (
        "F09",
        "chains larger than the limits",
        "an error of the call, unread",
    ),
    (
        "F10",
        "ten megabytes of unclosed PEM",
        "refused in linear time",
    ),
    (
        "F11",
        "a refusal that could list every name",
        "the text stays short",
    ),
    (
        "F12",
        "faults that nothing can mend",
        "refused before any signature check",
    ),
    ("F13", "one certificate a hundred times", "counts once"),
    (
        "F14",
        "a thousand roots of one name",
        "the right one is found by its key identifier, or the limit is kept",
    ),
    (
        "G06",
        "must-staple without a staple",
        "accepted: not missed unless evidence is demanded",
    ),
    (
        "G08",
        "end entities from after a root's distrust date",
        "refused: DISTRUSTED_AFTER",
    ),
    (
        "G09",
        "judged for any purpose",
        "every other check stays on",
    ),
    (
        "G10",
        "broken policies in the end entity",
        "the same answer on every path",
    ),
    ("H01", "no roots", "an error of the call"),
    (
        "H02",
        "settings that change during 64 verifications",
        "each answer belongs to one of the settings",
    ),
    ("H03", "trust withdrawn after an acceptance", REFUSED),
    ("H04", "an end entity as a root", "not taken"),
    (
        "H05",
        "a distrusted root that is trusted elsewhere",
        "refused: DISTRUSTED",
    ),
    ("H06", "environment variables that name roots", "not read"),
    ("H07", "the ends of time", "the right answer, no overflow"),
    (
        "H08",
        "a clock in 1970",
        "an error of the call; a time that is given: NOT_YET_VALID with a hint",
    ),
    (
        "H09",
        "a damaged file of roots",
        "an error; the roots stay as they were",
    ),
    (
        "J01",
        "20,000 recombined chains",
        "none accepted that rustls-webpki refuses, but for a written reason",
    ),
    ("J02", "a corpus grown by new answers", "the same"),
    (
        "J03",
        "every demand of RFC 5280 and the Baseline Requirements, broken alone",
        "a row for each, in three sets of rules",
    ),
    ("J04", "transplants and invented certificates", "as J01"),
    (
        "J05",
        "the language of host names, word by word",
        "nothing outside the grammar",
    ),
    (
        "J06",
        "path building (BetterTLS)",
        "all right, where the suite is at hand",
    ),
    (
        "J07",
        "conformance (x509-limbo)",
        "no false accept but those listed, where the suite is at hand",
    ),
    (
        "J08",
        "three parsers on the same octets",
        "ours is never the laxest",
    ),
];

/// Where the rows on the C boundary are tested: they are about calls and not about certificates.
const BOUNDARY: &[(&str, &str, &str)] = &[
    ("I01", "NULL in every argument", "tests/c/null_arguments.c"),
    (
        "I02",
        "counts and lengths of zero",
        "tests/c/null_arguments.c, tests/c/bad_input.c",
    ),
    ("I03", "immense lengths", "tests/c/bad_input.c"),
    ("I04", "hosts that are not UTF-8", "tests/c/bad_input.c"),
    (
        "I06",
        "a hook that verifies",
        "tests/c/hooks.c, tests/hook.rs",
    ),
    ("I07", "a hook that frees its context", "tests/c/hooks.c"),
    (
        "I08",
        "a hook that changes the settings",
        "tests/c/hooks.c, tests/hook.rs",
    ),
    ("I09", "a hook that throws", "tests/c/cxx.cpp"),
    (
        "I12",
        "a hook that accepts what it may not forgive",
        "tests/c/hooks.c, tests/hook.rs",
    ),
    ("I17", "dlclose", "tests/c/unload.c"),
    (
        "I20",
        "results filled in beforehand",
        "tests/c/bad_input.c, tests/c/null_arguments.c",
    ),
    (
        "I21",
        "one success value",
        "tests/c/header.c, tests/header.rs",
    ),
];

/// The families that have to be covered whole, and how many rows each has.
const WHOLE: [(char, usize); 8] = [
    ('A', 20),
    ('B', 17),
    ('C', 22),
    ('D', 23),
    ('E', 18),
    ('F', 14),
    ('H', 9),
    ('J', 8),
];

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The tests in tests/attacks by the id that their names begin with.
fn tests() -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in fs::read_dir(project().join("tests/attacks")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if line.trim() != "#[test]" {
                continue;
            }
            let name = lines
                .next()
                .and_then(|line| line.trim().strip_prefix("fn ")?.split('(').next());
            let name = name.expect("a function follows #[test]");
            let id = name.split('_').next().unwrap().to_ascii_uppercase();
            let is_id = id.len() == 3 && id[1..].bytes().all(|octet| octet.is_ascii_digit());
            if is_id && !name.contains("_child_") {
                found.entry(id).or_default().push(name.to_owned());
            }
        }
    }
    found.values_mut().for_each(|names| names.sort());
    found
}

#[test]
fn every_row_is_covered() {
    let tests = tests();
    let mut missing = Vec::new();
    for (family, count) in WHOLE {
        for number in 1..=count {
            let id = format!("{family}{number:02}");
            match tests.get(&id) {
                Some(names) => println!("{id} covered by {}", names.join(", ")),
                None => missing.push(id),
            }
        }
    }
    println!("missing: {missing:?}");
    assert!(missing.is_empty(), "rows without a test: {missing:?}");
    let listed: BTreeSet<&str> = ROWS.iter().map(|(id, _, _)| *id).collect();
    assert_eq!(listed.len(), ROWS.len(), "an id twice");
    let tested: BTreeSet<&str> = tests.keys().map(String::as_str).collect();
    assert_eq!(
        listed, tested,
        "docs/attacks.md has a row for every test and the other way round"
    );
    for (_, _, places) in BOUNDARY {
        for place in places.split(", ") {
            assert!(project().join(place).exists(), "{place}");
        }
    }
}

#[test]
fn the_rows_are_those_of_the_shared_catalogue() {
    let Some(file) = shared::shared("ATTACKS.md") else {
        return;
    };
    let text = fs::read_to_string(file).unwrap();
    let ids: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next())
        .filter(|id| id.len() == 3 && id[1..].bytes().all(|octet| octet.is_ascii_digit()))
        .map(str::to_owned)
        .collect();
    for (family, count) in WHOLE {
        let expected: Vec<String> = (1..=count)
            .map(|number| format!("{family}{number:02}"))
            .collect();
        let found: Vec<String> = ids
            .iter()
            .filter(|id| id.starts_with(family))
            .cloned()
            .collect();
        assert_eq!(found, expected);
    }
    let known = ROWS
        .iter()
        .map(|(id, _, _)| *id)
        .chain(BOUNDARY.iter().map(|(id, _, _)| *id));
    for id in known {
        assert!(ids.contains(id), "{id} is not in the catalogue");
    }
}

fn page() -> String {
    let tests = tests();
    let mut page = "\
# Known attacks, and our answers

Each row is an attack on certificate verifiers that was published, or a hazard of what this library does, as at least one test
in `tests/attacks`, through the Rust functions and through the C functions. Beside every attack its tests keep an accepting
neighbour. \"By the letter\" means the rule sets RFC5280 and CABF. This page is generated from `tests/attacks/catalogue.rs`.

| id | what is tried | our answer | tests |
|---|---|---|---|
"
    .to_owned();
    for (id, tried, answer) in ROWS {
        let names: Vec<String> = tests
            .get(*id)
            .into_iter()
            .flatten()
            .map(|name| format!("`{name}`"))
            .collect();
        page += &format!("| {id} | {tried} | {answer} | {} |\n", names.join(", "));
    }
    page += "
The rows on the C boundary are calls rather than certificates, and are tested from C and C++:

| id | what is tried | tested in |
|---|---|---|
";
    for (id, tried, place) in BOUNDARY {
        page += &format!("| {id} | {tried} | {place} |\n");
    }
    page
}

#[test]
fn the_page_is_what_the_tests_say() {
    let file = project().join("docs/attacks.md");
    if std::env::var_os("TV_BLESS").is_some() {
        fs::write(&file, page()).unwrap();
    }
    let text = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        text == page(),
        "docs/attacks.md is not what the tests say (TV_BLESS=1 rewrites it)"
    );
}
