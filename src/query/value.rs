//! The values that terms of any language hold.

mod date;
mod date_range;
mod error;
mod number;
mod number_range;
mod quantity;
mod range;
mod text;

pub use date::PartialDate;
pub use date_range::DateRange;
pub use error::ValueError;
pub(crate) use number::unsigned;
pub use number_range::NumberRange;
pub use quantity::{Quantity, Unit};
pub(crate) use range::{COMPARISONS, meant_sign, split_signs};
pub use text::Text;
pub(crate) use text::{empty, is_blank, text_type};
