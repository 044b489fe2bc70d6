//! Completes a word without a field to whole terms, in a language without keywords: `fail` to
//! `status:failed`, `lap` to `computer:tag:laptop`.

use super::offer::{Offer, Section, fields, values_of};
use super::rank::Rank;
use super::trial::{Trial, Writing};
use super::{CompletionKind, ValueProvider};
use crate::query::language::{FieldInfo, Language, ValueKind};
use crate::query::parse::{
    CompletionContext, Expected, Limits, ParseMode, SourceMap, TermPosition, look_at,
};

/// The number of fields of the nested language whose values are requested: the first ones,
/// which people use most. Requesting the values of all of them takes too long in a large
/// fleet.
const ASKED: usize = 12;

/// The shortest word that is completed to terms; shorter ones match too many.
const SHORTEST: usize = 2;

/// The largest number of values suggested for one field.
const OF_ONE_FIELD: usize = 5;

/// Returns the terms that the word at the cursor may become.
pub(super) fn terms<T: Language>(
    text: &str,
    context: &CompletionContext,
    values: &(impl ValueProvider + ?Sized),
) -> Vec<Offer> {
    let is_word = match context.expected {
        Expected::Term(TermPosition::First | TermPosition::Next) => context.typed.len() >= SHORTEST,
        Expected::Term(TermPosition::AfterColon)
        | Expected::Phrase(_)
        | Expected::Field
        | Expected::Value(_)
        | Expected::GroupValue(..) => false,
    };
    if !is_word || (context.table.has_keywords)() {
        return Vec::new();
    }
    let rows = (context.table.rows)();
    let mut offers: Vec<Offer> = rows
        .iter()
        .filter(|row| !row.kind.words().is_empty())
        .flat_map(|row| values_in(context, row, &()))
        .map(|offer| Offer { section: Section::Value, ..offer })
        .collect();
    for row in rows.iter().filter(|row| matches!(row.kind, ValueKind::Query)) {
        let prefix = format!("{}:", row.name);
        if let Some(inner) = spot_inside::<T>(text, context, &prefix) {
            let inside = inside(&inner, values).into_iter();
            offers.extend(inside.map(|offer| prefixed(&prefix, &offer)));
        }
    }
    // Beside fields, terms that only contain the word would be too many.
    offers.retain(begins);
    offers
}

/// Returns the completion context that the word would have after a field.
fn spot_inside<T: Language>(
    text: &str,
    context: &CompletionContext,
    prefix: &str,
) -> Option<CompletionContext> {
    let prefix = context.source.written(prefix);
    let span = context.source.span(context.start, context.end);
    let (before, after) = (text.get(..span.start())?, text.get(span.start()..)?);
    let cursor = span.start() + prefix.len() + context.source.written(&context.typed).len();
    let text = format!("{before}{prefix}{after}");
    let source = SourceMap::typed(cursor);
    let inner = *look_at::<T>(ParseMode::Mistakes, &text, &Limits::default(), &source).context?;
    (inner.expected == Expected::Term(TermPosition::AfterColon) && inner.typed == context.typed)
        .then_some(inner)
}

/// Returns the fields and values of the nested language that match the word.
fn inside(inner: &CompletionContext, values: &(impl ValueProvider + ?Sized)) -> Vec<Offer> {
    let mut offers: Vec<Offer> = fields(inner)
        .into_iter()
        .map(|offer| Offer { trial: Trial::FieldInside, section: Section::FieldInside, ..offer })
        .collect();
    for (at, row) in (inner.table.rows)().iter().enumerate() {
        let of_field =
            if at < ASKED { values_in(inner, row, values) } else { values_in(inner, row, &()) };
        let inside = |offer| Offer { section: Section::ValueInside, ..offer };
        offers.extend(of_field.into_iter().map(inside));
    }
    offers
}

/// Returns the terms of one field whose values match the word.
fn values_in(
    context: &CompletionContext,
    row: &FieldInfo,
    values: &(impl ValueProvider + ?Sized),
) -> Vec<Offer> {
    let prefix = format!("{}:", row.name);
    let whole = values_of(context, row.name, values).into_iter();
    let whole = whole.filter(|offer| begins(offer) && offer.trial != Trial::Begun);
    whole.take(OF_ONE_FIELD).map(|offer| prefixed(&prefix, &offer)).collect()
}

fn begins(offer: &Offer) -> bool {
    matches!(offer.rank, Rank::Begins | Rank::BeginsInAnotherCase)
}

fn prefixed(prefix: &str, offer: &Offer) -> Offer {
    let text = format!("{prefix}{}", offer.text);
    let (kind, trial) = match offer.trial {
        Trial::FieldInside => (CompletionKind::Field, Trial::FieldInside),
        Trial::Field
        | Trial::QueryField
        | Trial::Name(_)
        | Trial::Value(_)
        | Trial::Begun
        | Trial::Keyword(_)
        | Trial::Operator(_)
        | Trial::Term(_) => (CompletionKind::Term, Trial::Term(Writing::of(&text))),
    };
    Offer { text, kind, trial, ..*offer }
}
