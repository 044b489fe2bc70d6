//! The records.
mod id;
mod status;
mod types;
pub use id::{ActivityId, ComputerId, LicenseId, ProfileId};
pub use status::Status;
pub use types::ACTIVITY_TYPES;
