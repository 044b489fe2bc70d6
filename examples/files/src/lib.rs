//! The records that the programs work on: files, standard input, the sample
//! fleet, and databases.
#![expect(clippy::missing_errors_doc, reason = "a failure is the line that a run ends with")]

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod connection;
mod files;
mod input;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub use connection::connected;
pub use files::{ActivityFile, Files, Given, Surroundings, append, unloadable, views, warn_of};
pub use input::{Input, Reader};

/// What ends a run without an answer, as it is told on standard error.
pub type Failure = String;
