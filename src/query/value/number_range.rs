//! [`NumberRange`]: a range of whole numbers.

use std::fmt;
use std::str::FromStr;

use super::number::whole;
use super::range::{Comparison, WrittenRange};
use crate::query::value::ValueError;

/// A range of whole numbers, both ends included, which may be open on one side or both: `20`,
/// `>7`, `<=100`, `[5 TO 20]`, `[5 TO *]`, `*`.
///
/// Numbers are those of an `i64`. Two ranges are equal if they contain the same numbers,
/// however they are written: `>7`, `>=8` and `[8 TO *]` are one range.
///
/// ```
/// use activity_query::NumberRange;
///
/// let few: NumberRange = "<10".parse()?;
/// assert!(few.holds(-3) && few.holds(9) && !few.holds(10));
/// assert_eq!((few.least(), few.most()), (None, Some(9)));
/// assert_eq!(few, NumberRange::at_most(9));
///
/// let some: NumberRange = "[5 TO 20]".parse()?;
/// assert_eq!(Some(some), NumberRange::between(5, 20));
/// assert!("5..20".parse::<NumberRange>().is_err());
/// # Ok::<(), activity_query::ValueError>(())
/// ```
///
/// Each range has one canonical text. If a range is open on one side, that is the spelling
/// whose number ends in a zero, or else the one with a single sign:
///
/// ```
/// # use activity_query::NumberRange;
/// let canonical = |text: &str| text.parse().map(|range: NumberRange| range.to_string());
/// assert_eq!(canonical(">7")?, ">7");
/// assert_eq!(canonical(">=8")?, ">7");
/// assert_eq!(canonical(">=0")?, ">=0");
/// assert_eq!(canonical("<=100")?, "<=100");
/// assert_eq!(canonical("[7 TO 7]")?, "7");
/// # Ok::<(), activity_query::ValueError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberRange {
    // The smallest `i64` as the least number, or the largest one as the most, means that the
    // side is open.
    least: i64,
    most: i64,
}

impl NumberRange {
    /// Exactly this number.
    #[must_use]
    pub const fn exactly(number: i64) -> Self {
        Self { least: number, most: number }
    }

    /// This number and all larger ones.
    #[must_use]
    pub const fn at_least(number: i64) -> Self {
        Self { least: number, most: i64::MAX }
    }

    /// This number and all smaller ones.
    #[must_use]
    pub const fn at_most(number: i64) -> Self {
        Self { least: i64::MIN, most: number }
    }

    /// All numbers from `least` to `most`, both included, or `None` if there are none.
    #[must_use]
    pub const fn between(least: i64, most: i64) -> Option<Self> {
        if least <= most { Some(Self { least, most }) } else { None }
    }

    /// Returns the smallest number, or `None` if there is no lower end, which is the case for
    /// the smallest `i64`.
    #[must_use]
    pub const fn least(self) -> Option<i64> {
        if self.least == i64::MIN { None } else { Some(self.least) }
    }

    /// Returns the largest number, or `None` if there is no upper end, which is the case for
    /// the largest `i64`.
    #[must_use]
    pub const fn most(self) -> Option<i64> {
        if self.most == i64::MAX { None } else { Some(self.most) }
    }

    /// Returns `true` if the number is in the range.
    #[must_use]
    pub const fn holds(self, number: i64) -> bool {
        self.least <= number && number <= self.most
    }
}

/// Prints the canonical text, which reads back as an equal range.
impl fmt::Display for NumberRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_round = |number: i64| number % 10 == 0;
        let written = match (self.least(), self.most()) {
            _ if self.least == self.most => WrittenRange::One(self.least),
            (None, None) => WrittenRange::Any,
            (Some(least), None) if is_round(least) => {
                WrittenRange::Compared(Comparison::AtLeast, least)
            }
            (Some(least), None) => WrittenRange::Compared(Comparison::Above, least - 1),
            (None, Some(most)) if is_round(most) => {
                WrittenRange::Compared(Comparison::AtMost, most)
            }
            (None, Some(most)) => WrittenRange::Compared(Comparison::Below, most + 1),
            (Some(least), Some(most)) => WrittenRange::Between(least, most),
        };
        written.fmt(f)
    }
}

impl FromStr for NumberRange {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        if let Some((least, most)) = text.split_once('-')
            && whole(least).is_ok()
            && whole(most).is_ok()
        {
            let range = format!("[{least} TO {most}]");
            let message = format!("`{text}` is not a whole number: a range is written `{range}`");
            return Err(ValueError::new(message).guess(range));
        }
        let range = match WrittenRange::read(text, "[5 TO 20]", whole)? {
            WrittenRange::Any => Some(Self::at_least(i64::MIN)),
            WrittenRange::One(number) => Some(Self::exactly(number)),
            WrittenRange::Compared(Comparison::Above, number) => {
                number.checked_add(1).map(Self::at_least)
            }
            WrittenRange::Compared(Comparison::AtLeast, number) => Some(Self::at_least(number)),
            WrittenRange::Compared(Comparison::AtMost, number) => Some(Self::at_most(number)),
            WrittenRange::Compared(Comparison::Below, number) => {
                number.checked_sub(1).map(Self::at_most)
            }
            WrittenRange::Between(least, most) => {
                return Self::between(least, most).ok_or_else(|| {
                    let message = format!(
                        "the range from {least} to {most} is empty: write the smaller number first"
                    );
                    ValueError::new(message).guess(format!("[{most} TO {least}]"))
                });
            }
        };
        range.ok_or_else(|| {
            let (least, most) = (i64::MIN, i64::MAX);
            ValueError::new(format!("no number matches `{text}`: they run from {least} to {most}"))
        })
    }
}
