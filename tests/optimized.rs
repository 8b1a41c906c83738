//! What only the optimised library can show: how many instructions a verification takes apart from cryptography, and how
//! much stack. `make check` runs this with TLSVERIFY_LIBRARY naming the release build; otherwise it says that it did not.
//!
//! The instructions of `tests/instructions.toml` may be passed by 5 %. TV_BLESS=1 writes that file anew.
#![cfg(feature = "capi")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    unreachable_pub,
    reason = "a test may fail by panicking"
)]

#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;
#[path = "common/worst.rs"]
mod worst;

use std::collections::{BTreeMap, HashMap};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use native::{Stage, command, have, have_c, project, run, skip};
use tlsverify_forge::crl::{crl_issuer, indirect, points};
use tlsverify_forge::{
    Certificate, Crl, DistinguishedName, GeneralName, Issued, Issuer, Key, oid, pem, time,
};
use worst::{Bogus, Input, LastName, NameKind, Top};

/// Bytes of stack that a verification may use: interpreters run extensions on small stacks.
const MOST_STACK: u64 = 32 * 1024;
/// A budget may be passed by one part in so many.
const SLACK: u64 = 20;
/// Verifications that are counted together.
const REPEATS: u64 = 50;
/// The object whose instructions are counted. Others, the C library's copying above all, choose theirs by the processor.
const COUNTED: &str = "libtlsverify";
/// Functions in it that do the same: their work is cryptography.
const CRYPTOGRAPHY: &[&str] = &["sha2::", "sha256", "aws_lc", "ring_core"];

const OK: i32 = 0;
const REJECTED: i32 = -3;

fn have_optimized(untested: &str) -> bool {
    let is_given = env::var_os("TLSVERIFY_LIBRARY").is_some();
    if !is_given {
        skip("an optimised library in TLSVERIFY_LIBRARY", untested);
    }
    is_given && have_c(untested)
}

/// A compiled program, and the files that it is given.
struct Program {
    stage: Stage,
    path: PathBuf,
}

impl Program {
    fn new(name: &str) -> Self {
        let stage = Stage::new();
        let source = project().join("tests/c").join(name).with_extension("c");
        let path = stage.compile("cc", &source, &["c99", "-pthread"]);
        Self { stage, path }
    }

    /// The arguments that make it judge this input.
    fn arguments(&self, input: &Input, status: i32) -> Vec<String> {
        let roots: String = input
            .roots
            .iter()
            .map(|der| pem("CERTIFICATE", der))
            .collect();
        let file = |name, contents: &[u8]| {
            let path = self.stage.write(name, contents);
            path.to_str().expect("a plain path").to_owned()
        };
        vec![
            file("chain.der", &input.octets()),
            file("roots.pem", roots.as_bytes()),
            input.host.clone(),
            time::NOW.to_string(),
            status.to_string(),
        ]
    }
}

/// Instructions of one verification, signatures known, without cryptography.
fn instructions(program: &Program, input: &Input) -> u64 {
    let count = |repeats: u64| {
        let output = program.stage.file(&format!("callgrind.{repeats}"));
        run(command("valgrind")
            .args(["--quiet", "--tool=callgrind"])
            .arg(format!("--callgrind-out-file={}", output.display()))
            .arg(&program.path)
            .args(program.arguments(input, OK))
            .arg(repeats.to_string()));
        plain_instructions(&output)
    };
    // The first verification, and all around it, is in both.
    (count(1 + REPEATS) - count(1)) / REPEATS
}

/// What callgrind has counted in functions of the library that are not cryptography.
fn plain_instructions(profile: &Path) -> u64 {
    let text = fs::read_to_string(profile).expect("callgrind has written its profile");
    let (mut objects, mut functions) = (Names::default(), Names::default());
    let (mut is_counted, mut is_inclusive) = (false, false);
    let (mut object, mut function) = ("", "");
    let mut sum = 0;
    for line in text.lines() {
        if let Some(named) = line.strip_prefix("ob=") {
            object = objects.learn(named);
        } else if let Some(named) = line.strip_prefix("cob=") {
            objects.learn(named);
        } else if let Some(named) = line.strip_prefix("fn=") {
            function = functions.learn(named);
            is_counted = objects.get(object).contains(COUNTED)
                && !CRYPTOGRAPHY
                    .iter()
                    .any(|part| functions.get(function).contains(part));
        } else if let Some(named) = line.strip_prefix("cfn=") {
            functions.learn(named);
        } else if line.starts_with("calls=") {
            is_inclusive = true;
        } else if line.starts_with(|c: char| c.is_ascii_digit() || "+-*".contains(c)) {
            let cost = line.split(' ').nth(1).map(str::parse::<u64>);
            if !std::mem::take(&mut is_inclusive) && is_counted {
                sum += cost.expect("a cost").expect("a number");
            }
        }
    }
    assert!(sum > 0, "{function} in {object}: nothing of {COUNTED}");
    sum
}

/// Names in a profile: a number each, with the name where it first appears.
#[derive(Default)]
struct Names<'t>(HashMap<&'t str, &'t str>);

impl<'t> Names<'t> {
    /// The number.
    fn learn(&mut self, named: &'t str) -> &'t str {
        match named.split_once(' ') {
            Some((number, name)) => {
                self.0.insert(number, name);
                number
            }
            None => named,
        }
    }

    fn get(&self, number: &str) -> &'t str {
        self.0.get(number).copied().unwrap_or("")
    }
}

fn repeated() -> Vec<(&'static str, Input)> {
    let constrained = worst::constrained_names(NameKind::Dns, 100, LastName::Permitted);
    vec![
        ("two signatures", worst::honest()),
        ("1,000 names", worst::many_names(1_000, true)),
        (
            "100 permitted and 100 excluded subtrees, 100 names",
            constrained,
        ),
        ("90 cross-signed CAs", worst::mesh(10, Top::Alive)),
        ("12 levels of two CAs", worst::ladder(12, Top::Alive)),
        (
            "150 roots of one name",
            worst::roots_of_one_name(150, 75, true),
        ),
        ("100 times the same intermediate", worst::repeated(100)),
    ]
}

#[test]
fn a_verification_takes_no_more_instructions_than_its_budget() {
    let untested = "instructions";
    if !have_optimized(untested) || !have("valgrind", untested) {
        return;
    }
    let program = Program::new("repeat");
    let counted: BTreeMap<String, u64> = repeated()
        .iter()
        .map(|(name, input)| ((*name).to_owned(), instructions(&program, input)))
        .collect();
    let path = project().join("tests/instructions.toml");
    if env::var_os("TV_BLESS").is_some() {
        let head = "# Instructions of one verification whose signatures are known, without cryptography, on x86-64.\n";
        let rows = toml::to_string(&counted).unwrap();
        fs::write(&path, format!("{head}{rows}")).unwrap();
    }
    if !cfg!(target_arch = "x86_64") {
        skip("an x86-64 processor", untested);
        return;
    }
    let text = fs::read_to_string(&path).expect("tests/instructions.toml exists");
    let budget: BTreeMap<String, u64> = toml::from_str(&text).expect("a number a row");
    let mut passed = String::new();
    for (name, count) in &counted {
        let allowed = budget.get(name).copied().unwrap_or(0);
        println!("{name}: {count} of {allowed}");
        if *count > allowed + allowed / SLACK {
            let _ = writeln!(passed, "{name}: {count} instructions, not {allowed}");
        }
    }
    let is_listed = |name: &String| counted.contains_key(name);
    assert!(budget.keys().all(is_listed), "a row for nothing");
    assert!(passed.is_empty(), "if it is worth it: TV_BLESS=1\n{passed}");
}

/// A chain that needs the list of another authority, to which a path leads with very many names and constraints, and with
/// a CA that has a key of its own for lists; and a delta list with each list.
fn indirect_list() -> (Input, Vec<Vec<u8>>) {
    let directory = |number: usize| {
        let name = DistinguishedName::new().organization(&format!("Organization {number}"));
        GeneralName::directory(name)
    };
    let directories = |from: usize| (from..from + 1_000).map(directory).collect::<Vec<_>>();
    let authority_name = DistinguishedName::new().organization("Organization 7");
    let root = worst::root("Root", "root");
    let ca = Certificate::intermediate("CA", &Key::p256("ca")).issued_by(&root);
    let middle = Certificate::intermediate("Middle CA", &Key::p256("middle"))
        .name_constraints(&directories(0), &directories(1_000))
        .issued_by(&root);
    let signer = Certificate::root("Middle CA", &Key::p256("signer"))
        .issuer_key_id()
        .issued_by(&root);
    let authority = Certificate::intermediate("", &Key::p256("authority"))
        .subject(authority_name.clone())
        .subject_alt_name(&directories(0))
        .issued_by(&middle);
    let issuer = crl_issuer(&[GeneralName::directory(authority_name)]);
    let end_entity = Certificate::end_entity(worst::HOST, &Key::p256("end entity"))
        .extension(
            oid::CRL_DISTRIBUTION_POINTS,
            false,
            &points(&[vec![issuer]]),
        )
        .issued_by(&ca);
    let with_changes = |list: Crl, issuer: &Issued| {
        let changes = list.clone().number(9).delta_of(Crl::NUMBER);
        [list.issued_by(issuer), changes.issued_by(issuer)]
    };
    let lists = [
        with_changes(Crl::new().scope(&[indirect()]), &authority),
        with_changes(Crl::new(), &signer),
        with_changes(Crl::new(), &root),
    ]
    .concat();
    let input = Input::new(&end_entity, &[ca, middle, authority, signer], &[root]);
    (input, lists)
}

/// The same where the key for lists is among very many intermediates, and where the peer sees to it that others of them are
/// considered for its path.
fn with_signer_at_hand(mut input: Input, mut files: Vec<Vec<u8>>) -> (Input, Vec<Vec<u8>>) {
    let junk = |subject: &str, issuer: &str, number: u8| {
        let issuer = Issuer::new(DistinguishedName::ca(issuer), &Key::p256("nobody"));
        Certificate::intermediate(subject, &Key::p256("junk"))
            .serial(&[42, number + 1])
            .issued_by(issuer)
            .der()
            .to_vec()
    };
    files.extend(input.chain.pop());
    for half in [0..75, 75..150] {
        let others = half.map(|number| junk("Others", "Nobody", number));
        files.push(others.collect::<Vec<_>>().concat());
    }
    let strangers = (0..90).map(|number| junk("Stranger", "Others", number));
    input.chain.splice(1..1, strangers);
    (input, files)
}

#[test]
fn a_verification_uses_little_stack() {
    if !have_optimized("the stack that is used") {
        return;
    }
    let program = Program::new("stack");
    let inputs = [
        ("honest", worst::honest(), OK),
        ("cross-signed, alive", worst::mesh(10, Top::Alive), OK),
        ("cross-signed, dead", worst::mesh(10, Top::Dead), REJECTED),
        ("ladder, alive", worst::ladder(12, Top::Alive), OK),
        ("ladder, dead", worst::ladder(12, Top::Dead), REJECTED),
        (
            "bogus",
            worst::bogus_intermediates(50, 25, Bogus::ByAttacker),
            OK,
        ),
        (
            "roots of one name",
            worst::roots_of_one_name(150, 75, false),
            REJECTED,
        ),
        ("names", worst::many_names(10_000, false), REJECTED),
    ];
    let constrained = NameKind::ALL.map(|kind| {
        let input = worst::constrained_names(kind, 1_000, LastName::Excluded);
        ("constraints", input, REJECTED)
    });
    let without_lists = inputs.into_iter().chain(constrained);
    let (input, lists) = indirect_list();
    let (full, and_signer) = with_signer_at_hand(input.clone(), lists.clone());
    let mut cases = vec![
        ("an indirect list", input, OK, lists),
        ("an indirect list, signer at hand", full, OK, and_signer),
    ];
    cases.extend(without_lists.map(|(name, input, status)| (name, input, status, Vec::new())));
    let mut passed = String::new();
    for (name, input, status, files) in cases {
        let files = files.iter().enumerate().map(|(number, der)| {
            let path = program.stage.write(&format!("{number}.der"), der);
            path.to_str().expect("a plain path").to_owned()
        });
        let arguments = program.arguments(&input, status).into_iter().chain(files);
        let text = run(command(&program.path).args(arguments));
        println!("{name}: {} bytes of stack", text.trim());
        let used = text
            .split_whitespace()
            .map(|number| number.parse::<u64>().unwrap());
        if used.max().expect("two numbers") > MOST_STACK {
            let _ = writeln!(passed, "{name}: {}", text.trim());
        }
    }
    assert!(
        passed.is_empty(),
        "more than {MOST_STACK} bytes of stack:\n{passed}"
    );
}
