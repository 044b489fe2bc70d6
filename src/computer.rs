//! The language of computers: its terms, and its table of fields.

mod bounded;
mod constructor;
mod device;
mod language;
mod profile;
mod term;
mod text;
mod value;
mod written;

pub use term::{ComputerQuery, ComputerTerm};
pub(crate) use values::*;

/// The values of terms.
pub(crate) mod values {
    pub use super::bounded::*;
    pub use super::device::*;
    pub use super::profile::*;
    pub use super::text::*;
    pub use super::value::*;
}
