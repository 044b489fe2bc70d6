//! Tests typical mistakes of people: tests/cases/tools/slips.toml, and random queries with a
//! slip in them.

mod equivalent;
mod random;
mod slip;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use activity_query::parse::CheckMode;
use activity_query::{ActivityTerm, Code, ComputerTerm, Diagnostic, Expr, Language, Limits};
use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde::Deserialize;

use crate::fixture::folder;
use crate::suite::Of;
use equivalent::are_equivalent;
use random::{activity_slip, computer_slip};
use slip::{KINDS, Slipped};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    slip: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default)]
    language: Of,
    text: String,
    outcome: Outcome,
    /// The spans of the mistakes, warnings and lints.
    #[serde(default)]
    spans: Vec<[usize; 2]>,
    /// Parts of messages, or of the text after a fix.
    #[serde(default)]
    shows: Vec<String>,
    /// The text after all certain fixes.
    fixed: Option<String>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Error,
    Warning,
    Ok,
}

impl Outcome {
    fn of(found: &[Diagnostic]) -> Self {
        match found {
            [] => Self::Ok,
            _ if found.iter().any(Diagnostic::is_error) => Self::Error,
            _ => Self::Warning,
        }
    }
}

/// More rounds of fixes than any text should need.
const ROUNDS: usize = 8;

/// Returns the text after its certain fixes, applied until nothing changes, or `None` if that
/// does not end.
fn fixed(text: &str, check: impl Fn(&str) -> Vec<Diagnostic>) -> Option<String> {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let fixed = Diagnostic::fix_all(&check(&text), &text);
        if fixed == text {
            return Some(text);
        }
        text = fixed;
    }
    None
}

/// Returns the failed checks of a case, one per line.
fn wrong(case: &Case, lint: fn(&str) -> Vec<Diagnostic>) -> String {
    let text = &case.text;
    let found = lint(text);
    println!("{text:?}");
    let mut shown = Vec::new();
    for diagnostic in &found {
        println!("    {:?}[{}]: {diagnostic}", diagnostic.severity, diagnostic.code);
        shown.push(diagnostic.message.clone());
        for fix in &diagnostic.fixes {
            let sure = if fix.is_certain() { "fix" } else { "perhaps" };
            println!("        {sure}: {:?}", fix.apply(text));
            shown.push(fix.apply(text));
        }
    }
    let mut wrong = String::new();
    let outcome = Outcome::of(&found);
    if outcome != case.outcome {
        writeln!(wrong, "  is {outcome:?}, not {:?}", case.outcome).unwrap();
    }
    let spans: Vec<_> = found.iter().map(|one| [one.span.start(), one.span.end()]).collect();
    if spans != case.spans {
        writeln!(wrong, "  is wrong at {spans:?}, not at {:?}", case.spans).unwrap();
    }
    for part in &case.shows {
        if !shown.iter().any(|shown| shown.contains(part)) {
            writeln!(wrong, "  nothing shows {part:?}: {shown:?}").unwrap();
        }
    }
    let fixed = fixed(text, lint);
    let expected = case.fixed.as_ref().unwrap_or(text);
    if fixed.as_ref() != Some(expected) {
        writeln!(wrong, "  is fixed as {fixed:?}, not {expected:?}").unwrap();
    }
    wrong
}

/// With `--nocapture`, prints all messages for review.
#[test]
fn slips_are_explained_and_fixed() {
    let text = std::fs::read_to_string(folder().join("tools/slips.toml")).unwrap();
    let File { slip } = toml::from_str(&text).unwrap();
    assert!(slip.len() >= 70, "only {} slips were found", slip.len());
    let mut failures = String::new();
    for case in slip {
        let wrong = match case.language {
            Of::Activity => wrong(&case, Expr::<ActivityTerm>::lint),
            Of::Computer => wrong(&case, Expr::<ComputerTerm>::lint),
        };
        if !wrong.is_empty() {
            write!(failures, "{:?}\n{wrong}", case.text).unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

/// The result of the certain fixes of a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// The intended query.
    Meant,
    /// The text or its meaning is unchanged.
    Untouched,
    /// A text that is still refused.
    Refused,
    /// A query that was not intended.
    Changed,
    /// Applying fixes does not end.
    Endless,
}

fn check<T: Language>(text: &str) -> Vec<Diagnostic> {
    Expr::<T>::check(text, CheckMode::Strict, &Limits::default())
}

/// Returns the codes that have a certain fix, each once.
fn fixed_codes<T: Language>(text: &str) -> Vec<Code> {
    let is_certain = |diagnostic: &Diagnostic| diagnostic.certain_fix().is_some();
    let found = check::<T>(text).into_iter().filter(is_certain);
    let codes: BTreeSet<Code> = found.map(|diagnostic| diagnostic.code).collect();
    codes.into_iter().collect()
}

fn fate<T: Language>(slip: &Slipped) -> (Fate, String) {
    let parse = |text: &str| text.parse::<Expr<T>>();
    let Some(fixed) = fixed(&slip.text, check::<T>) else { return (Fate::Endless, String::new()) };
    let is =
        |found: &Expr<T>, text: &str| parse(text).is_ok_and(|query| are_equivalent(&query, found));
    let fate = match parse(&fixed) {
        _ if fixed == slip.text => Fate::Untouched,
        Err(_) => Fate::Refused,
        Ok(found) if slip.readings.iter().all(|reading| is(&found, reading)) => Fate::Meant,
        Ok(found) if slip.left_alone.iter().any(|text| is(&found, text)) => Fate::Untouched,
        Ok(_) => Fate::Changed,
    };
    (fate, fixed)
}

/// Applies random slips, and returns the result of each kind: no certain fix may change the
/// meaning.
fn no_fix_changes_the_meaning<T: Language>(
    slips: impl Strategy<Value = Slipped>,
    cases: u32,
) -> BTreeMap<(&'static str, Fate), usize> {
    let config = crate::strategy::config(cases);
    let cases = config.cases;
    let mut runner = TestRunner::new(config);
    let mut counts = BTreeMap::new();
    // The shortest text of each kind, with the codes that are fixed.
    let mut failures: BTreeMap<(&str, Fate, Vec<Code>), (Slipped, String)> = BTreeMap::new();
    for _ in 0..cases {
        let slip = slips.new_tree(&mut runner).unwrap().current();
        for reading in &slip.readings {
            assert!(reading.parse::<Expr<T>>().is_ok(), "{reading:?} of {slip:?}");
        }
        let (fate, fixed) = fate::<T>(&slip);
        *counts.entry((slip.kind, fate)).or_default() += 1;
        if !matches!(fate, Fate::Changed | Fate::Endless) {
            continue;
        }
        let class = (slip.kind, fate, fixed_codes::<T>(&slip.text));
        let shortest = failures.get(&class);
        if shortest.is_none_or(|(shortest, _)| slip.text.len() < shortest.text.len()) {
            failures.insert(class, (slip, fixed));
        }
    }
    for ((kind, fate), count) in &counts {
        println!("{kind:>24} {fate:?} {count}");
    }
    let mut wrong = String::new();
    for ((kind, fate, codes), (Slipped { text, readings, .. }, fixed)) in failures {
        writeln!(wrong, "{kind}, {codes:?}: {text:?} is {fate:?} to {fixed:?}").unwrap();
        writeln!(wrong, "  meant: {readings:?}").unwrap();
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    counts
}

#[test]
fn no_fix_of_an_activity_slip_makes_another_query() {
    let counts = no_fix_changes_the_meaning::<ActivityTerm>(activity_slip(), 2_500);
    let is_fixed = |kind: &&str| counts.contains_key(&(*kind, Fate::Meant));
    let left: Vec<&str> =
        KINDS.iter().map(|(kind, _)| *kind).filter(|kind| !is_fixed(kind)).collect();
    assert!(left.is_empty(), "none of these is ever fixed: {left:?}");
}

#[test]
fn no_fix_of_a_computer_slip_makes_another_query() {
    no_fix_changes_the_meaning::<ComputerTerm>(computer_slip(), 1_500);
}
