//! The tests of the public interface, in one binary.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

mod arbitrary;
mod authors;
mod based;
mod charts;
mod complete;
mod concurrency;
#[cfg(feature = "datafusion")]
mod datafusion;
mod diagnostics;
mod diagrams;
mod dictionary;
mod edit;
mod explain;
mod fixture;
mod fleet;
mod interrupt;
mod issues;
mod kernel;
mod limits;
mod line_index;
mod links;
mod lint;
mod lint_reasons;
mod meaning;
mod nesting;
mod offers;
mod oracle;
mod pictures;
mod properties;
mod records;
mod reference;
mod report;
mod rewrite;
mod samples;
mod scope;
mod searches;
mod selection;
mod services;
mod shares;
mod slips;
#[cfg(feature = "sql")]
mod sql;
mod store;
mod strategy;
mod suite;
mod typing;
mod values;
mod world;
