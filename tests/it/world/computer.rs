//! Generates random computers, including unusual ones that occur in files.

use activity_query::model::{Computer, Record};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::named::GROUPS;
use super::value::{
    Field, LARGE, field, flag, id, list, name, number, object, objects, odd, one_of, record,
    strict, text, time, timed, word,
};

fn size() -> Field {
    let texts = one_of(&[
        "3 GHz",
        "2.66 GHz",
        "8 GiB",
        "500 Gb",
        "1Gb",
        "1,024 MB",
        "7 EiB",
        "16 EB",
        "0",
        "Not available",
    ]);
    let numbers = select(vec![0, 1, 1_000_000_000, 3_000_000_000, 8_u64 << 30, 1 << 63]);
    let numbers = prop_oneof![8 => numbers, 1 => Just(i64::MAX.cast_unsigned())];
    field(prop_oneof![2 => texts, 1 => numbers.prop_map(Value::from)])
}

/// The devices of a class: a list, or a single device instead of a list.
fn devices() -> Field {
    let fields = vec![
        ("vendor", text()),
        ("product", text()),
        ("model", text()),
        ("version", text()),
        ("size", size()),
        ("clock_speed", size()),
        ("capacity", size()),
        ("serial", prop_oneof![text(), Just(None)].boxed()),
        ("mac", field(mac())),
    ];
    let one = object(fields);
    field(prop_oneof![3 => list(one.clone(), 2), 1 => one])
}

fn mac() -> BoxedStrategy<Value> {
    let mac = (0..6_u8).prop_map(|last| Value::from(format!("00:25:64:AB:cd:{last:02x}")));
    prop_oneof![8 => mac, 1 => word().prop_map(Value::from)].boxed()
}

fn ip() -> BoxedStrategy<Value> {
    let ip = (0..4_u8, 0..6_u8).prop_map(|(net, host)| format!("10.0.{net}.{host}"));
    prop_oneof![8 => ip, 1 => Just("FE80::1".to_owned()), 1 => word()].prop_map(Value::from).boxed()
}

fn hardware() -> Field {
    let system = field(object(vec![
        ("vendor", text()),
        ("model", text()),
        ("product", text()),
        ("uuid", text()),
        ("serial", text()),
        ("bios_vendor", text()),
        ("bios_version", text()),
    ]));
    let sometimes = |devices: Field| prop_oneof![devices, Just(None)].boxed();
    field(object(vec![
        ("cpu", devices()),
        ("memory", devices()),
        ("storage", sometimes(devices())),
        ("disk", devices()),
        ("display", devices()),
        ("firmware", sometimes(devices())),
        ("network", devices()),
        ("system", system),
    ]))
}

fn profiles(kinds: &'static [&'static str]) -> Field {
    let statuses = &["pass", "fail", "in-progress", "compliant", "noncompliant", "odd"];
    objects(vec![
        ("id", id()),
        ("type", field(one_of(kinds))),
        ("name", text()),
        ("status", field(one_of(statuses))),
    ])
}

/// All kinds; mostly those that have a status or a name.
const PROFILES: &[&str] = &[
    "usg",
    "usg",
    "usg",
    "security",
    "wsl",
    "wsl",
    "script",
    "repository",
    "package",
    "upgrade",
    "upgrade",
    "reboot",
    "removal",
    "removal",
];

fn annotations() -> BoxedStrategy<Value> {
    let value = prop_oneof![
        3 => word().prop_map(Value::from),
        2 => list(word().prop_map(Value::from), 3),
        1 => odd(),
    ];
    vec((word(), value), 0..3).prop_map(|all| Value::Object(all.into_iter().collect())).boxed()
}

fn cloud() -> BoxedStrategy<Value> {
    object(vec![
        ("instance-id", text()),
        ("instance_id", text()),
        ("instance_type", text()),
        ("ami-id", text()),
        ("availability-zone", text()),
    ])
}

/// A computer with one of a few ids.
pub(crate) fn computer() -> BoxedStrategy<Record<Computer>> {
    let releases = one_of(&["jammy", "22.04", "Jammy", "noble", "24.04", "dapper", "odd"]);
    let license = prop_oneof![
        8 => number().prop_map(Value::from),
        1 => select(vec![json!("7"), json!("None"), json!(1_u64 << 63)]),
    ];
    let licenses = one_of(&["unlicensed", "pro", "free_pro", "legacy", "Pro"]);
    let alerts = one_of(&[
        "computer-offline",
        "ComputerOfflineAlert",
        "package-upgrades",
        "ChildInstanceProfileAlert",
        "laptop",
    ]);
    let alert = object(vec![("type", field(alerts.clone()))]);
    let groups = select(&GROUPS[..]).prop_map(Value::from);
    let contract = field(object(vec![("id", text())]));
    let pro = object(vec![("expires", timed()), ("contract", contract)]);
    let fields = vec![
        ("title", name()),
        ("hostname", name()),
        ("tags", field(list(word().prop_map(Value::from), 3))),
        ("distribution", field(releases.clone())),
        (
            "distribution_info",
            field(object(vec![
                ("release", field(releases.clone())),
                ("code_name", field(releases)),
            ])),
        ),
        ("access_group", field(prop_oneof![6 => groups, 1 => word().prop_map(Value::from)])),
        ("reboot_required_flag", flag()),
        ("last_ping_time", strict(time().prop_map(Value::from))),
        (
            "network_devices",
            objects(vec![("ip_address", field(ip())), ("mac_address", field(mac()))]),
        ),
        ("annotations", field(annotations())),
        ("license_id", field(license)),
        ("license_type", field(licenses)),
        ("license_expires", timed()),
        ("has_pro_management", flag()),
        ("has_release_upgrades", flag()),
        ("profiles", profiles(PROFILES)),
        ("wsl_profiles", profiles(&["wsl"])),
        ("usns", objects(vec![("released", timed()), ("applied", timed())])),
        ("alerts", field(list(prop_oneof![alert, alerts], 3))),
        ("ubuntu_pro_info", field(pro)),
        (
            "cloud_init",
            prop_oneof![field(object(vec![("availability_zone", text())])), Just(None)].boxed(),
        ),
        ("cloud_instance_metadata", field(cloud())),
        ("grouped_hardware", hardware()),
    ];
    let id = prop_oneof![15 => 0..12_i64, 1 => select(&LARGE[..])];
    record(id.boxed(), fields)
}
