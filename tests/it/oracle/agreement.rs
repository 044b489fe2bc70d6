//! Defines when the parser and the oracle agree.

use std::ops::Range;

use activity_query::parse::Parsed;
use activity_query::{Code, Diagnostic, Expr, Limits, ParseError};

use super::tree::{Entry, Reading, read};

/// The result of a comparison.
#[derive(Debug, PartialEq)]
pub(super) enum Agreement {
    Accepted,
    RejectedByShape,
    RejectedByTerm,
}

/// Reads the text with the oracle, and compares that with the result of the parser. The error
/// describes the difference.
pub(super) fn compare<L: Entry>(
    text: &str,
    parsed: &Result<Parsed<L>, ParseError>,
) -> Result<Agreement, String> {
    match (read::<L>(text), parsed) {
        (Some(reading), Ok(parsed)) => says_the_same(text, &reading, &parsed.query),
        (None, Ok(_)) => Err(format!("{text:?}: the grammar rejects it")),
        (reading, Err(error)) => match with_known_fields::<L>(text, error) {
            Some(known) => is_the_same_but_for_fields::<L>(text, reading.as_ref(), error, &known),
            None => is_rejected::<L>(text, reading.as_ref(), error),
        },
    }
}

fn says_the_same<L: Entry>(
    text: &str,
    reading: &Reading,
    query: &Expr<L>,
) -> Result<Agreement, String> {
    if !reading.wrong.is_empty() {
        let wrong: Vec<&str> = reading.wrong.iter().map(|place| &text[place.clone()]).collect();
        return Err(format!("{text:?}: the parser accepts {wrong:?}"));
    }
    let tree = serde_json::to_value(query.tree()).unwrap();
    if tree != reading.tree {
        return Err(format!("{text:?}: the grammar reads {}, the parser {tree}", reading.tree));
    }
    let mut bounds = Vec::new();
    query.terms().for_each(|term| term.value.bounds(&mut bounds));
    if bounds != reading.bounds {
        return Err(format!("{text:?} means {:?}, to the parser {bounds:?}", reading.bounds));
    }
    Ok(Agreement::Accepted)
}

/// The parser does not read the value of an unknown field. So the text is compared with known
/// fields instead.
fn is_the_same_but_for_fields<L: Entry>(
    text: &str,
    reading: Option<&Reading>,
    error: &ParseError,
    known: &str,
) -> Result<Agreement, String> {
    // What follows the first unknown field may be reported at another position.
    let first = errors(error).find(|found| is_unknown_field(found.code));
    if let (Some(Reading { wrong, .. }), Some(first)) = (reading, first)
        && !is_in_one(first, wrong)
    {
        return Err(format!("{text:?}: only terms at {wrong:?} are wrong\n{error}"));
    }
    let agreement = compare(known, &Expr::<L>::parse(known, &Limits::default()))
        .map_err(|why| format!("{text:?}, with known fields: {why}"))?;
    match (reading, agreement) {
        (None, Agreement::RejectedByShape) => Ok(Agreement::RejectedByShape),
        (Some(_), Agreement::Accepted | Agreement::RejectedByTerm) => Ok(Agreement::RejectedByTerm),
        (_, agreement) => Err(format!("{text:?}, with known fields {known:?}: {agreement:?}")),
    }
}

fn is_rejected<L: Entry>(
    text: &str,
    reading: Option<&Reading>,
    error: &ParseError,
) -> Result<Agreement, String> {
    match reading {
        None => is_misshapen(text, error),
        Some(reading) if reading.wrong.is_empty() => {
            Err(format!("{text:?}: the grammar accepts it and every term\n{error}"))
        }
        Some(reading) => has_these_mistakes::<L>(text, &reading.wrong, error),
    }
}

/// The parser reports a mistake of structure.
fn is_misshapen(text: &str, error: &ParseError) -> Result<Agreement, String> {
    let is_enough = |found: &Diagnostic| {
        let written = &text[found.span.range()];
        // Several words that are read as one text may include a lower-case operator, which
        // is not reported separately.
        let has_blanks = found.code == Code::BareWord && written.contains(char::is_whitespace);
        let is_no_name = is_unknown_field(found.code) && written.contains('(');
        let is_blind = is_slip(found.code) || is_limit(found.code);
        is_of_shape(found.code) || is_blind || has_blanks || is_no_name
    };
    if errors(error).any(is_enough) {
        return Ok(Agreement::RejectedByShape);
    }
    Err(format!("{text:?}: the grammar rejects it, and the parser only for\n{error}"))
}

/// Checks that the parser reports a mistake in each of these terms and in no other, and that
/// both read the same once these terms are replaced by valid ones.
fn has_these_mistakes<L: Entry>(
    text: &str,
    wrong: &[Range<usize>],
    error: &ParseError,
) -> Result<Agreement, String> {
    let slips: Vec<&Diagnostic> = errors(error).filter(|found| is_slip(found.code)).collect();
    // The text that a slip includes is not read.
    let replaced = |place: &&Range<usize>| {
        slips.is_empty() || slips.iter().any(|slip| is_in_one(slip, std::slice::from_ref(place)))
    };
    let right: Vec<_> = wrong.iter().filter(replaced).collect();
    if right.is_empty() {
        return Err(format!("{text:?}: only terms at {wrong:?} are wrong\n{error}"));
    }
    if slips.is_empty() && !errors(error).any(|found| is_limit(found.code)) {
        let is_expected = |found: &Diagnostic| is_of_terms(found.code) && is_in_one(found, wrong);
        if !errors(error).all(is_expected) {
            return Err(format!("{text:?}: only terms at {wrong:?} are wrong\n{error}"));
        }
        let is_found = |place: &&Range<usize>| {
            errors(error).any(|found| is_in_one(found, std::slice::from_ref(place)))
        };
        if let Some(place) = wrong.iter().find(|place| !is_found(place)) {
            return Err(format!(
                "{text:?}: nothing is said of {:?}\n{error}",
                &text[place.clone()]
            ));
        }
    }
    let right = with_instead(text, right.into_iter().map(|place| (place.clone(), "id:0")));
    match compare(&right, &Expr::<L>::parse(&right, &Limits::default())) {
        Ok(Agreement::Accepted | Agreement::RejectedByTerm) => Ok(Agreement::RejectedByTerm),
        other => Err(format!("{text:?}, without wrong terms {right:?}: {other:?}")),
    }
}

/// Replaces unknown fields in the text, if there are any: by `type` or, if that is also
/// unknown, by `tag`.
fn with_known_fields<L: Entry>(text: &str, error: &ParseError) -> Option<String> {
    let unknown = errors(error).filter(|diagnostic| is_unknown_field(diagnostic.code));
    let known = |(index, diagnostic): (usize, &Diagnostic)| {
        let place = diagnostic.span.range();
        Some(match &text[place.clone()] {
            name if name.contains('(') => return None,
            // After the first one, the position may differ.
            "computer" if index > 0 => return None,
            // The field has no name.
            ":" => (place.start..place.start, L::TEXT),
            name if name == L::TEXT => (place, "tag"),
            _ => (place, L::TEXT),
        })
    };
    let mut known = unknown.enumerate().filter_map(known).peekable();
    known.peek()?;
    Some(with_instead(text, known))
}

fn errors(error: &ParseError) -> impl Iterator<Item = &Diagnostic> {
    error.diagnostics().iter().filter(|diagnostic| diagnostic.is_error())
}

/// Returns whether the mistake overlaps with one of the ranges, or is at its end.
fn is_in_one(found: &Diagnostic, places: &[Range<usize>]) -> bool {
    let (start, end) = (found.span.start(), found.span.end());
    places.iter().any(|place| {
        place.start < end.max(start + 1) && (start < place.end || start == end && end == place.end)
    })
}

/// Returns the text with some ranges replaced.
fn with_instead<'t>(text: &str, instead: impl Iterator<Item = (Range<usize>, &'t str)>) -> String {
    let mut corrected = String::new();
    let mut at = 0;
    for (place, right) in instead {
        corrected.push_str(&text[at..place.start]);
        corrected.push_str(right);
        at = place.end;
    }
    corrected.push_str(&text[at..]);
    corrected
}

fn is_of_shape(code: Code) -> bool {
    matches!(
        code,
        Code::UnclosedQuote
            | Code::UnclosedGroup
            | Code::UnopenedGroup
            | Code::EmptyGroup
            | Code::GluedGroup
            | Code::MissingOperand
            | Code::OperatorCase
            | Code::MissingValue
    )
}

/// Returns whether the code is about a name, a value or a size.
fn is_of_terms(code: Code) -> bool {
    is_unknown_field(code)
        || is_slip(code)
        || matches!(
            code,
            Code::InvalidValue | Code::InvalidDate | Code::BareWord | Code::UnexpectedRange
        )
}

fn is_unknown_field(code: Code) -> bool {
    matches!(code, Code::UnknownField | Code::MissingAttribute)
}

/// Returns whether the mistake may include text with further mistakes, which are not
/// reported.
fn is_slip(code: Code) -> bool {
    matches!(code, Code::ForeignSyntax | Code::ConfusableCharacter)
}

/// Returns whether the parser stopped at this mistake.
fn is_limit(code: Code) -> bool {
    matches!(code, Code::TooDeep | Code::TooManyTerms | Code::TooManyMistakes | Code::TextTooLong)
}
