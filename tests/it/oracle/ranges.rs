//! An independent reader of ranges and comparisons of numbers and dates.

use super::reading::{Bounds, Said, date, in_brackets, number};

/// A whole number, with or without a minus.
fn whole(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let number = number(digits, 0, 1 << 63)?.text.parse::<i128>().ok()?;
    let number = if digits == text { number } else { -number };
    i64::try_from(number).ok().map(i128::from)
}

/// Reads whole numbers.
pub(super) fn numbers(text: &str) -> Option<Said> {
    const LEAST: i128 = i64::MIN as i128;
    const MOST: i128 = i64::MAX as i128;
    let (least, most) = if text == "*" {
        (LEAST, MOST)
    } else if text.starts_with('[') {
        let (least, most) = in_brackets(text)?;
        let least = if least == "*" { LEAST } else { whole(least)? };
        (least, if most == "*" { MOST } else { whole(most)? })
    } else if let Some(number) = text.strip_prefix(">=") {
        (whole(number)?, MOST)
    } else if let Some(number) = text.strip_prefix("<=") {
        (LEAST, whole(number)?)
    } else if let Some(number) = text.strip_prefix('>') {
        (whole(number)? + 1, MOST)
    } else if let Some(number) = text.strip_prefix('<') {
        (LEAST, whole(number)? - 1)
    } else {
        (whole(text)?, whole(text)?)
    };
    if least > most {
        return None;
    }
    let is_round = |number: i128| number.to_string().ends_with('0');
    let text = match (least, most) {
        (LEAST, MOST) => "*".to_owned(),
        _ if least == most => least.to_string(),
        (LEAST, _) if is_round(most) => format!("<={most}"),
        (LEAST, _) => format!("<{}", most + 1),
        (_, MOST) if is_round(least) => format!(">={least}"),
        (_, MOST) => format!(">{}", least - 1),
        _ => format!("[{least} TO {most}]"),
    };
    let end = |number: i128, none: i128| i64::try_from(number).ok().filter(|_| number != none);
    Some(Said { text, bounds: Some(Bounds::Numbers(end(least, LEAST), end(most, MOST))) })
}

/// Reads dates.
pub(super) fn dates(text: &str) -> Option<Said> {
    let times = |text: &str| match date(text)? {
        Bounds::Times(start, end) => Some((start, end)),
        _ => None,
    };
    let (text, start, end) = if text == "*" {
        (text.to_owned(), None, None)
    } else if text.starts_with('[') {
        match in_brackets(text)? {
            ("*", "*") => ("*".to_owned(), None, None),
            ("*", last) => (format!("<={last}"), None, Some(times(last)?.1)),
            (first, "*") => (format!(">={first}"), Some(times(first)?.0), None),
            (first, last) => {
                let (start, end) = (times(first)?.0, times(last)?.1);
                if start >= end {
                    return None;
                }
                let range = format!("[{first} TO {last}]");
                (if first == last { first.to_owned() } else { range }, Some(start), Some(end))
            }
        }
    } else if let Some(date) = text.strip_prefix(">=") {
        (text.to_owned(), Some(times(date)?.0), None)
    } else if let Some(date) = text.strip_prefix("<=") {
        (text.to_owned(), None, Some(times(date)?.1))
    } else if let Some(date) = text.strip_prefix('>') {
        (text.to_owned(), Some(times(date)?.1), None)
    } else if let Some(date) = text.strip_prefix('<') {
        (text.to_owned(), None, Some(times(date)?.0))
    } else {
        let (start, end) = times(text)?;
        (text.to_owned(), Some(start), Some(end))
    };
    Some(Said { text, bounds: Some(Bounds::Span(start, end)) })
}
