//! Family J: one certificate for each demand of RFC 5280 and of the Baseline Requirements, and our answer in each set of
//! rules.

use tlsverify_forge::{Certificate, DistinguishedName, GeneralName, Key, der, oid, time, usage};

use crate::common::judge::Rules;
use crate::scene::{self, Ca, EndEntity, Role, Root, Scene};

type Change = fn(Certificate) -> Certificate;
type Row = (&'static str, Role, Change, [&'static str; 3]);

const OK: &str = "OK";

/// Section, certificate, the change that breaks the demand, and the answers of BROWSER (under a local root), RFC5280, CABF.
const TABLE: &[Row] = &[
    (
        "RFC 5280 4.1.2.2",
        EndEntity,
        |c| c.serial(&[0]),
        [OK, "BAD_SERIAL_NUMBER", "BAD_SERIAL_NUMBER"],
    ),
    (
        "RFC 5280 4.1.2.2",
        Ca,
        |c| c.serial(&[0x7f; 21]),
        [OK, "BAD_SERIAL_NUMBER", "BAD_SERIAL_NUMBER"],
    ),
    (
        "RFC 5280 4.1.1.2",
        EndEntity,
        |c| c.inner_algorithm(&tlsverify_forge::Algorithm::EcdsaSha512.identifier()),
        ["ALGORITHM_MISMATCH"; 3],
    ),
    (
        "RFC 5280 4.1.2.1",
        EndEntity,
        |c| c.version(tlsverify_forge::Version::Number(1)),
        ["UNSUPPORTED_VERSION"; 3],
    ),
    (
        "RFC 5280 4.1.2.5",
        EndEntity,
        |c| c.not_after_raw(&der::generalized_time(time::END_ENTITY_NOT_AFTER)),
        [OK, "BAD_TIME", "BAD_TIME"],
    ),
    (
        "RFC 5280 4.1.2.5.1",
        EndEntity,
        |c| c.not_after_raw(&der::tlv(0x17, b"2607300000Z")),
        ["BAD_TIME"; 3],
    ),
    (
        "RFC 5280 4.1.2.8",
        EndEntity,
        |c| c.subject_unique_id(&[1]),
        [OK, "UNIQUE_IDENTIFIER", "UNIQUE_IDENTIFIER"],
    ),
    (
        "RFC 5280 4.1.2.9",
        EndEntity,
        |c| c.no_extensions().empty_extensions(),
        ["BAD_EXTENSION"; 3],
    ),
    (
        "RFC 5280 4.2",
        EndEntity,
        |c| c.duplicate(oid::EXT_KEY_USAGE),
        ["DUPLICATE_EXTENSION"; 3],
    ),
    (
        "RFC 5280 4.2",
        EndEntity,
        |c| c.extension(oid::UNKNOWN_EXTENSION, true, &der::null()),
        ["UNKNOWN_CRITICAL_EXTENSION"; 3],
    ),
    (
        "RFC 5280 4.2.1.1",
        EndEntity,
        |c| c.without(oid::AUTHORITY_KEY_ID),
        [OK, "MISSING_KEY_IDENTIFIER", "MISSING_KEY_IDENTIFIER"],
    ),
    (
        "RFC 5280 4.2.1.1",
        EndEntity,
        |c| c.critical(oid::AUTHORITY_KEY_ID, true),
        [OK, "BAD_CRITICALITY", "BAD_CRITICALITY"],
    ),
    (
        "RFC 5280 4.2.1.2",
        Ca,
        |c| c.without(oid::SUBJECT_KEY_ID),
        [OK, "MISSING_KEY_IDENTIFIER", "MISSING_KEY_IDENTIFIER"],
    ),
    (
        "RFC 5280 4.2.1.2",
        EndEntity,
        |c| c.critical(oid::SUBJECT_KEY_ID, true),
        [OK, "BAD_CRITICALITY", "BAD_CRITICALITY"],
    ),
    (
        "RFC 5280 4.2.1.3",
        Ca,
        |c| c.without(oid::KEY_USAGE),
        [OK, "MISSING_EXTENSION", "MISSING_EXTENSION"],
    ),
    (
        "RFC 5280 4.2.1.3",
        Ca,
        |c| c.key_usage(usage::CRL_SIGN),
        ["NO_KEY_CERT_SIGN"; 3],
    ),
    (
        "RFC 5280 4.2.1.3",
        EndEntity,
        |c| c.key_usage(usage::KEY_CERT_SIGN | usage::DIGITAL_SIGNATURE),
        ["INCONSISTENT_CA_FIELDS"; 3],
    ),
    (
        "RFC 5280 4.2.1.6",
        EndEntity,
        |c| c.subject_alt_name(&[]),
        ["BAD_SUBJECT_ALT_NAME"; 3],
    ),
    (
        "RFC 5280 4.2.1.6",
        EndEntity,
        |c| c.subject(DistinguishedName::new()),
        [OK, "BAD_CRITICALITY", "BAD_CRITICALITY"],
    ),
    (
        "RFC 5280 4.2.1.6",
        EndEntity,
        |c| c.dns_names(&[scene::HOST, "a b"]),
        [OK, "BAD_DNS_NAME", "BAD_DNS_NAME"],
    ),
    (
        "RFC 5280 4.2.1.9",
        Ca,
        |c| c.critical(oid::BASIC_CONSTRAINTS, false),
        [OK, "BAD_CRITICALITY", "BAD_CRITICALITY"],
    ),
    (
        "RFC 5280 4.2.1.9",
        Ca,
        |c| c.without(oid::BASIC_CONSTRAINTS),
        ["NOT_A_CA"; 3],
    ),
    (
        "RFC 5280 4.2.1.9",
        Root,
        |c| c.path_len(0),
        ["PATH_LENGTH_EXCEEDED"; 3],
    ),
    (
        "RFC 5280 4.2.1.10",
        EndEntity,
        |c| c.name_constraints(&[GeneralName::dns("example.org")], &[]),
        [OK, "FORBIDDEN_EXTENSION", "FORBIDDEN_EXTENSION"],
    ),
    (
        "RFC 5280 4.2.1.10",
        Ca,
        |c| {
            c.name_constraints(&[GeneralName::dns("example.org")], &[])
                .critical(oid::NAME_CONSTRAINTS, false)
        },
        [OK, "BAD_CRITICALITY", OK],
    ),
    (
        "RFC 5280 4.2.1.10",
        Ca,
        |c| c.name_constraints(&[GeneralName::dns("example.net")], &[]),
        ["NAME_NOT_PERMITTED"; 3],
    ),
    (
        "RFC 5280 4.2.1.11",
        Ca,
        |c| {
            c.policy_constraints(Some(5), None)
                .critical(oid::POLICY_CONSTRAINTS, false)
        },
        [OK, "BAD_CRITICALITY", "BAD_CRITICALITY"],
    ),
    (
        "RFC 5280 4.2.1.12",
        EndEntity,
        |c| c.key_usage(usage::NON_REPUDIATION),
        [OK, "WRONG_KEY_USAGE", "WRONG_KEY_USAGE"],
    ),
    (
        "RFC 5280 4.2.1.12",
        EndEntity,
        |c| c.ext_key_usage(&[oid::CLIENT_AUTH]),
        ["WRONG_EXTENDED_KEY_USAGE"; 3],
    ),
    (
        "RFC 5280 4.2.1.14",
        Ca,
        |c| {
            c.inhibit_any_policy(5)
                .critical(oid::INHIBIT_ANY_POLICY, false)
        },
        [OK, "BAD_CRITICALITY", "BAD_CRITICALITY"],
    ),
    (
        "RFC 5280 4.2.2.1",
        EndEntity,
        |c| c.critical(oid::AUTHORITY_INFO_ACCESS, true),
        [OK, "BAD_CRITICALITY", "BAD_CRITICALITY"],
    ),
    (
        "RFC 5280 4.2.2.1",
        EndEntity,
        |c| {
            c.extension(
                oid::AUTHORITY_INFO_ACCESS,
                false,
                &der::sequence::<Vec<u8>>(&[]),
            )
        },
        [OK, "BAD_AUTHORITY_INFO_ACCESS", "BAD_AUTHORITY_INFO_ACCESS"],
    ),
    (
        "RFC 5280 6.1.3 (a) (1)",
        EndEntity,
        Certificate::corrupt_signature,
        ["BAD_SIGNATURE"; 3],
    ),
    (
        "RFC 5280 6.1.3 (a) (2)",
        Ca,
        |c| c.not_after(scene::NOW - 1),
        ["EXPIRED"; 3],
    ),
    (
        "X.690 11.5",
        EndEntity,
        |c| c.critical_raw(oid::EXT_KEY_USAGE, &der::boolean(false)),
        [OK, "BAD_EXTENSION", "BAD_EXTENSION"],
    ),
    (
        "BR 6.1.5",
        EndEntity,
        |c| c.key(&Key::rsa("1024")),
        ["WEAK_KEY"; 3],
    ),
    (
        "BR 6.3.2",
        EndEntity,
        |c| c.not_after(time::END_ENTITY_NOT_BEFORE + 201 * time::DAY),
        [OK, OK, "VALIDITY_TOO_LONG"],
    ),
    (
        "BR 7.1.2.7.8",
        EndEntity,
        |c| {
            c.basic_constraints(true, None)
                .key_usage(usage::KEY_CERT_SIGN | usage::DIGITAL_SIGNATURE)
        },
        [OK, OK, "CA_AS_END_ENTITY"],
    ),
    (
        "BR 7.1.2.7.10",
        EndEntity,
        |c| c.without(oid::EXT_KEY_USAGE),
        [OK, OK, "MISSING_EXTENSION"],
    ),
    (
        "BR 7.1.2.7.10",
        EndEntity,
        |c| c.ext_key_usage(&[oid::SERVER_AUTH, oid::ANY_EKU]),
        [OK, OK, "FORBIDDEN_KEY_PURPOSE"],
    ),
    (
        "BR 7.1.2.7.10",
        EndEntity,
        |c| c.ext_key_usage(&[oid::SERVER_AUTH, oid::OCSP_SIGNING]),
        [OK, OK, "FORBIDDEN_KEY_PURPOSE"],
    ),
    (
        "BR 7.1.2.10.6",
        Ca,
        |c| c.ext_key_usage(&[oid::SERVER_AUTH, oid::CODE_SIGNING]),
        [OK, OK, "FORBIDDEN_KEY_PURPOSE"],
    ),
    (
        "BR 7.1.2.1.2",
        Root,
        |c| c.ext_key_usage(&[oid::SERVER_AUTH]),
        [OK, OK, "FORBIDDEN_EXTENSION"],
    ),
    (
        "BR 7.1.4.3",
        EndEntity,
        |c| c.subject(DistinguishedName::new().common_name("other.example")),
        [OK, OK, "COMMON_NAME_NOT_IN_SAN"],
    ),
    (
        "RFC 9525 6.3",
        EndEntity,
        |c| c.dns_names(&["w*.example.org"]),
        ["NAME_MISMATCH"; 3],
    ),
];

#[test]
fn j03_every_demand_broken_by_itself_has_its_answer_in_every_set_of_rules() {
    let mut wrong = Vec::new();
    for (number, (section, role, change, expected)) in TABLE.iter().enumerate() {
        for (rules, expected) in [Rules::Browser, Rules::Rfc5280, Rules::Cabf]
            .into_iter()
            .zip(expected)
        {
            let answer = scene::answer(&Scene::new().by(rules).with(*role, change).made().question);
            let given = if answer.is_ok() { OK } else { &answer.reason };
            let depth = match role {
                _ if answer.is_ok() => -1,
                // The name at fault is the end entity's, whoever constrains it.
                _ if expected.starts_with("NAME_") => 0,
                EndEntity => 0,
                Ca => 1,
                _ => 2,
            };
            if (given, answer.depth) != (*expected, depth) {
                wrong.push(format!(
                    "row {number}, {section}, {rules:?}: {expected}, but {answer:?}"
                ));
            }
        }
    }
    for rules in [Rules::Browser, Rules::Rfc5280, Rules::Cabf] {
        Scene::new().by(rules).accepted();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
