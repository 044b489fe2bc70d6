//! The texts that computers have, for completion.

use std::borrow::Cow;

use super::Computers;
use super::facts::{Attribute, KeywordField, SubstringField};
use super::texts::ValueCount;
use crate::model::{DeviceClass, alert_of_class};

type ValueCounts<'a> = Box<dyn Iterator<Item = ValueCount<'a>> + 'a>;

impl Computers {
    /// The texts of a field of the computer language, or those that keywords
    /// look into. A text may come more than once.
    pub(in crate::store::memory) fn held<'a>(
        &'a self,
        field: Option<&str>,
        typed: &'a str,
    ) -> ValueCounts<'a> {
        let named = |name| -> ValueCounts<'a> { Box::new(self.index.texts_of(name)) };
        let searched =
            |searched| -> ValueCounts<'a> { Box::new(self.index.texts_searched(searched)) };
        match field {
            None => Box::new(named(KeywordField::Title).chain(named(KeywordField::Hostname))),
            Some("tag") => named(KeywordField::Tag),
            Some("title") => named(KeywordField::Title),
            Some("hostname") => named(KeywordField::Hostname),
            Some("distribution") => named(KeywordField::Release),
            // Beside the class of an alert, its name is held.
            Some("alert") => Box::new(
                named(KeywordField::Alert).filter(|(alert, _)| alert_of_class(alert).is_none()),
            ),
            Some("access-group" | "access-group-recursive") => {
                Box::new(named(KeywordField::AccessGroup).chain(self.group_names()))
            }
            Some("license-id") => named(KeywordField::License),
            Some("contract") => named(KeywordField::Contract),
            Some("annotation") => self.index.annotations_begun(typed),
            Some("profile") => {
                // The status comes when the id is there.
                let colons = typed.matches(':').count().max(1);
                Box::new(
                    named(KeywordField::Profile)
                        .filter(move |(profile, _)| profile.matches(':').count() <= colons),
                )
            }
            Some("upgrade-profile") => named(KeywordField::UpgradeProfile),
            Some("removal-profile") => named(KeywordField::RemovalProfile),
            Some("availability-zone") => named(KeywordField::Zone),
            Some("instance-id") => named(KeywordField::InstanceId),
            Some("instance-type") => named(KeywordField::InstanceType),
            Some("ami-id") => named(KeywordField::AmiId),
            Some("uuid") => named(KeywordField::Uuid),
            Some("serial") => named(KeywordField::Serial),
            Some("mac") => searched(SubstringField::Mac),
            Some("ip") => searched(SubstringField::Ip),
            Some("vendor") => searched(SubstringField::Vendor),
            Some("product") => searched(SubstringField::Product),
            Some(field) => match device(field) {
                Some((class, attribute)) => searched(SubstringField::Device(class, attribute)),
                None => Box::new(std::iter::empty()),
            },
        }
    }

    /// The access groups that are set, whether a computer is in them or not.
    fn group_names(&self) -> impl Iterator<Item = ValueCount<'_>> {
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
