//! `aq completions`: the scripts, and what they are told.

use std::process::Command;

use super::{AQ, answer, file, misuse, text};

/// The candidates for the end of a line.
fn candidates(shell: &str, line: &str, word: &str) -> Vec<String> {
    let line = format!("--line={line}");
    let shown = answer(&["completions", shell, &line, &format!("--word={word}")]);
    shown.lines().map(str::to_owned).collect()
}

/// As zsh and fish are told, without the help.
fn texts(line: &str) -> Vec<String> {
    let candidates = candidates("zsh", line, "");
    candidates.iter().map(|own| own.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn commands_options_and_their_values_are_completed() {
    assert_eq!(texts("aq fi"), ["find"]);
    assert_eq!(texts("aq completions z"), ["zsh"]);
    assert!(texts("aq find --").contains(&"--oldest-first".to_owned()));
    assert_eq!(texts("aq find id:7 --oldest"), ["--oldest-first"]);
    assert_eq!(texts("aq find --format j"), ["json"]);
    assert_eq!(texts("aq find --format=j"), ["--format=json"]);
    assert_eq!(texts("aq find --fields id,creator.e"), ["id,creator.email"]);
    assert_eq!(texts("aq find --limit 7 --now "), [""; 0]);
    let path = file("completed-activities.json", "[]");
    let begun = path.strip_suffix("-activities.json").unwrap();
    assert!(texts(&format!("aq find --activities {begun}-act")).contains(&path));
}

#[test]
fn queries_are_completed() {
    assert_eq!(texts("aq find status:fa"), ["status:failed"]);
    assert_eq!(texts("aq find --limit 7 id:7 status:fa"), ["status:failed"]);
    assert_eq!(texts("aq find id:7 --limit 7 NOT status:fa"), ["status:failed"]);
    assert_eq!(texts("aq find 'id:7 status:fa"), ["id:7 status:failed"]);
    assert_eq!(texts("NO_COLOR=1 aq find status:fa"), ["status:failed"]);
    assert_eq!(texts("aq find -- status:fa"), ["status:failed"]);
    assert_eq!(texts("aq check nee"), ["computer:needs:"]);
    assert_eq!(texts("aq check --computer nee"), ["needs:"]);
    assert_eq!(texts("aq check nee --computer"), ["--computer"]);
    assert_eq!(texts("aq format id:1 --add status:fa"), ["status:failed"]);
    assert_eq!(texts("aq format id:1 --computer --set nee"), ["needs:"]);
    assert_eq!(texts("aq find status:"), texts("aq format status:"));
    assert_eq!(texts("aq types status:fa"), [""; 0]);
    assert_eq!(texts("other find status:fa"), ["status:failed"]);
    assert_eq!(texts(""), [""; 0]);
}

#[test]
fn values_come_from_the_records() {
    assert_eq!(texts("aq find computer:tag:lap"), ["computer:tag:laptop"]);
    let computers = r#"[{"id": 1, "tags": ["lapis", "late\u001b[31m"]}]"#;
    let computers = file("completed-computers.json", computers);
    let of_file = format!("aq find --computers {computers} computer:tag:la");
    assert_eq!(texts(&of_file), ["computer:tag:lapis"]);
    // What can't be read, or only once, is left alone.
    for source in ["--computers -", "--computers /nowhere", "--activities /dev/zero"] {
        assert_eq!(texts(&format!("aq find {source} computer:tag:la")), [""; 0]);
        assert_eq!(texts(&format!("aq find {source} status:fa")), ["status:failed"]);
    }
    let help = candidates("fish", "aq find status:fa", "");
    assert_eq!(help, ["status:failed\tthe status of the activity"]);
}

#[test]
fn bash_is_told_what_it_inserts() {
    for (line, word, expected) in [
        // A colon ends a word of bash, but not in quotes.
        ("aq find status:fa", "fa", &["failed"][..]),
        ("aq find status:fa", "status:fa", &["status:failed"]),
        ("aq find 'status:fa", "status:fa", &["status:failed", "status:failed "]),
        ("aq find computer:title:Sam", "Sam", &[r#"\"Sam\'s\ laptop\""#]),
        (
            "aq find \"computer:title:Sam",
            "computer:title:Sam",
            &[r#"computer:title:\"Sam's laptop\""#, r#"computer:title:\"Sam's laptop\" "#],
        ),
        ("aq find --format=j", "j", &["json"]),
        ("aq find --format=j", "x", &[]),
    ] {
        assert_eq!(candidates("bash", line, word), expected, "{line}");
    }
}

#[test]
fn no_shell_is_told_of_another() {
    for shell in ["bash", "zsh", "fish"] {
        let script = answer(&["completions", shell]);
        assert!(script.contains(&format!("completions {shell} --line=")), "{script}");
    }
    misuse(&["completions", "tcsh"]);
    misuse(&["completions", "bash", "--word=x"]);
}

/// Runs a program of a shell that has the completion; `None` where there is no such shell.
fn shell(program: &str, arguments: &[&str]) -> Option<String> {
    let folder = std::path::Path::new(AQ).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&path));
    let path = std::env::join_paths(folders).unwrap();
    let Ok(output) = Command::new(program).args(arguments).env("PATH", path).output() else {
        eprintln!("NOT RUN: no `{program}` on this machine");
        return None;
    };
    assert!(output.status.success(), "{}", text(&output.stderr));
    Some(text(&output.stdout))
}

#[test]
fn bash_runs_its_script() {
    let program = r#"
        set -eu
        source <(aq completions bash)
        complete -p aq | grep -q -- '-F _aq aq'
        complete_line() {
            COMP_LINE=$1 COMP_POINT=${#1}
            _aq aq "$2" "" 2>/dev/null
            printf '<%s>' "${COMPREPLY[@]}"
            echo
        }
        complete_line 'aq find status:fa' fa
        complete_line 'aq find computer:title:Sam' Sam
        complete_line "aq find 'id:7 computer:tag:l" 'id:7 computer:tag:l'
        complete_line 'aq explain computer:search:' ''
    "#;
    let Some(shown) = shell("bash", &["-c", program]) else { return };
    assert_eq!(
        shown,
        "<failed>\n<\\\"Sam\\'s\\ laptop\\\">\n\
         <id:7 computer:tag:laptop><id:7 computer:tag:loan>\n<offline-laptops><web-farm>\n"
    );
}

#[test]
fn fish_runs_its_script() {
    let program = "aq completions fish | source; complete --do-complete 'aq find status:fa'";
    if let Some(shown) = shell("fish", &["--no-config", "-c", program]) {
        assert_eq!(shown, "status:failed\tthe status of the activity\n");
    }
}

#[test]
fn zsh_reads_its_script() {
    let program = "compdef() { print -r -- $@ }; source <(aq completions zsh); whence -w _aq";
    if let Some(shown) = shell("zsh", &["-f", "-c", program]) {
        assert_eq!(shown, "_aq aq\n_aq: function\n");
    }
}
