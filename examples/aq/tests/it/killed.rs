//! Processes that are killed in the middle of a change: all of it was made, or
//! nothing.

#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod databases;

use std::fs;
use std::io::Read as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::AQ;

/// How many activities a change has. Their ids fill the pipe, which is not read:
/// so a process that has made its change is still there to be killed.
pub(super) const COUNT: u32 = 20_000;

/// How often a change is killed on each store, unless the environment says so.
fn kills() -> u32 {
    let asked = std::env::var("KILLS").ok();
    asked.and_then(|kills| kills.parse().ok()).unwrap_or(6)
}

/// What became of the activities whose change was killed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome {
    Unchanged,
    Changed,
}

/// How long it takes until a change is made.
fn length(mut change: Command) -> Duration {
    let begun = Instant::now();
    let mut child = change.spawn().unwrap();
    child.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    let length = begun.elapsed();
    child.kill().unwrap();
    child.wait().unwrap();
    length
}

/// Kills changes at random times, from the start of the process to a little after
/// the change, and sees that both outcomes come up. `begin` fills a store with
/// activities that can be canceled, and gives the arguments of `aq` that do so;
/// `outcome` looks at all of them.
pub(super) fn all_or_nothing(
    store: &str,
    mut begin: impl FnMut() -> Vec<String>,
    mut outcome: impl FnMut() -> Outcome,
) {
    let mut command = || {
        let mut command = Command::new(AQ);
        command.args(begin()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command
    };
    let mut length = length(command());
    let mut runner = TestRunner::default();
    let (mut unchanged, mut changed) = (0_u32, 0_u32);
    while unchanged + changed < kills() || unchanged == 0 || changed == 0 {
        assert!(unchanged + changed < kills() + 100, "{store}: {unchanged} and {changed}");
        let share = (0.0_f64..1.2).new_tree(&mut runner).unwrap().current();
        let mut child = command().spawn().unwrap();
        thread::sleep(length.mul_f64(share));
        child.kill().unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(9), "{store}: it was over");
        match outcome() {
            Outcome::Unchanged => unchanged += 1,
            Outcome::Changed => changed += 1,
        }
        if share > 1.0 && changed == 0 {
            // The machine has become slower since.
            length = length.mul_f64(1.5);
        }
    }
    let killed = unchanged + changed;
    eprintln!("{store}: killed {killed} times, {unchanged} unchanged and {changed} changed");
}

#[test]
fn a_killed_process_leaves_the_old_file_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("activities.jsonl");
    let path = path.to_str().unwrap();
    let lines = |rest: &str| {
        let line = |id| format!("{{\"id\":{id},{rest}}}\n");
        (0..COUNT).map(line).collect::<Vec<String>>().concat()
    };
    let old = lines(r#""activity_status":"undelivered""#);
    let new = lines(
        r#""activity_status":"canceled","completion_time":"2024-07-11T00:00:00Z","modification_time":"2024-07-11T00:00:00Z""#,
    );
    let change = ["cancel", "status:undelivered", "--now", "2024-07-11T00:00:00Z"];
    let files = ["--activities", path, "--output", path];
    all_or_nothing(
        "memory",
        || {
            fs::write(path, &old).unwrap();
            change.iter().chain(&files).map(ToString::to_string).collect()
        },
        || match fs::read_to_string(path).unwrap() {
            text if text == old => Outcome::Unchanged,
            text if text == new => Outcome::Changed,
            text => panic!("half a change, of {} bytes", text.len()),
        },
    );
}
