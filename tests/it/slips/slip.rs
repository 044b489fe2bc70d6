//! Slips: the mistakes that people make in valid queries.

mod term;
mod value;

use activity_query::Language;
use activity_query::highlight::TokenClass;

use super::words::{Choices, Edit, Group, Words};

/// A text with a slip in it.
#[derive(Clone, Debug)]
pub(crate) struct Slipped {
    pub(super) kind: &'static str,
    pub(super) text: String,
    /// The possible meanings. If there are several, only a person can choose.
    pub(super) readings: Vec<String>,
    /// Texts in which a slip is left as it is; each of them may be a query.
    pub(super) left_alone: Vec<String>,
}

impl Slipped {
    fn new(kind: &'static str, text: String, readings: Vec<String>) -> Self {
        Self { kind, readings, left_alone: vec![text.clone()], text }
    }

    /// Combines two adjacent slips, whose fixes are applied together.
    pub(super) fn beside(&self, other: &Self) -> Self {
        let each = |ones: &[String], others: &[String]| -> Vec<String> {
            let beside = |one: &String| -> Vec<String> {
                others.iter().map(|other| format!("({one}) ({other})")).collect()
            };
            ones.iter().flat_map(beside).collect()
        };
        Self {
            kind: "two",
            text: format!("({}) ({})", self.text, other.text),
            readings: each(&self.readings, &other.readings),
            left_alone: each(&self.acceptable(), &other.acceptable()),
        }
    }

    /// Returns the acceptable results.
    fn acceptable(&self) -> Vec<String> {
        let meant = if let [reading] = &*self.readings { Some(reading.clone()) } else { None };
        self.left_alone.iter().cloned().chain(meant).collect()
    }
}

/// Writes a text in another way, if that is possible. The first edits are the slip; each of
/// the others is another possible meaning.
pub(super) type Kind = (&'static str, fn(&Words, &mut Choices) -> Option<Slip>);

/// A slip, as edits of the valid text.
pub(super) struct Slip {
    edits: Vec<Edit>,
    /// Possible meanings other than the valid text.
    others: Vec<Vec<Edit>>,
}

impl Slip {
    /// A slip with one meaning.
    fn plain(edits: Vec<Edit>) -> Self {
        Self { edits, others: Vec::new() }
    }

    /// A slip that replaces one piece of the valid text.
    fn piece(at: usize, text: impl Into<String>) -> Self {
        Self::plain(vec![(at..at + 1, text.into())])
    }
}

pub(super) const KINDS: &[Kind] = &[
    ("operators", operators),
    ("invisible", invisible),
    ("colon", term::colon),
    ("not", term::not),
    ("list", list),
    ("misspelt", value::misspelt),
    ("name in JSON", term::json_name),
    ("date and time", value::date_and_time),
    ("hyphen", value::hyphen),
    ("curly quotes", value::curly_quotes),
    ("plus", term::plus),
];

/// Applies to the valid text the kind of slip with that number, or the next kind that is
/// possible.
pub(super) fn slipped<T: Language>(right: &str, kind: usize, mut choices: Choices) -> Slipped {
    let words = Words::new::<T>(right);
    let from = kind % KINDS.len();
    let found = KINDS.iter().cycle().skip(from).take(KINDS.len()).find_map(|(kind, make)| {
        let slip = make(&words, &mut choices)?;
        let mut readings = vec![right.to_owned()];
        readings.extend(slip.others.into_iter().map(|edits| words.edited(edits)));
        Some(Slipped::new(kind, words.edited(slip.edits), readings))
    });
    found.unwrap_or_else(|| Slipped::new("none", right.to_owned(), vec![right.to_owned()]))
}

/// Writes the whole group with the precedence of most languages: AND before OR.
fn and_first(words: &Words, group: &Group) -> Edit {
    let mut text = String::from("(");
    for (operand, number) in group.operands.iter().zip(0..) {
        if number > 0 {
            text += if group.joints[number - 1].is_or { ") OR (" } else { " " };
        }
        text += &words.text(operand.clone());
    }
    (group.range.clone(), text + ")")
}

fn operators(words: &Words, choices: &mut Choices) -> Option<Slip> {
    let groups: Vec<Group> =
        words.groups().into_iter().filter(|group| !group.joints.is_empty()).collect();
    let number = choices.of(&(0..groups.len()).collect::<Vec<_>>())?;
    let group = &groups[number];
    let spelling = [("&&", "||"), ("&", "|"), ("and", "or"), ("And", "oR"), ("AND", "OR")];
    let (and, or) = choices.of(&spelling)?;
    let (ands, ors) = choices.of(&[(true, false), (false, true), (true, true)])?;
    let gap = if and.starts_with('&') { choices.of(&[" ", " ", " ", ""])? } else { " " };
    let changed = group.joints.iter().filter(|joint| if joint.is_or { ors } else { ands });
    let edits: Vec<Edit> = changed
        .map(|joint| {
            (joint.range.clone(), format!("{gap}{}{gap}", if joint.is_or { or } else { and }))
        })
        .collect();
    if edits.is_empty() {
        return None;
    }
    let has = |is_or| group.joints.iter().any(|joint| joint.is_or == is_or);
    // Words have our precedence, signs that of other languages.
    let is_ambiguous = and.starts_with('&') && has(true) && has(false);
    let others = if is_ambiguous { vec![vec![and_first(words, group)]] } else { Vec::new() };
    Some(Slip { edits, others })
}

const HIDDEN: &[&str] = &["\u{200B}", "\u{AD}", "\u{FEFF}"];
const BLANKS: &[&str] = &["\u{3000}", "\u{2003}", "\u{202F}"];

fn invisible(words: &Words, choices: &mut Choices) -> Option<Slip> {
    let blanks = words.all(&[TokenClass::Blank]);
    let closed =
        words.all(&[TokenClass::Word, TokenClass::Number, TokenClass::Date, TokenClass::Field]);
    let hidden = choices.of(HIDDEN)?;
    let blank = choices.of(BLANKS)?;
    let insert = |at: usize, text: &str| Slip::plain(vec![(at..at, text.to_owned())]);
    let count = words.pieces.len();
    let slip = match choices.of(&[0, 1, 2, 3, 4, 5, 6])? {
        0 => insert(0, hidden),
        1 => insert(count, hidden),
        2 => insert(choices.of(&blanks)?, hidden),
        3 => insert(choices.of(&blanks)? + 1, hidden),
        4 => Slip::piece(choices.of(&blanks)?, blank),
        5 => insert(choices.of(&blanks)?, blank),
        _ => {
            let at = choices.of(&closed)?;
            let text = &words.pieces[at].1;
            let place = choices.of(&(0..=text.len()).collect::<Vec<_>>())?;
            Slip::piece(at, format!("{}{hidden}{}", &text[..place], &text[place..]))
        }
    };
    Some(slip)
}

/// Writes an OR of one field as a list of its values.
fn list(words: &Words, choices: &mut Choices) -> Option<Slip> {
    let is_term = |at: usize, field: &str| {
        let value = words.class(at + 2);
        words.is(at, TokenClass::Field, field)
            && words.class(at + 1) == Some(TokenClass::Colon)
            && matches!(value, Some(TokenClass::Word | TokenClass::Number | TokenClass::Text))
    };
    let mut runs = Vec::new();
    for group in words.groups() {
        let starts: Vec<usize> = group.operands.iter().map(|operand| operand.start).collect();
        for (first, &start) in starts.iter().enumerate() {
            let field = &words.pieces[start].1;
            let continues = |&at: &usize| {
                let joint = at.checked_sub(1).filter(|_| at > first).map(|at| &group.joints[at]);
                joint.is_none_or(|joint| joint.is_or)
                    && is_term(starts[at], field)
                    && group.operands[at].len() == 3
            };
            let count = (first..starts.len()).take_while(continues).count();
            if count < 2 {
                continue;
            }
            let run: Vec<usize> = starts[first..first + count].to_vec();
            let range = start..group.operands[first + count - 1].end;
            runs.push((run.clone(), range.clone()));
            if range == group.range && start > 0 {
                // The parentheses are removed too, since they contain nothing else.
                runs.push((run, start - 1..range.end + 1));
            }
        }
    }
    let (run, range) = choices.of(&runs)?;
    let field = &words.pieces[run[0]].1;
    let values: Vec<&str> = run.iter().map(|at| words.pieces[at + 2].1.as_str()).collect();
    let signs = [("", ",", ""), ("", ", ", ""), ("[", ", ", "]"), ("[", ",", "]")];
    let (open, comma, close) = choices.of(&signs)?;
    let text = format!("{field}:{open}{}{close}", values.join(comma));
    Some(Slip::plain(vec![(range, text)]))
}
