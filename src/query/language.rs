//! What a query language is: a type of term, and a table of fields.
//!
//! [`ActivityTerm`](crate::ActivityTerm) and [`ComputerTerm`](crate::ComputerTerm)
//! are the two built in; a service defines another one the same way, and its
//! queries parse, print and report mistakes as these do.

mod field;

use std::borrow::Cow;
use std::fmt;

pub use field::{Field, FieldKind};

use crate::query::constraint::{Constraint, Constraints};
use crate::query::expr::Expr;
pub use crate::query::parse::Subquery;
use crate::query::print::Embedded;
use crate::query::value::Text;

/// A query language: its type of term implements this.
///
/// ```
/// use activity_query::{Expr, Field, Language, Text};
/// use activity_query::language::{FieldKind, TermSyntax};
///
/// /// Deployments of a service.
/// #[derive(Clone, Debug, PartialEq)]
/// enum Deployment { Service(Text), Build(i64) }
///
/// impl Language for Deployment {
///     const NAME: &'static str = "deployment";
///     const FIELDS: &'static [Field<Self>] = &[
///         Field::new("service", FieldKind::Text(Self::Service), "what was deployed"),
///         Field::new("build", FieldKind::Id(Self::Build), "the number of the build"),
///     ];
///     fn sample() -> Self { Self::Build(0) }
///     fn syntax(&self) -> TermSyntax<'_> {
///         match self {
///             Self::Service(name) => TermSyntax::text("service", name.as_str()),
///             Self::Build(number) => TermSyntax::text("build", number.to_string()),
///         }
///     }
/// }
///
/// let query: Expr<Deployment> = "service:shop NOT build:17".parse()?;
/// assert_eq!(query.to_string(), "service:shop NOT build:17");
/// let error = "sevice:shop".parse::<Expr<Deployment>>().unwrap_err();
/// assert!(error.to_string().contains("did you mean `service`?"));
/// # Ok::<(), activity_query::ParseError>(())
/// ```
pub trait Language: Clone + PartialEq + fmt::Debug + Sized + 'static {
    /// What one record is called in messages: `activity`.
    const NAME: &'static str;

    /// The fields, in the order in which messages list them.
    const FIELDS: &'static [Field<Self>];

    /// The term of a bare word or phrase; `None` if the language has no
    /// keywords, which makes a bare word a mistake.
    #[must_use]
    fn keyword(text: Text) -> Option<Self> {
        let _ = text;
        None
    }

    /// Any term at all. The query that selects nothing has no words of its
    /// own: it is said as this term and its negation.
    #[must_use]
    fn sample() -> Self;

    /// How the term is written: what the parser reads back as an equal term.
    fn syntax(&self) -> TermSyntax<'_>;

    /// What the term says of a record, so that it can be compared with other
    /// terms: simplification and lints know by it what excludes and implies
    /// what. Unless this is written, a term says what no other term does.
    fn constraints(&self) -> Constraints<'_> {
        Constraints::new(Constraint::has("", Expr::term(self.clone()).to_string()))
    }

    /// Gives the query that the term holds, if it holds one, to `change`;
    /// `None` if there is none, or if it stays as it is. Simplification, lints
    /// and [`Expr::withheld`] reach the query by it.
    fn change_query(&self, change: &mut impl ChangeQuery) -> Option<Self> {
        let _ = change;
        None
    }
}

/// Looks at the queries that terms hold, and may change them.
pub trait ChangeQuery {
    /// What the query becomes; `None` if it stays as it is.
    fn change<L: Language>(&mut self, query: &Expr<L>) -> Option<Expr<L>>;
}

/// How a term is written, before anything in it is quoted.
#[non_exhaustive]
pub enum TermSyntax<'a> {
    /// A bare word or a phrase.
    Keyword(&'a str),
    /// `field:value`.
    Text(&'static str, Cow<'a, str>),
    /// `field:[least TO most]`.
    Range(&'static str, String),
    /// `field:` and a query of another language.
    Query(&'static str, &'a dyn Embedded),
}

impl<'a> TermSyntax<'a> {
    /// `field:value`.
    pub fn text(field: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(field, value.into())
    }

    /// `field:` and a query of another language.
    #[must_use]
    pub fn query<L: Language>(field: &'static str, query: &'a Expr<L>) -> Self {
        Self::Query(field, query)
    }
}

impl fmt::Debug for TermSyntax<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keyword(text) => f.debug_tuple("Keyword").field(text).finish(),
            Self::Text(field, value) => f.debug_tuple("Text").field(field).field(value).finish(),
            Self::Range(field, range) => f.debug_tuple("Range").field(field).field(range).finish(),
            Self::Query(field, _) => f.debug_tuple("Query").field(field).finish_non_exhaustive(),
        }
    }
}

/// The field of that name.
pub(crate) fn field<L: Language>(name: &str) -> Option<&'static Field<L>> {
    L::FIELDS.iter().find(|field| field.name == name)
}
