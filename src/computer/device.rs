//! The questions that terms ask about the devices of a computer.

use crate::model::DeviceClass;
use crate::property::{Column, Question, Test};
use crate::query::language::TermSyntax;
use crate::query::value::{Quantity, Text, Unit};

/// A test of a device's description.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Description {
    /// Its vendor contains this, ASCII case ignored.
    Vendor(Text),
    /// Its product name contains this, ASCII case ignored.
    Product(Text),
    /// Its version contains this, ASCII case ignored.
    Version(Text),
}

/// A test of a processor, a disk or a memory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SizedDevice {
    /// Its description passes this test.
    Is(Description),
    /// Its size is in this range: hertz for a processor, bytes for disk and memory.
    Size(Quantity),
}

/// A test of a network adapter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NetworkDevice {
    /// Its description passes this test.
    Is(Description),
    /// Its capacity is in this range, in the unit `b`.
    Capacity(Quantity),
    /// Its serial number, a MAC address, contains this, ASCII case ignored.
    Serial(Text),
}

impl Description {
    fn test(&self) -> (Column, Test<'_>) {
        match self {
            Self::Vendor(part) => (Column::DeviceVendor, Test::Contains(part.as_str())),
            Self::Product(part) => (Column::DeviceProduct, Test::Contains(part.as_str())),
            Self::Version(part) => (Column::DeviceVersion, Test::Contains(part.as_str())),
        }
    }

    pub(super) fn question(&self, class: DeviceClass) -> Question<'_> {
        device(class, self.test())
    }

    pub(super) fn syntax(&self, [vendor, product, version]: [&'static str; 3]) -> TermSyntax<'_> {
        match self {
            Self::Vendor(part) => TermSyntax::text(vendor, part.as_str()),
            Self::Product(part) => TermSyntax::text(product, part.as_str()),
            Self::Version(part) => TermSyntax::text(version, part.as_str()),
        }
    }
}

impl SizedDevice {
    pub(super) fn question(&self, class: DeviceClass) -> Question<'_> {
        device(
            class,
            match self {
                Self::Is(description) => description.test(),
                Self::Size(size) => (Column::DeviceSize, Test::Within(*size)),
            },
        )
    }

    pub(super) fn syntax(
        &self,
        [vendor, product, version, size]: [&'static str; 4],
        unit: Unit,
    ) -> TermSyntax<'_> {
        match self {
            Self::Is(description) => description.syntax([vendor, product, version]),
            Self::Size(own) => quantity(size, *own, unit),
        }
    }
}

impl NetworkDevice {
    pub(super) fn question(&self) -> Question<'_> {
        device(
            DeviceClass::Network,
            match self {
                Self::Is(description) => description.test(),
                Self::Capacity(size) => (Column::DeviceCapacity, Test::Within(*size)),
                Self::Serial(part) => (Column::DeviceSerial, Test::Contains(part.as_str())),
            },
        )
    }

    pub(super) fn syntax(&self) -> TermSyntax<'_> {
        match self {
            Self::Is(description) => {
                description.syntax(["network.vendor", "network.product", "network.version"])
            }
            Self::Capacity(capacity) => quantity("network.capacity", *capacity, Unit::Bytes),
            Self::Serial(part) => TermSyntax::text("network.serial", part.as_str()),
        }
    }
}

/// Asks for a device of the class that passes the test.
fn device(class: DeviceClass, test: (Column, Test<'_>)) -> Question<'_> {
    Question::Row(vec![(Column::DeviceClass, Test::Kind(class.names())), test])
}

fn quantity(field: &'static str, quantity: Quantity, unit: Unit) -> TermSyntax<'static> {
    let text = quantity.text(unit);
    if quantity.is_range() { TermSyntax::Range(field, text) } else { TermSyntax::text(field, text) }
}
