//! Slips in a term: in its field, its colon, and the text before it.

use std::ops::Range;

use activity_query::highlight::TokenClass;

use super::Slip;
use crate::slips::words::{Choices, Edit, Group, Words};

/// The position of an operand: its pieces, its group, and its index in the group.
type Place = (Range<usize>, usize, usize);

fn operands(words: &Words, groups: &[Group]) -> Vec<Place> {
    let places = |(group, of): (usize, &Group)| -> Vec<Place> {
        let number = |(number, range): (usize, &Range<usize>)| (range.clone(), group, number);
        of.operands.iter().enumerate().map(number).collect()
    };
    let all = groups.iter().enumerate().flat_map(places);
    all.filter(|(range, ..)| range.start < words.pieces.len()).collect()
}

pub(super) fn colon(words: &Words, choices: &mut Choices) -> Option<Slip> {
    // A value that begins with such a sign would be read as part of it.
    let is_apart = |at: &usize| !words.text(at + 1..at + 2).starts_with([':', '=', '\u{A0}']);
    let all: Vec<usize> = words.all(&[TokenClass::Colon]).into_iter().filter(is_apart).collect();
    let at = choices.of(&all)?;
    let signs = ["\u{FF1A}", "=", "==", " : ", " :", ": ", " = ", "\u{A0}:", "\u{FE55}"];
    Some(Slip::piece(at, choices.of(&signs)?))
}

/// Writes the `NOT` before a term in another way.
pub(super) fn not(words: &Words, choices: &mut Choices) -> Option<Slip> {
    let groups = words.groups();
    let negated = |(range, ..): &Place| words.is(range.start, TokenClass::Operator, "NOT");
    let all: Vec<Place> = operands(words, &groups).into_iter().filter(negated).collect();
    let (range, group, number) = choices.of(&all)?;
    let not = range.start..range.start + 2;
    let field = not.end;
    if choices.of(&[true, false])? || words.class(field) != Some(TokenClass::Field) {
        let sign = choices.of(&["!", "-", "! "])?;
        return Some(Slip::plain(vec![(not, sign.to_owned())]));
    }
    let sign = choices.of(&["!=", "<>", ":!", ":-", ":NOT ", " != "])?;
    let edits = vec![(not.clone(), String::new()), (field + 1..field + 2, sign.to_owned())];
    let mut others = Vec::new();
    if words.is(field, TokenClass::Field, "computer") {
        if words.is(field + 2, TokenClass::Quote, "\" \"") {
            return None;
        }
        // The NOT may be meant outside or inside: without a known computer, only one of them
        // is true.
        let inside = format!("computer:(NOT {})", words.text(field + 2..range.end));
        others.push(vec![(range.clone(), inside)]);
    }
    if sign == ":NOT " && groups[group].joints.get(number).is_some_and(|joint| joint.is_or) {
        // The negated term may be followed by more operands.
        let next = &groups[group].operands[number + 1];
        let (one, other) = (words.text(field..range.end), words.text(next.clone()));
        others.push(vec![(range.start..next.end, format!("NOT ({one} OR {other})"))]);
    }
    Some(Slip { edits, others })
}

/// Writes the name of a field as in JSON.
pub(super) fn json_name(words: &Words, choices: &mut Choices) -> Option<Slip> {
    let name = |at: usize| -> Option<Edit> {
        match words.pieces[at].1.as_str() {
            "status" => Some((at..at + 1, "activity_status".to_owned())),
            "parent-id" => Some((at..at + 1, "parent_id".to_owned())),
            "computer" if words.is(at + 2, TokenClass::Field, "id") => {
                Some((at..at + 3, "computer_id".to_owned()))
            }
            _ => None,
        }
    };
    let all: Vec<Edit> = words.all(&[TokenClass::Field]).into_iter().filter_map(name).collect();
    let (range, name) = choices.of(&all)?;
    let hyphens = choices.of(&[true, false])? && name == "computer_id";
    let name = if hyphens { name.replace('_', "-") } else { name };
    Some(Slip::plain(vec![(range, name)]))
}

/// Adds a `+` before a term, which means that it is required in other languages.
pub(super) fn plus(words: &Words, choices: &mut Choices) -> Option<Slip> {
    let groups = words.groups();
    let is_term = |(range, ..): &Place| words.class(range.start) == Some(TokenClass::Field);
    let all: Vec<Place> = operands(words, &groups).into_iter().filter(is_term).collect();
    let (range, group, number) = choices.of(&all)?;
    let is_or = |joint: usize| groups[group].joints.get(joint).is_some_and(|joint| joint.is_or);
    // The term beside an OR is required, and the OR has no effect.
    let alone = vec![(groups[group].range.clone(), words.text(range.clone()))];
    let is_beside = is_or(number) || number > 0 && is_or(number - 1);
    let others = if is_beside { vec![alone] } else { Vec::new() };
    Some(Slip { edits: vec![(range.start..range.start, "+".to_owned())], others })
}
