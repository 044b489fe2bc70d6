//! What the parser and the normative grammar have to agree on.

use activity_query::parse::Parsed;
use activity_query::{Code, Diagnostic, ParseError};

use super::tree::{Entry, Rejected, tree};

/// Whether the code is about a name, a value or a size, which the grammar
/// does not know.
fn is_beyond_the_grammar(code: Code) -> bool {
    leaves_the_value_out(code)
        || matches!(
            code,
            Code::InvalidValue | Code::InvalidDate | Code::BareWord | Code::UnexpectedRange
        )
}

/// Whether the parser does not look at what follows the field, or at the rest
/// of the text, so that it can miss other mistakes there.
fn leaves_the_value_out(code: Code) -> bool {
    matches!(
        code,
        Code::UnknownField
            | Code::MissingAttribute
            | Code::ForeignSyntax
            | Code::ConfusableCharacter
            | Code::TooDeep
            | Code::TooManyTerms
            | Code::TooManyMistakes
            | Code::TextTooLong
    )
}

fn is_of_shape(code: Code) -> bool {
    matches!(
        code,
        Code::UnclosedQuote
            | Code::UnclosedGroup
            | Code::UnopenedGroup
            | Code::EmptyGroup
            | Code::GluedGroup
            | Code::MissingOperand
            | Code::OperatorCase
            | Code::MissingValue
    )
}

/// How a comparison came out.
#[derive(Debug, PartialEq)]
pub(super) enum Agreement {
    Accepted,
    RejectedByShape,
    RejectedByTerm,
}

/// Reads the text by the grammar, and compares that with what the parser made of
/// it. The error says how they differ.
pub(super) fn compare<L: Entry>(
    text: &str,
    parsed: &Result<Parsed<L>, ParseError>,
) -> Result<Agreement, String> {
    match (tree::<L>(text), parsed) {
        (Ok(expected), Ok(parsed)) => {
            let actual = serde_json::to_value(parsed.query.tree()).unwrap();
            if actual == expected {
                return Ok(Agreement::Accepted);
            }
            Err(format!("{text:?}: the grammar reads {expected}, the parser {actual}"))
        }
        (Err(why), Ok(_)) => Err(format!("{text:?}: the grammar rejects it ({why:?})")),
        (Ok(_), Err(error)) => {
            Err(format!("{text:?}: the grammar accepts it and every term\n{error}"))
        }
        (Err(why), Err(error)) => {
            let errors = || error.diagnostics().iter().filter(|diagnostic| diagnostic.is_error());
            // Several words that read as one text may have a lower-case operator
            // among them, which is not reported beside that.
            let has_blanks = |diagnostic: &Diagnostic| {
                diagnostic.code == Code::BareWord && text[diagnostic.span.range()].contains(' ')
            };
            let leaves_out = |diagnostic: &Diagnostic| {
                leaves_the_value_out(diagnostic.code) || has_blanks(diagnostic)
            };
            let agreed = errors().any(leaves_out)
                || match why {
                    Rejected::Shape => errors().any(|diagnostic| is_of_shape(diagnostic.code)),
                    Rejected::Term => {
                        errors().all(|diagnostic| is_beyond_the_grammar(diagnostic.code))
                    }
                };
            match (agreed, why) {
                (true, Rejected::Shape) => Ok(Agreement::RejectedByShape),
                (true, Rejected::Term) => Ok(Agreement::RejectedByTerm),
                (false, why) => Err(format!("{text:?}: rejected by {why:?}\n{error}")),
            }
        }
    }
}
