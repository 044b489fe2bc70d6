//! The definition of a query language: a type of term, and a table of fields.
//!
//! [`ActivityTerm`](crate::ActivityTerm) and [`ComputerTerm`](crate::ComputerTerm) are the
//! built-in ones. A service defines its own in the same way, and its queries parse, print and
//! report mistakes just as these do.

mod base;
mod kind;
mod table;

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

use crate::query::constraint::{Constraint, Constraints};
use crate::query::expr::Expr;
use crate::query::suggest::Alias;
use crate::query::value::{DateRange, NumberRange, PartialDate, Quantity, Text, Unit, ValueError};

pub use base::{BaseOf, NoBase};
pub use kind::{FieldInfo, ValueKind};
pub use table::fields;
pub(crate) use table::{FieldOwner, FieldRef, all_fields, field, has_fields};

/// A query language, implemented by its type of term.
///
/// ```
/// use activity_query::{Expr, Field, Language, Text};
/// use activity_query::language::{FieldKind, NoBase, NoQuery, TermSyntax};
///
/// /// Deployments of a service.
/// #[derive(Clone, Debug, PartialEq)]
/// enum Deployment { Service(Text), Build(i64) }
///
/// impl Language for Deployment {
///     type Nested = NoQuery;
///     type Base = NoBase;
///     const NAME: &'static str = "deployment";
///     const FIELDS: &'static [Field<Self>] = &[
///         Field::new("service", FieldKind::Text(Self::Service), "what was deployed"),
///         Field::new("build", FieldKind::Id(Self::Build), "the number of the build"),
///     ];
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
///
/// A language can include the fields of another one; see [`BaseOf`].
pub trait Language: Clone + PartialEq + fmt::Debug + Sized + 'static {
    /// The language of the queries that terms hold, as `computer:` does; [`NoQuery`] if no
    /// term holds one.
    type Nested: Language;

    /// The language whose fields this one includes; [`NoBase`] if there is none.
    type Base: BaseOf<Self>;

    /// The word for one record in messages: `activity`.
    const NAME: &'static str;

    /// The language's own fields, in the order in which messages list them, before those of
    /// the base. [`fields`] lists both.
    const FIELDS: &'static [Field<Self>];

    /// Returns the term of a bare word or phrase, or `None` if the language has no keywords,
    /// which makes a bare word a mistake.
    ///
    /// By default, the keywords are those of the base.
    #[must_use]
    fn keyword(text: Text) -> Option<Self> {
        Self::Base::keyword(text).map(Self::Base::lift)
    }

    /// Returns an arbitrary term, or `None` if the language has none. It is used to write the
    /// query that selects nothing: this term and its negation.
    ///
    /// By default, this is the base's sample, or else a term of the first field that takes
    /// numbers, or else of the first one that has a known value.
    #[must_use]
    fn sample() -> Option<Self> {
        let of_base = || Self::Base::sample().map(Self::Base::lift);
        let takes_numbers = |field: &&Field<Self>| {
            matches!(field.kind, FieldKind::Id(_) | FieldKind::NumberRange(_))
        };
        let numbers = Self::FIELDS.iter().find(takes_numbers);
        of_base().or_else(|| numbers.into_iter().chain(Self::FIELDS).find_map(Field::sample))
    }

    /// Returns the syntax of the term, which the parser must read back as an equal term.
    fn syntax(&self) -> TermSyntax<'_, Self::Nested>;

    /// Returns the constraints that the term puts on a record. Simplification and lints
    /// compare them to find terms that exclude or imply each other. By default, a term of the
    /// base has the constraints that it has there, and any other term is independent of all
    /// others.
    fn constraints(&self) -> Constraints<'_> {
        match Self::Base::of(self) {
            Some(term) => term.constraints(),
            None => Constraints::new(Constraint::has("", Expr::term(self.clone()).to_string())),
        }
    }

    /// Returns the name of the saved search that the term refers to, if it refers to one.
    /// [`Expr::resolve`] replaces the term by the query of the search, which must be a query
    /// of this language.
    ///
    /// By default, terms of the base refer to what they refer to there, and other terms to no
    /// search.
    ///
    /// ```
    /// use activity_query::language::{FieldKind, NoBase, NoQuery, TermSyntax};
    /// use activity_query::{Expr, Field, Language, Text};
    ///
    /// #[derive(Clone, Debug, PartialEq)]
    /// enum Deployment { Service(Text), Saved(Text) }
    ///
    /// impl Language for Deployment {
    ///     type Nested = NoQuery;
    ///     type Base = NoBase;
    ///     const NAME: &'static str = "deployment";
    ///     const FIELDS: &'static [Field<Self>] = &[
    ///         Field::new("service", FieldKind::Text(Self::Service), "what was deployed"),
    ///         Field::new("saved", FieldKind::Text(Self::Saved), "selected by a saved search"),
    ///     ];
    ///     fn syntax(&self) -> TermSyntax<'_> {
    ///         match self {
    ///             Self::Service(name) => TermSyntax::text("service", name.as_str()),
    ///             Self::Saved(name) => TermSyntax::text("saved", name.as_str()),
    ///         }
    ///     }
    ///     fn search(&self) -> Option<&str> {
    ///         match self { Self::Saved(name) => Some(name.as_str()), Self::Service(_) => None }
    ///     }
    /// }
    ///
    /// let saved = |name: &str| (name == "web").then_some("service:shop OR service:blog");
    /// let query: Expr<Deployment> = "NOT saved:web".parse()?;
    /// assert_eq!(query.resolve(saved)?.to_string(), "NOT (service:shop OR service:blog)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn search(&self) -> Option<&str> {
        Self::Base::of(self).and_then(Self::Base::search)
    }

    /// Returns the query that the term holds, if it holds one.
    ///
    /// By default, this is determined by [`syntax`](Self::syntax) if there is a nested
    /// language. Override it if `syntax` is costly, since that formats the values of other
    /// terms.
    fn query(&self) -> Option<&Expr<Self::Nested>> {
        if let Some(term) = Self::Base::of(self) {
            return term.query();
        }
        if !has_fields::<Self::Nested>() {
            return None;
        }
        match self.syntax() {
            TermSyntax::Query(_, query) => Some(query),
            TermSyntax::Keyword(_) | TermSyntax::Text(..) | TermSyntax::Range(..) => None,
        }
    }
}

/// The language without terms: the [`Nested`](Language::Nested) language if no term holds a
/// query.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NoQuery {}

impl Language for NoQuery {
    type Nested = Self;
    type Base = NoBase;
    const NAME: &'static str = "record";
    const FIELDS: &'static [Field<Self>] = &[];

    fn syntax(&self) -> TermSyntax<'_, Self> {
        match *self {}
    }
}

/// Replaces the query of a term; returns `None` if the term has none.
pub(crate) fn with_query<L: Language>(term: &L, query: Expr<L::Nested>) -> Option<L> {
    if let Some(term) = L::Base::of(term) {
        return with_query::<L::Base>(term, query).map(L::Base::lift);
    }
    let TermSyntax::Query(name, _) = term.syntax() else { return None };
    field::<L>(name)?.holding(query)
}

/// The syntax of a term, before anything in it is quoted.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum TermSyntax<'a, N = NoQuery> {
    /// A bare word or a phrase.
    Keyword(&'a str),
    /// `field:value`.
    Text(&'static str, Cow<'a, str>),
    /// `field:[least TO most]`, or `field:>least`: a value that is never quoted.
    Range(&'static str, String),
    /// `field:` and a query of another language.
    Query(&'static str, &'a Expr<N>),
}

impl<'a, N> TermSyntax<'a, N> {
    /// Creates `field:value`.
    pub fn text(field: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(field, value.into())
    }

    /// Creates `field:[least TO most]` or `field:>least`, for a [`NumberRange`] or a
    /// [`DateRange`].
    pub fn range(field: &'static str, range: impl fmt::Display) -> Self {
        Self::Range(field, range.to_string())
    }

    /// Returns the field before the colon, or `None` for a keyword.
    pub(crate) fn field(&self) -> Option<&'static str> {
        match self {
            Self::Keyword(_) => None,
            Self::Text(field, _) | Self::Range(field, _) | Self::Query(field, _) => Some(field),
        }
    }
}

/// A field of a language, which creates terms from values.
#[derive(Debug)]
pub struct Field<T: Language> {
    pub(crate) info: FieldInfo,
    pub(crate) kind: FieldKind<T>,
}

impl<T: Language> Field<T> {
    /// Creates a field for the table of a language. The name is written before the colon: a
    /// lower-case letter, then lower-case letters, digits, dots and hyphens. The help is one
    /// line on what a term of the field matches.
    #[must_use]
    pub const fn new(name: &'static str, kind: FieldKind<T>, help: &'static str) -> Self {
        Self { info: FieldInfo::new(name, kind.value_kind(), help), kind }
    }

    /// Creates a term of the field with a known value.
    pub(crate) fn sample(&self) -> Option<T> {
        let text = |make: &fn(Text) -> T, word: &str| Text::try_from(word).ok().map(make);
        match &self.kind {
            FieldKind::Text(make) => text(make, "x"),
            FieldKind::OpenText { known, make } => text(make, known.first().unwrap_or(&"x")),
            FieldKind::OneOf { values, make } => values.iter().find_map(|word| make(word)),
            FieldKind::Id(make) => Some(make(0)),
            FieldKind::Integer { range, make, .. } => Some(make(*range.start())),
            FieldKind::NumberRange(make) => Some(make(NumberRange::exactly(0))),
            FieldKind::Date(make) => "2000".parse().ok().map(make),
            FieldKind::DateRange(make) => "2000".parse().ok().map(make),
            FieldKind::Quantity { unit, make } => {
                Quantity::parse(unit.example(), *unit).ok().map(make)
            }
            FieldKind::Form { words, read, .. } => {
                let known = words.iter().find_map(|word| read(word).ok());
                let begun = || words.iter().find_map(|word| read(&format!("{word}:1")).ok());
                known.or_else(begun).or_else(|| read("x").ok())
            }
            FieldKind::Query(make) => Some(make(Expr::everything())),
        }
    }

    /// Adds other names that people use for the field. If two date fields share an alias, the
    /// first one of the table means from a date on, like `created-after`, and the second one
    /// up to it.
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [Alias]) -> Self {
        self.info.aliases = aliases;
        self
    }

    /// Adds other words that people use for the values of the field.
    #[must_use]
    pub const fn synonyms(mut self, synonyms: &'static [Alias]) -> Self {
        self.info.synonyms = synonyms;
        self
    }

    /// Adds a check for values that are legal but unlikely. It returns the reason, such as
    /// `is not an e-mail address`.
    #[must_use]
    pub const fn doubt(mut self, doubt: fn(&str) -> Option<&'static str>) -> Self {
        self.info.doubt = doubt;
        self
    }
}

/// The kind of value that a field takes, with the function that makes a term of it.
#[non_exhaustive]
pub enum FieldKind<T: Language> {
    /// Any text but the empty one.
    Text(fn(Text) -> T),
    /// Text of an open set: values other than the known ones are legal, and get a warning.
    OpenText {
        /// The known values.
        known: &'static [&'static str],
        /// Makes the term of a value.
        make: fn(Text) -> T,
    },
    /// One of these words.
    OneOf {
        /// The words.
        values: &'static [&'static str],
        /// Makes the term of a word, or returns `None` for any other word.
        make: fn(&str) -> Option<T>,
    },
    /// An unsigned integer that fits into an `i64`.
    Id(fn(i64) -> T),
    /// An integer within a range.
    Integer {
        /// The legal values.
        range: RangeInclusive<u32>,
        /// The unit of the values: `hours`.
        unit: &'static str,
        /// Makes the term of a value.
        make: fn(u32) -> T,
    },
    /// A whole number, or a range or comparison of whole numbers: `20`, `>7`, `[5 TO 20]`.
    /// See also [`Constraints::number_in`].
    NumberRange(fn(NumberRange) -> T),
    /// An ISO 8601 date of any precision.
    Date(fn(PartialDate) -> T),
    /// An ISO 8601 date of any precision, or a range or comparison of dates: `2024-01`,
    /// `>=2024-01`, `[2024-01 TO 2024-03]`. See also [`Constraints::date_in`].
    DateRange(fn(DateRange) -> T),
    /// A size with its unit, or a range of sizes.
    Quantity {
        /// The unit of the size.
        unit: Unit,
        /// Makes the term of a size or range.
        make: fn(Quantity) -> T,
    },
    /// Text with a syntax of its own.
    Form {
        /// The syntax, as messages show it: `KEY or KEY:TEXT`.
        form: &'static str,
        /// Words that the value may begin with. If a word is not a value by itself, a colon
        /// follows it, unless it ends with a sign, such as `>=`.
        words: &'static [&'static str],
        /// Deprecated words that the value may begin with, each with the word that replaces
        /// it.
        deprecated: &'static [(&'static str, &'static str)],
        /// Returns the words that may follow the first part of a value: `pass` and others
        /// after `usg:8:`. They are suggested by completion.
        follow: fn(&str) -> &'static [&'static str],
        /// Makes the term of a value.
        read: fn(&str) -> Result<T, ValueError>,
    },
    /// A query of the [`Nested`](Language::Nested) language: one term, several in
    /// parentheses, or the whole query in quotes.
    Query(fn(Expr<T::Nested>) -> T),
}

impl<T: Language> fmt::Debug for FieldKind<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.value_kind(), f)
    }
}
