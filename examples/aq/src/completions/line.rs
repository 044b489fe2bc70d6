//! The words of a command line, as a shell quotes them.

use super::Shell;

/// A word as it is on the line, and what it means to the program.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// What is on the line.
    pub(super) raw: String,
    /// What the program is given.
    pub(super) text: String,
    /// The quotes that are open at its end.
    pub(super) quote: Option<Quote>,
    /// Where each character of the text is in the raw word, and in which quotes.
    places: Vec<(usize, Option<Quote>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    Single,
    Double,
}

/// The words of the line; the last one, which is completed, may be empty.
pub(super) fn words(line: &str, shell: Shell) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::default();
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_whitespace() && word.quote.is_none() {
            if !word.raw.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            continue;
        }
        let at = word.raw.len();
        word.raw.push(c);
        match (c, word.quote) {
            ('\'', None) => word.quote = Some(Quote::Single),
            ('"', None) => word.quote = Some(Quote::Double),
            ('\'', Some(Quote::Single)) | ('"', Some(Quote::Double)) => word.quote = None,
            ('\\', quote) if chars.peek().is_some_and(|next| is_escaped(*next, quote, shell)) => {
                let next = chars.next().unwrap_or_default();
                word.raw.push(next);
                word.push(next, at);
            }
            // At the end, it waits for what it escapes.
            ('\\', None) if chars.peek().is_none() => {}
            (c, _) => word.push(c, at),
        }
    }
    words.push(word);
    words
}

/// Whether a backslash before the character escapes it.
fn is_escaped(c: char, quote: Option<Quote>, shell: Shell) -> bool {
    match (quote, shell) {
        (None, Shell::Bash | Shell::Zsh | Shell::Fish) => true,
        (Some(Quote::Single), Shell::Bash | Shell::Zsh) => false,
        (Some(Quote::Single), Shell::Fish) => matches!(c, '\'' | '\\'),
        (Some(Quote::Double), Shell::Bash | Shell::Zsh) => matches!(c, '"' | '\\' | '$' | '`'),
        (Some(Quote::Double), Shell::Fish) => matches!(c, '"' | '\\' | '$'),
    }
}

impl Word {
    fn push(&mut self, c: char, at: usize) {
        self.text.push(c);
        self.places.push((at, self.quote));
    }

    /// The raw word that means this text: what both begin with stays as it is on the
    /// line. `None` where quotes would have to be opened or closed in between.
    pub(super) fn completed(&self, text: &str) -> Option<String> {
        let same = self.text.chars().zip(text.chars()).take_while(|(own, other)| own == other);
        let same = same.count();
        let (at, quote) = match self.places.get(same) {
            Some(place) => *place,
            None => (self.raw.len(), self.quote),
        };
        if quote != self.quote {
            return None;
        }
        let mut raw = self.raw.get(..at)?.to_owned();
        for c in text.chars().skip(same) {
            match quote {
                Some(Quote::Single) if c == '\'' => raw.push_str("'\\''"),
                Some(Quote::Double) if matches!(c, '"' | '\\' | '$' | '`') => {
                    raw.extend(['\\', c]);
                }
                None if c.is_ascii() && !c.is_ascii_alphanumeric() && !"_-./:=@%+,".contains(c) => {
                    raw.extend(['\\', c]);
                }
                Some(Quote::Single | Quote::Double) | None => raw.push(c),
            }
        }
        Some(raw)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

    use super::{Quote, Shell, words};

    fn texts(line: &str, shell: Shell) -> Vec<String> {
        words(line, shell).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_are_split_as_shells_split_them() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            assert_eq!(texts("aq find ", shell), ["aq", "find", ""]);
            assert_eq!(texts("aq 'a b' c\\ d \"e f", shell), ["aq", "a b", "c d", "e f"]);
            assert_eq!(texts("aq x:\"a\\\"b\" ''", shell), ["aq", "x:a\"b", ""]);
            assert_eq!(texts("a'b c'\"d e\"é\\", shell), ["ab cd eé"]);
        }
        assert_eq!(texts(r"'a\' b", Shell::Bash), [r"a\", "b"]);
        assert_eq!(texts(r"'a\' b", Shell::Fish), ["a' b"]);
        assert_eq!(words("aq 'a", Shell::Zsh).pop().unwrap().quote, Some(Quote::Single));
    }

    #[test]
    fn a_word_goes_on_in_its_quotes() {
        for (raw, text, expected) in [
            ("status:fa", "status:failed", Some("status:failed")),
            ("ti", "title:\"My laptop\"", Some(r#"title:\"My\ laptop\""#)),
            ("'ti", "title:\"Jo's\"", Some(r#"'title:"Jo'\''s""#)),
            ("\"ti", "title:\"a$b\"", Some(r#""title:\"a\$b\""#)),
            ("status:'fa", "status:failed", Some("status:'failed")),
            ("'sta'", "status:", Some("'sta'tus:")),
            ("'stu'", "status:", None),
            (r#"title:\"My\ la"#, "title:\"My laptop\"", Some(r#"title:\"My\ laptop\""#)),
            ("", "é(x)", Some(r"é\(x\)")),
        ] {
            let word = words(raw, Shell::Bash).pop().unwrap();
            assert_eq!(word.completed(text).as_deref(), expected, "{raw}");
        }
    }
}
