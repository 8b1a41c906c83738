//! Colours, help, version, completions, and readers that go away.

use std::process::Stdio;

use tlsverify::trust::bundled;

use crate::program::{command, finish, run};

const ESCAPE: char = '\u{1b}';

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    assert!(!run(&["explain", "301"]).out.contains(ESCAPE));
    assert!(
        !run(&["explain", "301", "--color", "never"])
            .out
            .contains(ESCAPE)
    );
    assert!(
        run(&["explain", "301", "--color", "always"])
            .out
            .contains(ESCAPE)
    );
    let mut quiet = command(&["explain", "301"]);
    quiet.env("NO_COLOR", "1");
    assert!(!finish(quiet, b"").out.contains(ESCAPE));
}

/// A log is no terminal, whatever the machine that writes it is for.
#[test]
fn no_variable_colours_a_pipe() {
    for (name, value) in [
        ("CI", "true"),
        ("CLICOLOR_FORCE", "1"),
        ("FORCE_COLOR", "1"),
    ] {
        let mut piped = command(&["explain", "301"]);
        piped.env(name, value);
        assert!(!finish(piped, b"").out.contains(ESCAPE), "{name}");
    }
}

/// `script` gives the command a terminal.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colours_but_not_a_dumb_one_and_not_with_no_color() {
    let in_terminal = |arguments: &str, name: &str, value: &str| {
        let mut script = std::process::Command::new("script");
        script
            .args([
                "-qec",
                &format!("{} {arguments}", env!("CARGO_BIN_EXE_tlsverify")),
                "/dev/null",
            ])
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR")
            .env("TERM", "xterm")
            .env(name, value)
            .stdin(Stdio::null());
        let output = script.output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).contains(ESCAPE))
    };
    if in_terminal("explain 301", "LANG", "C").is_none() {
        eprintln!("skipped: script not found (colours on a terminal)");
        return;
    }
    for arguments in ["explain 301", "explain --help", "verify"] {
        let has_colors = |name: &str, value: &str| in_terminal(arguments, name, value).unwrap();
        assert!(has_colors("LANG", "C"), "{arguments}");
        assert!(has_colors("NO_COLOR", ""), "{arguments}");
        assert!(!has_colors("NO_COLOR", "1"), "{arguments}");
        assert!(!has_colors("TERM", "dumb"), "{arguments}");
    }
}

#[test]
fn version_says_the_date_of_the_roots() {
    let version = run(&["--version"]);
    version.expect(0, env!("CARGO_PKG_VERSION"));
    version.expect(0, bundled::version());
}

#[test]
fn every_command_has_help_with_examples() {
    for name in [
        "verify",
        "connect",
        "show",
        "roots",
        "explain",
        "diff-roots",
        "completions",
    ] {
        run(&[name, "--help"])
            .expect(0, "Examples:")
            .expect(0, &format!("tlsverify {name}"));
    }
    run(&["--help"]).expect(0, "Exit codes:");
    assert_eq!(run(&[]).code, 2);
}

#[test]
fn completions_are_there_for_each_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        run(&["completions", shell]).expect(0, "diff-roots");
    }
    run(&["completions", "dos"]).expect_failure(2, "bash");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = command(&["roots", "--pem"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}
