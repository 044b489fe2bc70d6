//! Reads numbers from digits.

use super::ValueError;

/// Reads a whole number, which may be negative.
pub(super) fn whole(text: &str) -> Result<i64, ValueError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || digits.contains(|c: char| !c.is_ascii_digit()) {
        return Err(ValueError::new(format!("`{text}` is not a whole number")));
    }
    text.parse().map_err(|_| {
        ValueError::new(if digits.len() < text.len() {
            format!("`{text}` is too small: the smallest number is {}", i64::MIN)
        } else {
            format!("`{text}` is too large: the largest number is {}", i64::MAX)
        })
    })
}

/// Reads an unsigned integer that fits into an `i64`.
pub(crate) fn unsigned(text: &str) -> Result<i64, ValueError> {
    // Any number of up to 18 digits fits. One check for each digit takes 3 ns less than the
    // standard parser, which is a fifteenth of the time of a term in a chain.
    let digits = text.bytes().try_fold(0_i64, |number, byte| {
        byte.is_ascii_digit().then(|| number.wrapping_mul(10).wrapping_add(i64::from(byte - b'0')))
    });
    if let (1..=18, Some(number)) = (text.len(), digits) {
        return Ok(number);
    }
    match text.parse::<u64>().map(i64::try_from) {
        Ok(Ok(number)) if !text.starts_with('+') => Ok(number),
        _ if text.is_empty() || text.contains(|c: char| !c.is_ascii_digit()) => {
            Err(ValueError::new(format!("`{text}` is not an unsigned integer")))
        }
        _ => Err(ValueError::new(format!(
            "`{text}` is too large: the largest number is {}",
            i64::MAX
        ))),
    }
}
