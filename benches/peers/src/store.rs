//! The store beside databases: the same records, the same questions, and a check that all of
//! them give the same answers.

pub mod ask;
pub mod fleet;
pub mod queries;
pub mod scripted;
pub mod sqlite;
pub mod table;
pub mod waits;
