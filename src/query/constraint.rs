//! What terms imply about a record, so that one can be compared with another.
//!
//! This is the one place that knows which terms exclude each other, which
//! imply which and which say the same: rewriting and linting both ask here.

use std::borrow::Cow;

use crate::query::value::{DateRange, NumberRange};

/// Something that a term implies about a record.
///
/// ```
/// use activity_query::{Expr, Field, Language, Text};
/// use activity_query::language::{Constraint, Constraints, FieldKind, NoBase, NoQuery, TermSyntax};
///
/// /// Deployments, each one of one service.
/// #[derive(Clone, Debug, PartialEq)]
/// struct Service(Text);
///
/// impl Language for Service {
///     type Nested = NoQuery;
///     type Base = NoBase;
///     const NAME: &'static str = "deployment";
///     const FIELDS: &'static [Field<Self>] =
///         &[Field::new("service", FieldKind::Text(Self), "what was deployed")];
///     fn syntax(&self) -> TermSyntax<'_> { TermSyntax::text("service", self.0.as_str()) }
///     fn constraints(&self) -> Constraints<'_> { Constraints::new(Constraint::is("service", self.0.as_str())) }
/// }
///
/// let query: Expr<Service> = "service:shop service:web".parse()?;
/// assert!(query.never_matches());
/// # Ok::<(), activity_query::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Constraint<'a> {
    pub(crate) about: About,
    pub(crate) says: Says<'a>,
}

/// What of a record a constraint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct About {
    /// The record is reached through this field: `computer`.
    through: Option<&'static str>,
    /// It is a part of the record, of this kind: `cpu`.
    kind: Option<&'static str>,
    property: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Says<'a> {
    /// Nothing, or this.
    Is(Option<Cow<'a, str>>),
    Has(Cow<'a, str>),
    Contains(Cow<'a, str>),
    AtLeast(i64),
    Below(i64),
    /// At least the first number, and below the second one.
    Within(i64, i64),
    Between(u64, u64),
}

impl<'a> Constraint<'a> {
    fn new(property: &'static str, says: Says<'a>) -> Self {
        Self { about: About { through: None, kind: None, property }, says }
    }

    /// The record has one such property at most, and it is this: constraints of
    /// another value exclude this one.
    #[must_use]
    pub fn is(property: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        Self::new(property, Says::Is(Some(value.into())))
    }

    /// The record has no such property: every constraint of a value of it excludes
    /// this one.
    #[must_use]
    pub fn is_absent(property: &'static str) -> Self {
        Self::new(property, Says::Is(None))
    }

    /// The record has this, among others perhaps. A constraint of another value
    /// says nothing about this one.
    #[must_use]
    pub fn has(property: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        Self::new(property, Says::Has(value.into()))
    }

    /// The record has a text that contains this part, and so each part of it.
    #[must_use]
    pub fn contains(property: &'static str, part: impl Into<Cow<'a, str>>) -> Self {
        Self::new(property, Says::Contains(part.into()))
    }

    /// The record has one such number at most, and it is this or larger.
    #[must_use]
    pub fn at_least(property: &'static str, number: i64) -> Self {
        Self::new(property, Says::AtLeast(number))
    }

    /// The record has one such number at most, and it is smaller than this.
    #[must_use]
    pub fn below(property: &'static str, number: i64) -> Self {
        Self::new(property, Says::Below(number))
    }

    /// Among the numbers that the record has, perhaps several, one is from `least` to
    /// `most`.
    #[must_use]
    pub fn between(property: &'static str, least: u64, most: u64) -> Self {
        Self::new(property, Says::Between(least, most))
    }

    /// The same of a part of the record, which is of this kind.
    pub(crate) fn of_kind(mut self, kind: &'static str) -> Self {
        self.about.kind = Some(kind);
        self
    }

    /// The same of a record that is reached through this field, where there
    /// is one such record at most.
    pub(crate) fn through(&self, field: &'static str) -> Constraint<'static> {
        let text = |text: &Cow<'_, str>| Cow::Owned(text.clone().into_owned());
        let says = match &self.says {
            Says::Is(value) => Says::Is(value.as_ref().map(text)),
            Says::Has(value) => Says::Has(text(value)),
            Says::Contains(part) => Says::Contains(text(part)),
            Says::AtLeast(number) => Says::AtLeast(*number),
            Says::Below(number) => Says::Below(*number),
            Says::Within(from, below) => Says::Within(*from, *below),
            Says::Between(least, most) => Says::Between(*least, *most),
        };
        Constraint { about: About { through: Some(field), ..self.about }, says }
    }

    /// Whether whatever this constraint is true of, the other one is true of, too.
    /// No two constraints of different shapes are so.
    pub(crate) fn implies(&self, other: &Self) -> bool {
        if self.about != other.about {
            return false;
        }
        match &self.says {
            Says::Is(_) | Says::Has(_) => self == other,
            Says::Contains(own) => {
                matches!(&other.says, Says::Contains(part) if own.contains(part.as_ref()))
            }
            Says::AtLeast(own) => matches!(other.says, Says::AtLeast(number) if *own >= number),
            Says::Below(own) => matches!(other.says, Says::Below(number) if *own <= number),
            Says::Within(from, below) => {
                matches!(other.says, Says::Within(least, end) if least <= *from && *below <= end)
            }
            Says::Between(least, most) => {
                matches!(other.says, Says::Between(from, to) if from <= *least && *most <= to)
            }
        }
    }
}

/// What a term says: one constraint that is true of just the records that the term
/// is true of, and others that follow from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraints<'a> {
    own: Constraint<'a>,
    implied: Vec<Constraint<'a>>,
    is_never_true: bool,
}

impl<'a> Constraints<'a> {
    /// The term is true where this constraint is.
    #[must_use]
    pub fn new(own: Constraint<'a>) -> Self {
        Self { own, implied: Vec::new(), is_never_true: false }
    }

    /// The term is true where the record has a number, one at most, and that is in the
    /// range.
    ///
    /// ```
    /// use activity_query::{Expr, Field, Language, NumberRange};
    /// use activity_query::language::{Constraints, FieldKind, NoBase, NoQuery, TermSyntax};
    ///
    /// /// Issues, by the number of their comments.
    /// #[derive(Clone, Debug, PartialEq)]
    /// struct Comments(NumberRange);
    ///
    /// impl Language for Comments {
    ///     type Nested = NoQuery;
    ///     type Base = NoBase;
    ///     const NAME: &'static str = "issue";
    ///     const FIELDS: &'static [Field<Self>] =
    ///         &[Field::new("comments", FieldKind::NumberRange(Self), "how many it has")];
    ///     fn syntax(&self) -> TermSyntax<'_> { TermSyntax::range("comments", self.0) }
    ///     fn constraints(&self) -> Constraints<'_> { Constraints::number_in("comments", self.0) }
    /// }
    ///
    /// let query = |text: &str| text.parse::<Expr<Comments>>();
    /// assert!(query("comments:<3 comments:>7")?.never_matches());
    /// assert_eq!(query("comments:>7 comments:>3")?.simplified(), query("comments:>7")?);
    /// // Not every record has a number.
    /// assert!(!query("comments:<3 OR comments:>=3")?.always_matches());
    /// # Ok::<(), activity_query::ParseError>(())
    /// ```
    #[must_use]
    pub fn number_in(property: &'static str, range: NumberRange) -> Self {
        // Only the largest number has none after it, and is no end.
        let below = range.most().and_then(|most| most.checked_add(1));
        Self::within(property, range.least(), below)
    }

    /// The term is true where the record has a time, one at most, and that is in the
    /// range.
    ///
    /// Beside terms with a constraint of another kind about the same time: it is
    /// compared in microseconds since 1970.
    #[must_use]
    pub fn date_in(property: &'static str, range: DateRange) -> Self {
        let micros = |instant: chrono::DateTime<chrono::Utc>| instant.timestamp_micros();
        Self::within(property, range.start().map(micros), range.end().map(micros))
    }

    fn within(property: &'static str, from: Option<i64>, below: Option<i64>) -> Self {
        let known = Constraint::at_least(property, i64::MIN);
        match (from, below) {
            (None, None) => Self::new(known),
            (Some(from), None) => Self::new(Constraint::at_least(property, from)),
            (None, Some(below)) => Self::new(Constraint::below(property, below)).and(known),
            (Some(from), Some(below)) => {
                Self::new(Constraint::new(property, Says::Within(from, below)))
                    .and(Constraint::at_least(property, from))
                    .and(Constraint::below(property, below))
            }
        }
    }

    /// Where the term is true, so is this other constraint.
    #[must_use]
    pub fn and(mut self, implied: Constraint<'a>) -> Self {
        self.implied.push(implied);
        self
    }

    /// The term is true of no record.
    #[must_use]
    pub fn never(mut self) -> Self {
        self.is_never_true = true;
        self
    }

    pub(crate) fn own(&self) -> &Constraint<'a> {
        &self.own
    }

    /// Its own constraint and those that follow.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Constraint<'a>> {
        std::iter::once(&self.own).chain(&self.implied)
    }

    pub(crate) fn is_never_true(&self) -> bool {
        self.is_never_true
    }
}
