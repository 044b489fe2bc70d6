//! The texts that computers have, for completion.

use std::borrow::Cow;

use super::Computers;
use super::facts::{Attribute, Name, Searched};
use crate::model::{DeviceClass, alert_of_class};
use crate::store::memory::values::Held;

type Values<'a> = Box<dyn Iterator<Item = Held<'a>> + 'a>;

impl Computers {
    /// The texts of a field of the computer language, or those that keywords
    /// look into. A text may come more than once.
    pub(in crate::store::memory) fn held<'a>(
        &'a self,
        field: Option<&str>,
        typed: &'a str,
    ) -> Values<'a> {
        let named = |name| -> Values<'a> { Box::new(self.index.texts_of(name)) };
        let searched = |searched| -> Values<'a> { Box::new(self.index.texts_searched(searched)) };
        match field {
            None => Box::new(named(Name::Title).chain(named(Name::Hostname))),
            Some("tag") => named(Name::Tag),
            Some("title") => named(Name::Title),
            Some("hostname") => named(Name::Hostname),
            Some("distribution") => named(Name::Release),
            // Beside the class of an alert, its name is held.
            Some("alert") => {
                Box::new(named(Name::Alert).filter(|(alert, _)| alert_of_class(alert).is_none()))
            }
            Some("access-group" | "access-group-recursive") => {
                Box::new(named(Name::AccessGroup).chain(self.group_names()))
            }
            Some("license-id") => named(Name::License),
            Some("contract") => named(Name::Contract),
            Some("annotation") => self.index.annotations_begun(typed),
            Some("profile") => {
                // The status comes when the id is there.
                let colons = typed.matches(':').count().max(1);
                Box::new(
                    named(Name::Profile)
                        .filter(move |(profile, _)| profile.matches(':').count() <= colons),
                )
            }
            Some("upgrade-profile") => named(Name::UpgradeProfile),
            Some("removal-profile") => named(Name::RemovalProfile),
            Some("availability-zone") => named(Name::Zone),
            Some("instance-id") => named(Name::InstanceId),
            Some("instance-type") => named(Name::InstanceType),
            Some("ami-id") => named(Name::AmiId),
            Some("uuid") => named(Name::Uuid),
            Some("serial") => named(Name::Serial),
            Some("mac") => searched(Searched::Mac),
            Some("ip") => searched(Searched::Ip),
            Some("vendor") => searched(Searched::Vendor),
            Some("product") => searched(Searched::Product),
            Some(field) => match device(field) {
                Some((class, attribute)) => searched(Searched::Device(class, attribute)),
                None => Box::new(std::iter::empty()),
            },
        }
    }

    /// The access groups that are set, whether a computer is in them or not.
    fn group_names(&self) -> impl Iterator<Item = Held<'_>> {
        let names =
            self.groups.iter().flat_map(|(parent, below)| std::iter::once(parent).chain(below));
        names.map(|name| (Cow::Borrowed(name.as_str()), 0))
    }
}

/// What a field such as `cpu.vendor` is about.
fn device(field: &str) -> Option<(DeviceClass, Attribute)> {
    let (class, attribute) = field.split_once('.')?;
    let class = match class {
        "cpu" => DeviceClass::Cpu,
        "disk" => DeviceClass::Disk,
        "memory" => DeviceClass::Memory,
        "display" => DeviceClass::Display,
        "firmware" => DeviceClass::Firmware,
        "network" => DeviceClass::Network,
        _ => return None,
    };
    let attribute = match attribute {
        "vendor" => Attribute::Vendor,
        "product" => Attribute::Product,
        "version" => Attribute::Version,
        "serial" => Attribute::Serial,
        _ => return None,
    };
    Some((class, attribute))
}
