// If a link is defined twice, the first definition counts: these refer to the pages of this
// documentation.
#![doc = "[language]: crate::reference"]
#![doc = "[server]: crate::reference::server"]
#![doc = "[python]: https://pypi.org/project/activity-query/"]
#![doc = "[npm]: https://www.npmjs.com/package/activity-query"]
#![doc = "[scale]: crate::reference::scale"]
#![doc = "[performance]: crate::reference::performance"]
#![doc = "[recipes]: crate::reference::recipes"]
#![doc = "[own-language]: crate::reference::examples::custom_language"]
#![doc = "[issue-search]: crate::reference::examples::issue_search"]
#![doc = "[team-field]: crate::reference::examples::team_field"]
#![doc = "[own-backend]: crate::reference::examples::custom_backend"]
#![doc = "[service]: crate::reference::examples::embed"]
#![doc = "[web-service]: crate::reference::services"]
#![doc = "[sql-filter]: crate::reference::examples::sql_filter"]
#![doc = "[architecture]: crate::reference::architecture"]
#![doc = "[security]: crate::reference::security"]
#![doc = "[contributing]: crate::reference::contributing"]
#![doc = "[changelog]: crate::reference::changelog"]
#![doc = "[apache]: https://www.apache.org/licenses/LICENSE-2.0"]
#![doc = "[mit]: https://opensource.org/license/mit"]
#![doc = ""]
#![doc = include_str!("../docs/pictures/readme.links")]
#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(feature = "memory"),
    expect(dead_code, reason = "only the store in memory uses some items")
)]

mod query;

mod activity;
mod computer;
mod property;

pub mod model;

mod evaluate;
mod portable;

mod engine;
pub mod store;

pub mod explain;

pub use activity::{ActivityQuery, ActivityTerm};
#[doc(no_inline)]
pub use chrono;
pub use computer::{ComputerQuery, ComputerTerm};
pub use evaluate::{Context, Fleet};
pub use explain::Explanation;
pub use model::{ActivityId, ComputerId, Status};
pub use query::backend::Backend;
pub use query::diagnostic::{Code, Diagnostic, Fix};
pub use query::expr::Expr;
pub use query::language::{Field, Language};
pub use query::parse::{Limits, ParseError};
pub use query::resolve::ResolveError;
pub use query::span::{Span, Spanned};
pub use query::value::{DateRange, NumberRange, PartialDate, Quantity, Text, ValueError};
#[cfg(feature = "memory")]
pub use store::MemoryStore;
pub use store::{ActivityStore, Page, PageRequest, Selection, StoreError};

#[cfg(feature = "datafusion")]
pub use engine::datafusion;
#[cfg(feature = "sql")]
pub use engine::sql;
pub use query::edit;

/// Expressions: terms combined with AND, OR and NOT, and ways to walk them.
pub mod expr {
    pub use crate::query::expr::{Expr, ExprRef, Fold, Parts, View, Visit};
}

/// The values that terms hold.
pub mod value {
    pub use crate::computer::values::*;
    pub use crate::model::{ActivityId, ComputerId, LicenseId, ProfileId, Status};
    pub use crate::query::value::{
        DateRange, NumberRange, PartialDate, Quantity, Text, Unit, ValueError,
    };
}

/// Query languages: the traits and tables that define one.
///
/// | for a language of your own, write | and have |
/// |---|---|
/// | [`Language`] for a type of term, with a [`FieldKind`](language::FieldKind) for each field | its queries, [`Expr`] of the term: [read](Expr::parse), printed, [completed](Expr::complete), [highlighted](Expr::highlight) |
/// | its [`constraints`](Language::constraints) | queries [simplified](Expr::simplified), and [lints](Expr::lint) of what never matches |
/// | whether a term is true of a record | [`matches_with`](Expr::matches_with) |
/// | [`Explain`](explain::Explain) for a record | [`explain_with`](Expr::explain_with), [`count_with`](Expr::count_with) |
/// | [`Backend`], and [`Compile`](backend::Compile) for the terms | queries [compiled](Expr::compile) for an engine: SQL, JSON |
/// | a test that calls [`problems`](language::problems) | what is wrong with the fields, the texts of terms and the constraints |
///
/// Two examples in the repository show nearly all of it: `issue_search` is a search for
/// issues with ranges of numbers and dates, and `custom_language` is a language whose terms
/// hold queries of computers.
pub mod language {
    pub use crate::query::constraint::{Constraint, Constraints};
    pub use crate::query::language::{
        BaseOf, Field, FieldInfo, FieldKind, Language, NoBase, NoQuery, TermSyntax, ValueKind,
        fields,
    };
    pub use crate::query::suggest::Alias;
    pub use crate::query::verify::problems;
}

/// Parsing texts to queries, and checking them while they are edited.
pub mod parse {
    pub use crate::query::parse::{CheckMode, Limits, ParseError, Parsed};
}

/// Mistakes in a query and remarks on it: their positions, and how to fix them.
pub mod diagnostic {
    pub use crate::query::diagnostic::{Code, Diagnostic, Fix, Severity, TextEdit, visible};
    pub use crate::query::line_index::{LineColumn, LineIndex, Position};
    pub use crate::query::suggest::Applicability;
}

/// Suggestions for the text at the cursor.
pub mod complete {
    pub use crate::query::complete::{
        Completion, CompletionKind, Suggestion, ValueProvider, ValueRequest, ValuesAt,
    };
}

/// Classes of the parts of a text, for colouring it.
pub mod highlight {
    pub use crate::query::highlight::Highlight;
    pub use crate::query::parse::TokenClass;
}

/// Remarks on queries that are legal, but probably not meant.
pub mod lint {
    pub use crate::query::lint::Fixed;
}

/// Equivalent queries in another form: in documented syntax, or in a normal form.
pub mod rewrite {
    pub use crate::portable::NotPortable;
    pub use crate::query::forms::TooLarge;
}

/// Engines that queries are compiled for, with their tables and columns.
pub mod backend {
    pub use crate::property::{Column, Holds, Schema, Table};
    pub use crate::query::backend::{Backend, Compile, Unsupported};
}

#[doc = include_str!("../docs/pictures/language.links")]
#[doc = include_str!("../docs/language.md")]
pub mod reference {
    #[doc = include_str!("../docs/diagnostics.md")]
    pub mod diagnostics {}

    #[doc = "[own-backend]: crate::reference::examples::custom_backend\n"]
    #[doc = include_str!("../docs/recipes.md")]
    pub mod recipes {}

    #[doc = "[elsewhere]: crate::reference::performance_elsewhere\n"]
    #[doc = "[skewed]: crate::reference::performance_skewed\n"]
    #[doc = include_str!("../docs/pictures/performance.links")]
    #[doc = include_str!("../docs/performance.md")]
    pub mod performance {}

    #[doc = "[performance]: crate::reference::performance\n"]
    #[doc = include_str!("../docs/skewed.md")]
    pub mod performance_skewed {}

    #[doc = "[performance]: crate::reference::performance\n"]
    #[doc = "[server]: crate::reference::server\n"]
    #[doc = include_str!("../docs/pictures/performance-elsewhere.links")]
    #[doc = include_str!("../docs/performance-elsewhere.md")]
    pub mod performance_elsewhere {}

    #[doc = "[parquet-performance]: crate::reference::performance_elsewhere#in-parquet-files\n"]
    #[doc = include_str!("../docs/scale.md")]
    pub mod scale {}

    #[doc = "[recipes]: crate::reference::recipes\n"]
    #[doc = include_str!("../docs/services.md")]
    pub mod services {}

    #[doc = include_str!("../docs/server.md")]
    #[expect(clippy::doc_markdown, reason = "the page has names of programs in prose")]
    pub mod server {}

    #[doc = "[contributing]: crate::reference::contributing"]
    #[doc = "[language]: crate::reference\n"]
    #[doc = include_str!("../ARCHITECTURE.md")]
    pub mod architecture {}

    #[doc = include_str!("../SECURITY.md")]
    pub mod security {}

    #[doc = include_str!("../CONTRIBUTING.md")]
    pub mod contributing {}

    #[doc = "[parquet-performance]: crate::reference::performance_elsewhere#in-parquet-files"]
    #[doc = "[more]: crate::reference::scale#larger-data-sets\n"]
    #[doc = include_str!("../CHANGELOG.md")]
    pub mod changelog {}

    /// Complete programs that use the library.
    pub mod examples {
        macro_rules! examples {
            ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
                $(
                    $(#[$doc])*
                    #[doc = "```rust,ignore"]
                    #[doc = include_str!($file)]
                    #[doc = "```"]
                    pub mod $name {}
                )*
            };
        }

        examples! {
            /// A custom query language.
            custom_language = "../examples/custom_language.rs";
            /// A search for issues: a language with ranges and comparisons.
            issue_search = "../examples/issue_search.rs";
            /// A field beside the built-in ones.
            team_field = "../examples/team_field.rs";
            /// A custom engine that queries are compiled for.
            custom_backend = "../examples/custom_backend.rs";
            /// The store in memory, in a service.
            embed = "../examples/embed.rs";
            /// A query as a condition of a service's own SELECT.
            sql_filter = "../examples/sql_filter.rs";
        }
    }
}
