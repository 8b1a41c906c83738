//! What describes the bindings to package managers agrees with the sources, and with the library's version. Packages for Python, Ruby
//! and Go are built by other tests; here it is about those that nothing here can build.
#![cfg(all(unix, feature = "capi"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "runtime/compiled.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod compiled;
#[path = "common/native.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod native;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use native::{Stage, have, project, run};
use roxmltree::Document;

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn binding(path: &str) -> PathBuf {
    project().join("bindings").join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(binding(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The text of the elements of this name whose parent has that name.
fn texts(document: &Document<'_>, parent: &str, name: &str) -> Vec<String> {
    document
        .descendants()
        .filter(|node| node.tag_name().name() == name)
        .filter(|node| {
            node.parent()
                .is_some_and(|above| above.tag_name().name() == parent)
        })
        .filter_map(|node| node.text().map(str::to_owned))
        .collect()
}

/// Every file below a folder that ends so, by its path from there.
fn files(folder: &Path, ending: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).expect("a folder of the binding") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                let below = path.strip_prefix(folder).expect("it lies there");
                found.insert(below.display().to_string());
            }
        }
    }
    found
}

#[test]
fn every_package_has_the_version_of_the_library() {
    let pom = read("java/pom.xml");
    let pom = Document::parse(&pom).expect("XML");
    assert_eq!(texts(&pom, "project", "version"), [VERSION]);
    let project = read("csharp/tlsverify.csproj");
    let project = Document::parse(&project).expect("XML");
    assert_eq!(texts(&project, "PropertyGroup", "Version"), [VERSION]);
    for name in ["node/package.json", "node/package-lock.json"] {
        let text = read(name);
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(json["version"], VERSION, "{name}");
        let own = &json["packages"][""]["version"];
        assert!(own.is_null() || own == VERSION, "{name}: {own}");
    }
    for (name, line) in [
        (
            "ruby/tlsverify.gemspec",
            format!("spec.version = '{VERSION}'"),
        ),
        (
            "python/tlsverify/_version.py",
            format!("__version__ = \"{VERSION}\""),
        ),
    ] {
        assert!(
            read(name).lines().any(|found| found.trim() == line),
            "{name}"
        );
    }
    let rock = read(&format!("lua/tlsverify-{VERSION}-1.rockspec"));
    assert!(
        rock.contains(&format!("version = \"{VERSION}-1\"")),
        "{rock}"
    );
}

/// The names behind this word at the beginnings of lines.
fn uses(text: &str, word: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| line.strip_prefix(word)?.strip_suffix(';'))
        .map(|name| name.trim_start_matches("static ").to_owned())
        .collect()
}

#[test]
fn the_project_for_maven_agrees_with_the_sources() {
    let text = read("java/pom.xml");
    let pom = Document::parse(&text).expect("XML");
    let release = texts(&pom, "properties", "maven.compiler.release");
    assert_eq!(release, [compiled::JAVA]);
    assert_eq!(texts(&pom, "dependency", "artifactId"), ["jna"]);
    // Maven compiles what lies here, unless told otherwise.
    assert!(!text.contains("<sourceDirectory>"));
    let group = texts(&pom, "project", "groupId").concat();
    let folder = binding("java/src/main/java");
    let sources = files(&folder, "java");
    assert!(!sources.is_empty());
    for source in sources {
        let code = fs::read_to_string(folder.join(&source)).expect("a source");
        assert_eq!(uses(&code, "package "), [group.as_str()], "{source}");
        assert!(source.starts_with(&group.replace('.', "/")), "{source}");
        for name in uses(&code, "import ") {
            let known = ["java.", "javax.", "com.sun.jna."];
            let is_there = known.iter().any(|start| name.starts_with(start));
            assert!(is_there, "{source} imports {name}");
        }
    }
}

/// Without a network: no plugin is needed to read it.
#[test]
fn maven_reads_its_project() {
    if !have("mvn", "the project for Maven") {
        return;
    }
    let stage = Stage::new();
    run(native::command("mvn")
        .args(["--offline", "--batch-mode", "--quiet", "validate"])
        .arg("--file")
        .arg(binding("java/pom.xml"))
        .arg(format!(
            "-Dmaven.repo.local={}",
            stage.file("repository").display()
        )));
}

#[test]
fn the_project_for_dotnet_agrees_with_the_sources() {
    let text = read("csharp/tlsverify.csproj");
    let project = Document::parse(&text).expect("XML");
    assert_eq!(
        texts(&project, "PropertyGroup", "LangVersion"),
        [compiled::CSHARP]
    );
    // Nothing but what the tests compile with Mono, of which there is nothing further down.
    let default = texts(&project, "PropertyGroup", "EnableDefaultCompileItems");
    assert_eq!(default, ["false"]);
    let compiled: Vec<&str> = project
        .descendants()
        .filter(|node| node.tag_name().name() == "Compile")
        .filter_map(|node| node.attribute("Include"))
        .collect();
    assert_eq!(compiled, ["src/*.cs"]);
    let folder = binding("csharp/src");
    let sources = files(&folder, "cs");
    assert!(!sources.is_empty());
    assert!(!text.contains("PackageReference"));
    for source in sources {
        assert!(!source.contains('/'), "{source}");
        let code = fs::read_to_string(folder.join(&source)).expect("a source");
        for name in uses(&code, "using ") {
            let is_there = name.starts_with("System") || name == "Microsoft.Win32.SafeHandles";
            assert!(is_there, "{source} uses {name}");
        }
    }
}

#[test]
fn the_rockspec_lists_every_module() {
    let rock = read(&format!("lua/tlsverify-{VERSION}-1.rockspec"));
    let listed: BTreeSet<String> = rock
        .lines()
        .filter_map(|line| line.trim().strip_prefix("[\"")?.strip_suffix("\","))
        .map(|entry| {
            let (module, file) = entry.split_once("\"] = \"").expect("a module and its file");
            assert_eq!(format!("{}.lua", module.replace('.', "/")), file);
            file.to_owned()
        })
        .collect();
    let mut sources = files(&binding("lua"), "lua");
    sources.retain(|source| !source.starts_with("test/"));
    assert_eq!(listed, sources);
}
