//! The constraints that terms put on a record, so that one term can be compared with another.
//!
//! This is the one place that knows which terms exclude each other, which imply which, and
//! which are equivalent: simplification and lints both use it.

use std::borrow::Cow;

use crate::query::value::{DateRange, NumberRange};

/// A constraint that a term puts on a record.
///
/// ```
/// use activity_query::{Expr, Field, Language, Text};
/// use activity_query::language::{Constraint, Constraints, FieldKind, NoBase, NoQuery, TermSyntax};
///
/// /// Deployments, each of which has one service.
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

/// The part of a record that a constraint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct About {
    /// The field that leads to the record, such as `computer`.
    through: Option<&'static str>,
    /// The kind of the part of the record, such as `cpu`.
    kind: Option<&'static str>,
    property: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Says<'a> {
    /// Absent, or equal to this value.
    Is(Option<Cow<'a, str>>),
    Has(Cow<'a, str>),
    Contains(Cow<'a, str>),
    AtLeast(i64),
    Below(i64),
    /// At least the first number, and less than the second one.
    Within(i64, i64),
    Between(u64, u64),
}

impl<'a> Constraint<'a> {
    fn new(property: &'static str, says: Says<'a>) -> Self {
        Self { about: About { through: None, kind: None, property }, says }
    }

    /// The record has at most one value of this property, and it is this one: constraints to
    /// another value exclude this constraint.
    #[must_use]
    pub fn is(property: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        Self::new(property, Says::Is(Some(value.into())))
    }

    /// The record has no value of this property: constraints to any value exclude this
    /// constraint.
    #[must_use]
    pub fn is_absent(property: &'static str) -> Self {
        Self::new(property, Says::Is(None))
    }

    /// The record has this value, possibly among others. A constraint to another value is
    /// independent of this one.
    #[must_use]
    pub fn has(property: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        Self::new(property, Says::Has(value.into()))
    }

    /// The record has a text that contains this part, and therefore all parts of this part.
    #[must_use]
    pub fn contains(property: &'static str, part: impl Into<Cow<'a, str>>) -> Self {
        Self::new(property, Says::Contains(part.into()))
    }

    /// The record has at most one such number, and it is at least this.
    #[must_use]
    pub fn at_least(property: &'static str, number: i64) -> Self {
        Self::new(property, Says::AtLeast(number))
    }

    /// The record has at most one such number, and it is less than this.
    #[must_use]
    pub fn below(property: &'static str, number: i64) -> Self {
        Self::new(property, Says::Below(number))
    }

    /// The record has any number of such numbers, and one of them is from `least` to `most`.
    #[must_use]
    pub fn between(property: &'static str, least: u64, most: u64) -> Self {
        Self::new(property, Says::Between(least, most))
    }

    /// Returns the same constraint for a part of the record of this kind.
    pub(crate) fn of_kind(mut self, kind: &'static str) -> Self {
        self.about.kind = Some(kind);
        self
    }

    /// Returns the same constraint for the record that this field leads to; there is at most
    /// one.
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

    /// Returns whether every record that satisfies this constraint also satisfies the other
    /// one. Constraints of different shapes never imply each other.
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

/// The constraints that a term puts on a record: one that exactly the records which match the
/// term satisfy, and others that follow from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraints<'a> {
    own: Constraint<'a>,
    implied: Vec<Constraint<'a>>,
    is_never_true: bool,
}

impl<'a> Constraints<'a> {
    /// Creates the constraints of a term that is equivalent to this constraint.
    #[must_use]
    pub fn new(own: Constraint<'a>) -> Self {
        Self { own, implied: Vec::new(), is_never_true: false }
    }

    /// The term is true if the record has at most one such number, and it is in the range.
    ///
    /// ```
    /// use activity_query::{Expr, Field, Language, NumberRange};
    /// use activity_query::language::{Constraints, FieldKind, NoBase, NoQuery, TermSyntax};
    ///
    /// /// Issues, by their number of comments.
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
        // Only the largest number has no successor, and it never ends a range.
        let below = range.most().and_then(|most| most.checked_add(1));
        Self::within(property, range.least(), below)
    }

    /// The term is true if the record has at most one such time, and it is in the range.
    ///
    /// It can be compared with constraints of other kinds on the same time, which count
    /// microseconds since 1970.
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

    /// Adds a constraint that follows from the term.
    #[must_use]
    pub fn and(mut self, implied: Constraint<'a>) -> Self {
        self.implied.push(implied);
        self
    }

    /// Declares that the term is true of no record.
    #[must_use]
    pub fn never(mut self) -> Self {
        self.is_never_true = true;
        self
    }

    pub(crate) fn own(&self) -> &Constraint<'a> {
        &self.own
    }

    /// The term's own constraint, then those that follow from it.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Constraint<'a>> {
        std::iter::once(&self.own).chain(&self.implied)
    }

    pub(crate) fn is_never_true(&self) -> bool {
        self.is_never_true
    }
}
