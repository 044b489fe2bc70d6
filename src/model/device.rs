//! [`Device`]: a part of a computer's hardware, and how large it is.

use serde_json::Value;

use super::Computer;

/// A class of devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Every class.
    pub(crate) const ALL: [Self; 6] =
        [Self::Cpu, Self::Disk, Self::Memory, Self::Display, Self::Firmware, Self::Network];

    /// The class, as fields of queries begin.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Disk => "disk",
            Self::Memory => "memory",
            Self::Display => "display",
            Self::Firmware => "firmware",
            Self::Network => "network",
        }
    }
}

/// A device, as far as a record describes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device<'a> {
    /// Who made it.
    pub vendor: Option<&'a str>,
    /// What it is.
    pub product: Option<&'a str>,
    /// Its version.
    pub version: Option<&'a str>,
    /// Its size in bytes; a processor's clock speed in hertz.
    pub size: Option<u64>,
    /// A network adapter's capacity.
    pub capacity: Option<u64>,
    /// A network adapter's MAC address.
    pub serial: Option<&'a str>,
}

impl Computer {
    /// The devices of a class.
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
        let entries = |key| self.hardware(key).map(entries).unwrap_or_default();
        match class {
            DeviceClass::Cpu => entries("cpu").iter().map(cpu).collect(),
            DeviceClass::Disk => {
                let disks = self.hardware("storage").or_else(|| self.hardware("disk"));
                disks.map(self::entries).unwrap_or_default().iter().map(described).collect()
            }
            DeviceClass::Memory => entries("memory").iter().map(described).collect(),
            DeviceClass::Display => entries("display").iter().map(described).collect(),
            DeviceClass::Firmware => match self.hardware("firmware") {
                Some(firmware) => self::entries(firmware).iter().map(described).collect(),
                None => self.hardware("system").map(bios).into_iter().collect(),
            },
            DeviceClass::Network => entries("network").iter().map(network).collect(),
        }
    }
}

/// One object, or a list of them.
fn entries(value: &Value) -> &[Value] {
    match value {
        Value::Array(list) => list,
        Value::Object(_) => std::slice::from_ref(value),
        _ => &[],
    }
}

fn described(entry: &Value) -> Device<'_> {
    Device {
        vendor: text(entry, "vendor"),
        product: text(entry, "product").or_else(|| text(entry, "model")),
        version: text(entry, "version"),
        size: entry.get("size").and_then(size),
        ..Device::default()
    }
}

fn cpu(entry: &Value) -> Device<'_> {
    let device = described(entry);
    Device { size: device.size.or_else(|| entry.get("clock_speed").and_then(size)), ..device }
}

fn network(entry: &Value) -> Device<'_> {
    Device {
        capacity: entry.get("capacity").and_then(size),
        serial: text(entry, "serial").or_else(|| text(entry, "mac")),
        ..described(entry)
    }
}

fn bios(system: &Value) -> Device<'_> {
    Device {
        vendor: text(system, "bios_vendor"),
        version: text(system, "bios_version"),
        ..Device::default()
    }
}

/// A text field; what is not available is not given.
pub(super) fn text<'a>(entry: &'a Value, key: &str) -> Option<&'a str> {
    entry.get(key)?.as_str().filter(|text| *text != "Not available")
}

/// A size; none from 2⁶³ on, which no device has and no database's integer holds.
fn size(value: &Value) -> Option<u64> {
    let size = value.as_str().map_or_else(|| value.as_u64(), read_size)?;
    i64::try_from(size).is_ok().then_some(size)
}

/// Reads a size such as `320 GB`, `8 GiB RAM`, `1,024 MB` or `2.66 GHz`: a
/// number, and after it a unit that may have a prefix of 1,000s or, with an
/// `i`, of 1,024s.
fn read_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let end = text.find(|c| !is_number(c)).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let unit = rest.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    decimal(&without_separators(number)?, factor(&unit)?)
}

/// The number without the commas that part its thousands.
fn without_separators(number: &str) -> Option<String> {
    let whole = number.split_once('.').map_or(number, |(whole, _)| whole);
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let parted = whole.len() > first.len();
    let well = !parted || (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    let fraction = number.get(whole.len()..)?;
    (well && !fraction.contains(',')).then(|| number.replace(',', ""))
}

/// What a unit counts: bytes, bits or hertz, or so many of them.
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

/// The decimal number times the factor, to the nearest whole number below.
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
            assert_eq!(size(&Value::from(text)), bytes, "{text}");
        }
        assert_eq!(size(&Value::from(4096)), Some(4096));
        assert_eq!(size(&Value::from(u64::MAX)), None);
    }
}
