//! Functions on the text of JSON.

use std::borrow::Cow;

/// Returns the text of a JSON string; one with a lone surrogate is not a text.
pub(super) fn text(json: &str) -> Option<Cow<'_, str>> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') {
        return serde_json::from_str::<String>(json).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inside))
}

/// Returns the JSON on one line.
pub(crate) fn line(json: &str) -> Cow<'_, str> {
    if !json.contains(['\n', '\r']) {
        return json.into();
    }
    let mut line = String::with_capacity(json.len());
    let mut rest = json;
    // White space occurs between tokens, where it is removed, and in strings, which are
    // copied.
    while let Some(quote) = rest.find('"') {
        let (tokens, text) = rest.split_at(quote);
        line.extend(tokens.split_ascii_whitespace());
        let (text, after) = text.split_at(end_of_text(text));
        line.push_str(text);
        rest = after;
    }
    line.extend(rest.split_ascii_whitespace());
    line.into()
}

/// Returns the end of the string that begins with a quote.
fn end_of_text(text: &str) -> usize {
    let mut bytes = text.bytes().enumerate().skip(1);
    while let Some((place, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'"' => return place + 1,
            _ => {}
        }
    }
    text.len()
}
