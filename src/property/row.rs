//! [`Row`]: the part of a record that is in one row of a table.

use std::borrow::Cow;

use super::table::Table;
use crate::model::{
    Activity, Computer, ComputerId, Device, DeviceClass, NetworkInterface, ProfileMembership, Time,
    Usn, alert_of_class,
};

/// A row of a table; a row about a part of a computer has the computer's id.
#[derive(Clone, Debug)]
pub(crate) enum Row<'a> {
    Activity(&'a Activity),
    Computer(&'a Computer),
    Tag(ComputerId, &'a str),
    Release(ComputerId, &'a str),
    Alert(ComputerId, Cow<'a, str>),
    Interface(ComputerId, &'a NetworkInterface),
    /// A key, with one of its values, if there are any.
    Annotation(ComputerId, &'a str, Option<&'a str>),
    Profile(ComputerId, &'a ProfileMembership),
    Device(ComputerId, DeviceClass, Device<'a>),
    Usn(ComputerId, &'a Usn),
    /// A group's name, and its parent's.
    #[cfg_attr(
        not(any(feature = "sqlite", feature = "postgres", feature = "parquet")),
        expect(dead_code, reason = "stores in tables write these rows")
    )]
    AccessGroup(&'a str, &'a str),
}

impl Table {
    /// Returns the rows of a computer in the table.
    pub(crate) fn rows(self, computer: &Computer) -> Vec<Row<'_>> {
        let id = computer.id;
        match self {
            Self::Computers => vec![Row::Computer(computer)],
            Self::Tags => computer.tags().map(|tag| Row::Tag(id, tag)).collect(),
            Self::Releases => computer.releases().map(|own| Row::Release(id, own)).collect(),
            // The class of an alert, and its name in the language.
            Self::Alerts => computer
                .alerts()
                .flat_map(|alert| {
                    let name = alert_of_class(alert).map(Cow::Owned);
                    std::iter::once(Cow::Borrowed(alert)).chain(name)
                })
                .map(|alert| Row::Alert(id, alert))
                .collect(),
            Self::Interfaces => computer.interfaces().map(|own| Row::Interface(id, own)).collect(),
            Self::Annotations => {
                let mut rows = Vec::new();
                for own in computer.annotations() {
                    let before = rows.len();
                    rows.extend(
                        own.values().map(|text| Row::Annotation(id, own.key(), Some(text))),
                    );
                    if rows.len() == before {
                        rows.push(Row::Annotation(id, own.key(), None));
                    }
                }
                rows
            }
            Self::Profiles => computer.profiles().map(|own| Row::Profile(id, own)).collect(),
            Self::Devices => DeviceClass::ALL
                .into_iter()
                .flat_map(|class| {
                    let devices = computer.devices(class).into_iter();
                    devices.map(move |device| Row::Device(id, class, device))
                })
                .collect(),
            Self::Usns => computer.usns().map(|usn| Row::Usn(id, usn)).collect(),
            Self::Activities | Self::AccessGroups => Vec::new(),
        }
    }
}

/// Returns the id of the licence; one that can't be read still counts as a licence.
pub(super) fn license(computer: &Computer) -> Option<i64> {
    const UNREADABLE: i64 = -1;
    match computer.license_id.get() {
        Some(id) => Some(id.get()),
        None => (!computer.license_id.is_none()).then_some(UNREADABLE),
    }
}

/// The value of a column in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Absent,
    Number(i64),
    Flag(bool),
    Time(&'a Time),
    Text(&'a str),
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// A size; records only contain sizes that fit into an `i64`.
impl From<u64> for Value<'_> {
    fn from(size: u64) -> Self {
        i64::try_from(size).map_or(Self::Absent, Self::Number)
    }
}

impl From<&bool> for Value<'_> {
    fn from(flag: &bool) -> Self {
        Self::Flag(*flag)
    }
}

impl<'a> From<&'a Time> for Value<'a> {
    fn from(time: &'a Time) -> Self {
        Self::Time(time)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a Cow<'_, str>> for Value<'a> {
    fn from(text: &'a Cow<'_, str>) -> Self {
        Self::Text(text)
    }
}

impl<'a, T> From<Option<T>> for Value<'a>
where
    Value<'a>: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::from)
    }
}
