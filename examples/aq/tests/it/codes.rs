//! The exit codes.

use super::{answer, aq, file, findings, mistake, misuse, report, text};

#[test]
fn zero_is_success() {
    for command in [
        &["--help"][..],
        &["--version"],
        &["find", "-h"],
        &["find", "id:99999"],
        &["cancel", "id:99999"],
        &["check", "type:Restart"],
        &["lint", "id:1"],
        &["lint", "--fix", "Status:failed type:Restart"],
    ] {
        answer(command);
    }
}

#[test]
fn one_is_what_check_and_lint_found() {
    findings(&["check", "id:x"]);
    for command in [
        &["check", "id:x", "--json"][..],
        &["lint", "type:Restart"],
        &["lint", "id:1 id:2", "--json"],
        &["lint", "--fix", "id:x"],
    ] {
        let output = aq(command, "");
        assert_eq!(output.status.code(), Some(1), "{command:?}");
        assert!(!output.stdout.is_empty(), "{command:?}");
    }
}

#[test]
fn two_is_a_wrong_command_line() {
    let missing = file("usage.json", "[]");
    for command in [
        &["find"][..],
        &["find", "id:1", "--limit", "many"],
        &["find", "id:1", "--now", "tomorrow"],
        &["frobnicate"],
        &[],
        &["find", "title:My laptop", "id:1"],
        &["find", "-", "--activities", "-"],
        &["format", "--dnf", "--cnf", "id:1"],
        &["explain", "id:1"],
        &["cancel", "id:1", "--expect", "many", "--activities", &missing],
    ] {
        misuse(command);
    }
}

#[test]
fn three_is_a_wrong_query() {
    for command in [
        &["find", "id:x"][..],
        &["find", "computer:search:missing"],
        &["cancel", ""],
        &["approve", "id:1 OR NOT id:1"],
        &["format", "id:x"],
        &["format", "id:1", "--add", "id:x"],
        &["format", "--portable", "computer:(NOT tag:a)"],
        &["explain", "id:x", "--counts"],
        &["explain", "computer:search:missing", "--id", "136"],
    ] {
        mistake(command);
    }
}

#[test]
fn four_is_a_failure() {
    let canceled = file("canceled.json", r#"[{"id": 1, "activity_status": "canceled"}]"#);
    let broken = file("broken-object.json", "{");
    for command in [
        &["find", "", "--activities", "/nowhere"][..],
        &["find", "", "--activities", &broken],
        &["cancel", "id:1", "--activities", &canceled],
        &["cancel", "id:1", "--expect", "2-0123456789abcdef", "--activities", &canceled],
        &["explain", "id:1", "--id", "99999"],
        &["cancel", "id:2", "--activities", &canceled, "--output", "/nowhere/x"],
    ] {
        report(4, command);
    }
    if cfg!(target_os = "linux") {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = std::process::Command::new(super::AQ);
        let output = command.args(["find", "id:140"]).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(4));
        assert!(text(&output.stderr).starts_with("error: standard output: "));
    }
}

#[test]
fn the_help_and_the_readme_tell_all_codes() {
    let help = answer(&["--help"]);
    let readme = include_str!("../../../../README.md");
    let (_, listed) = help.split_once("Exit codes:\n").unwrap();
    let codes: Vec<(&str, &str)> =
        listed.lines().map(|line| line.trim().split_once("  ").unwrap()).collect();
    assert_eq!(codes.iter().map(|(code, _)| *code).collect::<String>(), "01234");
    for (code, meaning) in codes {
        assert!(readme.contains(&format!("| {code} | {meaning} |")), "{code}");
    }
}
