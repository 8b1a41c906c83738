//! Hints, and the warnings of a context, name functions of the C library. Every binding has each of them, under a name that its
//! README leads to. The text stays as it is: reports, JSON and logs of one service say the same in every language.
#![cfg(feature = "capi")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// How a binding spells `add_root`.
#[derive(Clone, Copy)]
enum Case {
    Snake,
    Camel,
    Pascal,
}

/// One binding: its folder, where its methods are, their spelling, and what has another name.
struct Binding {
    folder: &'static str,
    sources: &'static str,
    case: Case,
    others: &'static [(&'static str, &'static str)],
}

const CRLS: &str = "tv_evidence_add_crl";

const BINDINGS: [Binding; 8] = [
    Binding {
        folder: "python",
        sources: "tlsverify/_context.py",
        case: Case::Snake,
        others: &[("tv_set_mode", "mode"), (CRLS, "crls")],
    },
    Binding {
        folder: "ruby",
        sources: "lib/tlsverify/context.rb",
        case: Case::Snake,
        others: &[
            ("tv_set_mode", "mode="),
            ("tv_set_max_intermediates", "max_intermediates="),
            (CRLS, "crls:"),
        ],
    },
    Binding {
        folder: "lua",
        sources: "tlsverify/context.lua",
        case: Case::Snake,
        others: &[(CRLS, "crls")],
    },
    Binding {
        folder: "php",
        sources: "src/Context.php",
        case: Case::Camel,
        others: &[(CRLS, "crls:")],
    },
    Binding {
        folder: "node",
        sources: "index.d.ts",
        case: Case::Camel,
        others: &[(CRLS, "crls")],
    },
    Binding {
        folder: "java",
        sources: "src/main/java/io/github/libtlsverify/Context.java",
        case: Case::Camel,
        others: &[(CRLS, "crls")],
    },
    Binding {
        folder: "go",
        sources: ".",
        case: Case::Pascal,
        others: &[(CRLS, "CRLs")],
    },
    Binding {
        folder: "csharp",
        sources: "src/Context.cs",
        case: Case::Pascal,
        others: &[("tv_set_mode", "Mode"), (CRLS, "crls")],
    },
];

impl Binding {
    fn own_name(&self, call: &str) -> String {
        let different = self.others.iter().find(|(known, _)| *known == call);
        if let Some((_, own)) = different {
            return (*own).to_owned();
        }
        let mut own = String::new();
        for (place, word) in call.split('_').skip(1).enumerate() {
            let (first, rest) = word.split_at(1);
            match (self.case, place) {
                (Case::Snake | Case::Camel, 0) => own.push_str(word),
                (Case::Snake, _) => own.extend(["_", word]),
                (Case::Camel | Case::Pascal, _) => own.extend([&first.to_uppercase(), rest]),
            }
        }
        own
    }

    /// The sources that have its methods.
    fn code(&self) -> String {
        let path = bindings().join(self.folder).join(self.sources);
        files(&path)
            .iter()
            .map(|file| fs::read_to_string(file).expect("a source"))
            .collect()
    }

    /// What the README says of hints.
    fn sentence(&self) -> String {
        let same = self.own_name("tv_add_root");
        let others: Vec<String> = self
            .others
            .iter()
            .map(|(call, own)| format!("`{call}` is `{own}`"))
            .collect();
        let (last, before) = others.split_last().expect("each has an exception");
        let joined = match before {
            [] => last.clone(),
            _ => format!("{} and {last}", before.join(", ")),
        };
        format!(
            "**Hints** name the functions of the C library. `tv_add_root` is `{same}` here, and so on, but {joined}."
        )
    }
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn bindings() -> PathBuf {
    project().join("bindings")
}

/// The file, or the files in a folder, but not further down.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    fs::read_dir(path)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .collect()
}

/// The functions that sentences for users name, and where. `verdict/advice` is the manual for C (docs/errors.md).
fn calls() -> BTreeMap<String, PathBuf> {
    let mut calls = BTreeMap::new();
    for folder in ["src/verdict", "src/verifier"] {
        for file in files(&project().join(folder)) {
            let text = fs::read_to_string(&file).expect("a source");
            let code = text.lines().filter(|line| !line.trim().starts_with("//"));
            for line in code {
                for found in line.split("tv_").skip(1) {
                    let rest = found
                        .split(|c: char| !(c.is_ascii_lowercase() || c == '_'))
                        .next();
                    calls.insert(format!("tv_{}", rest.unwrap_or_default()), file.clone());
                }
            }
        }
    }
    calls
}

#[test]
fn every_binding_has_what_hints_name() {
    let calls = calls();
    assert!(calls.contains_key("tv_add_root") && calls.contains_key("tv_validate_certs"));
    for binding in BINDINGS {
        let code = binding.code();
        let words: BTreeSet<&str> = code
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .collect();
        for (call, file) in &calls {
            let own = binding.own_name(call);
            assert!(
                words.contains(own.trim_end_matches(['=', ':'])),
                "{} has no {own}, which hints in {} call {call}",
                binding.folder,
                file.display()
            );
        }
        for (call, _) in binding.others {
            assert!(calls.contains_key(*call), "no hint names {call}");
        }
    }
}

#[test]
fn every_readme_says_how_to_read_hints() {
    for binding in BINDINGS {
        let path = bindings().join(binding.folder).join("README.md");
        let text = fs::read_to_string(path).expect("a README");
        let words: Vec<&str> = text.split_whitespace().collect();
        let sentence = binding.sentence();
        assert!(
            words.join(" ").contains(&sentence),
            "{} does not say: {sentence}",
            binding.folder
        );
    }
}
