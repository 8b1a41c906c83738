//! `tlsverify verify`.

use tlsverify_forge::{Certificate, Crl, Key, chain_pem, oid, pem};

use crate::chains::{HOST, NOW, Sound};
use crate::program::{Folder, run, run_with_input};

const AT: &str = "2026-06-01";

#[test]
fn a_sound_chain_is_trusted_and_a_wrong_name_is_refused() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let chain = folder.write("chain.pem", chain_pem(&[&sound.end_entity, &sound.ca]));
    let root = folder.write("root.pem", sound.root.pem());
    let judge = |host: &str| {
        run(&[
            "verify", &chain, "--host", host, "--root", &root, "--at", AT,
        ])
    };
    judge(HOST).expect(0, "\"www.example.org\" is trusted");
    judge("other.example").expect(1, "NAME_MISMATCH (301)");
}

#[test]
fn der_pem_text_around_it_several_files_and_standard_input_are_all_the_same() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let root = folder.write("root.der", sound.root.der());
    let pem = chain_pem(&[&sound.end_entity, &sound.ca]);
    let annotated = format!("subject=x\r\n{}\ntext\n", pem.replace('\n', "\r\n"));
    let der = folder.write("chain.der", sound.chain());
    let text = folder.write("chain.txt", annotated);
    let one = folder.write("one.pem", sound.end_entity.pem());
    let two = folder.write("two.der", sound.ca.der());
    for chain in [vec![&*der], vec![&text], vec![&one, &two]] {
        let options = ["--host", HOST, "--root", &root, "--at", AT];
        run(&[&["verify"], &*chain, &options].concat()).expect(0, "is trusted");
    }
    for input in [pem.into_bytes(), sound.chain()] {
        let arguments = ["verify", "-", "--host", HOST, "--root", &root, "--at", AT];
        run_with_input(&arguments, &input).expect(0, "is trusted");
    }
}

#[test]
fn a_private_key_among_the_certificates_is_noted_and_ignored() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let key = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
    let text = format!("{key}{}", chain_pem(&[&sound.end_entity, &sound.ca]));
    let chain = folder.write("all.pem", text);
    let root = folder.write("root.pem", sound.root.pem());
    let ran = run(&[
        "verify", &chain, "--host", HOST, "--root", &root, "--at", AT,
    ]);
    ran.expect(0, "is trusted");
    assert!(ran.err.contains("private key, which is ignored"), "{ran:?}");
    let quiet = run(&[
        "verify", &chain, "--host", HOST, "--root", &root, "--at", AT, "-q",
    ]);
    assert_eq!((quiet.code, &*quiet.out, &*quiet.err), (0, "", ""));
}

#[test]
fn a_hint_that_names_a_call_is_followed_by_the_option() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let chain = folder.write(
        "chain.pem",
        chain_pem(&[&sound.end_entity, &sound.ca, &sound.root]),
    );
    let judge = |arguments: &[&str]| run(&[&["verify", &chain, "--at", AT], arguments].concat());
    let option = "on this command line, tv_add_root is --root FILE";
    judge(&["--host", HOST]).expect(1, option);
    let root = folder.write("root.pem", sound.root.pem());
    let other_name = judge(&["--host", "other.example", "--root", &root]);
    other_name.expect(1, "NAME_MISMATCH (301)");
    assert!(!other_name.out.contains("command line"), "{other_name:?}");
}

#[test]
fn revocation_lists_are_taken_in_pem_and_der_and_several_times() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let chain = folder.write("chain.pem", chain_pem(&[&sound.end_entity, &sound.ca]));
    let root = folder.write("root.pem", sound.root.pem());
    let judge = |options: &[&str]| {
        let usual = [
            "verify", &chain, "--host", HOST, "--root", &root, "--at", AT,
        ];
        run(&[&usual, options].concat())
    };
    let revoking = Crl::new()
        .revoke(sound.end_entity.serial())
        .issued_by(&sound.ca);
    let (empty, of_root) = (
        Crl::new().issued_by(&sound.ca),
        Crl::new().issued_by(&sound.root),
    );
    let der = folder.write("revoking.crl", &revoking);
    let both = pem("X509 CRL", &of_root) + &pem("X509 CRL", &revoking);
    let both = folder.write("both.pem", both);
    let empty = folder.write("empty.crl", empty);
    let of_root = folder.write("root.crl", of_root);
    judge(&["--crl", &der]).expect(1, "REVOKED (701)");
    judge(&["--crl", &both]).expect(1, "REVOKED (701)");
    judge(&["--crl", &empty, "--crl", &der]).expect(1, "REVOKED (701)");
    judge(&["--crl", &empty, "--allow-unknown-revocation"]).expect(0, "is trusted");
    judge(&["--allow-unknown-revocation"]).expect_failure(2, "--crl");
    let unknown = judge(&["--crl", &empty]);
    unknown.expect(1, "REVOCATION_UNKNOWN (702)");
    unknown.expect(1, "tv_evidence_add_crl is --crl FILE, tv_refuse_unknown_revocation is --allow-unknown-revocation");
    judge(&["--crl", &empty, "--crl", &of_root]).expect(0, "is trusted");
    judge(&["--crl", &root]).expect_failure(3, "no revocation list in it");
    let broken = folder.write("broken.crl", &revoking[..20]);
    judge(&["--crl", &broken]).expect_failure(3, "broken.crl: what is in it is no revocation list");
}

#[test]
fn json_is_the_librarys_and_quiet_prints_nothing() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let chain = folder.write("chain.der", sound.chain());
    let root = folder.write("root.pem", sound.root.pem());
    let at = NOW.to_string();
    let judge = |host: &str, option: &str| {
        run(&[
            "verify", &chain, "--host", host, "--root", &root, "--at", &at, option,
        ])
    };
    let (good, bad) = (judge(HOST, "--json"), judge("other.example", "--json"));
    assert_eq!((good.code, good.json()["status"].as_str()), (0, Some("ok")));
    assert_eq!(good.json()["time"].as_i64(), Some(NOW));
    assert_eq!((bad.code, bad.json()["reason"].as_i64()), (1, Some(301)));
    assert_eq!(bad.json()["depth"].as_i64(), Some(0));
    for (host, code) in [(HOST, 0), ("other.example", 1)] {
        let ran = judge(host, "--quiet");
        assert_eq!((ran.code, &*ran.out, &*ran.err), (code, "", ""));
    }
}

#[test]
fn each_option_about_trust_reaches_the_library() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let chain = folder.write("chain.der", sound.end_entity.der());
    let root = folder.write("root.pem", sound.root.pem());
    let ca = folder.write("ca.pem", sound.ca.pem());
    let judge = |options: &[&str]| {
        run(&[&["verify", &chain, "--host", HOST, "--at", AT], options].concat())
    };
    judge(&["--root", &root]).expect(1, "MISSING_INTERMEDIATE (403)");
    judge(&["--root", &root, "--intermediates", &ca]).expect(0, "is trusted");
    let none = [
        "--root",
        &*root,
        "--intermediates",
        &ca,
        "--max-intermediates",
        "0",
    ];
    judge(&none).expect(1, "TOO_MANY_INTERMEDIATES (407)");
    judge(&["--pin", &chain]).expect(0, "trusted by a pinned certificate");
    judge(&["--pin", &chain, "--no-mozilla-roots"]).expect(0, "trusted by a pinned certificate");
    judge(&["--no-mozilla-roots"]).expect_failure(2, "nothing is trusted");
    judge(&["--pin", &root, "--no-mozilla-roots"]).expect(1, "NOT trusted");
}

#[test]
fn rules_and_purposes_reach_the_library() {
    let sound = Sound::with_end_entity(|certificate| {
        certificate
            .ext_key_usage(&[oid::CLIENT_AUTH])
            .without(oid::AUTHORITY_KEY_ID)
    });
    let folder = Folder::new();
    let chain = folder.write("chain.der", sound.chain());
    let root = folder.write("root.pem", sound.root.pem());
    let judge = |options: &[&str]| {
        run(&[&["verify", &chain, "--root", &root, "--at", AT], options].concat())
    };
    judge(&["--host", HOST]).expect(1, "WRONG_EXTENDED_KEY_USAGE (604)");
    judge(&["--purpose", "any"]).expect(0, "the peer is trusted");
    judge(&["--purpose", "any", "--rules", "rfc5280"]).expect(1, "MISSING_KEY_IDENTIFIER (621)");
    judge(&["--purpose", "server"]).expect_failure(2, "--host");
}

#[test]
fn the_time_to_judge_at_is_taken_in_each_form() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let chain = folder.write("chain.der", sound.chain());
    let root = folder.write("root.pem", sound.root.pem());
    let judge = |at: &str| {
        run(&[
            "verify", &chain, "--host", HOST, "--root", &root, "--at", at,
        ])
    };
    judge("2026-07-29T23:59:59Z").expect(0, "is trusted");
    judge("2026-07-30T01:59:59+02:00").expect(0, "is trusted");
    judge("2026-07-30").expect(1, "EXPIRED (201)");
    judge("-1").expect(1, "NOT_YET_VALID (202)");
    judge("yesterday").expect_failure(2, "2027-01-31");
}

#[test]
fn what_cannot_be_read_is_said_with_the_files_name() {
    let folder = Folder::new();
    let judge = |name: &str, contents: &[u8], part: &str| {
        let path = folder.write(name, contents);
        let ran = run(&["verify", &path, "--host", HOST]);
        ran.expect_failure(3, part);
        assert!(ran.err.contains(name), "{ran:?}");
    };
    judge("empty", b"", "it is empty");
    judge("text", b"hello", "neither PEM nor DER");
    judge(
        "other.pem",
        b"-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n",
        "openssl pkcs7",
    );
    judge(
        "key.der",
        &[0x30, 3, 2, 1, 0],
        "a private key or a PKCS #12 file",
    );
    judge("seq.der", &[0x30, 0], "not a certificate");
    judge(
        "broken.pem",
        b"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
        "broken PEM",
    );
    let missing = folder.path("missing");
    run(&["verify", &missing, "--host", HOST]).expect_failure(3, "missing");
}

#[test]
fn options_that_cannot_be_are_usage_errors() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let chain = folder.write("chain.pem", chain_pem(&[&sound.end_entity, &sound.ca]));
    run(&["verify", &chain]).expect_failure(2, "--host");
    run(&["verify", &chain, "--host", "a b"]).expect_failure(2, "is no host name");
    run(&["verify", "-", "-", "--host", HOST]).expect_failure(2, "only once");
    run(&["verify", &chain, "--host", HOST, "--json", "--quiet"]).expect_failure(2, "--quiet");
    run(&["verify", &chain, "--host", HOST, "--pin", &chain])
        .expect_failure(3, "a pin is exactly one");
    let end_entity = folder.write("ee.pem", sound.end_entity.pem());
    run(&["verify", &chain, "--host", HOST, "--root", &end_entity])
        .expect_failure(3, "not a CA certificate");
    run(&["verfy"]).expect_failure(2, "'verify'");
}

#[test]
fn a_hostile_subject_does_not_reach_the_terminal() {
    let key = Key::p256("hostile");
    let hostile = Certificate::root("\u{1b}]0;owned\u{7}\u{202e}evil", &key).self_signed();
    let folder = Folder::new();
    let chain = folder.write("hostile.der", hostile.der());
    for arguments in [
        vec!["verify", &chain, "--host", HOST],
        vec!["verify", &chain, "--host", HOST, "--json"],
        vec!["show", &chain],
        vec!["show", &chain, "--json"],
    ] {
        let ran = run(&arguments);
        let is_plain =
            |c: char| c == '\n' || !(c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
        assert!(ran.out.chars().all(is_plain), "{ran:?}");
        assert!(ran.out.contains("evil"), "{ran:?}");
    }
}

#[test]
fn the_picture_is_one_file() {
    let (folder, sound) = (Folder::new(), Sound::new());
    let chain = folder.write("chain.der", sound.chain());
    let root = folder.write("root.pem", sound.root.pem());
    let picture = folder.path("picture.svg");
    run(&[
        "verify", &chain, "--host", HOST, "--root", &root, "--at", AT, "--svg", &picture,
    ])
    .expect(0, "is trusted");
    let svg = std::fs::read_to_string(&picture).unwrap();
    assert!(svg.starts_with("<svg") || svg.starts_with("<?xml"), "{svg}");
    let nowhere = folder.path("no/such/folder.svg");
    run(&[
        "verify", &chain, "--host", HOST, "--root", &root, "--at", AT, "--svg", &nowhere,
    ])
    .expect_failure(3, "folder.svg");
}
