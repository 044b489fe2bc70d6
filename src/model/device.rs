//! [`Device`]: a part of a computer's hardware, with its size.

use super::field::{FromField, OneOrMany, fields};
use super::json;
use super::{Computer, FieldValue, System};

/// A class of devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeviceClass {
    /// Processors.
    Cpu,
    /// Disks.
    Disk,
    /// Memories.
    Memory,
    /// Display adapters.
    Display,
    /// Firmware: the BIOS.
    Firmware,
    /// Network adapters.
    Network,
}

impl DeviceClass {
    /// All classes.
    pub(crate) const ALL: [Self; 6] =
        [Self::Cpu, Self::Disk, Self::Memory, Self::Display, Self::Firmware, Self::Network];

    /// The words for the class; there is only one.
    pub(crate) const fn names(self) -> &'static [&'static str; 1] {
        match self {
            Self::Cpu => &["cpu"],
            Self::Disk => &["disk"],
            Self::Memory => &["memory"],
            Self::Display => &["display"],
            Self::Firmware => &["firmware"],
            Self::Network => &["network"],
        }
    }

    /// Returns the class as it is written at the start of a field.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        let [name] = *self.names();
        name
    }

    /// The word for devices of the class in explanations.
    pub(crate) const fn plural(self) -> &'static str {
        match self {
            Self::Cpu => "processors",
            Self::Disk => "disks",
            Self::Memory => "memories",
            Self::Display => "display adapters",
            Self::Firmware => "firmware",
            Self::Network => "network adapters",
        }
    }
}

/// A device, as far as the record describes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Device<'a> {
    /// The manufacturer.
    pub vendor: Option<&'a str>,
    /// The product name.
    pub product: Option<&'a str>,
    /// The version.
    pub version: Option<&'a str>,
    /// The size in bytes or, for a processor, the clock speed in hertz.
    pub size: Option<u64>,
    /// The capacity of a network adapter.
    pub capacity: Option<u64>,
    /// The MAC address of a network adapter.
    pub serial: Option<&'a str>,
}

impl Computer {
    /// Returns the devices of a class.
    ///
    /// ```
    /// use activity_query::model::{Computer, DeviceClass};
    ///
    /// let computer: Computer = serde_json::from_str(
    ///     r#"{"id": 1, "grouped_hardware": {"cpu": [{"model": "P8800", "clock_speed": "2.66 GHz"}]}}"#,
    /// )?;
    /// let cpu = computer.devices(DeviceClass::Cpu)[0];
    /// assert_eq!((cpu.product, cpu.size), (Some("P8800"), Some(2_660_000_000)));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn devices(&self, class: DeviceClass) -> Vec<Device<'_>> {
        let Some(hardware) = self.hardware.get() else { return Vec::new() };
        let parts = match class {
            DeviceClass::Cpu => &hardware.cpu,
            DeviceClass::Disk if hardware.storage.is_absent() => &hardware.disk,
            DeviceClass::Disk => &hardware.storage,
            DeviceClass::Memory => &hardware.memory,
            DeviceClass::Display => &hardware.display,
            DeviceClass::Firmware if hardware.firmware.is_absent() => {
                return hardware.system.get().map(DevicePart::bios).into_iter().collect();
            }
            DeviceClass::Firmware => &hardware.firmware,
            DeviceClass::Network => &hardware.network,
        };
        let parts = parts.get().into_iter().flat_map(OneOrMany::iter);
        parts.map(|part| part.device(class)).collect()
    }

    /// Returns the system hardware.
    #[must_use]
    pub fn system(&self) -> System<'_> {
        let system = self.hardware.get().and_then(|hardware| hardware.system.get());
        system.map(DevicePart::system).unwrap_or_default()
    }
}

/// The hardware of a computer, in the format of the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hardware {
    cpu: FieldValue<OneOrMany<DevicePart>>,
    storage: FieldValue<OneOrMany<DevicePart>>,
    disk: FieldValue<OneOrMany<DevicePart>>,
    memory: FieldValue<OneOrMany<DevicePart>>,
    display: FieldValue<OneOrMany<DevicePart>>,
    firmware: FieldValue<OneOrMany<DevicePart>>,
    network: FieldValue<OneOrMany<DevicePart>>,
    system: FieldValue<DevicePart>,
}

fields! {
    Hardware, "an object of devices", Self::default();
    "cpu" said cpu,
    "storage" said storage,
    "disk" said disk,
    "memory" said memory,
    "display" said display,
    "firmware" said firmware,
    "network" said network,
    "system" said system,
}

/// A device or the system, in the format of the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct DevicePart {
    vendor: FieldValue<String>,
    product: FieldValue<String>,
    model: FieldValue<String>,
    version: FieldValue<String>,
    size: FieldValue<Size>,
    clock_speed: FieldValue<Size>,
    capacity: FieldValue<Size>,
    serial: FieldValue<String>,
    mac: FieldValue<String>,
    uuid: FieldValue<String>,
    bios_vendor: FieldValue<String>,
    bios_version: FieldValue<String>,
}

fields! {
    DevicePart, "a device", Self::default();
    "vendor" said vendor,
    "product" said product,
    "model" said model,
    "version" said version,
    "size" said size,
    "clock_speed" said clock_speed,
    "capacity" said capacity,
    "serial" said serial,
    "mac" said mac,
    "uuid" said uuid,
    "bios_vendor" said bios_vendor,
    "bios_version" said bios_version,
}

impl DevicePart {
    fn product(&self) -> Option<&str> {
        text(&self.product).or_else(|| text(&self.model))
    }

    fn device(&self, class: DeviceClass) -> Device<'_> {
        let size = |given: &FieldValue<Size>| given.get().map(|size| size.0);
        let described = Device {
            vendor: text(&self.vendor),
            product: self.product(),
            version: text(&self.version),
            size: size(&self.size),
            capacity: None,
            serial: None,
        };
        match class {
            DeviceClass::Cpu => {
                Device { size: described.size.or_else(|| size(&self.clock_speed)), ..described }
            }
            DeviceClass::Network => Device {
                capacity: size(&self.capacity),
                serial: text(&self.serial).or_else(|| text(&self.mac)),
                ..described
            },
            DeviceClass::Disk
            | DeviceClass::Memory
            | DeviceClass::Display
            | DeviceClass::Firmware => described,
        }
    }

    fn bios(&self) -> Device<'_> {
        Device {
            vendor: text(&self.bios_vendor),
            version: text(&self.bios_version),
            ..Device::default()
        }
    }

    fn system(&self) -> System<'_> {
        System {
            vendor: text(&self.vendor),
            product: self.product(),
            uuid: text(&self.uuid),
            serial: text(&self.serial),
        }
    }
}

/// Returns the text of a field, unless it is `Not available`.
fn text(given: &FieldValue<String>) -> Option<&str> {
    given.get().map(String::as_str).filter(|text| *text != "Not available")
}

/// A size below 2⁶³; no device is larger, and databases can't store larger integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Size(u64);

impl FromField for Size {
    const WHAT: &'static str = "a size such as `8 GiB`";

    fn read(json: &str) -> Result<Option<Self>, serde_json::Error> {
        let size = match json::text(json) {
            Some(text) => read_size(&text),
            None => json.parse().ok(),
        };
        Ok(size.filter(|size| i64::try_from(*size).is_ok()).map(Self))
    }
}

/// Reads a size such as `320 GB`, `8 GiB RAM`, `1,024 MB` or `2.66 GHz`: a number, followed
/// by a unit whose prefix is a power of 1,000 or, with an `i`, of 1,024.
fn read_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let end = text.find(|c| !is_number(c)).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let unit = rest.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    decimal(&without_separators(number)?, factor(&unit)?)
}

/// Removes the commas that separate thousands.
fn without_separators(number: &str) -> Option<String> {
    let whole = number.split_once('.').map_or(number, |(whole, _)| whole);
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let parted = whole.len() > first.len();
    let well = !parted || (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    let fraction = number.get(whole.len()..)?;
    (well && !fraction.contains(',')).then(|| number.replace(',', ""))
}

/// Returns the factor of a unit, in bytes, bits or hertz.
fn factor(unit: &str) -> Option<u64> {
    const UNITS: [&str; 10] =
        ["", "b", "byte", "bytes", "bit", "bits", "hz", "bps", "b/s", "bit/s"];
    if UNITS.contains(&unit) {
        return Some(1);
    }
    let mut letters = unit.chars();
    let power = match letters.next()? {
        'k' => 1,
        'm' => 2,
        'g' => 3,
        't' => 4,
        'p' => 5,
        'e' => 6,
        _ => return None,
    };
    let rest = letters.as_str();
    let (base, rest) = rest.strip_prefix('i').map_or((1000, rest), |rest| (1024_u64, rest));
    UNITS.contains(&rest).then(|| base.checked_pow(power)).flatten()
}

/// Returns the decimal number times the factor, rounded down to a whole number.
fn decimal(number: &str, factor: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole: u64 = whole.parse().ok()?;
    let fraction = fraction.get(..fraction.len().min(9))?;
    let digits = u32::try_from(fraction.len()).ok()?;
    let part: u64 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    let part = u128::from(part) * u128::from(factor) / u128::from(10_u64.pow(digits));
    whole.checked_mul(factor)?.checked_add(u64::try_from(part).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (text, bytes) in [
            ("1024", Some(1024)),
            ("1,024 MB", Some(1_024_000_000)),
            ("1,234,567", Some(1_234_567)),
            ("1,5 GB", None),
            ("4 modules", None),
            ("7200 rpm", None),
            ("1 PB", Some(1_000_000_000_000_000)),
            ("1 EiB", Some(1 << 60)),
            ("7 EiB", Some(7 << 60)),
            ("8 EiB", None),
            ("16 EB", None),
            ("8 GiB RAM", Some(8 << 30)),
            ("2.66GHz", Some(2_660_000_000)),
            ("1Gbit/s", Some(1_000_000_000)),
            ("500 bytes", Some(500)),
            ("8G", Some(8_000_000_000)),
            ("", None),
            ("GB", None),
        ] {
            let size = Size::read(&format!("{text:?}")).ok().flatten();
            assert_eq!(size.map(|size| size.0), bytes, "{text}");
        }
        assert_eq!(Size::read("4096").ok(), Some(Some(Size(4096))));
        assert_eq!(Size::read(&u64::MAX.to_string()).ok(), Some(None));
    }
}
