//! [`Facts`]: what the terms of computer queries can ask about a computer.

use chrono::{DateTime, Utc};

use crate::model::{Annotation, Computer, Device, DeviceClass, Time, alert_of_class};

/// Everything about a computer that a term can ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) names: Vec<(KeywordField, String)>,
    pub(super) texts: Vec<(SubstringField, String)>,
    pub(super) numbers: Vec<(NumericField, i128)>,
    /// Keys and the values that are texts.
    pub(super) annotations: Vec<(String, Vec<String>)>,
}

/// What is asked for as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum KeywordField {
    Tag,
    Release,
    Hostname,
    Title,
    Alert,
    AccessGroup,
    /// Whether a reboot is needed: `true` or `false`.
    Reboot,
    License,
    /// Any licence at all; the text is empty.
    Licensed,
    LicenseType,
    Contract,
    /// `true` or `false`.
    ProManagement,
    /// `usg:8` and `usg:8:fail`.
    Profile,
    /// Any upgrade profile at all; the text is empty.
    UpgradeProfiles,
    UpgradeProfile,
    RemovalProfile,
    /// `true` or `false`.
    ReleaseUpgrade,
    Zone,
    /// Any zone at all; the text is empty.
    Zoned,
    InstanceId,
    InstanceType,
    AmiId,
    /// In lower case.
    Uuid,
    /// In lower case.
    Serial,
}

/// What is searched for a part, ASCII case ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum SubstringField {
    /// Title and host name.
    Names,
    Mac,
    Ip,
    Vendor,
    Product,
    Device(DeviceClass, Attribute),
}

/// What a device is searched by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Attribute {
    Vendor,
    Product,
    Version,
    Serial,
}

/// What is compared; instants in nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum NumericField {
    LastPing,
    LicenseExpires,
    ContractExpires,
    /// When the first of the unresolved notices was released.
    UsnOutstanding,
    /// How long the slowest of the notices took, once all are applied.
    UsnDelay,
    Size(DeviceClass),
    Capacity,
}

/// An instant as a number that compares as the instant does.
pub(super) fn nanoseconds(instant: DateTime<Utc>) -> i128 {
    i128::from(instant.timestamp()) * 1_000_000_000 + i128::from(instant.timestamp_subsec_nanos())
}

impl Facts {
    pub(super) fn of(computer: &Computer) -> Self {
        let mut facts = Self::default();
        facts.identity(computer);
        facts.licences(computer);
        facts.profiles(computer);
        facts.cloud(computer);
        facts.hardware(computer);
        facts.notices(computer);
        facts.annotations = computer.annotations().map(annotation).collect();
        facts
    }

    fn name(&mut self, name: KeywordField, text: impl Into<String>) {
        self.names.push((name, text.into()));
    }

    fn text(&mut self, searched: SubstringField, text: Option<&str>) {
        self.texts.extend(text.map(|text| (searched, text.to_owned())));
    }

    fn time(&mut self, measure: NumericField, time: Option<&Time>) {
        self.numbers.extend(time.map(|time| (measure, nanoseconds(time.instant()))));
    }

    fn flag(&mut self, name: KeywordField, flag: Option<&bool>) {
        self.names.extend(flag.map(|flag| (name, flag.to_string())));
    }

    fn identity(&mut self, computer: &Computer) {
        for (name, text) in
            [(KeywordField::Title, &computer.title), (KeywordField::Hostname, &computer.hostname)]
        {
            if let Some(text) = text.get() {
                self.name(name, text);
                self.text(SubstringField::Names, Some(text));
            }
        }
        for tag in computer.tags() {
            self.name(KeywordField::Tag, tag);
        }
        for release in computer.releases() {
            self.name(KeywordField::Release, release);
        }
        for alert in computer.alerts() {
            self.name(KeywordField::Alert, alert);
            self.names.extend(alert_of_class(alert).map(|alert| (KeywordField::Alert, alert)));
        }
        if let Some(group) = computer.access_group.get() {
            self.name(KeywordField::AccessGroup, group);
        }
        for interface in computer.interfaces() {
            self.text(SubstringField::Mac, interface.mac_address.get().map(String::as_str));
            self.text(SubstringField::Ip, interface.ip_address.get().map(String::as_str));
        }
        self.flag(KeywordField::Reboot, computer.reboot_required_flag.get());
        self.flag(KeywordField::ReleaseUpgrade, computer.has_release_upgrades.get());
        self.time(NumericField::LastPing, computer.last_ping_time.get());
    }

    fn licences(&mut self, computer: &Computer) {
        if let Some(license) = computer.license_id.get() {
            self.name(KeywordField::License, license.to_string());
        }
        // One that can't be read is still a licence.
        if !computer.license_id.is_none() {
            self.name(KeywordField::Licensed, "");
        }
        if let Some(kind) = computer.license_type.get() {
            self.name(KeywordField::LicenseType, kind);
        }
        if let Some(contract) = computer.contract() {
            self.name(KeywordField::Contract, contract);
        }
        self.flag(KeywordField::ProManagement, computer.has_pro_management.get());
        self.time(NumericField::LicenseExpires, computer.license_expires.get());
        self.time(NumericField::ContractExpires, computer.contract_expires());
    }

    fn profiles(&mut self, computer: &Computer) {
        for profile in computer.profiles() {
            let Some(kind) = profile.kind.get() else { continue };
            if let Some(name) = profile.name.get() {
                match kind.as_str() {
                    "upgrade" => self.name(KeywordField::UpgradeProfile, name),
                    "removal" => self.name(KeywordField::RemovalProfile, name),
                    _ => {}
                }
            }
            if kind == "upgrade" {
                self.name(KeywordField::UpgradeProfiles, "");
            }
            // Records may still carry the old name of usg.
            let kind = if kind == "security" { "usg" } else { kind };
            if let Some(id) = profile.id.get() {
                self.name(KeywordField::Profile, format!("{kind}:{id}"));
                if let Some(status) = profile.status.get() {
                    self.name(KeywordField::Profile, format!("{kind}:{id}:{status}"));
                }
            }
        }
    }

    fn cloud(&mut self, computer: &Computer) {
        if let Some(zone) = computer.availability_zone() {
            self.name(KeywordField::Zone, zone);
            self.name(KeywordField::Zoned, "");
        }
        let keys = [
            (KeywordField::InstanceId, computer.instance_id()),
            (KeywordField::InstanceType, computer.instance_type()),
            (KeywordField::AmiId, computer.ami_id()),
        ];
        for (name, text) in keys {
            self.names.extend(text.map(|text| (name, text.to_owned())));
        }
    }

    fn hardware(&mut self, computer: &Computer) {
        let system = computer.system();
        self.text(SubstringField::Vendor, system.vendor);
        self.text(SubstringField::Product, system.product);
        for (name, text) in
            [(KeywordField::Uuid, system.uuid), (KeywordField::Serial, system.serial)]
        {
            self.names.extend(text.map(|text| (name, text.to_ascii_lowercase())));
        }
        for class in DeviceClass::ALL {
            for device in computer.devices(class) {
                self.device(class, device);
            }
        }
    }

    fn device(&mut self, class: DeviceClass, device: Device<'_>) {
        let texts = [
            (Attribute::Vendor, device.vendor),
            (Attribute::Product, device.product),
            (Attribute::Version, device.version),
            (Attribute::Serial, device.serial),
        ];
        for (attribute, text) in texts {
            self.text(SubstringField::Device(class, attribute), text);
        }
        let sizes =
            [(NumericField::Size(class), device.size), (NumericField::Capacity, device.capacity)];
        for (measure, size) in sizes {
            self.numbers.extend(size.map(|size| (measure, i128::from(size))));
        }
    }

    fn notices(&mut self, computer: &Computer) {
        let instant = |time: Option<&Time>| time.map(|time| nanoseconds(time.instant()));
        let mut outstanding: Option<i128> = None;
        let mut slowest: Option<i128> = None;
        let mut all_applied = true;
        for usn in computer.usns() {
            match (instant(usn.released.get()), instant(usn.applied.get())) {
                (Some(released), Some(applied)) => {
                    slowest = slowest.max(Some(applied - released));
                }
                (Some(released), None) => {
                    let first = outstanding.map_or(released, |first| first.min(released));
                    outstanding = Some(first);
                    all_applied = false;
                }
                (None, _) => all_applied = false,
            }
        }
        self.numbers.extend(outstanding.map(|first| (NumericField::UsnOutstanding, first)));
        if all_applied {
            self.numbers.extend(slowest.map(|delay| (NumericField::UsnDelay, delay)));
        }
    }
}

/// An annotation's key, and those of its values that are texts.
fn annotation(own: &Annotation) -> (String, Vec<String>) {
    (own.key().to_owned(), own.values().map(str::to_owned).collect())
}
