//! Text values with a syntax of their own.

use std::fmt;

use crate::query::value::{Text, ValueError, empty, text_type};

text_type! {
    /// The name of a saved search: lower-case ASCII letters, digits and hyphens.
    ///
    /// ```
    /// use activity_query::value::SearchName;
    ///
    /// assert_eq!(SearchName::try_from("web-farm")?.as_str(), "web-farm");
    /// assert!(SearchName::try_from("Web farm").is_err());
    /// # Ok::<(), activity_query::ValueError>(())
    /// ```
    SearchName, no_search_name
}

text_type! {
    /// The text to search annotation keys for: any text but the empty one, without a colon,
    /// since a colon ends the key.
    AnnotationKey, no_annotation_key
}

text_type! {
    /// The name of an availability zone: any text but the empty one and `null`, which means
    /// that there is no zone.
    ZoneName, no_zone_name
}

fn no_search_name(text: &str) -> Option<ValueError> {
    let wrong = text.char_indices().find(|(_, c)| !matches!(c, 'a'..='z' | '0'..='9' | '-'));
    match wrong {
        None => empty(text),
        Some((at, c)) => Some(
            ValueError::new(format!(
                "`{text}` is not the name of a saved search: \
                 those have lower-case letters, digits and hyphens"
            ))
            .at(at..at + c.len_utf8()),
        ),
    }
}

fn no_annotation_key(text: &str) -> Option<ValueError> {
    match text.find(':') {
        None => empty(text),
        Some(at) => Some(ValueError::new("an annotation's key ends at a colon").at(at..at + 1)),
    }
}

fn no_zone_name(text: &str) -> Option<ValueError> {
    match text {
        "null" => Some(ValueError::new("`null` means that there is no zone")),
        _ => empty(text),
    }
}

/// Reads `KEY` or `KEY:TEXT`.
pub(super) fn annotation(value: &str) -> Result<(AnnotationKey, Option<Text>), ValueError> {
    let (key, text) = match value.split_once(':') {
        None => (value, None),
        Some((key, text)) => (key, Some(text)),
    };
    let end = value.len();
    let Ok(key) = AnnotationKey::try_from(key) else {
        return Err(ValueError::new("the key of the annotation is missing").at(0..end));
    };
    match text.map(Text::try_from) {
        None => Ok((key, None)),
        Some(Ok(text)) => Ok((key, Some(text))),
        Some(Err(_)) => {
            Err(ValueError::new("a value is missing after the colon").at(end - 1..end).guess(""))
        }
    }
}
