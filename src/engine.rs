//! Engines that queries are compiled for.

#[cfg(any(feature = "sql", feature = "datafusion"))]
pub(crate) mod column;
#[cfg(feature = "datafusion")]
pub mod datafusion;
#[cfg(any(feature = "sql", feature = "datafusion"))]
mod relational;
#[cfg(any(feature = "sql", feature = "datafusion"))]
mod schema;
#[cfg(feature = "sql")]
pub mod sql;
