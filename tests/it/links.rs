//! Tests that every link of the documents has a target.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The documents: those at the top level, and those in `docs/`.
fn documents() -> Vec<PathBuf> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all: Vec<PathBuf> = [top.to_owned(), top.join("docs")]
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "md"))
        .collect();
    all.sort();
    all
}

/// Returns the text without blocks and spans of code.
fn prose(text: &str) -> String {
    let mut fenced = false;
    let mut prose = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            let outside = line.split('`').enumerate().filter(|(at, _)| at % 2 == 0);
            prose.extend(outside.map(|(_, text)| text));
            prose.push('\n');
        }
    }
    prose
}

/// Returns the anchors of the headings.
fn anchors(text: &str) -> HashSet<String> {
    let mut fenced = false;
    let mut anchors = HashSet::new();
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if !fenced && line.starts_with('#') {
            let words = line.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            anchors.insert(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
        }
    }
    anchors
}

/// Returns the targets of links: `](target)`, and `][label]` with its definition.
fn targets(document: &Path, text: &str) -> Vec<String> {
    let text = prose(text);
    let definitions: HashMap<&str, &str> = text
        .lines()
        .filter_map(|line| line.strip_prefix('[')?.split_once("]: "))
        .map(|(label, target)| (label, target.trim()))
        .collect();
    let mut targets: Vec<String> = definitions.values().map(|own| (*own).to_owned()).collect();
    for after in text.split("](").skip(1) {
        targets.push(after.split(')').next().unwrap().to_owned());
    }
    for after in text.split("][").skip(1) {
        let label = after.split(']').next().unwrap();
        assert!(
            definitions.contains_key(label),
            "{}: `{label}` is not defined",
            document.display()
        );
    }
    targets
}

#[test]
fn each_link_leads_somewhere() {
    let mut links = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for target in targets(&document, &text) {
            links += 1;
            let place = format!("{}: {target}", document.display());
            if let Some(rest) = target.strip_prefix("https://") {
                assert!(rest.contains('.'), "{place}");
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let file = if path.is_empty() {
                document.clone()
            } else {
                document.parent().unwrap().join(path)
            };
            assert!(file.exists(), "{place}: file not found");
            let known =
                anchor.is_empty() || anchors(&fs::read_to_string(&file).unwrap()).contains(anchor);
            assert!(known, "{place}: heading not found");
        }
    }
    assert!(links > 30, "{links} links are too few: are they found?");
}
