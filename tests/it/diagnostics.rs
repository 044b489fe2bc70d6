//! Tests that the page of diagnostics has every code, and contains what the library prints.
use std::convert::Infallible;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use activity_query::backend::Unsupported;
use activity_query::{
    ActivityQuery, ActivityStore, ActivityTerm, Code, ComputerQuery, Diagnostic, Limits,
    MemoryStore, Selection, Spanned, StoreError,
};
use chrono::DateTime;
use pollster::block_on;

/// Checks that a generated text of the project is up to date, or updates it if the variable
/// `ACCEPT` is set.
pub(crate) fn is_current(path: &Path, made: &str) -> bool {
    if std::env::var_os("ACCEPT").is_some() {
        std::fs::write(path, made).unwrap();
    }
    std::fs::read_to_string(path).is_ok_and(|text| text == made)
}

fn search(name: &str) -> Option<String> {
    let number = |name: &str| name.strip_prefix("twice-")?.parse().ok();
    match name {
        "round" => Some("search:about".to_owned()),
        "about" => Some("search:round".to_owned()),
        "broken" => Some("tag: OR".to_owned()),
        "twice-0" => Some("web".to_owned()),
        _ => number(name).map(|n: usize| format!("search:twice-{0} OR search:twice-{0}", n - 1)),
    }
}

fn unresolved(text: &str) -> String {
    let query: ComputerQuery = text.parse().unwrap();
    let known: Vec<(String, String)> = ["round", "about", "broken"]
        .into_iter()
        .map(str::to_owned)
        .chain((0..=20).map(|n| format!("twice-{n}")))
        .map(|name| (name.clone(), search(&name).unwrap()))
        .collect();
    let lookup = |name: &str| known.iter().find(|(known, _)| known == name).map(|(_, s)| &**s);
    query.resolve(lookup).unwrap_err().report(text)
}

fn beyond(text: &str, limits: &Limits) -> String {
    ActivityQuery::parse(text, limits).unwrap_err().report()
}

fn unsupported(text: &str) -> String {
    let query: ActivityQuery = text.parse().unwrap();
    let is_status = |term: &&Spanned<ActivityTerm>| matches!(term.value, ActivityTerm::Status(_));
    let error = Unsupported::new(query.terms().find(is_status).unwrap());
    StoreError::<Infallible>::from(error).report(text).unwrap()
}

fn refused(text: &str) -> String {
    let query: ActivityQuery = text.parse().unwrap();
    let store = MemoryStore::new();
    let answer = block_on(store.cancel_activities(&Selection::new(query), DateTime::UNIX_EPOCH));
    answer.unwrap_err().report(text).unwrap()
}

fn of_system(text: &str) -> String {
    let system = "computer:search:staff".parse().unwrap();
    let query = ActivityQuery::scoped(system, text.parse().unwrap());
    query.resolve(|_| None).unwrap_err().report(text)
}

/// Returns the report of the text, which must have this code.
fn report(code: &str, language: &str, text: &str) -> String {
    let limits = Limits::default();
    match code {
        "text-too-long" => beyond(text, &limits.length(20)),
        "too-deep" => beyond(text, &limits.depth(2)),
        "too-many-terms" => beyond(text, &limits.terms(2)),
        "too-many-mistakes" => beyond(text, &limits.diagnostics(1)),
        "unknown-search" | "search-cycle" | "invalid-search" | "search-too-large" => {
            unresolved(text)
        }
        "empty-query" | "selects-everything" => refused(text),
        "system-query" => of_system(text),
        "unsupported-term" => unsupported(text),
        "not-portable" => {
            text.parse::<ActivityQuery>().unwrap().portable(100).unwrap_err().report(text)
        }
        _ if language == "computer" => Diagnostic::report_all(&ComputerQuery::lint(text), text),
        _ => Diagnostic::report_all(&ActivityQuery::lint(text), text),
    }
}

/// The section of one code: its description, the label and text of its example, and the
/// report.
struct Section<'a> {
    words: &'a str,
    language: &'a str,
    text: &'a str,
}

impl<'a> Section<'a> {
    fn read(section: &'a str) -> Option<Self> {
        let (words, rest) = section.split_once("\n```")?;
        let (language, rest) = rest.split_once('\n')?;
        let (text, _) = rest.split_once("\n```\n\n```text\n")?;
        Some(Self { words, language, text })
    }
}

#[test]
fn the_page_of_diagnostics_has_every_code_and_its_report() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let mut parts = page.split("\n### `");
    let mut made = parts.next().unwrap().to_owned();
    let mut codes = Vec::new();
    for part in parts {
        let (code, rest) = part.split_once("`\n").unwrap();
        codes.push(code);
        let Section { words, language, text } = Section::read(rest).unwrap();
        assert!(words.trim().len() > 20, "`{code}` is not explained");
        let report = report(code, language, text);
        assert!(report.contains(&format!("[{code}]")), "{code}: {text}\n{report}");
        write!(made, "\n### `{code}`\n{words}\n```{language}\n{text}\n```\n\n").unwrap();
        write!(made, "```text\n{report}```\n").unwrap();
        // The heading of the next kind of codes follows the last report.
        if let Some((_, heading)) = rest.split_once("\n## ") {
            write!(made, "\n## {heading}").unwrap();
        }
    }
    let all: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(codes, all, "the page has each code once, in their order");
    assert!(is_current(&path, &made), "docs/diagnostics.md is stale: ACCEPT=1 cargo test mends it");
}
