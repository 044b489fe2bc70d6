//! Dates in the documented formats: months, days, and minutes in UTC.

use chrono::{Datelike, Timelike};

use super::{PartialDate, Precision, WrittenZone};

impl PartialDate {
    /// Returns a date with the same first instant in a documented format, or the date itself
    /// if there is none.
    pub(crate) fn documented(self) -> Self {
        let precision = match (self.precision, self.zone) {
            (Precision::Year, _) => Precision::Month,
            (Precision::Month | Precision::Day | Precision::Minute, WrittenZone::Unwritten) => {
                return self;
            }
            (
                Precision::Month
                | Precision::Day
                | Precision::Hour
                | Precision::Minute
                | Precision::Second
                | Precision::Fraction1
                | Precision::Fraction2
                | Precision::Fraction3
                | Precision::Fraction4
                | Precision::Fraction5
                | Precision::Fraction6,
                WrittenZone::Unwritten | WrittenZone::Z | WrittenZone::Offset(_),
            ) => Precision::Minute,
        };
        let is_whole = self.start.second() == 0 && self.start.nanosecond() == 0;
        // An offset can lead out of the range of years that can be written.
        if is_whole && (1..=9999).contains(&self.start.year()) {
            Self { start: self.start, precision, zone: WrittenZone::Unwritten }
        } else {
            self
        }
    }
}
