//! The typed query: expressions over terms, and what the terms hold.

mod activity;
mod assemble;
mod bounded;
mod computer;
mod date;
mod expr;
mod fold;
mod place;
mod quantity;
mod replace;
mod text;
mod withheld;

pub use activity::{ActivityQuery, ActivityTerm};
pub(crate) use assemble::{close, dissolve, negate, set_extent};
pub use bounded::{PingHours, PingMinutes};
pub use computer::{
    AvailabilityZone, ComputerQuery, ComputerTerm, Description, LicenseHolder, LicenseType, Need,
    NetworkDevice, Profile, ProfileTarget, SizedDevice, UsgStatus, WslStatus,
};
pub use date::PartialDate;
pub use expr::{Expr, ExprRef, Parts, View};
pub(crate) use expr::{Extent, Joint, Node};
pub use fold::{Fold, Visit};
pub use quantity::{Quantity, Unit};
pub(crate) use replace::Change;
pub use text::{AnnotationKey, SearchName, Text, ZoneName};
