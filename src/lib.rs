#![doc = include_str!("../README.md")]

mod line_index;
mod span;

mod ast;

mod claim;
mod language;

mod parse;

mod marked;

mod diagnostic;
mod suggest;

mod print;
mod tree;

mod complete;
pub mod edit;
mod explain;
mod highlight;
mod lint;

pub mod model;

mod backend;
mod evaluate;
mod reduce;
mod resolve;
mod rewrite;
mod store;

pub use ast::*;
#[cfg(feature = "datafusion")]
pub use backend::datafusion;
#[cfg(feature = "sql")]
pub use backend::sql;
pub use backend::{Backend, Unsupported};
pub use claim::{Claim, Claims};
pub use complete::{Completion, CompletionKind, Lookup, Suggestion, Values, ValuesAt};
pub use diagnostic::{Applicability, Code, Diagnostic, Fix, Severity, TextEdit, visible};
pub use evaluate::{Context, Fleet};
pub use explain::{Counted, Counts, Explained, Explanation, Part};
pub use highlight::Highlight;
pub use language::{Alias, ChangeQuery, Field, Invalid, Language, Subquery, Takes, Written};
pub use line_index::{LineColumn, LineIndex, Position};
pub use lint::Fixed;
pub use model::{ActivityId, ComputerId, LicenseId, ProfileId, Status};
pub use parse::{Checking, Class, Limits, ParseError, Parsed};
pub use print::Embedded;
pub use resolve::ResolveError;
pub use rewrite::{NotPortable, TooLarge};
pub use span::{Span, Spanned};
pub use store::{ActivityStore, Change, Cursor, CursorError, Found, Order, Page};
pub use store::{Duplicate, DuplicateIds, LoadError, Loaded, RecordFile, UnreadableLine};
pub use store::{Fingerprint, FingerprintError, Scope, Selection};
pub use store::{Memory, MemoryError, MemoryStore, Until, UpdateError};
#[cfg(feature = "parquet")]
pub use store::{ParquetError, ParquetLoadError, ParquetStore, ParquetWriter};
pub use store::{Refusal, Refused, SelectionChanged, StoreError};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub use store::{SqlError, SqlLoadError, SqlStore};

#[doc = include_str!("../docs/language.md")]
pub mod reference {
    #[doc = include_str!("../docs/diagnostics.md")]
    pub mod diagnostics {}
}
