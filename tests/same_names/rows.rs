//! Pairs of names, and how they compare.

use tlsverify_forge::{DistinguishedName, Text, der, oid};

/// How two names compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Same {
    /// They are one name.
    Yes,
    /// They are two.
    No,
    /// One only after normalisation, which constraints do, so that no spelling leads around them, and chaining does not:
    /// there, two spellings never make a path.
    Normalized,
    /// The second holds what is not seen, so that nobody can say where it lies.
    Unclear,
}
use Same::{No, Normalized, Unclear, Yes};

/// What is compared, and how.
pub type Row = (&'static str, DistinguishedName, DistinguishedName, Same);

/// A name with this organization, written so, and a common name.
fn name(string: Text, organization: &str) -> DistinguishedName {
    DistinguishedName::new()
        .attribute(oid::ORGANIZATION, string, organization)
        .common_name("CA One")
}

fn utf8(organization: &str) -> DistinguishedName {
    name(Text::Utf8, organization)
}

/// A name whose organization is this DER.
fn raw(organization: &[u8]) -> DistinguishedName {
    DistinguishedName::new()
        .attribute_raw(oid::ORGANIZATION, organization)
        .common_name("CA One")
}

/// The same with a common name in other letters, so that the names are not the same octets.
fn raw_in_capitals(organization: &[u8]) -> DistinguishedName {
    DistinguishedName::new()
        .attribute_raw(oid::ORGANIZATION, organization)
        .common_name("CA ONE")
}

fn one_attribute(kind: &str, string: Text, text: &str) -> DistinguishedName {
    DistinguishedName::new().attribute(kind, string, text)
}

/// One relative name with these attributes in this order, which DER may not allow.
fn set(attributes: &[(&str, &str)]) -> DistinguishedName {
    let attributes: Vec<u8> = attributes
        .iter()
        .flat_map(|(kind, text)| der::sequence(&[der::oid(kind), der::utf8_string(text)]))
        .collect();
    DistinguishedName::new().rdn_raw(&der::tlv(0x31, &attributes))
}

/// The types of string, and letters.
fn text() -> Vec<Row> {
    let plain = || utf8("Example Trust");
    vec![
        ("the same octets", plain(), plain(), Yes),
        ("letter case", plain(), utf8("EXAMPLE tRUST"), Yes),
        ("another letter", plain(), utf8("Example Truss"), No),
        ("spaces around", plain(), utf8("  Example Trust "), Yes),
        ("spaces inside", plain(), utf8("Example   Trust"), Yes),
        ("no space inside", plain(), utf8("ExampleTrust"), No),
        ("a tab for a space", plain(), utf8("Example\tTrust"), Yes),
        ("a no-break space", plain(), utf8("Example\u{a0}Trust"), Yes),
        (
            "PrintableString",
            plain(),
            name(Text::Printable, "example trust"),
            Yes,
        ),
        (
            "TeletexString",
            plain(),
            name(Text::Teletex, "EXAMPLE TRUST"),
            Yes,
        ),
        ("BMPString", plain(), name(Text::Bmp, "Example  Trust"), Yes),
        (
            "UniversalString",
            plain(),
            name(Text::Universal, "example Trust"),
            Yes,
        ),
        ("IA5String", plain(), name(Text::Ia5, "Example Trust"), Yes),
        (
            "VisibleString",
            plain(),
            name(Text::Visible, "Example Trust"),
            Yes,
        ),
        (
            "BMPString, another letter",
            plain(),
            name(Text::Bmp, "Example Truss"),
            No,
        ),
        (
            "NumericString",
            utf8("12 34"),
            name(Text::Numeric, "12  34"),
            Yes,
        ),
        (
            "NumericString, another digit",
            utf8("12 34"),
            name(Text::Numeric, "12 35"),
            No,
        ),
        (
            "an accent, in capitals",
            utf8("École"),
            name(Text::Teletex, "ÉCOLE"),
            Yes,
        ),
        (
            "an accent, in two octets",
            utf8("École"),
            name(Text::Bmp, "école"),
            Yes,
        ),
        ("no accent", utf8("École"), utf8("Ecole"), No),
        (
            "an accent of its own",
            utf8("École"),
            utf8("E\u{301}cole"),
            Normalized,
        ),
        (
            "a ligature",
            utf8("Confirm"),
            utf8("Con\u{fb01}rm"),
            Normalized,
        ),
        (
            "wide letters",
            utf8("Trust"),
            utf8("\u{ff34}rust"),
            Normalized,
        ),
        (
            "a letter that is two in capitals",
            utf8("STRASSE"),
            utf8("Straße"),
            Normalized,
        ),
        (
            "a letter with a form for the end",
            utf8("ΟΔΟΣ"),
            utf8("οδος"),
            Normalized,
        ),
        (
            "the sign for Kelvin",
            utf8("Kelvin"),
            utf8("\u{212a}elvin"),
            Yes,
        ),
        (
            "a letter without its dot",
            utf8("Kim"),
            utf8("K\u{131}m"),
            No,
        ),
        (
            "a soft hyphen",
            plain(),
            utf8("Exam\u{ad}ple Trust"),
            Unclear,
        ),
        ("a control", plain(), utf8("Example\u{7} Trust"), Unclear),
        (
            "a space without width",
            plain(),
            utf8("Example \u{200b}Trust"),
            Unclear,
        ),
    ]
}

/// What is compared octet for octet.
fn octets() -> Vec<Row> {
    let bits = |last: u8| der::bit_string(&[0x45, last]);
    let latin = b"caf\xe9";
    let surrogate = |low: u8| der::tlv(0x1e, &[0xd8, low]);
    vec![
        ("bits", raw(&bits(0x61)), raw_in_capitals(&bits(0x61)), Yes),
        // 0x61 and 0x41 are one letter in two cases.
        (
            "bits that differ as letters would",
            raw(&bits(0x61)),
            raw(&bits(0x41)),
            No,
        ),
        (
            "octets of another type",
            raw(&der::octet_string(b"Ea")),
            raw(&der::utf8_string("Ea")),
            No,
        ),
        (
            "invalid UTF-8",
            raw(&der::tlv(0x0c, latin)),
            raw_in_capitals(&der::tlv(0x0c, latin)),
            Yes,
        ),
        (
            "invalid UTF-8, in capitals",
            raw(&der::tlv(0x0c, b"caf\xe9")),
            raw(&der::tlv(0x0c, b"CAF\xe9")),
            No,
        ),
        (
            "invalid UTF-8 and the same octets as Latin-1",
            raw(&der::tlv(0x0c, latin)),
            raw(&der::tlv(0x14, latin)),
            No,
        ),
        (
            "half a character of two octets",
            raw(&der::tlv(0x1e, b"\0E\0")),
            raw_in_capitals(&der::tlv(0x1e, b"\0E\0")),
            Yes,
        ),
        (
            "half a character left out",
            raw(&der::tlv(0x1e, b"\0E\0")),
            utf8("E"),
            No,
        ),
        (
            "half a pair",
            raw(&surrogate(0)),
            raw_in_capitals(&surrogate(0)),
            Yes,
        ),
        (
            "half of another pair",
            raw(&surrogate(0)),
            raw(&surrogate(1)),
            No,
        ),
    ]
}

/// Attributes and their order.
fn attributes() -> Vec<Row> {
    let (dc, mail) = (oid::DOMAIN_COMPONENT, oid::EMAIL_ADDRESS);
    let (o, cn) = (oid::ORGANIZATION, oid::COMMON_NAME);
    let two = || set(&[(o, "Example"), (cn, "CA")]);
    let blank = |text: &str| utf8(text);
    vec![
        (
            "domain components in capitals",
            one_attribute(dc, Text::Ia5, "example"),
            one_attribute(dc, Text::Ia5, "EXAMPLE"),
            Yes,
        ),
        (
            "another domain component",
            one_attribute(dc, Text::Ia5, "example"),
            one_attribute(dc, Text::Ia5, "examples"),
            No,
        ),
        (
            "a mailbox in capitals",
            one_attribute(mail, Text::Ia5, "ca@example.org"),
            one_attribute(mail, Text::Ia5, "CA@EXAMPLE.ORG"),
            Yes,
        ),
        (
            "a mailbox as UTF8String",
            one_attribute(mail, Text::Ia5, "ca@example.org"),
            one_attribute(mail, Text::Utf8, "ca@example.org"),
            Yes,
        ),
        (
            "another mailbox",
            one_attribute(mail, Text::Ia5, "ca@example.org"),
            one_attribute(mail, Text::Ia5, "cb@example.org"),
            No,
        ),
        (
            "another kind of attribute",
            one_attribute(o, Text::Utf8, "Example"),
            one_attribute(oid::ORGANIZATIONAL_UNIT, Text::Utf8, "Example"),
            No,
        ),
        (
            "a set in another order",
            two(),
            set(&[(cn, "ca"), (o, "EXAMPLE")]),
            Yes,
        ),
        (
            "a set with the values exchanged",
            two(),
            set(&[(o, "CA"), (cn, "Example")]),
            No,
        ),
        (
            "a set with one attribute more",
            two(),
            set(&[(o, "Example"), (cn, "CA"), (cn, "CA")]),
            No,
        ),
        (
            "a set taken apart",
            two(),
            DistinguishedName::new()
                .organization("Example")
                .common_name("CA"),
            No,
        ),
        (
            "relative names in another order",
            DistinguishedName::new()
                .organization("Example")
                .common_name("CA"),
            DistinguishedName::new()
                .common_name("CA")
                .organization("Example"),
            No,
        ),
        ("nothing and a space", blank(""), blank(" "), Yes),
        ("nothing and a letter", blank(""), blank("a"), No),
        (
            "nothing and no attribute",
            blank(""),
            DistinguishedName::new().common_name("CA One"),
            No,
        ),
    ]
}

pub fn rows() -> Vec<Row> {
    [text(), octets(), attributes()].concat()
}
