//! The activity query language of fleet management, as a library.

mod ast;
mod diagnostic;
mod language;
pub mod model;
mod parse;
mod print;
mod span;
mod suggest;
mod tree;

pub use ast::*;
pub use diagnostic::{Code, Diagnostic, Fix, Severity};
pub use language::{Field, Invalid, Language, Subquery, Takes, Written};
pub use model::{ActivityId, ComputerId, LicenseId, ProfileId, Status};
pub use parse::{Limits, ParseError, Parsed};
pub use print::Embedded;
pub use span::{Span, Spanned};
