//! What reaches a terminal: nothing that moves its cursor or turns its text.

use std::process::Command;

use serde_json::Value;

use super::{AQ, aq, file, text};

/// A colour, a return, a bell, the C1 form of an escape, a bidirectional
/// override, and a character without width.
const EVIL: &str = "a\u{1b}[31m\r\u{7}\u{9b}2J\u{202e}\u{2066}\u{200b}b";

fn is_raw(shown: &str) -> bool {
    shown.chars().any(|c| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200b}' | '\u{202e}' | '\u{2066}')
    })
}

/// A file of one record whose texts are all evil.
fn records() -> (String, String) {
    let evil = serde_json::to_string(EVIL).unwrap();
    let activity = format!(
        r#"[{{"id": 1, "type": {evil}, "summary": {evil}, "creator": {{"email": {evil}}}}}]"#
    );
    let computer = format!(r#"[{{"id": 5, "title": {evil}, "tags": [{evil}]}}]"#);
    (file("evil-activities.json", activity), file("evil-computers.json", computer))
}

#[test]
fn nothing_raw_is_shown() {
    let (activities, computers) = records();
    let files = ["--activities", &activities, "--computers", &computers];
    let quoted = format!("title:\"{EVIL}\"");
    let keyword = format!("creator:\"{EVIL}\"");
    for command in [
        &["find", ""][..],
        &["types"],
        &["explain", &keyword, "--id", "1"],
        &["explain", &keyword, "--counts"],
        &["explain", &keyword, "--id", "1", "--json"],
        &["explain", "--computer", &quoted, "--id", "5"],
        &["explain", "--computer", &quoted, "--counts", "--json"],
        &["complete", "computer:tag:"],
        &["complete", "computer:tag:", "--json"],
        &["find", EVIL],
        &["find", "computer:search:missing", "--now", EVIL],
        &["find", "id:1", "--limit", EVIL],
        &["find", "id:1", EVIL, "a b\u{202e}"],
        &["cancel", EVIL],
        &[EVIL],
    ] {
        let evil =
            if command == [EVIL] { aq(command, "") } else { aq(&[command, &files].concat(), "") };
        assert!(!is_raw(&text(&evil.stdout)), "{command:?}: {:?}", text(&evil.stdout));
        assert!(!is_raw(&text(&evil.stderr)), "{command:?}: {:?}", text(&evil.stderr));
        assert!(!evil.stdout.is_empty() || !evil.stderr.is_empty());
    }
    for command in [
        &["check", &keyword, "--json"][..],
        &["check", EVIL, "--json"],
        &["check", EVIL],
        &["format", &keyword, "--json"],
        &["format", EVIL],
        &["lint", EVIL],
        &["lint", EVIL, "--json"],
        &["lint", "--computer", &format!("\"{EVIL}\"")],
        &["highlight", EVIL, "--json"],
        &["find", "", "--activities", EVIL],
    ] {
        let evil = aq(command, "");
        assert!(!is_raw(&text(&evil.stdout)), "{command:?}: {:?}", text(&evil.stdout));
        assert!(!is_raw(&text(&evil.stderr)), "{command:?}: {:?}", text(&evil.stderr));
    }
}

#[test]
fn records_are_whole_in_a_pipe_and_escaped_in_a_terminal() {
    let (activities, _) = records();
    let given = std::fs::read_to_string(&activities).unwrap();
    let piped = aq(&["find", "", "--activities", &activities, "--json"], "");
    assert!(text(&piped.stdout).contains(given.trim_matches(['[', ']'])));
    let Some(shown) = in_terminal(&format!("find '' --json --activities '{activities}'"), &[])
    else {
        return;
    };
    assert!(!is_raw(&shown.replace("\r\n", "\n")), "{shown:?}");
    for format in ["table", "tsv", "csv"] {
        let command = format!("find '' --format {format} --activities '{activities}'");
        let lines = in_terminal(&command, &[("NO_COLOR", "1")]).unwrap();
        assert!(!is_raw(&lines.replace("\r\n", "\n")), "{lines:?}");
    }
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown, serde_json::from_str::<Value>(&given).unwrap());
}

#[test]
fn json_has_escapes() {
    let rare = aq(&["format", "--computer", "tag:\"\u{e0001}💻é\"", "--json"], "");
    assert!(text(&rare.stdout).contains(r#"tag:\"\udb40\udc01💻é\""#), "{}", text(&rare.stdout));
}

/// What a terminal is given by `aq`; nothing where there is no `script` of Linux.
fn in_terminal(arguments: &str, variables: &[(&str, &str)]) -> Option<String> {
    let run = format!("\"$AQ\" {arguments}");
    let mut terminal = Command::new("script");
    terminal.args(["-qec", &run, "/dev/null"]).env("AQ", AQ).envs(variables.iter().copied());
    if cfg!(target_os = "linux")
        && let Ok(output) = terminal.output()
    {
        return Some(text(&output.stdout));
    }
    eprintln!("NOT RUN: no `script` on this machine");
    None
}

/// Texts go to a pipe as they are, and to a terminal as far as they are visible.
#[test]
fn a_terminal_shows_what_is_visible() {
    let query = format!("creator:\"{EVIL}\"");
    for command in ["format", "check", "highlight", "lint --fix"] {
        for color in ["NO_COLOR", "CLICOLOR_FORCE"] {
            let variables = [("QUERY", query.as_str()), (color, "1")];
            let Some(shown) = in_terminal(&format!("{command} \"$QUERY\""), &variables) else {
                return;
            };
            assert!(shown.contains("creator"), "{shown:?}");
            let own = shown.replace("\r\n", "\n").replace("[31m", "");
            assert!(!own.contains('\r') && !own.contains('\u{7}'), "{command}: {own:?}");
            assert!(!own.contains("\u{9b}") && !own.contains('\u{202e}'), "{command}: {own:?}");
            assert!(!shown.contains("\u{1b}[31m\r"), "{command}: {shown:?}");
        }
    }
}
