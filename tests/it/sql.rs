//! Tests SQL: conditions, and the store in `SQLite` and `PostgreSQL`.

#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod agreement;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
pub(crate) mod engine;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod faults;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod fleet;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod hostile;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod layouts;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod lookup;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod plans;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod records;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod schema;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod selection;
mod statement;
