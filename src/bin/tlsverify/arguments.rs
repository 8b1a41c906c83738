//! What can be said on the command line. The help, the completions and the manual page are made from this alone.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use tlsverify::trust::bundled;

use crate::moment;

const EXIT_CODES: &str = "\
Exit codes:
  0  trusted (diff-roots: the sets are the same)
  1  refused (diff-roots: the sets differ)
  2  the command line is wrong
  3  something could not be read, or no connection could be made";

const EXAMPLES: &str = "\
Examples:
  tlsverify connect www.example.org
  tlsverify verify chain.pem --host www.example.org
  tlsverify show chain.pem
  tlsverify explain EXPIRED";

const VERIFY_EXAMPLES: &str = "\
Examples:
  tlsverify verify fullchain.pem --host www.example.org
  tlsverify verify server.pem intermediate.pem --host www.example.org --root company-ca.pem --no-mozilla-roots
  tlsverify verify device.der --host 192.0.2.1 --pin device.der
  tlsverify verify fullchain.pem --host www.example.org --at 2027-01-31
  openssl s_client -showcerts -connect host:443 </dev/null | tlsverify verify - --host host --json";

const CONNECT_EXAMPLES: &str = "\
Examples:
  tlsverify connect www.example.org
  tlsverify connect '[2001:db8::1]:8443' --sni www.example.org
  tlsverify connect mail.example.org --starttls smtp
  tlsverify connect intranet.example --root company-ca.pem --save chain.pem";

const SHOW_EXAMPLES: &str = "\
Examples:
  tlsverify show fullchain.pem
  tlsverify show server.der --json
  tlsverify roots --pem 'ISRG Root X1' | tlsverify show -";

const ROOTS_EXAMPLES: &str = "\
Examples:
  tlsverify roots
  tlsverify roots isrg
  tlsverify roots --pem > roots.pem";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  tlsverify explain
  tlsverify explain 301
  tlsverify explain expired
  tlsverify explain TV_REASON_UNKNOWN_ISSUER
  tlsverify explain X509_V_ERR_CERT_HAS_EXPIRED";

const DIFF_EXAMPLES: &str = "\
Examples:
  tlsverify diff-roots /etc/ssl/certs/ca-certificates.crt
  tlsverify diff-roots old-roots.pem --json";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  tlsverify completions bash > ~/.local/share/bash-completion/completions/tlsverify
  tlsverify completions fish > ~/.config/fish/completions/tlsverify.fish";

/// May I go on talking to this TLS peer, and if not, why?
///
/// Judges certificate chains, from files or as a server sends them, on the Mozilla roots or on your own, and says what to
/// do about a refusal. Only `connect` touches the network.
#[derive(Debug, Parser)]
#[command(name = "tlsverify", version = version(), after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
#[command(max_term_width = 100)]
pub(crate) struct Arguments {
    /// When to use colours
    ///
    /// `auto` means: on a terminal, unless NO_COLOR is set or TERM is "dumb".
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Version of the command and age of the roots in it.
fn version() -> String {
    format!(
        "{} (Mozilla roots {})",
        env!("CARGO_PKG_VERSION"),
        bundled::version()
    )
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge a certificate chain in files
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(Verify),
    /// Connect to a server and judge the chain that it sends
    #[command(after_help = CONNECT_EXAMPLES)]
    Connect(Connect),
    /// Print certificates in readable form
    #[command(after_help = SHOW_EXAMPLES)]
    Show(Show),
    /// List the Mozilla roots inside
    #[command(after_help = ROOTS_EXAMPLES)]
    Roots(Roots),
    /// Say what a reason means and what to do about it
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Compare the Mozilla roots inside with a file of roots
    #[command(after_help = DIFF_EXAMPLES)]
    DiffRoots(DiffRoots),
    /// Print completions for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(Completions),
}

#[derive(Args, Debug)]
pub(crate) struct Verify {
    /// Files in PEM or DER, the peer's own certificate first; `-` is standard input
    ///
    /// Several files are joined. In PEM, text between the blocks and private keys are ignored.
    #[arg(required = true, value_name = "CHAIN")]
    pub(crate) chain: Vec<PathBuf>,
    /// The host name or IP address that the peer has to be
    #[arg(long, value_name = "NAME", required_unless_present = "purpose")]
    pub(crate) host: Option<String>,
    #[command(flatten)]
    pub(crate) trust: Trust,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Args, Debug)]
pub(crate) struct Connect {
    /// Host name or IP address, and the port (443, or what is usual for the protocol of --starttls)
    #[arg(value_name = "HOST[:PORT]")]
    pub(crate) target: String,
    /// Begin in plain text and change to TLS as this protocol does
    #[arg(long, value_enum, value_name = "PROTOCOL")]
    pub(crate) starttls: Option<StartTls>,
    /// The server name to ask for, and to judge by, in place of HOST
    #[arg(long, value_name = "NAME")]
    pub(crate) sni: Option<String>,
    /// The name to judge by, if it is neither HOST nor that of --sni
    #[arg(long, value_name = "NAME")]
    pub(crate) host: Option<String>,
    /// Give up after so many seconds in all
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
    /// Write the chain as sent to this file, in PEM
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) trust: Trust,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StartTls {
    Smtp,
    Imap,
    Pop3,
    Ldap,
    Postgres,
    Xmpp,
}

/// Whom to trust, and how strictly to judge.
#[derive(Args, Debug)]
#[command(next_help_heading = "Trust")]
pub(crate) struct Trust {
    /// Trust the CA certificates in this file; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) root: Vec<PathBuf>,
    /// Trust exactly the one certificate in this file, for the host; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) pin: Vec<PathBuf>,
    /// Trust the roots of this system
    #[arg(long)]
    pub(crate) system_roots: bool,
    /// Do not trust the Mozilla roots inside
    #[arg(long)]
    pub(crate) no_mozilla_roots: bool,
    /// Certificates that the peer may have left out: tried, not trusted; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) intermediates: Vec<PathBuf>,
    /// Judge with the revocation lists (CRLs) in this file, PEM or DER; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) crl: Vec<PathBuf>,
    /// Refuse only what the lists call revoked, even if they do not have every certificate of the path but the root
    #[arg(long, requires = "crl")]
    pub(crate) allow_unknown_revocation: bool,
    /// Judge at this time: 2027-01-31, 2027-01-31T12:00:00Z, or seconds since 1970
    #[arg(long, value_name = "TIME", value_parser = moment::parse, allow_hyphen_values = true)]
    pub(crate) at: Option<i64>,
    /// How strictly to judge
    #[arg(long, value_enum, value_name = "RULES", default_value_t)]
    pub(crate) rules: Rules,
    /// What the certificate is used for; a client needs no --host [default: server]
    #[arg(long, value_enum, value_name = "PURPOSE")]
    pub(crate) purpose: Option<Purpose>,
    /// Most intermediates between the peer's certificate and the root
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8))]
    pub(crate) max_intermediates: Option<u8>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Rules {
    /// As browsers do for the Mozilla roots, and the essentials for roots of your own
    #[default]
    Browser,
    /// RFC 5280 to the letter
    Rfc5280,
    /// RFC 5280 and the CA/B Forum Baseline Requirements
    Cabf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Purpose {
    /// A TLS server
    Server,
    /// A TLS client
    Client,
    /// Anything
    Any,
}

/// What to print.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// Print JSON (docs/command.md)
    #[arg(long)]
    pub(crate) json: bool,
    /// Print nothing but errors; the exit code says it all
    #[arg(long, short, conflicts_with = "json")]
    pub(crate) quiet: bool,
    /// Draw the search for a path into this file: the chain as sent, what was tried, the root reached
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
}

impl Output {
    /// The notes that may be printed.
    pub(crate) fn notes(&self, notes: Vec<String>) -> Vec<String> {
        if self.quiet { Vec::new() } else { notes }
    }
}

#[derive(Args, Debug)]
pub(crate) struct Show {
    /// Files in PEM or DER, each with any number of certificates; `-` is standard input
    #[arg(required = true, value_name = "CERT")]
    pub(crate) files: Vec<PathBuf>,
    /// Print a JSON array
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Roots {
    /// Only those whose name has this text in it, or whose SHA-256 begins with it
    pub(crate) filter: Option<String>,
    /// Print a JSON array
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the certificates in PEM
    #[arg(long, conflicts_with = "json")]
    pub(crate) pem: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// Number or name of a reason, or OpenSSL's X509_V_ERR name or number; without it, all reasons are listed
    pub(crate) reason: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct DiffRoots {
    /// A file of roots in PEM or DER; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Print a JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}
