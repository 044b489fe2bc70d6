//! The records that queries select, in the JSON format of the API.
//!
//! A [`Record`] keeps the JSON text that it was read from, byte for byte. An [`Activity`] or
//! a [`Computer`] is a typed view of the fields that terms read. Absent fields stay absent,
//! and null stays null.

mod activity;
mod computer;
mod device;
mod distribution;
mod field;
mod field_value;
mod id;
mod json;
mod record;
mod search;
mod status;
mod time;
mod types;
mod unreadable;

pub(crate) use activity::Indexed;
pub use activity::{Activity, Creator};
pub(crate) use computer::{ALERT_NAMES, USG, alert_of_class};
pub use computer::{Annotation, Computer, NetworkInterface, ProfileMembership, System, Usn};
pub use device::{Device, DeviceClass};
pub(crate) use distribution::{releases_like, same_release};
pub use field_value::FieldValue;
pub use id::{ActivityId, ComputerId, LicenseId, ProfileId};
pub use record::{FromRecord, Record, RecordError};
pub use search::{AccessGroup, SavedSearch};
pub use status::Status;
pub use time::Time;
pub use types::ACTIVITY_TYPES;
pub use unreadable::Unreadable;
pub(crate) use unreadable::shown;
