//! The language of computers: its terms, and its table of fields.

mod bounded;
mod constraint;
mod constructor;
mod language;
mod term;
mod text;
mod value;

pub use bounded::{PingHours, PingMinutes};
pub use term::{ComputerQuery, ComputerTerm};
pub use text::{AnnotationKey, SearchName, ZoneName};
pub use value::{
    AvailabilityZone, Description, LicenseHolder, LicenseType, Need, NetworkDevice, Profile,
    ProfileTarget, SizedDevice, UsgStatus, WslStatus,
};
