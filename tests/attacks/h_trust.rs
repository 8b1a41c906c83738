//! Family H, trust store and time.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, fs, thread};

use tlsverify::verdict::Outcome;
use tlsverify::verifier::{CallError, ConfigError, Context, Mode, Request};
use tlsverify_forge::{Certificate, Issued, Key, der, time};

use crate::common::judge;
use crate::scene::{self, Ca, EndEntity, HOST, NOW, Root, Scene, question};

/// A context that enforces and trusts nobody.
fn context() -> Context {
    let context = Context::new();
    let configured = context.change(|config| {
        config.set_mode(Mode::Enforce);
        config.use_mozilla_roots(false);
        Ok(())
    });
    configured.unwrap();
    context
}

fn verify(context: &Context, chain: &[u8]) -> Result<Outcome, CallError> {
    let verdict = context.verify(&Request {
        hostname: Some(HOST.as_bytes()),
        chain,
        time: Some(NOW),
        wants_report: false,
        lists: None,
    });
    verdict.map(|verdict| verdict.outcome)
}

#[test]
fn h01_no_roots_is_an_error_and_not_no_check() {
    let made = Scene::new().made();
    let mut asked = made.question.clone();
    asked.roots.clear();
    scene::errs(&asked, "ERR_NO_ROOTS");
    asked.warns = true;
    scene::errs(&asked, "ERR_NO_ROOTS");
    scene::accepts(&made.question);
}

#[test]
fn h02_roots_that_change_meanwhile_give_one_answer_or_the_other() {
    let made = Scene::new().made();
    let other = Certificate::root("Other", &Key::p256("other")).self_signed();
    let with = context();
    with.change(|config| config.add_root(other.der())).unwrap();
    assert_eq!(verify(&with, &made.question.chain), Ok(Outcome::Rejected));
    with.change(|config| config.add_root(made.root.der()))
        .unwrap();
    assert_eq!(verify(&with, &made.question.chain), Ok(Outcome::Verified));
    let is_over = AtomicBool::new(false);
    let (shared, over) = (&with, &is_over);
    let counts: Vec<(u32, u32)> = thread::scope(|scope| {
        let verifiers: Vec<_> = (0..64)
            .map(|_| {
                let chain = &made.question.chain;
                scope.spawn(move || {
                    let (mut verified, mut rejected) = (0, 0);
                    for _ in 0..30 {
                        match verify(shared, chain) {
                            Ok(Outcome::Verified) => verified += 1,
                            Ok(Outcome::Rejected) => rejected += 1,
                            other => panic!("{other:?}"),
                        }
                    }
                    (verified, rejected)
                })
            })
            .collect();
        let changer = scope.spawn(move || {
            while !over.load(Ordering::Relaxed) {
                for purpose in [
                    tlsverify::path::Purpose::Client,
                    tlsverify::path::Purpose::Server,
                ] {
                    let changed = shared.change(|config| {
                        config.set_purpose(purpose);
                        config.add_root(other.der())
                    });
                    changed.unwrap();
                    thread::yield_now();
                }
            }
        });
        let counts = verifiers
            .into_iter()
            .map(|verifier| verifier.join().unwrap())
            .collect();
        over.store(true, Ordering::Relaxed);
        changer.join().unwrap();
        counts
    });
    assert_eq!(
        counts
            .iter()
            .map(|(verified, rejected)| verified + rejected)
            .sum::<u32>(),
        64 * 30
    );
    assert_eq!(verify(&with, &made.question.chain), Ok(Outcome::Verified));
}

#[test]
fn h03_an_earlier_acceptance_says_nothing_about_the_next() {
    let made = Scene::new().made();
    let context = context();
    context
        .change(|config| config.add_root(made.root.der()))
        .unwrap();
    let chain = &made.question.chain;
    for _ in 0..3 {
        assert_eq!(verify(&context, chain), Ok(Outcome::Verified));
    }
    // Another host, another time, another context: each is judged anew.
    let at = |time: i64| {
        let request = Request {
            hostname: Some(HOST.as_bytes()),
            chain,
            time: Some(time),
            wants_report: false,
            lists: None,
        };
        context.verify(&request).unwrap().outcome
    };
    assert_eq!(at(time::END_ENTITY_NOT_AFTER + 1), Outcome::Rejected);
    assert_eq!(at(NOW), Outcome::Verified);
    context
        .change(|config| config.distrust(&made.root.sha256()))
        .unwrap();
    assert_eq!(verify(&context, chain), Ok(Outcome::Rejected));
    // The bundled roots can be taken away again.
    let bundled = self::context();
    bundled
        .change(|config| {
            config.use_mozilla_roots(true);
            Ok(())
        })
        .unwrap();
    assert_eq!(verify(&bundled, chain), Ok(Outcome::Rejected));
    bundled
        .change(|config| {
            config.use_mozilla_roots(false);
            Ok(())
        })
        .unwrap();
    assert_eq!(verify(&bundled, chain), Err(CallError::NoRoots));
}

#[test]
fn h04_only_a_ca_certificate_becomes_a_root() {
    let end_entity = Scene::new().made().end_entity;
    let asked = question(&[&end_entity], &[&end_entity]);
    scene::errs(&asked, "CONFIG ERR_NOT_A_CA");
    // By every way in.
    for text in [end_entity.pem().into_bytes(), b"no certificate".to_vec()] {
        assert_eq!(
            context().change(|config| config.add_roots_pem(&text)).err(),
            Some(ConfigError::Empty)
        );
    }
    Scene::new()
        .with(Root, |c| c.basic_constraints(false, None))
        .errs("CONFIG ERR_NOT_A_CA");
    Scene::new()
        .with(Root, Certificate::v1)
        .errs("CONFIG ERR_OLD_ROOT");
    let both = format!("{}{}", end_entity.pem(), Scene::new().made().root.pem());
    let added = context()
        .change(|config| config.add_roots_pem(both.as_bytes()))
        .unwrap();
    assert_eq!((added.count, added.passed_over.len()), (1, 1));
}

#[test]
fn h05_what_is_distrusted_stays_so_whoever_trusts_it() {
    let made = Scene::new().made();
    for sha256 in [
        made.root.sha256(),
        tlsverify_forge::Hash::Sha256.digest(&made.root.key().spki()),
    ] {
        let mut asked = made.question.clone();
        asked.distrust = vec![sha256];
        // Trusted twice over, and the other way round in time: the list wins.
        asked.roots = vec![made.root.der().to_vec(); 2];
        scene::refuses(&asked, "DISTRUSTED", 2);
    }
    // A file that marks a root as rejected for some use: its mark is no certificate, so nothing is trusted by mistake.
    let marked = [
        made.root.der(),
        &der::sequence(&[der::sequence(&[der::oid("1.3.6.1.5.5.7.3.1")])]),
    ]
    .concat();
    let text = tlsverify_forge::pem("TRUSTED CERTIFICATE", &marked);
    assert_eq!(
        context()
            .change(|config| config.add_roots_pem(text.as_bytes()))
            .err(),
        Some(ConfigError::Empty)
    );
    let text = tlsverify_forge::pem("CERTIFICATE", &marked);
    assert_eq!(
        context()
            .change(|config| config.add_roots_pem(text.as_bytes()))
            .err(),
        Some(ConfigError::Empty)
    );
    // A bundled root of which the chain is real.
    let root = webpki_root_certs::TLS_SERVER_ROOT_CERTS[0].as_ref();
    let blocked = tlsverify_forge::Hash::Sha256.digest(root);
    let mut asked = question(&[&Issued::clone(&made.end_entity).with_der(root)], &[]);
    (asked.mozilla_roots, asked.distrust) = (true, vec![blocked]);
    scene::refuses(&asked, "DISTRUSTED", 0);
}

const CHILD: &str = "TV_ATTACK_CHILD";

/// Run by the test below in a process whose environment names hostile roots.
#[test]
fn h06_child_with_a_hostile_environment() {
    if env::var_os(CHILD).is_none() {
        return;
    }
    let made = Scene::new().made();
    let default = Context::new();
    default
        .change(|config| {
            config.set_mode(Mode::Enforce);
            Ok(())
        })
        .unwrap();
    assert_eq!(
        verify(&default, &made.question.chain),
        Ok(Outcome::Rejected)
    );
    let mut asked = made.question.clone();
    asked.roots.clear();
    asked.mozilla_roots = true;
    scene::refuses(&asked, "UNKNOWN_ISSUER", 1);
}

#[test]
fn h06_the_environment_trusts_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("roots.pem");
    fs::write(&file, Scene::new().made().root.pem()).unwrap();
    let mut child = Command::new(env::current_exe().unwrap());
    child
        .args(["--exact", "h_trust::h06_child_with_a_hostile_environment"])
        .env(CHILD, "1");
    for name in [
        "SSL_CERT_FILE",
        "CURL_CA_BUNDLE",
        "REQUESTS_CA_BUNDLE",
        "NODE_EXTRA_CA_CERTS",
        "TLSVERIFY_ROOTS",
        "TV_ROOTS",
    ] {
        child.env(name, &file);
    }
    child.env("SSL_CERT_DIR", folder.path());
    let output = child.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}

#[test]
fn h07_every_time_there_is_has_an_answer() {
    let at = |time: i64| {
        let mut asked = Scene::new().made().question;
        asked.time = time;
        asked
    };
    for time in [0, -1, 1, i64::MIN, i64::MIN + 1, -(1 << 31), -(1 << 32)] {
        scene::refuses(&at(time), "NOT_YET_VALID", 0);
    }
    for time in [
        1 << 31,
        (1 << 31) - 1,
        1 << 32,
        i64::MAX,
        i64::MAX - 1,
        253_402_300_799,
        253_402_300_800,
    ] {
        scene::refuses(&at(time), "EXPIRED", 0);
    }
    // Certificates that live beyond 2038, to the end of what can be written, and from before 1970.
    let ages = |first: i64, last: i64| {
        let change = move |c: Certificate| c.valid(first, last);
        Scene::new()
            .with(Root, change)
            .with(Ca, change)
            .with(EndEntity, change)
    };
    let (begin, end) = (time::at(1950, 1, 1), time::at(9999, 12, 31) + time::DAY - 1);
    for now in [begin, -1, 0, (1 << 31) - 1, 1 << 31, 1 << 32, end] {
        ages(begin, end)
            .asked(|question| question.time = now)
            .accepted();
    }
    ages(begin, end)
        .asked(|question| question.time = end + 1)
        .refused("EXPIRED", 0);
    ages(begin, end)
        .asked(|question| question.time = begin - 1)
        .refused("NOT_YET_VALID", 0);
    // A leap second is no second of this calendar; the one before it is the last.
    let leap = der::tlv(0x17, b"161231235960Z");
    Scene::new()
        .with(EndEntity, |c| c.not_before_raw(&leap))
        .refused("BAD_TIME", 0);
    let before = time::at(2017, 1, 1) - 1;
    ages(begin, before)
        .asked(|question| question.time = before)
        .accepted();
    ages(begin, before)
        .asked(|question| question.time = before + 1)
        .refused("EXPIRED", 0);
}

/// A clock that was never set is noticed when it is read (`ERR_CLOCK`, src/verifier/clock.rs); a time that is given is
/// taken at its word, and the certificates are then not valid yet.
#[test]
fn h08_a_clock_before_everything_is_told_from_a_bad_certificate() {
    let made = Scene::new().made();
    let mut asked = made.question.clone();
    asked.time = 0;
    scene::refuses(&asked, "NOT_YET_VALID", 0);
    let verdict = judge::verdict(&asked).unwrap().unwrap();
    assert!(verdict.hint.contains("future"), "{}", verdict.hint);
    let status = tlsverify::ffi::status::tv_status::from(CallError::Clock);
    assert_eq!(status, tlsverify::ffi::status::tv_status::TV_ERR_CLOCK);
}

#[test]
fn h09_a_file_of_roots_that_is_damaged_changes_nothing() {
    let made = Scene::new().made();
    let context = context();
    context
        .change(|config| config.add_root(made.root.der()))
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("roots.pem");
    let pem = made.root.pem();
    let broken = pem.replace('A', "!");
    for (contents, error) in [
        (&b""[..], ConfigError::Empty),
        (&pem.as_bytes()[..pem.len() / 2], ConfigError::Empty),
        (broken.as_bytes(), ConfigError::Empty),
        (&made.root.der()[..100], ConfigError::Empty),
        (&[0; 4_096], ConfigError::Empty),
    ] {
        fs::write(&file, contents).unwrap();
        assert_eq!(
            context.change(|config| config.add_roots_file(&file)).err(),
            Some(error)
        );
        assert_eq!(
            verify(&context, &made.question.chain),
            Ok(Outcome::Verified)
        );
    }
    let missing = folder.path().join("missing.pem");
    assert_eq!(
        context
            .change(|config| config.add_roots_file(&missing))
            .err(),
        Some(ConfigError::Io)
    );
    assert_eq!(
        context
            .change(|config| config.add_roots_file(folder.path()))
            .err(),
        Some(ConfigError::Io)
    );
    // Half a file: what stands whole in it is taken, and the rest is reported.
    let other = Certificate::root("Other", &Key::p256("other"))
        .self_signed()
        .pem();
    fs::write(&file, format!("{pem}{}", &other[..other.len() / 2])).unwrap();
    let added = context
        .change(|config| config.add_roots_file(&file))
        .unwrap();
    assert_eq!((added.count, added.passed_over.len()), (1, 1));
    assert_eq!(
        verify(&context, &made.question.chain),
        Ok(Outcome::Verified)
    );
}
