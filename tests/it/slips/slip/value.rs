//! Slips in a value.

use activity_query::highlight::TokenClass;

use super::Slip;
use crate::slips::words::{Choices, Words};

/// Changes one letter, the case or the hyphens of a field or of a value of a closed set.
pub(super) fn misspelt(words: &Words, choices: &mut Choices) -> Option<Slip> {
    let at = choices.of(&words.all(&[TokenClass::Field, TokenClass::Word]))?;
    let text = &words.pieces[at].1;
    let place = choices.of(&(0..text.len()).collect::<Vec<_>>())?;
    let (before, rest) = text.split_at(place);
    let (letter, after) = rest.split_at(1);
    // A hyphen at the beginning may mean NOT.
    let others = ["e", "s", "x", "n", "-"];
    let other = choices.of(if place > 0 { &others } else { &others[..4] })?;
    let slip = match choices.of(&[0, 1, 2, 3, 4, 5, 6, 7])? {
        0 if text.len() > 1 => format!("{before}{after}"),
        1 => format!("{before}{letter}{letter}{after}"),
        2 => format!("{before}{other}{after}"),
        3 => format!("{before}{other}{rest}"),
        4 if !after.is_empty() => format!("{before}{}{letter}{}", &after[..1], &after[1..]),
        5 => format!("{before}{}{after}", letter.to_ascii_uppercase()),
        6 => text.to_ascii_uppercase(),
        _ => text.replace('-', "_"),
    };
    (slip != *text).then(|| Slip::piece(at, slip))
}

/// Separates a date from its time or its offset.
pub(super) fn date_and_time(words: &Words, choices: &mut Choices) -> Option<Slip> {
    let mut all = Vec::new();
    for at in words.all(&[TokenClass::Date]) {
        let text = &words.pieces[at].1;
        if text.contains('T') {
            all.extend([" ", "  ", "t"].map(|gap| (at, text.replace('T', gap))));
        }
        if let Some(time) = text.strip_suffix('Z') {
            all.extend(
                [" UTC", " Z", "UTC", "z", " utc"].map(|zone| (at, format!("{time}{zone}"))),
            );
            all.push((at, text.replace('T', " ").replace('Z', " UTC")));
        }
    }
    let (at, text) = choices.of(&all)?;
    Some(Slip::piece(at, text))
}

/// Replaces one or all hyphens of a date by characters that look alike.
pub(super) fn hyphen(words: &Words, choices: &mut Choices) -> Option<Slip> {
    let has_hyphen = |&at: &usize| words.pieces[at].1.contains('-');
    let all: Vec<usize> = words.all(&[TokenClass::Date]).into_iter().filter(has_hyphen).collect();
    let at = choices.of(&all)?;
    let hyphen = choices.of(&["\u{2011}", "\u{2010}", "\u{2013}", "\u{2212}"])?;
    let most = choices.of(&[1, 9])?;
    Some(Slip::piece(at, words.pieces[at].1.replacen('-', hyphen, most)))
}

/// Adds curly or angled quotes around a value.
pub(super) fn curly_quotes(words: &Words, choices: &mut Choices) -> Option<Slip> {
    let is_quotable = |&at: &usize| {
        let text = &words.pieces[at].1;
        let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let is_quote = words.pieces[at].0 == TokenClass::Quote;
        // A quote may be only a part of a value.
        let is_whole = at > 0
            && words.class(at - 1) == Some(TokenClass::Colon)
            && matches!(words.class(at + 1), None | Some(TokenClass::Blank | TokenClass::Group));
        let inside = if is_quote { inside.unwrap_or("\"") } else { text };
        is_whole && !inside.contains(['"', '\\', '“', '”', '„', '«', '»', '‟', '‹', '›'])
    };
    let classes = [
        TokenClass::Quote,
        TokenClass::Text,
        TokenClass::Word,
        TokenClass::Number,
        TokenClass::Date,
    ];
    let all: Vec<usize> = words.all(&classes).into_iter().filter(is_quotable).collect();
    let at = choices.of(&all)?;
    let (open, close) =
        choices.of(&[("“", "”"), ("„", "“"), ("«", "»"), ("”", "”"), ("„", "”")])?;
    let inside = words.pieces[at].1.trim_matches('"');
    Some(Slip::piece(at, format!("{open}{inside}{close}")))
}
