//! `scripts/failed-upgrades.sh`, an operator's script, on files and on a server.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Output};

use super::super::{AQ, command, file, run, text};
use super::Running;
use super::running::{ACCESS, SECRET, wait_for_changes};

/// The script, which finds this `aq`.
fn script(server: Option<&Running>, arguments: &[&str], input: &str) -> Output {
    let mut path = OsString::from(Path::new(AQ).parent().unwrap());
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap());
    // Without the variables that lead to another server.
    let known = command();
    let mut command = Command::new("sh");
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/failed-upgrades.sh"));
    for (name, _) in known.get_envs() {
        command.env_remove(name);
    }
    command.args(arguments).env("PATH", path);
    if let Some(server) = server {
        command.env("LANDSCAPE_API_URI", server.url());
        command.env("LANDSCAPE_API_KEY", ACCESS).env("LANDSCAPE_API_SECRET", SECRET);
    }
    run(command, input)
}

fn records() -> [String; 4] {
    let activities = r#"[
        {"id": 1, "type": "UpgradeAllPackagesRequest", "activity_status": "failed", "computer_id": 4,
         "creation_time": "2024-07-02T08:00:00Z", "result_text": "E: Could not get lock\n\tis apt running?"},
        {"id": 2, "type": "UpgradeAllPackagesRequest", "activity_status": "failed", "computer_id": 5,
         "creation_time": "2024-07-02T08:00:00Z", "result_text": "no space left on device"},
        {"id": 3, "type": "ReleaseUpgradeRequest", "activity_status": "failed", "computer_id": 5,
         "creation_time": "2024-07-03T08:00:00Z"},
        {"id": 4, "type": "UpgradeAllPackagesRequest", "activity_status": "failed", "computer_id": 5,
         "creation_time": "2024-06-01T08:00:00Z", "result_text": "too long ago"},
        {"id": 5, "type": "UpgradeAllPackagesRequest", "activity_status": "failed", "computer_id": 6,
         "creation_time": "2024-07-03T08:00:00Z", "result_text": "not a laptop"},
        {"id": 6, "type": "RestartRequest", "activity_status": "failed", "computer_id": 4,
         "creation_time": "2024-07-03T08:00:00Z", "result_text": "not an upgrade"},
        {"id": 7, "type": "UpgradeAllPackagesRequest", "activity_status": "waiting", "computer_id": 5,
         "creation_time": "2024-07-04T08:00:00Z", "summary": "Upgrade all packages"},
        {"id": 8, "type": "UpgradeKernelPackageRequest", "activity_status": "undelivered",
         "computer_id": 4, "creation_time": "2024-07-04T09:00:00Z"},
        {"id": 9, "type": "UpgradeAllPackagesRequest", "activity_status": "waiting", "computer_id": 6}
    ]"#;
    let computers = r#"[{"id": 4, "title": "Jane's laptop", "tags": ["laptop"]},
        {"id": 5, "title": "Sam's laptop", "tags": ["laptop", "loan"]}, {"id": 6, "title": "web1"}]"#;
    let activities = file("upgraded-activities.json", activities);
    let computers = file("upgraded-computers.json", computers);
    ["--activities".to_owned(), activities, "--computers".to_owned(), computers]
}

const SHOWN: &str = "\
Sam's laptop: 2 failed
  2024-07-03T08:00:00Z  ReleaseUpgrade 3: no reason was given
  2024-07-02T08:00:00Z  UpgradeAllPackages 2: no space left on device
Jane's laptop: 1 failed
  2024-07-02T08:00:00Z  UpgradeAllPackages 1: E: Could not get lock  is apt running?
";
const QUESTION: &str = "Cancel the 2 upgrades that wait on these computers? [y/N] ";

#[test]
fn failed_upgrades_are_shown_and_those_that_wait_canceled() {
    let records = records();
    let records: Vec<&str> = records.iter().map(String::as_str).collect();
    let server = Running::signed(&records);
    wait_for_changes();
    let since = ["-s", "2024-07-01"];
    let files = [&since[..], &["--"], &records].concat();
    for (server, arguments) in [(None, &files[..]), (Some(&server), &since)] {
        let only = script(server, &[&["-n"], arguments].concat(), "");
        assert_eq!((only.status.code(), text(&only.stdout).as_str()), (Some(1), SHOWN));
        let declined = script(server, arguments, "n\n");
        let said = text(&declined.stdout);
        assert_eq!(declined.status.code(), Some(1), "{}", text(&declined.stderr));
        assert!(said.starts_with(SHOWN), "{said}");
        assert!(said.ends_with(&format!("{QUESTION}nothing was canceled\n")), "{said}");
        let loaned = script(server, &[&["-c", "tag:laptop NOT tag:loan"], arguments].concat(), "");
        assert!(text(&loaned.stdout).starts_with("Jane's laptop: 1 failed\n"));
        let agreed = script(server, arguments, "y\n");
        let said = text(&agreed.stdout);
        assert!(said.ends_with(&format!("{QUESTION}canceled 7\ncanceled 8\n")), "{said}");
        assert_eq!(agreed.status.code(), Some(1), "{}", text(&agreed.stderr));
    }
    assert_eq!(server.answer(&["find", "status:canceled", "--format", "ids"]), "8\n7\n");
    let nothing_waits = script(Some(&server), &since, "");
    assert!(text(&nothing_waits.stdout).ends_with("no other upgrade waits on these computers\n"));
    let week = script(Some(&server), &[], "");
    assert!(text(&week.stdout).starts_with("no upgrade failed since 20"));
    assert_eq!(week.status.code(), Some(0), "{}", text(&week.stderr));
}

#[test]
fn what_goes_wrong_ends_the_script_with_its_code() {
    let mistaken = script(None, &["-c", "tagg:laptop"], "");
    assert_eq!(mistaken.status.code(), Some(1));
    assert!(
        text(&mistaken.stderr).starts_with("error[unknown-field]"),
        "{}",
        text(&mistaken.stderr)
    );
    let unread = script(None, &["--", "--activities", "no-such-file"], "");
    assert_eq!(unread.status.code(), Some(4), "{}", text(&unread.stderr));
    for wrong in [&["-d", "x"][..], &["-q"]] {
        assert_eq!(script(None, wrong, "").status.code(), Some(2));
    }
    let help = script(None, &["-h"], "");
    assert_eq!(help.status.code(), Some(0));
    assert!(text(&help.stdout).starts_with("Shows which upgrades of laptops failed"));
}
