//! Engines that queries are compiled for.

#[cfg(feature = "datafusion")]
pub mod datafusion;
#[cfg(any(feature = "sql", feature = "datafusion"))]
mod relational;
#[cfg(feature = "sql")]
pub mod sql;
