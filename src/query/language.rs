//! What a query language is: a type of term, and a table of fields.
//!
//! [`ActivityTerm`](crate::ActivityTerm) and [`ComputerTerm`](crate::ComputerTerm)
//! are the two built in; a service defines another one the same way, and its
//! queries parse, print and report mistakes as these do.

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
pub(crate) use table::{FieldOwner, FieldRef, all_fields, field};

/// A query language: its type of term implements this.
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
/// It can have the fields of another language beside its own; see [`BaseOf`].
pub trait Language: Clone + PartialEq + fmt::Debug + Sized + 'static {
    /// The language of the queries that terms hold, as `computer:` does;
    /// [`NoQuery`] if no term holds one.
    type Nested: Language;

    /// The language whose fields this one has beside its own; [`NoBase`] if there
    /// is none.
    type Base: BaseOf<Self>;

    /// What one record is called in messages: `activity`.
    const NAME: &'static str;

    /// Its own fields, in the order in which messages list them: before those of
    /// the base. [`fields`] lists both.
    const FIELDS: &'static [Field<Self>];

    /// The term of a bare word or phrase; `None` if the language has no
    /// keywords, which makes a bare word a mistake.
    ///
    /// Unless this is written, the keywords are those of the base.
    #[must_use]
    fn keyword(text: Text) -> Option<Self> {
        Self::Base::keyword(text).map(Self::Base::lift)
    }

    /// Any term at all; `None` if there is none. The query that selects nothing
    /// has no words of its own: it is said as this term and its negation.
    ///
    /// Unless this is written, it is that of the base, or a term of the first field
    /// of the table that takes numbers, or else of the first one with a value that is
    /// known.
    #[must_use]
    fn sample() -> Option<Self> {
        let of_base = || Self::Base::sample().map(Self::Base::lift);
        let takes_numbers = |field: &&Field<Self>| {
            matches!(field.kind, FieldKind::Id(_) | FieldKind::NumberRange(_))
        };
        let numbers = Self::FIELDS.iter().find(takes_numbers);
        of_base().or_else(|| numbers.into_iter().chain(Self::FIELDS).find_map(Field::sample))
    }

    /// How the term is written: what the parser reads back as an equal term.
    fn syntax(&self) -> TermSyntax<'_, Self::Nested>;

    /// What the term says of a record, so that it can be compared with other
    /// terms: simplification and lints know by it what excludes and implies
    /// what. Unless this is written, a term of the base says what it says there, and
    /// another one what no other term does.
    fn constraints(&self) -> Constraints<'_> {
        match Self::Base::of(self) {
            Some(term) => term.constraints(),
            None => Constraints::new(Constraint::has("", Expr::term(self.clone()).to_string())),
        }
    }

    /// The name of the saved search that the term stands for, if it stands for one.
    /// [`Expr::resolve`] puts the query of the search, one of this language, in the
    /// place of the term.
    ///
    /// Unless this is written, terms of the base name what they name there, and no
    /// other term does.
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
    ///         Field::new("saved", FieldKind::Text(Self::Saved), "a saved search selects it"),
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

    /// The query that the term holds, if it holds one.
    ///
    /// Unless this is written, [`syntax`](Self::syntax) tells, where there is a
    /// nested language; it may format the values of other terms.
    fn query(&self) -> Option<&Expr<Self::Nested>> {
        if let Some(term) = Self::Base::of(self) {
            return term.query();
        }
        all_fields::<Self::Nested>().next()?;
        match self.syntax() {
            TermSyntax::Query(_, query) => Some(query),
            TermSyntax::Keyword(_) | TermSyntax::Text(..) | TermSyntax::Range(..) => None,
        }
    }
}

/// The language without a term: the [`Nested`](Language::Nested) one where no term
/// holds a query.
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

/// The term with another query in the place of its own; `None` if it has none.
pub(crate) fn with_query<L: Language>(term: &L, query: Expr<L::Nested>) -> Option<L> {
    if let Some(term) = L::Base::of(term) {
        return with_query::<L::Base>(term, query).map(L::Base::lift);
    }
    let TermSyntax::Query(name, _) = term.syntax() else { return None };
    field::<L>(name)?.holding(query)
}

/// How a term is written, before anything in it is quoted.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum TermSyntax<'a, N = NoQuery> {
    /// A bare word or a phrase.
    Keyword(&'a str),
    /// `field:value`.
    Text(&'static str, Cow<'a, str>),
    /// `field:[least TO most]`, or `field:>least`: a value that has no quotes.
    Range(&'static str, String),
    /// `field:` and a query of another language.
    Query(&'static str, &'a Expr<N>),
}

impl<'a, N> TermSyntax<'a, N> {
    /// `field:value`.
    pub fn text(field: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(field, value.into())
    }

    /// `field:[least TO most]` or `field:>least`, for a [`NumberRange`] or a
    /// [`DateRange`].
    pub fn range(field: &'static str, range: impl fmt::Display) -> Self {
        Self::Range(field, range.to_string())
    }

    /// The field before the colon; `None` for a keyword.
    pub(crate) fn field(&self) -> Option<&'static str> {
        match self {
            Self::Keyword(_) => None,
            Self::Text(field, _) | Self::Range(field, _) | Self::Query(field, _) => Some(field),
        }
    }
}

/// A field of a language, and the terms that it makes.
#[derive(Debug)]
pub struct Field<T: Language> {
    pub(crate) info: FieldInfo,
    pub(crate) kind: FieldKind<T>,
}

impl<T: Language> Field<T> {
    /// A field, for the table of a language. Its name stands before the colon: lower
    /// case, a letter, then letters, digits, dots and hyphens. The help is one line on
    /// what a term of the field matches.
    #[must_use]
    pub const fn new(name: &'static str, kind: FieldKind<T>, help: &'static str) -> Self {
        Self { info: FieldInfo::new(name, kind.value_kind(), help), kind }
    }

    /// A term of the field, with a value that is known.
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

    /// The field, with other names that people use for it. Of two fields for dates
    /// with one alias, the first one of the table reads from a date on, as
    /// `created-after` does, and the second one up to it.
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [Alias]) -> Self {
        self.info.aliases = aliases;
        self
    }

    /// The field, with other words that people use for its values.
    #[must_use]
    pub const fn synonyms(mut self, synonyms: &'static [Alias]) -> Self {
        self.info.synonyms = synonyms;
        self
    }

    /// The field, with a check for values that are legal and unlikely: it says why,
    /// as `is not an e-mail address` does.
    #[must_use]
    pub const fn doubt(mut self, doubt: fn(&str) -> Option<&'static str>) -> Self {
        self.info.doubt = doubt;
        self
    }
}

/// What a field takes as its value, and the term that this makes.
#[non_exhaustive]
pub enum FieldKind<T: Language> {
    /// Any text but the empty one.
    Text(fn(Text) -> T),
    /// Text of an open set: another value than the known ones is legal, and
    /// comes with a warning.
    OpenText {
        /// The values that are known.
        known: &'static [&'static str],
        /// The term of a value.
        make: fn(Text) -> T,
    },
    /// One of these words.
    OneOf {
        /// The words.
        values: &'static [&'static str],
        /// The term of a word; `None` for any other word.
        make: fn(&str) -> Option<T>,
    },
    /// An unsigned integer that fits into an `i64`.
    Id(fn(i64) -> T),
    /// An integer within a range.
    Integer {
        /// The values that are legal.
        range: RangeInclusive<u32>,
        /// What they count: `hours`.
        unit: &'static str,
        /// The term of a value.
        make: fn(u32) -> T,
    },
    /// A whole number, or a range or comparison of them: `20`, `>7`, `[5 TO 20]`. See
    /// [`Constraints::number_in`], too.
    NumberRange(fn(NumberRange) -> T),
    /// An ISO 8601 date of any precision.
    Date(fn(PartialDate) -> T),
    /// An ISO 8601 date of any precision, or a range or comparison of them: `2024-01`,
    /// `>=2024-01`, `[2024-01 TO 2024-03]`. See [`Constraints::date_in`], too.
    DateRange(fn(DateRange) -> T),
    /// A size with its unit, or a range of sizes.
    Quantity {
        /// What the size counts.
        unit: Unit,
        /// The term of a size or range.
        make: fn(Quantity) -> T,
    },
    /// Text of a form of its own.
    Form {
        /// The form, as the reader is told it: `KEY or KEY:TEXT`.
        form: &'static str,
        /// Words that the value may begin with. Where one is not a value by itself,
        /// a colon follows it, unless it ends with a sign, such as `>=`.
        words: &'static [&'static str],
        /// Deprecated words that the value may begin with, and what is
        /// written today.
        deprecated: &'static [(&'static str, &'static str)],
        /// The words that may follow a value that was begun: `pass` and the
        /// others after `usg:8:`. They are offered while somebody types.
        follow: fn(&str) -> &'static [&'static str],
        /// The term of a value.
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
