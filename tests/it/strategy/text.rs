//! Generates texts that are nearly queries.

use activity_query::language::fields;
use activity_query::{ActivityTerm, ComputerTerm};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{NASTY, activity_text, arbitrary, computer_text};

/// Pieces of queries that are valid on their own.
const KNOWN: &[&str] = &[
    "id:7",
    "id:8",
    "tag:a",
    "status:failed",
    "type:x",
    "computer:web",
    "computer:tag:a",
    "computer:(a)",
    "computer:(a OR tag:b)",
    "computer:\"a b\"",
    "title:Server(1)",
    "created-after:2011-01",
    "cpu.size:[1Ghz TO 4Ghz]",
    "web",
    "\"my laptop\"",
    "\"OR\"",
    "profile:usg:8:fail",
    "annotation:k:v",
    "mac:00:25",
    "title:\"My laptop\"",
    "id:007",
    "tag:(a OR b)",
    "id:(7 OR 8)",
    "tag:(",
    "computer:tag:(a NOT b)",
    "annotation:(k:v OR (l))",
];

/// Signs and words that change how adjacent ones are read.
const SIGNS: &[&str] = &[
    "OR",
    "AND",
    "NOT",
    "OR",
    "NOT",
    "(",
    ")",
    "(",
    ")",
    "or",
    "not",
    "And",
    "\"",
    "\"\"",
    "\\",
    ":",
    "tag:",
    "id:",
    "computer:",
    "computer:(",
    "computer:tag:(",
    "status:(",
    "disk.size:(",
    "[1Gb TO 2Gb]",
    "computer:\"",
    "title:\"",
    "[",
    "]",
    "[a TO b]",
    ":[a TO b]",
    "TO",
    "NOT(",
    "OR(",
    "x(",
    "x\"y\"",
    "7",
    "é",
    "\u{A0}",
    "\t",
];

/// Pieces with names that no language has.
const UNKNOWN: &[&str] = &["foo:", "foo:x", "foo:(", "cpu:x", "cpu:", "Status:failed", ":x", ":"];

const GAPS: &[&str] = &["", " ", " ", " ", " ", "  ", "\u{A0}"];

fn glued(piece: impl Strategy<Value = &'static str> + 'static) -> BoxedStrategy<String> {
    vec((piece, select(GAPS)), 0..10)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
        .boxed()
}

/// Adjacent pieces of queries, with and without blanks.
pub(crate) fn near_query() -> BoxedStrategy<String> {
    glued(prop_oneof![6 => select(KNOWN), 6 => select(SIGNS), 1 => select(UNKNOWN)])
}

/// The same, with few unknown names.
pub(crate) fn known_near_query() -> BoxedStrategy<String> {
    let known: Vec<&str> = KNOWN.iter().copied().filter(|piece| !is_activity(piece)).collect();
    glued(prop_oneof![5 => select(known), 4 => select(&SIGNS[..13]), 1 => select(SIGNS)])
}

/// Returns whether the term only exists in the activity language.
fn is_activity(piece: &str) -> bool {
    let field = piece.split(':').next().unwrap_or_default();
    let has = |names: &[&str]| names.contains(&field);
    let activity: Vec<&str> = fields::<ActivityTerm>().map(|field| field.name).collect();
    let computer: Vec<&str> = fields::<ComputerTerm>().map(|field| field.name).collect();
    has(&activity) && !has(&computer)
}

/// A change to a text: its kind and position.
type Mutation = (u8, Index, Index, &'static str);

/// Deletes, inserts or duplicates a few slices of the text.
pub(crate) fn mutated(text: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let piece = prop_oneof![select(NASTY), select(KNOWN), select(SIGNS)];
    let mutation = (0..4_u8, any::<Index>(), any::<Index>(), piece);
    (text, vec(mutation, 1..4))
        .prop_map(|(text, mutations)| {
            mutations.into_iter().fold(text, |text, mutation| mutate(&text, mutation))
        })
        .boxed()
}

fn mutate(text: &str, (kind, one, other, piece): Mutation) -> String {
    let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let (one, other) = (*one.get(&bounds), *other.get(&bounds));
    let (from, to) = (one.min(other), one.max(other));
    let (before, slice, after) = (&text[..from], &text[from..to], &text[to..]);
    match kind {
        0 => format!("{before}{after}"),
        1 => format!("{before}{piece}{slice}{after}"),
        2 => format!("{before}{slice}{slice}{after}"),
        _ => {
            // Removing one character is the smallest mistake.
            let rest = slice.char_indices().nth(1).map_or("", |(at, _)| &slice[at..]);
            format!("{before}{rest}{after}")
        }
    }
}

/// Texts of every kind, from queries to noise.
pub(crate) fn any_text() -> BoxedStrategy<String> {
    prop_oneof![
        3 => near_query(),
        2 => known_near_query(),
        2 => mutated(near_query()),
        2 => mutated(activity_text()),
        2 => mutated(computer_text()),
        1 => arbitrary(),
    ]
    .boxed()
}
