//! The tests of the library as its users see it, in one binary.
#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

mod reference;
mod samples;
