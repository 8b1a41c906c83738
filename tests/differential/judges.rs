//! The three judges: ours, rustls-webpki and OpenSSL. Each is given the same chain, anchors, host and time.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use tempfile::TempDir;
use tlsverify::path::RuleSet;
use tlsverify::verdict::Outcome;
use tlsverify::verifier::{Context, Mode, Request};

use crate::native;

/// One question to all judges.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where it comes from, for people.
    pub label: String,
    pub host: String,
    pub time: i64,
    pub chain: Vec<Vec<u8>>,
    pub roots: Vec<Vec<u8>>,
}

/// An answer of ours.
#[derive(Clone, Debug)]
pub struct Ours {
    pub is_accepted: bool,
    /// Name of the reason or, if a call failed, the error.
    pub reason: String,
    pub depth: i32,
    /// Our sentence, for reproducers.
    pub message: String,
    /// The best path.
    pub path: Vec<Vec<u8>>,
}

/// An answer of another judge.
#[derive(Clone, Debug)]
pub struct Theirs {
    pub is_accepted: bool,
    pub error: String,
}

/// Judges with the library.
pub fn ours(input: &Input) -> Ours {
    let context = Context::new();
    let mut refused_root = None;
    context
        .change(|config| {
            config.set_mode(Mode::Enforce);
            config.use_mozilla_roots(false);
            config.set_rules(RuleSet::Browser);
            for root in &input.roots {
                if let Err(why) = config.add_root(root) {
                    refused_root.get_or_insert(format!("add_root: {why:?}"));
                }
            }
            Ok(())
        })
        .unwrap();
    let answer = context.verify(&Request {
        hostname: Some(input.host.as_bytes()),
        chain: &input.chain.concat(),
        time: Some(input.time),
        wants_report: true,
        lists: None,
    });
    let refused = |reason| Ours {
        is_accepted: false,
        reason,
        depth: -1,
        message: String::new(),
        path: Vec::new(),
    };
    match answer {
        Ok(verdict) if verdict.outcome == Outcome::Verified => Ours {
            is_accepted: true,
            reason: "accepted".to_owned(),
            depth: -1,
            message: String::new(),
            path: verdict.path,
        },
        // A root that was refused is the reason why the path does not end at one.
        Ok(_) | Err(_) if refused_root.is_some() => refused(refused_root.unwrap_or_default()),
        Ok(verdict) => Ours {
            is_accepted: false,
            reason: verdict.reason.map_or("NONE", |r| r.row().name).to_owned(),
            depth: verdict.depth,
            message: verdict.message.into_owned(),
            path: verdict.path,
        },
        Err(error) => refused(format!("{error:?}")),
    }
}

/// Judges with rustls-webpki.
pub fn webpki(input: &Input) -> Theirs {
    match webpki_verdict(input) {
        Ok(()) => Theirs {
            is_accepted: true,
            error: "accepted".to_owned(),
        },
        Err(error) => {
            let text = format!("{error:?}");
            let end = text.find([' ', '(', '{']).unwrap_or(text.len());
            Theirs {
                is_accepted: false,
                error: text[..end].trim_end_matches("Context").to_owned(),
            }
        }
    }
}

fn webpki_verdict(input: &Input) -> Result<(), webpki::Error> {
    let roots: Vec<CertificateDer<'_>> = input.roots.iter().map(|der| der[..].into()).collect();
    let chain: Vec<CertificateDer<'_>> = input.chain.iter().map(|der| der[..].into()).collect();
    let anchors: Vec<TrustAnchor<'_>> = roots
        .iter()
        .filter_map(|root| webpki::anchor_from_trusted_cert(root).ok())
        .collect();
    let end_entity = webpki::EndEntityCert::try_from(&chain[0])?;
    let time = UnixTime::since_unix_epoch(Duration::from_secs(input.time.unsigned_abs()));
    end_entity.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &anchors,
        &chain[1..],
        time,
        webpki::KeyUsage::server_auth(),
        None,
        None,
    )?;
    let name = ServerName::try_from(input.host.as_str())
        .map_err(|_| webpki::Error::MalformedDnsIdentifier)?;
    end_entity.verify_is_valid_for_subject_name(&name)
}

/// The program that judges with OpenSSL.
pub struct Openssl {
    program: PathBuf,
    /// Where it lies, until it is no longer needed.
    _folder: TempDir,
}

impl Openssl {
    /// Builds it; without a C compiler or OpenSSL's headers, says what is not tested.
    pub fn build() -> Option<Self> {
        const UNTESTED: &str = "differences from OpenSSL";
        if !native::have_c(UNTESTED) || !native::have("pkg-config", UNTESTED) {
            return None;
        }
        let flags = native::finish(native::command("pkg-config").args([
            "--cflags",
            "--libs",
            "libcrypto >= 3.0",
        ]));
        if !flags.status.success() {
            native::skip("libssl-dev 3.0", UNTESTED);
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("openssl_judge");
        native::run(
            native::command("cc")
                .args(["-std=c11", "-O1"])
                .args(native::STRICT)
                .arg("-o")
                .arg(&program)
                .arg("tests/differential/openssl_judge.c")
                .args(String::from_utf8_lossy(&flags.stdout).split_whitespace()),
        );
        Some(Self {
            program,
            _folder: folder,
        })
    }

    /// Judges all inputs, in one process.
    pub fn judge<'i>(&self, inputs: impl Iterator<Item = &'i Input> + Send) -> Vec<Theirs> {
        let mut process = Command::new(&self.program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut questions = BufWriter::new(process.stdin.take().unwrap());
        let answers = BufReader::new(process.stdout.take().unwrap());
        let answers = thread::scope(|scope| {
            scope.spawn(move || {
                for input in inputs {
                    questions.write_all(&encode(input)).unwrap();
                }
            });
            answers.lines().map(|line| decode(&line.unwrap())).collect()
        });
        assert!(process.wait().unwrap().success(), "the OpenSSL judge fails");
        answers
    }
}

/// As `openssl_judge.c` reads it.
fn encode(input: &Input) -> Vec<u8> {
    let number = |count: usize| u32::try_from(count).unwrap().to_be_bytes();
    let string = |octets: &[u8]| [&number(octets.len()), octets].concat();
    let list = |list: &[Vec<u8>]| {
        let strings: Vec<u8> = list.iter().flat_map(|octets| string(octets)).collect();
        [&number(list.len())[..], &strings].concat()
    };
    [
        &input.time.to_be_bytes()[..],
        &string(input.host.as_bytes()),
        &list(&input.roots),
        &list(&input.chain),
    ]
    .concat()
}

fn decode(line: &str) -> Theirs {
    let mut words = line.splitn(3, ' ');
    let code: i32 = words.next().unwrap().parse().unwrap();
    Theirs {
        is_accepted: code == 0,
        error: words.nth(1).unwrap_or_default().to_owned(),
    }
}
