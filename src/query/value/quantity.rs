//! [`Quantity`]: the size of a device, or a range of sizes.

use std::fmt;

use super::range::bracketed;
use crate::query::value::ValueError;

/// The unit of a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Clock speed: `3Ghz`.
    Hertz,
    /// Storage, memory and line capacity: `500Gb`.
    Bytes,
}

impl Unit {
    /// Returns the unit as it is written after its prefix.
    const fn suffix(self) -> &'static str {
        match self {
            Self::Hertz => "hz",
            Self::Bytes => "b",
        }
    }

    /// Returns a size and a range in this unit, as examples for messages.
    pub(crate) const fn examples(self) -> &'static [&'static str; 2] {
        match self {
            Self::Hertz => &["3Ghz", "[1Ghz TO 4Ghz]"],
            Self::Bytes => &["500Gb", "[1Gb TO 2Tb]"],
        }
    }

    /// Returns a size in this unit, as an example for messages.
    pub(crate) const fn example(self) -> &'static str {
        let [size, _] = *self.examples();
        size
    }

    /// Returns a range in this unit, as an example for messages.
    pub(crate) const fn range_example(self) -> &'static str {
        let [_, range] = *self.examples();
        range
    }
}

/// Prefixes are powers of 1,000 (SI), largest first.
const PREFIXES: [(&str, u64); 5] =
    [("T", 1_000_000_000_000), ("G", 1_000_000_000), ("M", 1_000_000), ("k", 1_000), ("", 1)];

/// One size, or a range of sizes, both ends included; in bytes or hertz, from 0 to
/// `u64::MAX`.
///
/// ```
/// use activity_query::Quantity;
/// use activity_query::value::Unit;
///
/// let clock = Quantity::parse("[1500Mhz TO 3Ghz]", Unit::Hertz)?;
/// assert_eq!((clock.least(), clock.most()), (1_500_000_000, 3_000_000_000));
/// assert!(clock.holds(2_660_000_000));
/// assert!(Quantity::parse("3Ghz", Unit::Bytes).is_err());
/// # Ok::<(), activity_query::ValueError>(())
/// ```
///
/// The values and their spelling are those of the web interface; that prefixes are powers of
/// 1,000 is this library's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    least: u64,
    most: u64,
}

impl Quantity {
    /// Exactly this size.
    #[must_use]
    pub const fn exactly(size: u64) -> Self {
        Self { least: size, most: size }
    }

    /// All sizes from `least` to `most`, both included, or `None` if there are none.
    #[must_use]
    pub const fn between(least: u64, most: u64) -> Option<Self> {
        if least <= most { Some(Self { least, most }) } else { None }
    }

    /// Returns the smallest size.
    #[must_use]
    pub const fn least(self) -> u64 {
        self.least
    }

    /// Returns the largest size.
    #[must_use]
    pub const fn most(self) -> u64 {
        self.most
    }

    /// Returns `true` if the size is in the range.
    #[must_use]
    pub const fn holds(self, size: u64) -> bool {
        self.least <= size && size <= self.most
    }

    /// Reads `3Ghz` or `[1Ghz TO 4Ghz]`.
    ///
    /// # Errors
    /// If the text is neither, has another unit or an empty range, or if a size is not a
    /// whole number of bytes or hertz up to `u64::MAX`.
    pub fn parse(text: &str, unit: Unit) -> Result<Self, ValueError> {
        if !text.starts_with('[') {
            return read_size(text, 0, unit).map(Self::exactly);
        }
        let Some([(least, from), (most, to)]) = bracketed(text) else {
            let example = unit.range_example();
            return Err(ValueError::new(format!("`{text}` is not a range such as `{example}`")));
        };
        let (from, to) = (read_size(least, from, unit)?, read_size(most, to, unit)?);
        Self::between(from, to).ok_or_else(|| {
            ValueError::new(format!(
                "the range from {least} to {most} is empty: write the smaller size first"
            ))
            .guess(format!("[{most} TO {least}]"))
        })
    }

    /// Returns the text of this size or range in the unit.
    pub(crate) fn text(self, unit: Unit) -> String {
        if self.least == self.most {
            size_text(self.least, unit)
        } else {
            format!("[{} TO {}]", size_text(self.least, unit), size_text(self.most, unit))
        }
    }

    /// Returns whether it prints as a range.
    pub(crate) fn is_range(self) -> bool {
        self.least != self.most
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.suffix())
    }
}

/// Prints the size as a whole number of the largest possible unit.
fn size_text(size: u64, unit: Unit) -> String {
    let (prefix, factor) = PREFIXES
        .into_iter()
        .find(|(_, factor)| size.is_multiple_of(*factor) && size > 0)
        .unwrap_or(("", 1));
    format!("{}{prefix}{unit}", size / factor)
}

fn read_size(text: &str, offset: usize, unit: Unit) -> Result<u64, ValueError> {
    let wrong = |why: &str| {
        ValueError::new(format!("`{text}` is not a size such as `{}`: {why}", unit.example()))
            .at(offset..offset + text.len())
    };
    let number_end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, word) = text.split_at(number_end);
    if number.is_empty() || word.starts_with(' ') {
        return Err(wrong("a size is a number directly followed by its unit"));
    }
    let lower = word.to_ascii_lowercase();
    let Some(prefix) = lower.strip_suffix(unit.suffix()) else {
        return Err(wrong(&format!("its unit is `{unit}`, with `k`, `M`, `G` or `T` before it")));
    };
    let Some((_, factor)) = PREFIXES.into_iter().find(|(p, _)| p.eq_ignore_ascii_case(prefix))
    else {
        return Err(wrong("the prefix of its unit is `k`, `M`, `G` or `T`"));
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return Err(wrong("a size is a number with a unit"));
    }
    scaled(whole, fraction, factor)
        .ok_or_else(|| wrong(&format!("it is not a whole number of {unit} up to {}", u64::MAX)))
}

/// Returns `whole.fraction` times the factor, if that is a whole number that fits.
fn scaled(whole: &str, fraction: &str, factor: u64) -> Option<u64> {
    let fraction = fraction.trim_end_matches('0');
    let whole: u64 = whole.parse().ok()?;
    let digits = u32::try_from(fraction.len()).ok()?;
    // A factor has up to 12 zeros: a longer fraction is never a whole number of units, and a
    // 12-digit one needs more than 64 bits for the product.
    let denominator = 10_u64.checked_pow(digits)?;
    let numerator: u64 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    let product = u128::from(numerator) * u128::from(factor);
    if !product.is_multiple_of(denominator.into()) {
        return None;
    }
    let part = u64::try_from(product / u128::from(denominator)).ok()?;
    whole.checked_mul(factor)?.checked_add(part)
}
