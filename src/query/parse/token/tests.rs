//! The tokens of any text cover all of its bytes except for blanks.

use proptest::prelude::*;

use super::Tokens;
use crate::query::parse::word::{PartKind, Shape, Token};

/// Returns the start and end of the token.
fn place(token: Token) -> Option<(usize, usize)> {
    match token {
        Token::Open(at) | Token::Close(at) => Some((at, at + 1)),
        Token::Operator(operator, start) => Some((start, start + operator.as_str().len())),
        Token::Word(word) => Some((word.start, word.end)),
        Token::End => None,
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_whitespace() || c == '\u{A0}')
}

fn covers(text: &str) -> Result<(), TestCaseError> {
    let mut tokens = Tokens::new(text);
    let mut at = 0;
    loop {
        let token = tokens.next();
        let Some((start, end)) = place(token) else { break };
        prop_assert!(at <= start && start < end, "{:?} at {}", token, at);
        prop_assert!(is_blank(&text[at..start]), "{:?} leaves something out", token);
        prop_assert!(text.is_char_boundary(end));
        if let Token::Word(word) = token
            && word.shape == Shape::Parts
        {
            let mut part_at = start;
            for part in tokens.parts().iter().filter(|part| part.kind != PartKind::Unbalanced) {
                prop_assert_eq!(part.start, part_at, "{:?}", tokens.parts());
                part_at = part.end;
            }
            prop_assert_eq!(part_at, end);
        }
        at = end;
    }
    prop_assert!(is_blank(&text[at..]), "the end is left out: {:?}", &text[at..]);
    prop_assert!(tokens.is_complete());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4_000) })]

    #[test]
    fn of_any_text(text in any::<String>()) {
        covers(&text)?;
    }

    #[test]
    fn of_texts_of_signs(text in r#"[a:()\[\]"\\ \u{A0}ORTNé	]{0,40}"#) {
        covers(&text)?;
    }
}
