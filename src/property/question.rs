//! [`Question`]: what a term asks of a record, in the words of the table.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};

use super::table::{Asked, Column};
use crate::query::value::Quantity;

/// The tests of a question, which one row passes all of.
pub(crate) type Tests<'a> = Vec<(Column, Test<'a>)>;

/// What a term asks of a record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Question<'a> {
    /// A row that passes all of these tests, of columns of one table. What is
    /// asked [before](Column::before) another column comes before it.
    Row(Tests<'a>),
    /// A title or host name that contains this, ASCII case ignored.
    Named(&'a str),
    /// This access group, or one below it.
    GroupOrBelow(&'a str),
    /// Security notices, each of which was applied within these days of its release.
    NoticesAppliedIn(u32),
    /// That the saved search of this name selects it.
    Search(&'a str),
}

/// What is asked of a column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test<'a> {
    /// The number.
    Number(i64),
    /// The flag.
    Flag(bool),
    /// The text; the column says whether its case counts.
    Is(&'a str),
    /// What kind of row it is: one of these words, which all mean it.
    Kind(&'static [&'static str]),
    /// One of these texts, which all mean the same.
    OneOf(Vec<String>),
    /// A text with this part; the column says whether its case counts.
    Contains(&'a str),
    /// A number in this range.
    Within(Quantity),
    /// A time that compares like this.
    Time(Comparison, Moment),
    /// Nothing.
    Absent,
}

/// Whether the case of ASCII letters counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Counts,
    Ignored,
}

/// How a number or a time compares with a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    AtLeast,
    AtMost,
    Below,
}

/// A moment that a time is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    At(DateTime<Utc>),
    /// So long after now, or before it.
    FromNow(TimeDelta),
}

impl<'a> Question<'a> {
    /// One test of a row.
    pub(crate) fn one(column: Column, test: Test<'a>) -> Self {
        Self::Row(vec![(column, test)])
    }

    /// This text.
    pub(crate) fn is(column: Column, text: &'a impl AsRef<str>) -> Self {
        Self::one(column, Test::Is(text.as_ref()))
    }

    /// A text with this part.
    pub(crate) fn contains(column: Column, part: &'a impl AsRef<str>) -> Self {
        Self::one(column, Test::Contains(part.as_ref()))
    }

    /// A time that compares like this.
    pub(crate) fn time(column: Column, comparison: Comparison, moment: Moment) -> Self {
        Self::one(column, Test::Time(comparison, moment))
    }
}

impl<'a> Test<'a> {
    /// The kind of row that is asked for: what a word of few says, or that
    /// nothing is there.
    pub(crate) fn kind(&self) -> Option<&'static str> {
        match self {
            Self::Kind(words) => words.first().copied(),
            Self::Absent => Some("none"),
            Self::Number(_)
            | Self::Flag(_)
            | Self::Is(_)
            | Self::OneOf(_)
            | Self::Contains(_)
            | Self::Within(_)
            | Self::Time(..) => None,
        }
    }

    /// Whether the case of letters counts.
    pub(crate) fn case(&self, column: Column) -> Case {
        match column.asked() {
            Asked::WholeAnyCase | Asked::PartAnyCase => Case::Ignored,
            Asked::Name if matches!(self, Self::Contains(_)) => Case::Ignored,
            Asked::Name
            | Asked::Id
            | Asked::Size
            | Asked::Time
            | Asked::Flag
            | Asked::Kind
            | Asked::Whole
            | Asked::Part => Case::Counts,
        }
    }

    /// The text that is looked for, in lower case where its case does not count:
    /// one text for all that ask the same.
    pub(crate) fn text(&self, column: Column) -> Cow<'a, str> {
        match self {
            Self::Number(number) => number.to_string().into(),
            Self::Flag(flag) => flag.to_string().into(),
            Self::Is(text) | Self::Contains(text) => match self.case(column) {
                Case::Ignored => text.to_ascii_lowercase().into(),
                Case::Counts => Cow::Borrowed(text),
            },
            Self::OneOf(texts) => texts.iter().min().cloned().unwrap_or_default().into(),
            Self::Kind(_) | Self::Absent => self.kind().unwrap_or_default().into(),
            Self::Within(size) => format!("{}-{}", size.least(), size.most()).into(),
            Self::Time(comparison, moment) => format!("{comparison:?} {}", moment.number()).into(),
        }
    }

    /// The texts that are looked for: one, or several that mean the same.
    pub(crate) fn alternatives(&self, column: Column) -> Vec<Cow<'_, str>> {
        match self {
            Self::Kind(words) => words.iter().map(|word| Cow::Borrowed(*word)).collect(),
            Self::OneOf(same) => same.iter().map(|word| Cow::Borrowed(word.as_str())).collect(),
            Self::Number(_)
            | Self::Flag(_)
            | Self::Is(_)
            | Self::Contains(_)
            | Self::Within(_)
            | Self::Time(..)
            | Self::Absent => vec![self.text(column)],
        }
    }
}

/// The kind of row that the tests ask for, if they say one.
pub(crate) fn row_kind(tests: &[(Column, Test<'_>)]) -> Option<&'static str> {
    tests.iter().find_map(|(_, test)| test.kind())
}

impl Moment {
    /// A number that compares as the moment does: microseconds of a time that
    /// is said, seconds of one that is counted from now.
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::At(instant) => instant.timestamp_micros(),
            Self::FromNow(span) => span.num_seconds(),
        }
    }

    /// The moment, within the times that can be said.
    pub(crate) fn instant(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::At(instant) => instant,
            Self::FromNow(span) => {
                now.checked_add_signed(span).unwrap_or(if span < TimeDelta::zero() {
                    DateTime::<Utc>::MIN_UTC
                } else {
                    DateTime::<Utc>::MAX_UTC
                })
            }
        }
    }
}
