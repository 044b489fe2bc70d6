//! Operators of other languages: `&&`, `||`, `!`.

use super::{Replacement, Slip};
use crate::query::diagnostic::Code;
use crate::query::language::Language;
use crate::query::parse::build::Builder;
use crate::query::parse::term::is_keyword_language;
use crate::query::parse::token::Tokens;
use crate::query::parse::word::{ByteRange, Operator, Shape, Token, Word};
use crate::query::suggest::Applicability;

/// Returns the operator that a word is in other languages.
pub(crate) fn foreign_operator(word: &str) -> Option<Operator> {
    match word {
        "&&" | "&" | "∧" => Some(Operator::And),
        "||" | "|" | "∨" => Some(Operator::Or),
        "!" | "¬" => Some(Operator::Not),
        _ => None,
    }
}

/// A foreign operator in a group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Symbol {
    operator: Operator,
    place: ByteRange,
    /// A mistake or, if the symbol is a legal word, a warning.
    code: Code,
}

/// An operand of a group, and the operator before it.
struct JoinedOperand {
    place: ByteRange,
    /// `None` before the first operand.
    before: Option<(Operator, Option<ByteRange>)>,
}

impl<L: Language> Builder<'_, L> {
    /// Records the operator that a word is in other languages until the end of the group;
    /// returns `None` if it is a legal word.
    pub(in crate::query::parse) fn symbol(
        &mut self,
        tokens: &Tokens<'_>,
        word: Word,
    ) -> Option<Operator> {
        let text = tokens.text().get(word.start..word.end)?;
        let operator = foreign_operator(text)?;
        if self.source.has_cursor_after(word.start, word.end) {
            return None;
        }
        let is_legal = match self.frame.values {
            None => is_keyword_language::<L>(),
            Some(field) => field.kind.is_text(),
        };
        let code = if is_legal { Code::LikelySlip } else { Code::ForeignSyntax };
        self.symbols.push(Symbol { operator, place: (word.start, word.end), code });
        (!is_legal).then_some(operator)
    }

    /// Reports the foreign operators of a group that ends here.
    #[cold]
    pub(in crate::query::parse) fn report_symbols(&mut self, text: &str, end: usize) {
        let symbols = self.symbols.split_off(self.frame.symbols);
        let start = self.frame.opened.map_or(0, |opened| opened + 1);
        let operands = if self.session.is_brief() { Vec::new() } else { joined(text, start, end) };
        let connectives = || operands.iter().filter_map(|operand| operand.before);
        let has = |operator| connectives().any(|(own, _)| own == operator);
        let is_mixed = has(Operator::And) && has(Operator::Or);
        let mut guess = is_mixed.then(|| with_parentheses(text, &operands));
        for Symbol { operator, place, code } in symbols {
            let written = text.get(place.0..place.1).unwrap_or_default();
            let capitals = operator.as_str();
            let (sure, message) = if code == Code::LikelySlip {
                let message =
                    format!("`{written}` is searched for as a word: the operator is `{capitals}`");
                (Applicability::Guess, message)
            } else {
                let message = format!("`{written}` is not an operator: write `{capitals}`");
                (Applicability::Certain, message)
            };
            let mut slip = Slip::new(code, message, place);
            if !is_mixed || operator == Operator::Not {
                slip = slip.fix(sure, vec![(place, capitals.to_owned())]);
            } else {
                slip.message += ", with parentheses, because `OR` binds tighter than `AND`";
                if let Some(edits) = guess.take() {
                    slip = slip.fix(Applicability::Guess, edits);
                }
            }
            slip.report(self.session, self.source);
        }
    }
}

/// Returns the operands of the group in this part of the text, with their operators.
fn joined(text: &str, start: usize, end: usize) -> Vec<JoinedOperand> {
    let inner = text.get(start..end).unwrap_or_default();
    let mut tokens = Tokens::new(inner);
    let mut operands: Vec<JoinedOperand> = Vec::new();
    let mut before: Option<(Operator, Option<ByteRange>)> = None;
    let mut negated_from: Option<usize> = None;
    loop {
        let place = match tokens.next() {
            Token::End | Token::Close(_) => return operands,
            Token::Operator(Operator::Not, at) => {
                negated_from = negated_from.or(Some(at));
                continue;
            }
            Token::Operator(operator, _) => {
                before = Some((operator, None));
                continue;
            }
            Token::Open(at) => {
                tokens.skip_group();
                (at, tokens.position())
            }
            Token::Word(word) => {
                let own = inner.get(word.start..word.end).unwrap_or_default();
                let operator =
                    foreign_operator(own).or_else(|| Operator::from_word(own.to_ascii_uppercase()));
                match operator {
                    Some(Operator::Not) => {
                        negated_from = negated_from.or(Some(word.start));
                        continue;
                    }
                    Some(operator) => {
                        let place = (start + word.start, start + word.end);
                        before = Some((operator, Some(place)));
                        continue;
                    }
                    None => (word.start, end_of(&mut tokens, word)),
                }
            }
        };
        let from = negated_from.take().unwrap_or(place.0);
        let connective = before.take().or((!operands.is_empty()).then_some((Operator::And, None)));
        let place = (start + from, start + place.1);
        let before = if operands.is_empty() { None } else { connective };
        operands.push(JoinedOperand { place, before });
    }
}

/// Returns the end of the term that the word is or begins.
fn end_of(tokens: &mut Tokens<'_>, word: Word) -> usize {
    if word.shape == Shape::Opens {
        if let Token::Open(_) = tokens.next() {
            tokens.skip_group();
        }
        return tokens.position();
    }
    let is_open = word.colon.is_some_and(|colon| colon + 1 == word.end);
    let late = if is_open { tokens.next_value() } else { None };
    late.map_or(word.end, |value| value.end)
}

/// Returns the edits that write the group with the precedence of other languages, where AND
/// binds tighter than OR.
fn with_parentheses(text: &str, operands: &[JoinedOperand]) -> Vec<Replacement> {
    let mut edits = Vec::new();
    let is_or = |operand: &JoinedOperand| matches!(operand.before, Some((Operator::Or, _)));
    let mut rest = operands;
    while let Some((first, after)) = rest.split_first() {
        let count = after.iter().position(is_or).unwrap_or(after.len());
        let (run, others) = after.split_at(count);
        if let (Some(last), JoinedOperand { place, .. }) = (run.last(), first) {
            edits.push(((place.0, place.0), "(".to_owned()));
            edits.push(((last.place.1, last.place.1), ")".to_owned()));
        }
        rest = others;
    }
    for operand in operands {
        match operand.before {
            Some((Operator::Or, Some(place))) => edits.push((place, "OR".to_owned())),
            // Adjacent terms are an AND.
            Some((_, Some((start, end)))) => {
                let after = text.get(end..operand.place.0).unwrap_or_default();
                let blanks = after.len() - after.trim_start().len();
                edits.push(((start, end + blanks), String::new()));
            }
            Some((_, None)) | None => {}
        }
    }
    edits
}
