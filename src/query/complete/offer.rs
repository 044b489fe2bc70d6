//! Collects the candidates for a position, before they are tried out.

use super::date;
use super::rank::{Rank, rank};
use super::trial::{Trial, Writing};
use super::{CompletionKind, MOST, ValueProvider, ValueRequest};
use crate::query::language::{FieldInfo, ValueKind};
use crate::query::parse::{CompletionContext, Expected, TermPosition};
use crate::query::print::{group_value, keyword, quote_if_needed};
use crate::query::value::{is_blank, split_signs};

/// A candidate for a suggestion.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    /// The text, before quoting.
    pub(super) text: String,
    pub(super) kind: CompletionKind,
    pub(super) help: &'static str,
    pub(super) trial: Trial,
    pub(super) rank: Rank,
    pub(super) section: Section,
}

/// The order of candidates that match equally well.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(super) enum Section {
    /// Completes the word itself.
    Plain,
    /// A value of a field.
    Value,
    /// A field of the nested language.
    FieldInside,
    /// A value of a field of the nested language.
    ValueInside,
}

/// Returns the candidates for the completion context.
pub(super) fn offers(
    context: &CompletionContext,
    values: &(impl ValueProvider + ?Sized),
) -> Vec<Offer> {
    match context.expected {
        Expected::Term(position) => {
            let mut offers = fields(context);
            offers.extend(keywords(context, position, values));
            offers.extend(operators(context, position));
            offers
        }
        Expected::Phrase(position) => keywords(context, position, values),
        Expected::Field => names(context),
        Expected::Value(field) => values_of(context, field, values),
        Expected::GroupValue(field, position) => {
            let mut offers = values_of(context, field, values);
            offers.extend(operators(context, position));
            offers
        }
    }
}

/// Sorts the best candidates first, and drops those that are useless beside better ones.
pub(super) fn sort(offers: &mut Vec<Offer>) {
    let is_near = |offer: &Offer| matches!(offer.rank, Rank::Near(_));
    offers.sort_by(|one, other| {
        let one = (is_near(one), one.section, one.rank);
        let other = (is_near(other), other.section, other.rank);
        one.partial_cmp(&other).unwrap_or(std::cmp::Ordering::Equal)
    });
    // Similar texts are useless beside one that begins with what was typed.
    if !offers.iter().all(is_near) {
        offers.retain(|offer| !is_near(offer));
    }
    let mut seen = std::collections::HashSet::new();
    offers.retain(|offer| seen.insert(offer.text.clone()));
}

/// Returns whether the field takes any text but the empty one.
fn takes_any_text(row: &FieldInfo) -> bool {
    matches!(row.kind, ValueKind::Text | ValueKind::OpenText { .. })
}

pub(super) fn fields(context: &CompletionContext) -> Vec<Offer> {
    let offer = |row: &'static FieldInfo| {
        Some(Offer {
            text: spaced(context, format!("{}:", row.name)),
            kind: CompletionKind::Field,
            help: row.help,
            trial: if matches!(row.kind, ValueKind::Query) {
                Trial::QueryField
            } else {
                Trial::Field
            },
            rank: rank(&context.typed, row.name)?,
            section: Section::Plain,
        })
    };
    (context.table.rows)().into_iter().filter_map(offer).collect()
}

/// Returns fields for a term that already has its colon.
fn names(context: &CompletionContext) -> Vec<Offer> {
    let offer = |row: &'static FieldInfo| {
        Some(Offer {
            text: row.name.to_owned(),
            kind: CompletionKind::Field,
            help: row.help,
            trial: Trial::Name((!takes_any_text(row)).then_some(row.name)),
            rank: rank(&context.typed, row.name)?,
            section: Section::Plain,
        })
    };
    (context.table.rows)().into_iter().filter_map(offer).collect()
}

fn operators(context: &CompletionContext, position: TermPosition) -> Vec<Offer> {
    const OR: (&str, &str) = ("OR", "at least one side matches");
    const AND: (&str, &str) = ("AND", "both sides match, as without an operator");
    const NOT: (&str, &str) = ("NOT", "what follows does not match");
    let offered: &[(&str, &str)] = match position {
        TermPosition::First => &[NOT],
        TermPosition::Next => &[OR, AND, NOT],
        TermPosition::AfterColon => &[],
    };
    let offer = |&(operator, help): &(&'static str, &'static str)| {
        let begins = operator.starts_with(&context.typed.to_ascii_uppercase());
        let blank = if context.next.is_some_and(is_blank) { "" } else { " " };
        begins.then(|| Offer {
            text: format!("{operator}{blank}"),
            kind: CompletionKind::Operator,
            help,
            trial: Trial::Operator(operator),
            rank: Rank::Begins,
            section: Section::Plain,
        })
    };
    offered.iter().filter_map(offer).collect()
}

fn keywords(
    context: &CompletionContext,
    position: TermPosition,
    values: &(impl ValueProvider + ?Sized),
) -> Vec<Offer> {
    if !(context.table.has_keywords)() {
        return Vec::new();
    }
    let offer = |text: String| {
        let rank = rank(&context.typed, &text)?;
        if text.is_empty() {
            return None;
        }
        let written = keyword(&text);
        // Right after a colon, quotes would hold a whole query.
        let written = match position {
            TermPosition::AfterColon if written.starts_with('"') => format!("({written})"),
            TermPosition::First | TermPosition::Next | TermPosition::AfterColon => {
                written.into_owned()
            }
        };
        Some(Offer {
            trial: Trial::Keyword(Writing::of(&written)),
            text: spaced(context, written),
            kind: CompletionKind::Keyword,
            help: "a word or phrase to look for",
            rank,
            section: Section::Plain,
        })
    };
    known(context, None, values).into_iter().filter_map(offer).collect()
}

pub(super) fn values_of(
    context: &CompletionContext,
    field: &'static str,
    values: &(impl ValueProvider + ?Sized),
) -> Vec<Offer> {
    let Some(row) = (context.table.rows)().into_iter().find(|row| row.name == field) else {
        return Vec::new();
    };
    let begun =
        context.typed.rfind(':').and_then(|colon| context.typed.get(..=colon)).unwrap_or_default();
    let following = row.kind.following(begun).iter().map(|word| format!("{begun}{word}"));
    let words = row.kind.words().iter().filter(|word| word.starts_with(begun));
    let words = words.map(|&word| word.to_owned()).chain(following);
    let has_form = !takes_any_text(row) && !matches!(row.kind, ValueKind::Query);
    let tail = if has_form { kept_tail(context) } else { "" };
    let written = match context.expected {
        Expected::GroupValue(..) => group_value,
        Expected::Term(_) | Expected::Phrase(_) | Expected::Field | Expected::Value(_) => {
            quote_if_needed
        }
    };
    let offer = |value: String, rank: Rank| {
        let whole = with_tail(context, &value, tail)?;
        if (context.table.takes)(field, &whole) {
            let written = written(&whole);
            return Some(Offer {
                trial: Trial::Value(Writing::of(&written)),
                text: spaced(context, written.into_owned()),
                kind: CompletionKind::Value,
                help: row.help,
                rank,
                section: Section::Plain,
            });
        }
        // Some words only begin a value: `usg`, for `usg:8`, or `>=`, for `>=5`.
        let is_begun = tail.is_empty() && row.kind.words().contains(&value.as_str());
        let colon = if value.ends_with(char::is_alphanumeric) { ":" } else { "" };
        let is_there = colon.is_empty() && value == context.typed;
        (is_begun && !is_there).then(|| Offer {
            text: format!("{value}{colon}"),
            kind: CompletionKind::Value,
            help: row.help,
            trial: Trial::Begun,
            rank,
            section: Section::Plain,
        })
    };
    // Of a closed set the words are all that there are.
    let is_closed = matches!(row.kind, ValueKind::OneOf { .. });
    let held = if is_closed { Vec::new() } else { known(context, Some(field), values) };
    let fitting = words.chain(held).filter_map(|value| {
        let rank = rank(&context.typed, &value)?;
        offer(value, rank)
    });
    let mut offers: Vec<Offer> = fitting.collect();
    if matches!(row.kind, ValueKind::Date | ValueKind::DateRange) {
        let (sign, typed) = split_signs(&context.typed);
        let dates = values
            .now()
            .into_iter()
            .flat_map(date::dates)
            .filter(|(date, name)| date.starts_with(typed) || name.starts_with(typed));
        offers.extend(dates.filter_map(|(date, name)| {
            Some(Offer { help: name, ..offer(format!("{sign}{date}"), Rank::Begins)? })
        }));
    }
    offers
}

/// Returns what follows the cursor in a value of several parts: `:8` of `usg:8`, if the
/// cursor is in `usg`.
fn kept_tail(context: &CompletionContext) -> &str {
    context.rest.find(':').and_then(|colon| context.rest.get(colon..)).unwrap_or_default()
}

/// Returns the value followed by the parts behind the cursor, or `None` if it replaces those
/// parts with something else.
fn with_tail(context: &CompletionContext, value: &str, tail: &str) -> Option<String> {
    if tail.is_empty() || value.ends_with(tail) {
        return Some(value.to_owned());
    }
    let colons = |text: &str| text.matches(':').count();
    (colons(value) == colons(&context.typed)).then(|| format!("{value}{tail}"))
}

fn known(
    context: &CompletionContext,
    field: Option<&'static str>,
    values: &(impl ValueProvider + ?Sized),
) -> Vec<String> {
    let language = context.table.language;
    values.values(&ValueRequest { language, field, typed: &context.typed, most: MOST })
}

/// Appends a blank to the text if it would otherwise run into the next word.
fn spaced(context: &CompletionContext, mut text: String) -> String {
    if context.next.is_some_and(|next| !is_blank(next) && next != ')') {
        text.push(' ');
    }
    text
}
