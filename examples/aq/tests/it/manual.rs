//! The manual pages, and the examples that they and the help give.

use std::process::{Command, Stdio};

use super::{AQ, answer, misuse, text};

#[test]
fn the_page_has_all_sections() {
    let page = answer(&["man"]);
    for section in [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "OPTIONS",
        "SUBCOMMANDS",
        "\"EXIT STATUS\"",
        "ENVIRONMENT",
        "EXAMPLES",
    ] {
        assert!(page.contains(&format!("\n.SH {section}\n")), "{section}: {page}");
    }
    let help = answer(&["--help"]);
    let (_, codes) = help.split_once("Exit codes:\n").unwrap();
    for code in codes.lines() {
        let (code, meaning) = code.trim().split_once("  ").unwrap();
        let meaning = meaning.replace('-', "\\-").replace('`', "");
        assert!(page.replace('`', "").contains(&format!("\\fB{code}\\fR\n{meaning}")), "{code}");
    }
    let find = answer(&["man", "find"]);
    assert!(find.contains("\n.SH OPTIONS\n") && find.contains("oldest\\-first"), "{find}");
    assert_eq!(misuse(&["man", "fnd"]), "error: there is no command `fnd`\n");
}

#[test]
fn the_examples_run() {
    let help = answer(&["--help"]);
    let (_, examples) = help.split_once("Examples:\n").unwrap();
    let (examples, _) = examples.split_once("\nExit codes:").unwrap();
    let page = answer(&["man"]);
    let mut run = 0;
    for example in examples.lines().filter_map(|line| line.strip_prefix("    aq ")) {
        let roff = example.replace('-', "\\-").replace('\'', "\\*(Aq");
        assert!(page.contains(&roff), "{roff}: {page}");
        if !example.contains("FILE") && !example.contains("URL") && cfg!(unix) {
            let program = format!("\"$AQ\" {example}");
            let output = Command::new("sh").args(["-c", &program]).env("AQ", AQ).output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{example}: {}", text(&output.stderr));
            run += 1;
        }
    }
    assert!(run > 3 || !cfg!(unix));
}

/// As `man` shows it, where there is one.
#[test]
fn man_has_nothing_to_say_against_the_pages() {
    use std::io::Write as _;
    for page in [&["man"][..], &["man", "find"], &["man", "completions"]] {
        let mut man = Command::new("man");
        man.args(["--warnings=w", "-l", "-"]).env("MANPAGER", "cat").env("MANWIDTH", "80");
        man.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let Ok(mut child) = man.spawn() else {
            eprintln!("NOT RUN: no `man` on this machine");
            return;
        };
        child.stdin.take().unwrap().write_all(answer(page).as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(text(&output.stderr), "", "{page:?}");
        assert!(text(&output.stdout).contains("DESCRIPTION"), "{page:?}");
    }
}
