//! Modes, hooks and pins reach rustls, and its clock reaches us.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::pki_types::UnixTime;
use rustls::time_provider::TimeProvider;
use tlsverify::reason::Reason;
use tlsverify::verdict::Verdict;
use tlsverify::verifier::{
    Answer, Hook, HookSlot, HookStage, LogLevel, LogSink, MayOverride, Mode,
};

use crate::client::{self, talk};
use crate::context;
use crate::servers::Servers;

/// Collects lines.
#[derive(Default)]
struct Lines(Mutex<Vec<String>>);

impl LogSink for Lines {
    fn log(&self, _: LogLevel, text: &str) {
        self.0.lock().unwrap().push(text.to_owned());
    }
}

#[test]
fn the_warn_mode_goes_on_and_says_so() {
    let servers = Servers::start();
    for version in ["tls12", "tls13"] {
        let lines = Arc::new(Lines::default());
        let context = context(&servers, |settings| {
            settings.set_mode(Mode::Warn);
            settings.set_log(Some(lines.clone()));
        });
        let server = servers.server(&format!("wrong-name-{version}"));
        let config = client::config(&context, None);
        assert_eq!(talk(&config, server.port, &server.host).body(), "hello\n");
        let lines = lines.0.lock().unwrap();
        assert!(
            lines.len() == 1 && lines.concat().contains("NAME_MISMATCH"),
            "{lines:?}"
        );
    }
}

#[test]
fn without_validation_everybody_goes_on() {
    let servers = Servers::start();
    let context = context(&servers, |settings| settings.set_mode(Mode::Off));
    for server in &servers.ready.servers {
        if !server.needs_client_certificate {
            let config = client::config(&context, None);
            assert_eq!(talk(&config, server.port, &server.host).body(), "hello\n");
        }
    }
}

/// Answers the same whoever is asked about.
struct Always(Answer);

impl Hook for Always {
    fn ask(&self, hostname: Option<&str>, chain: &[u8], _: Option<&Verdict>) -> Answer {
        assert_eq!(hostname, Some("good.test"));
        assert!(!chain.is_empty());
        self.0
    }
}

#[test]
fn a_hook_refuses_accepts_and_defers() {
    let servers = Servers::start();
    let outcome = |id: &str, answer: Answer, may_override: u32| {
        let server = servers.server(id);
        let context = context(&servers, |settings| {
            let bits = MayOverride::from_bits(may_override).unwrap();
            let hook = HookSlot::new(Box::new(Always(answer)), bits);
            settings.set_hook(HookStage::After, Some(hook));
        });
        talk(&client::config(&context, None), server.port, &server.host)
    };
    for version in ["tls12", "tls13"] {
        let good = format!("good-{version}");
        let wrong = format!("wrong-name-{version}");
        let rejected = outcome(&good, Answer::Reject, 0);
        assert_eq!(rejected.refusal().reason(), Some(Reason::HookRejected));
        let nonsense = outcome(&good, Answer::Unknown(7), MayOverride::ALL);
        assert_eq!(nonsense.refusal().reason(), Some(Reason::HookBadAnswer));
        assert_eq!(outcome(&good, Answer::Defer, 0).body(), "hello\n");
        let accepted = outcome(&wrong, Answer::Accept, MayOverride::NAME);
        assert_eq!(accepted.body(), "hello\n");
        let other = outcome(&wrong, Answer::Accept, MayOverride::TIME);
        assert_eq!(other.refusal().reason(), Some(Reason::NameMismatch));
    }
}

#[test]
fn a_pinned_certificate_is_trusted_for_its_host() {
    let servers = Servers::start();
    for version in ["tls12", "tls13"] {
        let server = servers.server(&format!("self-signed-{version}"));
        let der = client::certificates(&server.pair.chain).remove(0);
        for (host, is_trusted) in [("good.test", true), ("other.test", false)] {
            let context = context(&servers, |settings| {
                settings.add_cert(Some(host.as_bytes()), &der).unwrap();
            });
            let talk = talk(&client::config(&context, None), server.port, &server.host);
            if is_trusted {
                assert_eq!(talk.body(), "hello\n");
            } else {
                assert_eq!(talk.refusal().reason(), Some(Reason::SelfSigned));
            }
        }
    }
}

/// A clock that is so many seconds ahead.
#[derive(Debug)]
struct Ahead(u64);

impl TimeProvider for Ahead {
    fn current_time(&self) -> Option<UnixTime> {
        let now = UnixTime::now().as_secs().saturating_add(self.0);
        Some(UnixTime::since_unix_epoch(Duration::from_secs(now)))
    }
}

/// Certificates of the servers are good for 89 days more.
#[test]
fn the_clock_is_the_one_of_the_configuration() {
    const DAY: u64 = 86_400;
    let servers = Servers::start();
    let server = servers.server("good-tls13");
    let context = context(&servers, |_| {});
    for (days, is_valid) in [(88, true), (90, false)] {
        let mut config = client::config(&context, None);
        Arc::make_mut(&mut config).time_provider = Arc::new(Ahead(days * DAY));
        let talk = talk(&config, server.port, &server.host);
        if is_valid {
            assert_eq!(talk.body(), "hello\n");
        } else {
            assert_eq!(talk.refusal().reason(), Some(Reason::Expired));
            assert!(
                talk.error().contains("the time judged at"),
                "{}",
                talk.error()
            );
        }
    }
}
