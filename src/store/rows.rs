//! What of a record goes into which table of the default schema.

use serde_json::{Value, json};

use crate::engine::column::Table;
use crate::model::{
    ActivityId, Computer, ComputerId, Device, DeviceClass, Indexed, ProfileMembership, Status,
    Time, alert_of_class,
};

/// The values of the columns of a table, in their order; the last of an
/// activity or a computer is the record.
pub(super) type Row = Vec<Value>;

/// What stands for no creation time.
pub(super) const NEVER: i64 = i64::MIN;

/// What stands for a licence whose id can't be read.
const UNREADABLE: i64 = -1;

pub(super) fn of_activity(activity: &Indexed<'_>, record: &str) -> Row {
    vec![
        json!(activity.id.get()),
        json!(activity.parent_id.map(ActivityId::get)),
        json!(activity.status.map(Status::as_str)),
        json!(activity.created.map_or(NEVER, |time| time.timestamp_micros())),
        json!(activity.creator),
        json!(activity.kind),
        json!(activity.computer.map(ComputerId::get)),
        json!(record),
    ]
}

/// The rows of a computer in every table.
pub(super) fn of_computer(computer: &Computer, record: &str) -> Vec<(Table, Row)> {
    let id = json!(computer.id.get());
    let mut rows = vec![(Table::Computers, computer_row(computer, record))];
    let mut add = |table, values: Vec<Value>| {
        rows.push((table, std::iter::once(id.clone()).chain(values).collect()));
    };
    for tag in computer.tags() {
        add(Table::Tags, vec![json!(tag)]);
    }
    for release in computer.releases() {
        add(Table::Releases, vec![json!(release)]);
    }
    for alert in computer.alerts() {
        add(Table::Alerts, vec![json!(alert)]);
        if let Some(name) = alert_of_class(alert) {
            add(Table::Alerts, vec![json!(name)]);
        }
    }
    for interface in computer.interfaces() {
        let (mac, ip) = (interface.mac_address.get(), interface.ip_address.get());
        add(Table::Interfaces, vec![json!(mac), json!(ip)]);
    }
    for annotation in computer.annotations() {
        let key = || json!(annotation.key());
        let mut values = annotation.values().peekable();
        if values.peek().is_none() {
            add(Table::Annotations, vec![key(), Value::Null]);
        }
        values.for_each(|text| add(Table::Annotations, vec![key(), json!(text)]));
    }
    for profile in computer.profiles() {
        add(Table::Profiles, profile_row(profile));
    }
    for class in DeviceClass::ALL {
        for device in computer.devices(class) {
            add(Table::Devices, device_row(class, &device));
        }
    }
    for usn in computer.usns() {
        add(Table::Usns, vec![time(usn.released.get()), time(usn.applied.get())]);
    }
    rows
}

fn computer_row(computer: &Computer, record: &str) -> Row {
    let system = computer.system();
    let license = match computer.license_id.get() {
        Some(id) => Some(id.get()),
        None if computer.license_id.is_none() => None,
        None => Some(UNREADABLE),
    };
    vec![
        json!(computer.id.get()),
        json!(computer.title.get()),
        json!(computer.hostname.get()),
        json!(computer.access_group.get()),
        json!(computer.reboot_required_flag.get()),
        time(computer.last_ping_time.get()),
        json!(license),
        json!(computer.license_type.get()),
        time(computer.license_expires.get()),
        json!(computer.contract()),
        time(computer.contract_expires()),
        json!(computer.has_pro_management.get()),
        json!(computer.has_release_upgrades.get()),
        json!(computer.availability_zone()),
        json!(computer.instance_id()),
        json!(computer.instance_type()),
        json!(computer.ami_id()),
        json!(system.vendor),
        json!(system.product),
        json!(system.uuid),
        json!(system.serial),
        json!(record),
    ]
}

fn profile_row(profile: &ProfileMembership) -> Vec<Value> {
    vec![
        json!(profile.kind.get()),
        json!(profile.id.get().map(|id| id.get())),
        json!(profile.name.get()),
        json!(profile.status.get()),
    ]
}

fn device_row(class: DeviceClass, device: &Device<'_>) -> Vec<Value> {
    vec![
        json!(class.as_str()),
        json!(device.vendor),
        json!(device.product),
        json!(device.version),
        json!(device.size),
        json!(device.capacity),
        json!(device.serial),
    ]
}

fn time(time: Option<&Time>) -> Value {
    json!(time.map(|time| time.instant().timestamp_micros()))
}
