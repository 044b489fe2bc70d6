//! SQL: conditions, and the store in `SQLite` and `PostgreSQL`.

#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod agreement;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
pub(crate) mod engine;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod plans;
mod statement;
