//! The records that queries select, as the API serialises them.
//!
//! Fields that terms read are typed; every other field is kept as it came and
//! given back untouched. What is absent stays absent, and null stays null.

mod activity;
mod computer;
mod device;
mod distribution;
mod given;
mod id;
mod status;
mod time;
mod types;

pub(crate) use activity::Indexed;
pub use activity::{Activity, Creator};
pub(crate) use computer::alert_of_class;
pub use computer::{Computer, NetworkInterface, ProfileMembership, SavedSearch, System, Usn};
pub use device::{Device, DeviceClass};
#[cfg(any(feature = "sql", feature = "datafusion"))]
pub(crate) use distribution::releases_like;
pub(crate) use distribution::{release, same_release};
pub use given::Given;
pub use id::{ActivityId, ComputerId, LicenseId, ProfileId};
pub use status::Status;
pub use time::Time;
pub use types::ACTIVITY_TYPES;
