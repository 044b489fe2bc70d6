//! The values that terms of any language hold.

mod date;
mod error;
mod number;
mod quantity;
mod text;

pub use date::PartialDate;
pub use error::ValueError;
pub(crate) use number::unsigned;
pub use quantity::{Quantity, Unit};
pub use text::Text;
pub(crate) use text::{empty, is_blank, text_type};
