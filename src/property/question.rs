//! [`Question`]: the question that a term asks about a record, in columns of the table.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};

use super::table::{Asked, Column};
use crate::query::value::Quantity;

/// The tests of a question, all of which one row has to pass.
pub(crate) type Tests<'a> = Vec<(Column, Test<'a>)>;

/// A question that a term asks about a record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Question<'a> {
    /// Is there a row that passes all of these tests, on columns of one table? Tests of the
    /// columns [before](Column::before) a column come before it.
    Row(Tests<'a>),
    /// Does the title or host name contain this text, ASCII case ignored?
    Named(&'a str),
    /// Is it in this access group, or in one below it?
    GroupOrBelow(&'a str),
    /// Was each security notice applied within this many days of its release?
    NoticesAppliedIn(u32),
    /// Does the saved search of this name select it?
    Search(&'a str),
}

/// A test of a column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test<'a> {
    /// It equals the number.
    Number(i64),
    /// It equals the flag.
    Flag(bool),
    /// It equals the text; whether case matters depends on the column.
    Is(&'a str),
    /// It is one of these words, which are synonyms for the kind of a row.
    Kind(&'static [&'static str]),
    /// It is one of these texts, which all mean the same.
    OneOf(Vec<String>),
    /// It contains the text; whether case matters depends on the column.
    Contains(&'a str),
    /// It is a number in this range.
    Within(Quantity),
    /// It is a time that compares with the moment like this.
    Time(Comparison, Moment),
    /// It is absent.
    Absent,
}

/// Whether the case of ASCII letters matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Counts,
    Ignored,
}

/// The comparison of a number or a time with a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    AtLeast,
    AtMost,
    Below,
}

/// A moment to compare a time with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    At(DateTime<Utc>),
    /// This long after now or, if negative, before it.
    FromNow(TimeDelta),
}

impl<'a> Question<'a> {
    /// Asks for a row that passes one test.
    pub(crate) fn one(column: Column, test: Test<'a>) -> Self {
        Self::Row(vec![(column, test)])
    }

    /// Tests whether the column equals the text.
    pub(crate) fn is(column: Column, text: &'a impl AsRef<str>) -> Self {
        Self::one(column, Test::Is(text.as_ref()))
    }

    /// Tests whether the column contains the text.
    pub(crate) fn contains(column: Column, part: &'a impl AsRef<str>) -> Self {
        Self::one(column, Test::Contains(part.as_ref()))
    }

    /// Tests how the time in the column compares with the moment.
    pub(crate) fn time(column: Column, comparison: Comparison, moment: Moment) -> Self {
        Self::one(column, Test::Time(comparison, moment))
    }
}

impl<'a> Test<'a> {
    /// Returns the kind of row that is tested for: a word of a closed set, or the absence of
    /// a value.
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

    /// Returns whether the case of letters matters.
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

    /// Returns the text to search for, in lower case if case does not matter, so that
    /// equivalent tests have the same text.
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

    /// Returns the texts to search for: one, or several that mean the same.
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

/// Returns the kind of row that the tests ask for, if they name one.
pub(crate) fn row_kind(tests: &[(Column, Test<'_>)]) -> Option<&'static str> {
    tests.iter().find_map(|(_, test)| test.kind())
}

impl Moment {
    /// Returns a number that orders moments: microseconds for a given time, seconds for one
    /// relative to now.
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::At(instant) => instant.timestamp_micros(),
            Self::FromNow(span) => span.num_seconds(),
        }
    }

    /// Returns the instant, clamped to the range that can be represented.
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
