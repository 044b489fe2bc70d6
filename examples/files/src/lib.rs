//! The records that the programs work on: files, standard input, the sample
//! fleet, and databases.
#![expect(clippy::missing_errors_doc, reason = "`Error` documents what can go wrong")]

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod connection;
mod error;
mod files;
mod input;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub use connection::connected;
pub use error::Error;
pub use files::{ActivityFile, Files, Given, Surroundings, append, views, warn_of};
pub use input::{Input, Reader};
