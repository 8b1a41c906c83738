//! From the options about trust to a context.

use std::path::{Path, PathBuf};

use tlsverify::cert::ChainError;
use tlsverify::path::{Purpose, RuleSet};
use tlsverify::revocation::{ListError, RevocationLists};
use tlsverify::verdict::Verdict;
use tlsverify::verdict::words;
use tlsverify::verifier::{CallError, Config, ConfigError, Context, Mode, Request};

use crate::arguments::{self, Trust};
use crate::failure::Failure;
use crate::input;

/// The files that the options name.
pub(crate) fn files(trust: &Trust) -> impl Iterator<Item = &PathBuf> {
    trust
        .root
        .iter()
        .chain(&trust.pin)
        .chain(&trust.intermediates)
        .chain(&trust.crl)
}

/// A context that refuses, with everything that the options ask for, and what was odd about their files.
pub(crate) fn context(
    trust: &Trust,
    host: Option<&str>,
) -> Result<(Context, Vec<String>), Failure> {
    let mut notes = Vec::new();
    let mut config = Config::default();
    config.set_mode(Mode::Enforce);
    config.use_mozilla_roots(!trust.no_mozilla_roots);
    config.set_rules(match trust.rules {
        arguments::Rules::Browser => RuleSet::Browser,
        arguments::Rules::Rfc5280 => RuleSet::Rfc5280,
        arguments::Rules::Cabf => RuleSet::Cabf,
    });
    config.set_purpose(match trust.purpose {
        Some(arguments::Purpose::Server) | None => Purpose::Server,
        Some(arguments::Purpose::Client) => Purpose::Client,
        Some(arguments::Purpose::Any) => Purpose::Any,
    });
    if let Some(count) = trust.max_intermediates {
        config.set_max_intermediates(usize::from(count));
    }
    if trust.allow_unknown_revocation {
        config.refuse_unknown_revocation(false);
    }
    for path in &trust.root {
        add_roots(&mut config, path, &mut notes)?;
    }
    for path in &trust.pin {
        add_pin(&mut config, path, host, &mut notes)?;
    }
    for path in &trust.intermediates {
        let input = input::read(path)?;
        config
            .add_intermediates(&input.certificates.concat())
            .map_err(|error| cannot(&input.name, error))?;
        notes.extend(input.notes);
    }
    if trust.system_roots {
        config
            .add_system_roots()
            .map_err(|error| cannot("the roots of this system", error))?;
    }
    let context = Context::new();
    context
        .change(|settings| {
            *settings = config;
            Ok(())
        })
        .map_err(|error| cannot("the settings", error))?;
    Ok((context, notes))
}

/// The revocation lists in the files that the options name.
pub(crate) fn lists(trust: &Trust) -> Result<RevocationLists, Failure> {
    let mut lists = RevocationLists::new();
    for path in &trust.crl {
        let input = input::read_lists(path)?;
        for der in &input.lists {
            lists.add(der).map_err(|error| {
                let why = match error {
                    ListError::Empty => "it is empty",
                    ListError::BadEncoding => "what is in it is no revocation list",
                    ListError::TooLarge => "all revocation lists together are larger than 64 MiB",
                    ListError::TooMany => "there are more than 1,000 revocation lists",
                };
                Failure::Cannot(format!("{}: {why}", input.name))
            })?;
        }
    }
    Ok(lists)
}

fn add_roots(config: &mut Config, path: &Path, notes: &mut Vec<String>) -> Result<(), Failure> {
    let input = input::read(path)?;
    let mut added = 0_usize;
    let mut last_error = ConfigError::Empty;
    for (position, der) in input.certificates.iter().enumerate() {
        match config.add_root(der) {
            Ok(()) => added = added.saturating_add(1),
            Err(error) => {
                last_error = error;
                notes.push(format!(
                    "certificate {} of {} is not trusted as a root: {}",
                    position.saturating_add(1),
                    input.name,
                    describe(error)
                ));
            }
        }
    }
    if added == 0 {
        return Err(cannot(&input.name, last_error));
    }
    notes.extend(input.notes);
    Ok(())
}

fn add_pin(
    config: &mut Config,
    path: &Path,
    host: Option<&str>,
    notes: &mut Vec<String>,
) -> Result<(), Failure> {
    let input = input::read(path)?;
    let [der] = input.certificates.as_slice() else {
        return Err(Failure::Cannot(format!(
            "{}: {} certificates; a pin is exactly one, the peer's own",
            input.name,
            input.certificates.len()
        )));
    };
    config
        .add_cert(host.map(str::as_bytes), der)
        .map_err(|error| {
            if error == ConfigError::BadHostname {
                bad_hostname(host)
            } else {
                cannot(&input.name, error)
            }
        })?;
    notes.extend(input.notes);
    Ok(())
}

fn cannot(what: &str, error: ConfigError) -> Failure {
    Failure::Cannot(format!("{what}: {}", describe(error)))
}

const fn describe(error: ConfigError) -> &'static str {
    match error {
        ConfigError::BadEncoding => "a certificate in it cannot be read",
        ConfigError::NotACertificate => "it is not a certificate",
        ConfigError::TooLarge => "it is too large",
        ConfigError::TooMany => "it has too many certificates",
        ConfigError::NotACa => {
            "it is not a CA certificate; --pin trusts one certificate of a server"
        }
        ConfigError::OldRoot => {
            "a certificate of version 1 or 2 cannot say that it is a CA; --pin trusts one certificate of a server"
        }
        ConfigError::BadHostname => "the host name is not one",
        ConfigError::BadArgument => "a value is out of range",
        ConfigError::Io => "it cannot be read",
        ConfigError::Empty => "nothing usable in it",
    }
}

/// Judges a chain of DER certificates; `source` says where it is from.
pub(crate) fn judge(
    context: &Context,
    host: Option<&str>,
    chain: &[u8],
    (at, lists): (Option<i64>, &RevocationLists),
    source: &str,
) -> Result<Verdict, Failure> {
    let request = Request {
        hostname: host.map(str::as_bytes),
        chain,
        time: at,
        wants_report: true,
        lists: Some(lists),
    };
    context.verify(&request).map_err(|error| match error {
        CallError::BadHostname => bad_hostname(host),
        CallError::Chain(error) => Failure::Cannot(format!("{source}: {}", chain_error(error))),
        CallError::NoRoots => Failure::Usage(
            "nothing is trusted: --no-mozilla-roots needs --root, --pin or --system-roots"
                .to_owned(),
        ),
        CallError::Clock => Failure::Cannot(
            "the clock of this machine shows a time before 2020; set it, or use --at".to_owned(),
        ),
        CallError::Recursion => Failure::Cannot("a hook verifies inside itself".to_owned()),
    })
}

fn bad_hostname(host: Option<&str>) -> Failure {
    let host = host.unwrap_or_default();
    let why = tlsverify::name::ReferenceId::parse(host.as_bytes())
        .err()
        .map_or("a host name is needed (--host)", |bad| bad.describe());
    Failure::Usage(format!(
        "\"{}\" is no host name: {why}",
        words::escaped(host)
    ))
}

const fn chain_error(error: ChainError) -> &'static str {
    match error {
        ChainError::Empty => "no certificate at all",
        ChainError::TooLarge => "the chain is larger than 1 MiB",
        ChainError::TooMany => "the chain has more than 100 certificates",
        ChainError::BadEncoding => {
            "what is in it is no whole certificate: it is damaged or cut off"
        }
        ChainError::NotACertificate => "the first element is not a certificate",
    }
}
