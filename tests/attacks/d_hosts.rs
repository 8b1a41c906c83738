//! Family D, names: what the caller asks for.

use tlsverify::verifier::{CallError, Request};
use tlsverify_forge::GeneralName;

use crate::common::judge::{self, Use};
use crate::scene::{self, EndEntity, HOST, NOW, Scene};

const MISMATCH: &str = "NAME_MISMATCH";
const BAD: &str = "ERR_BAD_HOSTNAME";

fn dns(name: &str, host: &str) -> Scene {
    let name = GeneralName::tagged(2, name.as_bytes());
    Scene::new()
        .named(host)
        .with(EndEntity, |c| c.subject_alt_name(&[name]))
}

fn ip(address: &str, host: &str) -> Scene {
    let name = GeneralName::ip(address);
    Scene::new()
        .named(host)
        .with(EndEntity, |c| c.subject_alt_name(&[name]))
}

/// C has no way to say it: there a name ends at its first NUL.
#[test]
fn d02_a_host_with_a_nul_is_no_host() {
    let made = Scene::new().made();
    let context = judge::rust_context(&made.question).unwrap();
    for host in [
        &b"www.example.org\0"[..],
        b"www.example.org\0.evil.example",
        b"\0",
        b"\0www.example.org",
        b"www.exam\0ple.org",
    ] {
        let verdict = context.verify(&Request {
            hostname: Some(host),
            chain: &made.question.chain,
            time: Some(NOW),
            wants_report: false,
            lists: None,
        });
        assert_eq!(verdict.err(), Some(CallError::BadHostname), "{host:?}");
    }
    scene::accepts(&made.question);
}

#[test]
fn d11_odd_spellings_of_addresses_are_errors() {
    for host in [
        "010.0.0.1",
        "0x0a.1",
        "0x0a000001",
        "10.1",
        "10.0.1",
        "167772161",
        "10.0.0.1.",
        "10.0.0.01",
        "10.0.0.256",
        "10.0.0.1.1",
        "10.0.0",
        "10.0.0.1/8",
        "10.0.0.1:443",
        " 10.0.0.1",
        "10.0.0.1 ",
        "+10.0.0.1",
        "10.0.0.0x1",
        "\u{ff11}0.0.0.1",
        "\u{661}\u{660}.0.0.1",
    ] {
        ip("10.0.0.1", host).errs(BAD);
        dns(host.trim(), host).errs(BAD);
    }
    ip("10.0.0.1", "10.0.0.1").accepted();
    ip("8.0.0.1", "010.0.0.1").errs(BAD);
}

#[test]
fn d12_ipv6_is_compared_as_a_number_and_never_as_ipv4() {
    for host in [
        "2001:db8::1",
        "2001:DB8::1",
        "2001:0db8:0:0::0001",
        "2001:db8::0.0.0.1",
        "2001:db8:0:0:0:0:0:1",
    ] {
        ip("2001:db8::1", host).accepted();
        ip("2001:db8::2", host).refused(MISMATCH, 0);
    }
    for host in [
        "[2001:db8::1]",
        "2001:db8::1%eth0",
        "2001:db8::1%25eth0",
        "2001:db8::1/64",
        "2001:db8::1]:443",
        ":::1",
        "2001:db8::1::",
        "2001:db8:1",
        "12345::1",
        "::g",
        ":",
    ] {
        ip("2001:db8::1", host).errs(BAD);
    }
    let mapped = "::ffff:10.0.0.1";
    ip("10.0.0.1", mapped).refused(MISMATCH, 0);
    ip(mapped, "10.0.0.1").refused(MISMATCH, 0);
    ip(mapped, mapped).accepted();
    ip("::10.0.0.1", "10.0.0.1").refused(MISMATCH, 0);
}

#[test]
fn d14_one_dot_at_the_end_is_the_callers_only() {
    dns(HOST, "www.example.org.").accepted();
    dns("*.example.org", "www.example.org.").accepted();
    dns("www.example.org.", HOST).refused(MISMATCH, 0);
    dns("www.example.org.", "www.example.org.").refused(MISMATCH, 0);
    dns("*.example.org.", HOST).refused(MISMATCH, 0);
    for host in [
        "www.example.org..",
        "..",
        ".",
        ".www.example.org",
        "www..example.org",
    ] {
        dns(HOST, host).errs(BAD);
        dns(host, HOST).refused(MISMATCH, 0);
    }
}

#[test]
fn d15_only_ascii_letters_have_a_case() {
    dns("www.example.org", "WWW.Example.ORG").accepted();
    dns("WWW.EXAMPLE.ORG", "www.example.org").accepted();
    dns("*.EXAMPLE.ORG", "wWw.example.org").accepted();
    // A dotless i, a dotted I, a Kelvin sign, a long s, full-width letters: other characters, or no host name at all.
    for host in [
        "www.\u{131}.example",
        "www.\u{130}.example",
        "www.\u{212a}.example",
        "www.\u{17f}.example",
        "\u{ff57}ww.example",
    ] {
        for name in [
            "www.i.example",
            "www.k.example",
            "www.s.example",
            "www.example",
        ] {
            let answer = scene::never_accepts(&dns(name, host).made().question);
            assert!(
                [MISMATCH, "NONE"].contains(&answer.reason.as_str()),
                "{answer:?}"
            );
        }
    }
    // Case is letters, and not the bit that tells them apart.
    dns("www.ex@mple.org", "www.ex`mple.org").errs(BAD);
    dns("www.example[org", HOST).refused(MISMATCH, 0);
    dns("www\u{e}example.org", HOST).refused(MISMATCH, 0);
}

#[test]
fn d16_internationalised_names_are_compared_as_a_labels() {
    let a_label = "xn--bcher-kva.example";
    for host in [
        "b\u{fc}cher.example",
        "B\u{dc}CHER.example",
        "bu\u{308}cher.example",
        a_label,
        "XN--BCHER-KVA.example",
        "b\u{fc}cher\u{3002}example",
    ] {
        dns(a_label, host).accepted();
        dns("bucher.example", host).refused(MISMATCH, 0);
    }
    // What converts to nothing, to ASCII, or to something else than it says.
    for host in [
        "xn--.example",
        "xn--a.example",
        "xn--abc-.example",
        "xn--\u{fc}.example",
        "xn--99zzzzzzzzzz.example",
        "xn--bcher-kva8.example-",
        "\u{ad}.example",
        "a\u{200d}b\u{202e}.example",
        "\u{fffd}.example",
    ] {
        dns(host, host).errs(BAD);
        dns("abc.example", host).errs(BAD);
    }
    // In a certificate only A-labels count.
    let raw = GeneralName::tagged(2, "b\u{fc}cher.example".as_bytes());
    Scene::new()
        .named("b\u{fc}cher.example")
        .with(EndEntity, |c| c.subject_alt_name(&[raw]))
        .refused("BAD_SUBJECT_ALT_NAME", 0);
}

#[test]
fn d17_no_punycode_is_long_enough_to_hurt() {
    let label = |length: usize| format!("xn--{}", "9".repeat(length - 4));
    for length in [63, 64, 255, 4_096, 100_000] {
        for tail in ["", ".example", &".a".repeat(100)] {
            let host = label(length) + tail;
            dns("www.example.org", &host).errs(BAD);
            let name = GeneralName::tagged(2, host.as_bytes());
            Scene::new()
                .with(EndEntity, |c| c.subject_alt_name(&[name]))
                .refused(MISMATCH, 0);
        }
    }
    let letters = "\u{fc}".repeat(4_096);
    dns(HOST, &letters).errs(BAD);
    dns(HOST, &"\u{fc}.".repeat(2_000)).errs(BAD);
    // In a constraint on mailboxes, where such labels have overrun buffers.
    let base = GeneralName::email(&label(4_000));
    Scene::new()
        .with(scene::Ca, |c| c.name_constraints(&[], &[base]))
        .with(EndEntity, |c| {
            c.subject_alt_name(&[
                GeneralName::dns(HOST),
                GeneralName::email(&format!("a@{}", label(4_000))),
            ])
        })
        .refused("BAD_NAME_CONSTRAINTS", 1);
}

#[test]
fn d18_host_names_have_the_form_of_host_names() {
    let label = |length: usize| "a".repeat(length);
    let longest = [label(63), label(63), label(63), label(61)].join(".");
    for host in [
        &format!("{}.example", label(63)),
        &longest,
        "a_b.example",
        "_dmarc.example",
        "a--b.example",
        "1a.example",
        "a",
        "3com.example",
    ] {
        dns(host, host).accepted();
    }
    for host in [
        &format!("{}.example", label(64)),
        &format!("{longest}a"),
        "a..example",
        "-a.example",
        "a-.example",
        "a b.example",
        "a%00.example",
        "a/b.example",
        "a@example",
        "a.example:443",
        "https://a.example",
        "a.example/",
        "a.example?",
        "a.example#",
        "a,b.example",
        "a\\b.example",
        "a\n.example",
        "a\t",
        "\u{7f}.example",
    ] {
        dns(host, host).errs(BAD);
        dns(host, HOST).refused(MISMATCH, 0);
    }
}

#[test]
fn d20_the_name_check_cannot_be_left_out_by_leaving_out_the_name() {
    for host in ["", ".", " ", "\t"] {
        Scene::new().named(host).errs(BAD);
        Scene::new().named(host).purpose(Use::Client).errs(BAD);
    }
    let nameless = || Scene::new().asked(|question| question.name = None);
    nameless().errs(BAD);
    // Those who ask for no server may leave it out, by leaving it out altogether.
    nameless().purpose(Use::Any).accepted();
    nameless()
        .purpose(Use::Client)
        .refused("WRONG_EXTENDED_KEY_USAGE", 0);
    Scene::new()
        .named("other.example")
        .purpose(Use::Any)
        .refused(MISMATCH, 0);
}
