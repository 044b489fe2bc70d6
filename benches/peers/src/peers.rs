//! The parsers that are measured, and how each one is called.

use std::hint::black_box;

use sqlparser::ast::Expr;
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::Token;
use wirefilter::{FieldRedefinitionError, Scheme, Type};

use crate::inputs::{self, Syntax};
use crate::ours::ours;

/// The parser that all others are compared with.
pub const YARDSTICK: &str = "wirefilter-engine 0.6.1";

/// The length of the chain that every parser reads.
pub const CHAIN_TERMS: u32 = 5_000;

/// A parser with its syntax, and a function that parses one text, drops the result and
/// returns whether the text was accepted.
#[expect(missing_debug_implementations, reason = "a boxed function has no useful debug output")]
pub struct Contender {
    pub name: &'static str,
    pub syntax: Syntax,
    pub parse: Box<dyn Fn(&str) -> bool>,
}

impl Contender {
    fn new(name: &'static str, syntax: Syntax, parse: impl Fn(&str) -> bool + 'static) -> Self {
        Self { name, syntax, parse: Box::new(parse) }
    }

    /// Makes sure that the parser reads every input completely: it accepts the text, and
    /// refuses it with a stray bracket after the last term.
    ///
    /// # Errors
    ///
    /// If a parser reads an input differently, returns which.
    pub fn check(&self) -> Result<(), String> {
        for text in [
            self.syntax.short.to_owned(),
            self.syntax.typical.to_owned(),
            self.syntax.chain(CHAIN_TERMS),
        ] {
            let start: String = text.chars().take(60).collect();
            if !(self.parse)(&text) {
                return Err(format!("{} refuses: {start}", self.name));
            }
            if (self.parse)(&format!("{text} )")) {
                return Err(format!("{} ignores the end of: {start}", self.name));
            }
        }
        Ok(())
    }
}

/// Our parser first, then its peers.
///
/// # Errors
///
/// If wirefilter's field table contains a field twice.
pub fn contenders() -> Result<Vec<Contender>, String> {
    let scheme = scheme().map_err(|error| error.to_string())?;
    Ok(vec![
        Contender::new("activity-query", inputs::ACTIVITY_QUERY, ours),
        Contender::new(YARDSTICK, inputs::WIREFILTER, move |text| {
            black_box(scheme.parse(text)).is_ok()
        }),
        Contender::new("tantivy-query-grammar 0.27", inputs::TANTIVY, |text| {
            black_box(tantivy_query_grammar::parse_query(text)).is_ok()
        }),
        Contender::new("sqlparser 0.64", inputs::SQL, |text| black_box(where_clause(text)).is_ok()),
        Contender::new("cel 0.15", inputs::CEL, |text| {
            black_box(cel::Program::compile(text)).is_ok()
        }),
    ])
}

/// The fields of wirefilter queries; building the scheme is not timed.
fn scheme() -> Result<Scheme, FieldRedefinitionError> {
    let mut scheme = Scheme::new();
    for (name, kind) in [
        ("id", Type::Int),
        ("parent_id", Type::Int),
        ("status", Type::Bytes),
        ("type", Type::Bytes),
        ("created", Type::Bytes),
        ("computer.tag", Type::Bytes),
    ] {
        scheme.add_field(name.to_owned(), kind)?;
    }
    Ok(scheme)
}

/// Parses only the condition of a SELECT, so that sqlparser is not charged for the rest. A
/// chain needs neither a raised recursion limit nor a larger stack: it is read in a loop. The
/// tree is as deep as the chain is long and is dropped by recursion, which at [`CHAIN_TERMS`]
/// takes less than 1 MiB.
fn where_clause(text: &str) -> Result<Expr, ParserError> {
    let mut parser = Parser::new(&GenericDialect {}).try_with_sql(text)?;
    let condition = parser.parse_expr()?;
    parser.expect_token(&Token::EOF)?;
    Ok(condition)
}
