#![doc = include_str!("../README.md")]

mod query;

mod activity;
mod computer;
mod property;

pub mod model;

mod evaluate;
mod portable;
mod resolve;

mod engine;
pub mod store;

pub mod explain;

pub use activity::{ActivityQuery, ActivityTerm};
pub use computer::{ComputerQuery, ComputerTerm};
pub use evaluate::{Context, Fleet};
pub use explain::Explanation;
pub use model::{ActivityId, ComputerId, Status};
pub use query::backend::Backend;
pub use query::diagnostic::{Code, Diagnostic, Fix};
pub use query::expr::Expr;
pub use query::language::{Field, Language};
pub use query::parse::{Limits, ParseError};
pub use query::span::{Span, Spanned};
pub use query::value::{PartialDate, Quantity, Text, ValueError};
pub use resolve::ResolveError;
pub use store::{ActivityStore, MemoryStore, Page, PageRequest, Selection, StoreError};

#[cfg(feature = "datafusion")]
pub use engine::datafusion;
#[cfg(feature = "sql")]
pub use engine::sql;
pub use query::edit;

/// Expressions: terms combined with AND, OR and NOT, and ways through them.
pub mod expr {
    pub use crate::query::expr::{Expr, ExprRef, Fold, Parts, View, Visit};
}

/// The values that terms hold.
pub mod value {
    pub use crate::computer::values::*;
    pub use crate::model::{ActivityId, ComputerId, LicenseId, ProfileId, Status};
    pub use crate::query::value::{PartialDate, Quantity, Text, Unit, ValueError};
}

/// Query languages: what defines one, for the two built in and for your own.
pub mod language {
    pub use crate::query::constraint::{Constraint, Constraints};
    pub use crate::query::language::{Field, FieldKind, Language, NoQuery, TermSyntax};
    pub use crate::query::suggest::Alias;
    pub use crate::query::verify::problems;
}

/// Texts read as queries, and checked while they are edited.
pub mod parse {
    pub use crate::query::parse::{CheckMode, Limits, ParseError, Parsed};
}

/// Mistakes in a query and remarks on it: where they are, and how to fix them.
pub mod diagnostic {
    pub use crate::query::diagnostic::{Code, Diagnostic, Fix, Severity, TextEdit, visible};
    pub use crate::query::line_index::{LineColumn, LineIndex, Position};
    pub use crate::query::suggest::Applicability;
}

/// Suggestions for what to write at the cursor.
pub mod complete {
    pub use crate::query::complete::{
        Completion, CompletionKind, Suggestion, ValueProvider, ValueRequest, ValuesAt,
    };
}

/// What each part of a text is, for colors.
pub mod highlight {
    pub use crate::query::highlight::Highlight;
    pub use crate::query::parse::TokenClass;
}

/// Remarks on queries that are legal and probably not meant.
pub mod lint {
    pub use crate::query::lint::Fixed;
}

/// The same query in other words: documented ones, or a normal form.
pub mod rewrite {
    pub use crate::portable::NotPortable;
    pub use crate::query::forms::TooLarge;
}

/// Engines that queries are compiled for, and the tables and columns that they ask.
pub mod backend {
    pub use crate::property::{Column, Holds, Schema, Table};
    pub use crate::query::backend::{Backend, Compile, Unsupported};
}

#[doc = include_str!("../docs/language.md")]
pub mod reference {
    #[doc = include_str!("../docs/diagnostics.md")]
    pub mod diagnostics {}
}
