//! STARTTLS: each protocol with a server that agrees, one that does not offer it, and one that injects.

use rustls::version::TLS13;
use tlsverify_forge::Key;

use crate::chains::{HOST, Sound};
use crate::program::{Folder, Ran, run};
use crate::server::{Step, config, play, say, serve, serve_script, shake};

const LDAP_YES: &[u8] = b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00";
/// The same in the long form of Microsoft's server.
const LDAP_LONG: &[u8] =
    b"\x30\x84\x00\x00\x00\x10\x02\x01\x01\x78\x84\x00\x00\x00\x07\x0a\x01\x00\x04\x00\x04\x00";
const LDAP_NO: &[u8] = b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00";

/// What comes before the last answer, and the answer that agrees.
fn agreeing(protocol: &str) -> (Vec<Step>, Vec<u8>) {
    let hear = Step::Hear;
    match protocol {
        "smtp" => (
            vec![
                say("220-mail.example\r\n220 ready\r\n"),
                hear(b"EHLO tlsverify.invalid\r\n"),
                say("250-mail.example\r\n250-SIZE 1000\r\n250-starttls\r\n250 HELP\r\n"),
                hear(b"STARTTLS\r\n"),
            ],
            b"220 go ahead\r\n".to_vec(),
        ),
        "imap" => (
            vec![
                say("* OK [CAPABILITY IMAP4rev1] ready\r\n"),
                hear(b"a1 CAPABILITY\r\n"),
                say("* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na1 OK done\r\n"),
                hear(b"a2 STARTTLS\r\n"),
            ],
            b"a2 OK begin\r\n".to_vec(),
        ),
        "pop3" => (
            vec![
                say("+OK ready\r\n"),
                hear(b"CAPA\r\n"),
                say("+OK list\r\nUSER\r\nSTLS\r\n.\r\n"),
                hear(b"STLS\r\n"),
            ],
            b"+OK begin\r\n".to_vec(),
        ),
        "ldap" => (vec![hear(b"1.3.6.1.4.1.1466.20037")], LDAP_YES.to_vec()),
        "postgres" => (
            vec![hear(&[0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f])],
            b"S".to_vec(),
        ),
        "xmpp" => (
            vec![
                hear(b"to='www.example.org'"),
                say("<?xml version='1.0'?><stream:stream id='1'><stream:features>"),
                say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>"),
                hear(b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
            ],
            b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>".to_vec(),
        ),
        other => panic!("no script for {other}"),
    }
}

/// Serves a dialogue, then TLS.
fn connect(protocol: &str, mut steps: Vec<Step>, answer: &[u8]) -> Ran {
    let (folder, sound) = (Folder::new(), Sound::new());
    let root = folder.write("root.pem", sound.root.pem());
    let config = config(
        &[&sound.end_entity, &sound.ca],
        &Key::p256("server"),
        &[&TLS13],
    );
    steps.push(say(answer));
    let address = serve("127.0.0.1:0", move |mut stream| {
        if play(&mut stream, steps) {
            shake(&mut stream, config);
        }
    });
    let target = address.to_string();
    let options = ["--sni", HOST, "--root", &root, "--at", "2026-06-01"];
    run(&[&["connect", &target, "--starttls", protocol], &options[..]].concat())
}

const ALL: [&str; 6] = ["smtp", "imap", "pop3", "ldap", "postgres", "xmpp"];

#[test]
fn each_protocol_changes_to_tls() {
    for protocol in ALL {
        let (steps, answer) = agreeing(protocol);
        connect(protocol, steps, &answer)
            .expect(0, "is trusted")
            .expect(0, &format!("after STARTTLS ({protocol})"));
    }
    let (steps, _) = agreeing("ldap");
    connect("ldap", steps, LDAP_LONG).expect(0, "is trusted");
    let (steps, _) = agreeing("xmpp");
    let spelled_out = b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'></proceed>";
    connect("xmpp", steps, spelled_out).expect(0, "is trusted");
}

#[test]
fn data_injected_before_tls_ends_it() {
    for protocol in ALL {
        let (steps, answer) = agreeing(protocol);
        connect(
            protocol,
            steps,
            &[&answer, &b"a3 OK injected\r\n"[..]].concat(),
        )
        .expect_failure(3, "injecting data");
    }
}

#[test]
fn a_server_that_does_not_agree_is_quoted() {
    let answers: [(&str, &[u8]); 6] = [
        ("smtp", b"454 not now \x1b[2J\r\n"),
        ("imap", b"a2 NO not now \x1b[2J\r\n"),
        ("pop3", b"-ERR not now \x1b[2J\r\n"),
        ("ldap", LDAP_NO),
        ("postgres", b"N"),
        (
            "xmpp",
            b"<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
        ),
    ];
    for (protocol, answer) in answers {
        let (steps, _) = agreeing(protocol);
        let ran = connect(protocol, steps, answer);
        ran.expect_failure(3, "does not offer STARTTLS");
        assert!(!ran.err.contains('\u{1b}'), "{ran:?}");
    }
}

#[test]
fn a_server_that_does_not_offer_it_is_not_asked() {
    let hear = Step::Hear;
    let offers = [
        (
            "smtp",
            vec![
                say("220 ready\r\n"),
                hear(b"EHLO"),
                say("250-x\r\n250 STARTTLSX\r\n"),
            ],
        ),
        (
            "imap",
            vec![
                say("* OK\r\n"),
                hear(b"a1"),
                say("* CAPABILITY IMAP4rev1\r\na1 OK\r\n"),
            ],
        ),
        (
            "pop3",
            vec![say("+OK\r\n"), hear(b"CAPA"), say("+OK\r\nUSER\r\n.\r\n")],
        ),
        (
            "xmpp",
            vec![hear(b"to="), say("<stream:stream><stream:features/>")],
        ),
    ];
    for (protocol, steps) in offers {
        let target = serve_script(steps).to_string();
        run(&["connect", &target, "--starttls", protocol])
            .expect_failure(3, "does not offer STARTTLS");
    }
}

#[test]
fn talk_without_end_and_silence_are_bounded() {
    let long = vec![b'x'; 1 << 20];
    let many = "220-more\r\n".repeat(5000);
    for endless in [long, many.into_bytes()] {
        let target = serve_script(vec![say(endless)]).to_string();
        run(&["connect", &target, "--starttls", "smtp"]).expect_failure(3, "talks without end");
    }
    let silent = serve_script(vec![]).to_string();
    run(&["connect", &silent, "--starttls", "imap", "--timeout", "1"])
        .expect_failure(3, "no answer within 1 second");
    let gone = serve("127.0.0.1:0", drop).to_string();
    run(&["connect", &gone, "--starttls", "pop3"]).expect_failure(3, "before TLS began");
}
