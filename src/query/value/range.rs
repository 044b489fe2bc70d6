//! The syntax of ranges and comparisons, of numbers as well as dates: `20`, `>7`,
//! `[5 TO 20]`, `*`.

use std::fmt;

use super::{ValueError, is_blank};

/// A range or comparison, with its ends as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum WrittenRange<E> {
    /// `*`, which is `[* TO *]`.
    Any,
    /// `20`.
    One(E),
    /// `>7`; `[5 TO *]` is `>=5`.
    Compared(Comparison, E),
    /// `[5 TO 20]`.
    Between(E, E),
}

/// The sign before a value that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Comparison {
    Above,
    AtLeast,
    AtMost,
    Below,
}

/// The signs of the comparisons.
pub(crate) const COMPARISONS: &[&str] = &[">", ">=", "<", "<="];

impl Comparison {
    fn from_sign(sign: &str) -> Option<Self> {
        Some(match sign {
            ">" => Self::Above,
            ">=" => Self::AtLeast,
            "<=" => Self::AtMost,
            "<" => Self::Below,
            _ => return None,
        })
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::Above => ">",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Below => "<",
        }
    }
}

/// Splits a text into the signs of comparison that it begins with, and the rest.
pub(crate) fn split_signs(text: &str) -> (&str, &str) {
    let is_sign = |c: char| matches!(c, '<' | '>' | '=' | '≤' | '≥');
    text.split_at(text.find(|c| !is_sign(c)).unwrap_or(text.len()))
}

/// Returns the comparison that other languages write with these signs; no signs mean a
/// comparison for equality.
pub(crate) fn meant_sign(signs: &str) -> Option<&'static str> {
    Some(match signs {
        "" | "=" | "==" => "",
        ">" => ">",
        ">=" | "=>" | "≥" => ">=",
        "<" => "<",
        "<=" | "=<" | "≤" => "<=",
        _ => return None,
    })
}

/// Returns the two ends of a range in brackets, each with its start, or `None` if the text is
/// not such a range.
pub(super) fn bracketed(text: &str) -> Option<[(&str, usize); 2]> {
    let words = text.strip_prefix('[')?.strip_suffix(']')?.split(is_blank);
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let [least, "TO", most] = *words.as_slice() else { return None };
    Some([(least, text.find(least)?), (most, text.rfind(most)?)])
}

impl<E> WrittenRange<E> {
    /// Reads a range or comparison, whose ends are read by `read`. The example is a range,
    /// for messages.
    pub(super) fn read(
        text: &str,
        example: &str,
        read: impl Fn(&str) -> Result<E, ValueError>,
    ) -> Result<Self, ValueError> {
        let end = |(text, at): (&str, usize)| {
            read(text).map_err(|error| error.moved(at..at + text.len()))
        };
        if text == "*" {
            return Ok(Self::Any);
        }
        if text.starts_with('[') {
            let not_a_range =
                || ValueError::new(format!("`{text}` is not a range such as `{example}`"));
            return Ok(match bracketed(text).ok_or_else(not_a_range)? {
                [("*", _), ("*", _)] => Self::Any,
                [("*", _), most] => Self::Compared(Comparison::AtMost, end(most)?),
                [least, ("*", _)] => Self::Compared(Comparison::AtLeast, end(least)?),
                [least, most] => Self::Between(end(least)?, end(most)?),
            });
        }
        let is_end = |text: &str| text == "*" || read(text).is_ok();
        if let Some((least, most)) = text.split_once("..")
            && is_end(least)
            && is_end(most)
        {
            return Err(written_otherwise(text, format!("[{least} TO {most}]")));
        }
        let (signs, value) = split_signs(text);
        if !signs.is_empty() && value.is_empty() {
            return Err(ValueError::new(format!("the value belongs right after `{signs}`")));
        }
        match (Comparison::from_sign(signs), meant_sign(signs)) {
            (Some(comparison), _) => Ok(Self::Compared(comparison, end((value, signs.len()))?)),
            (None, Some(_)) if signs.is_empty() => read(value).map(Self::One),
            (None, Some(meant)) => Err(written_otherwise(text, format!("{meant}{value}"))),
            (None, None) => {
                let message =
                    format!("`{signs}` is not a comparison: write `>`, `>=`, `<` or `<=`");
                Err(ValueError::new(message).at(0..signs.len()))
            }
        }
    }
}

fn written_otherwise(text: &str, instead: String) -> ValueError {
    ValueError::new(format!("`{text}` is not a value: write `{instead}`")).certain(instead)
}

impl<E: fmt::Display> fmt::Display for WrittenRange<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::One(value) => value.fmt(f),
            Self::Compared(comparison, value) => write!(f, "{}{value}", comparison.sign()),
            Self::Between(least, most) => write!(f, "[{least} TO {most}]"),
        }
    }
}
