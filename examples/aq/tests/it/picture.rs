//! The picture of `aq` in the README.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anstyle_svg::{Term, WIN10_CONSOLE};

use crate::{AQ, text};

/// The runs that are shown, as they are typed.
const RUNS: [&[&str]; 2] = [
    &["explain", "status:failed OR id:7 computer:tag:laptop", "--id", "136"],
    &["check", "status:faild created-after:2011-13"],
];

#[test]
fn the_picture_shows_what_is_printed() {
    let mut screen = String::new();
    for arguments in RUNS {
        let output = Command::new(AQ).args(arguments).env("CLICOLOR_FORCE", "1").output().unwrap();
        let words = arguments
            .iter()
            .map(|word| if word.contains(' ') { format!("'{word}'") } else { (*word).to_owned() });
        let command = words.collect::<Vec<_>>().join(" ");
        let (answer, report) = (text(&output.stdout), text(&output.stderr));
        let _ = write!(screen, "\x1b[2m$\x1b[0m aq {command}\n{answer}{report}");
    }
    let picture = Term::new().palette(WIN10_CONSOLE).min_width_px(760).render_svg(&screen);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures/aq.svg");
    if std::env::var_os("ACCEPT").is_some() {
        std::fs::write(&path, &picture).unwrap();
    }
    let drawn = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(drawn == picture, "docs/pictures/aq.svg is stale: ACCEPT=1 cargo test renews it");
}
