//! Records as the store keeps them: as JSON, which takes a third of the
//! memory that they take when they are read.

use super::MemoryError;
use crate::model::Activity;

pub(super) fn read(record: &str) -> Result<Activity, MemoryError> {
    serde_json::from_str(record).map_err(MemoryError)
}

pub(super) fn write(activity: &Activity) -> Result<Box<str>, MemoryError> {
    serde_json::to_string(activity).map(String::into_boxed_str).map_err(MemoryError)
}
