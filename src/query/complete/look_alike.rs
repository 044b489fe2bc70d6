//! Tells apart suggestions that look the same.

/// The largest number of characters that are named.
const NAMED: usize = 3;

/// Returns the help of a suggestion, extended by the characters of its text that are easily
/// overlooked: `has the tag (contains U+0301)`.
///
/// An `é` can be one character, or an `e` and a combining accent, and both can be tags.
/// Naming such characters needs no Unicode tables.
pub(super) fn help(help: &str, text: &str) -> String {
    let mut unseen: Vec<char> = Vec::new();
    for c in text.chars().filter(|c| is_unseen(*c)) {
        if !unseen.contains(&c) {
            unseen.push(c);
        }
    }
    if unseen.is_empty() {
        return help.to_owned();
    }
    let named: Vec<String> =
        unseen.iter().take(NAMED).map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    let more = match unseen.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{help} (contains {}{more})", named.join(", "))
}

/// Returns whether the character is drawn over the one before it, as a blank, or not at all.
fn is_unseen(c: char) -> bool {
    matches!(c,
        // Combining marks, including the Devanagari and Japanese ones that canonical forms
        // decompose, and the parts of Korean syllables.
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}' | '\u{93C}'
        | '\u{3099}' | '\u{309A}' | '\u{1100}'..='\u{11FF}'
        // Blanks other than the ASCII space.
        | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{2028}' | '\u{2029}'
        | '\u{202F}' | '\u{205F}' | '\u{3000}'
        // Characters without a glyph.
        | '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}
