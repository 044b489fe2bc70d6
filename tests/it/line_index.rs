//! Tests byte offsets, UTF-16 offsets, lines and columns, against a reference that counts
//! from the start each time.

use std::time::{Duration, Instant};

use activity_query::diagnostic::{LineColumn, LineIndex, Position};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Returns each line of a text without its end, with the offset of its first byte.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let rest = &text[start..];
        let Some(end) = rest.find(['\n', '\r']) else {
            lines.push((start, rest));
            return lines;
        };
        lines.push((start, &rest[..end]));
        start += end + if rest[end..].starts_with("\r\n") { 2 } else { 1 };
    }
}

fn utf16(text: &str) -> u32 {
    text.encode_utf16().count().try_into().unwrap()
}

/// Returns the number of the line, and the text before the offset on that line.
fn line(text: &str, offset: usize) -> (u32, &str) {
    let lines = lines(text);
    let line = lines.iter().rposition(|&(start, _)| start <= offset).unwrap();
    (line.try_into().unwrap(), &text[lines[line].0..offset])
}

fn agrees(text: &str) -> Result<(), TestCaseError> {
    let index = LineIndex::new(text);
    for at in 0..=text.len() + 3 {
        let is_boundary = |&at: &usize| text.is_char_boundary(at);
        let offset = (0..=at).rev().find(is_boundary).unwrap();
        let (line, before) = line(text, offset);
        let column = u32::try_from(before.chars().count()).unwrap() + 1;
        prop_assert_eq!(index.line_column(at), LineColumn { line: line + 1, column });
        let position = Position { line, character: utf16(before) };
        prop_assert_eq!(index.position(at), position);
        prop_assert_eq!(index.utf16(at), utf16(&text[..offset]) as usize);
        prop_assert_eq!(index.offset_of_utf16(index.utf16(at)), offset);
        let inside = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
        prop_assert_eq!(index.offset(position), offset - usize::from(inside));
    }
    Ok(())
}

/// Also inside a surrogate pair, past the end of a line, and past the last line.
fn reads_any_position(text: &str) -> Result<(), TestCaseError> {
    let index = LineIndex::new(text);
    let lines = lines(text);
    for (number, &(start, line)) in lines.iter().enumerate() {
        let number = u32::try_from(number).unwrap();
        for character in 0..=utf16(line) + 2 {
            let before = |&(at, _): &(usize, char)| utf16(&line[..at]) <= character;
            let last = line.char_indices().chain([(line.len(), ' ')]).take_while(before).last();
            let offset = index.offset(Position { line: number, character });
            prop_assert_eq!(offset, start + last.unwrap().0);
        }
    }
    let past = Position { line: lines.len().try_into().unwrap(), character: 0 };
    prop_assert_eq!(index.offset(past), text.len());
    Ok(())
}

fn text() -> BoxedStrategy<String> {
    let piece =
        select(vec!["a", "é", "日", "💻", "\n", "\r", "\r\n", "\u{2028}", "e\u{301}", "\0"]);
    let long = (select(vec!["a", "é", "日", "💻", "\n"]), 60..300_usize)
        .prop_map(|(piece, count)| piece.repeat(count));
    prop_oneof![
        any::<String>(),
        vec(piece.clone(), 0..200).prop_map(|pieces| pieces.concat()),
        (long, vec(piece, 0..40)).prop_map(|(long, rest)| long + &rest.concat()),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(crate::strategy::config(200))]

    #[test]
    fn places_are_those_of_the_reference(text in text()) {
        agrees(&text)?;
        reads_any_position(&text)?;
    }
}

#[test]
fn places_of_a_line_of_a_megabyte_take_linear_time() {
    let text = "é".repeat(1 << 19);
    let started = Instant::now();
    let index = LineIndex::new(&text);
    let all: usize = (0..=text.len()).map(|at| index.position(at).character as usize).sum();
    assert!(all > text.len());
    let took = started.elapsed();
    assert!(took < Duration::from_secs(30), "{took:?}");
}
