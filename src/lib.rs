#![doc = include_str!("../README.md")]

mod query;

mod activity;
mod computer;

pub mod model;

mod evaluate;
mod portable;
mod resolve;

mod explain;

mod engine;
mod store;

pub use activity::{ActivityQuery, ActivityTerm};
pub use computer::{
    AnnotationKey, AvailabilityZone, ComputerQuery, ComputerTerm, Description, LicenseHolder,
    LicenseType, Need, NetworkDevice, PingHours, PingMinutes, Profile, ProfileTarget, SearchName,
    SizedDevice, UsgStatus, WslStatus, ZoneName,
};
#[cfg(feature = "datafusion")]
pub use engine::datafusion;
#[cfg(feature = "sql")]
pub use engine::sql;
pub use engine::{Backend, Unsupported};
pub use evaluate::{Context, Fleet};
pub use explain::{Counted, Counts, Explained, Explanation, Part};
pub use model::{ActivityId, ComputerId, LicenseId, ProfileId, Status};
pub use portable::NotPortable;
pub use query::complete::{Completion, CompletionKind, Lookup, Suggestion, Values, ValuesAt};
pub use query::constraint::{Claim, Claims};
pub use query::diagnostic::{Applicability, Code, Diagnostic, Fix, Severity, TextEdit, visible};
pub use query::edit;
pub use query::expr::{Expr, ExprRef, Fold, Parts, View, Visit};
pub use query::forms::TooLarge;
pub use query::highlight::Highlight;
pub use query::language::{ChangeQuery, Field, Language, Subquery, Takes, Written};
pub use query::line_index::{LineColumn, LineIndex, Position};
pub use query::lint::Fixed;
pub use query::parse::{Checking, Class, Limits, ParseError, Parsed};
pub use query::print::Embedded;
pub use query::span::{Span, Spanned};
pub use query::suggest::Alias;
pub use query::value::{Invalid, PartialDate, Quantity, Text, Unit};
pub use resolve::ResolveError;
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
