//! Random records and queries over few values, so that queries select some.

use activity_query::model::{Activity, Computer, Record};
use activity_query::{
    ActivityQuery, ComputerQuery, Cursor, Description, NetworkDevice, ProfileTarget, Quantity,
    SizedDevice, Status, Text, UsgStatus,
};
use chrono::{DateTime, Utc};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use crate::strategy::{OF_TEXT, computer_terms_without_text, expressions, one_of};

/// The place of an activity.
pub(crate) fn cursor_of(activity: &Record<Activity>) -> Cursor {
    Cursor::of(&activity.read().unwrap())
}

/// The time at which queries are asked.
pub(crate) fn now() -> DateTime<Utc> {
    "2024-07-11T00:00:00Z".parse().unwrap()
}

/// Words that are easily compared wrongly: with the characters that patterns
/// have a meaning for, and letters whose case is not ASCII's.
const WORDS: &[&str] = &[
    "laptop",
    "Laptop",
    "lap",
    "server",
    "web-01",
    "WEB-01.example.com",
    "%",
    "_",
    "a%b",
    "a_b",
    "\\",
    "\"",
    "'",
    "ß",
    "SS",
    "ı",
    "I",
    "i",
    "İ",
    "\u{212a}",
    "K",
    "k",
    "jammy",
    "22.04",
    "pro",
    "computer-offline",
    "ComputerOfflineAlert",
    "unlicensed",
    "Not available",
    "None",
    "é",
    "É",
];

pub(crate) fn word() -> impl Strategy<Value = String> + Clone {
    select(WORDS).prop_map(str::to_owned)
}

/// A time close to the others, at the edges of days, hours and microseconds.
fn time() -> impl Strategy<Value = String> + Clone {
    select(
        &[
            "2024-07-11T00:00:00Z",
            "2024-07-10T23:59:59.999999Z",
            "2024-07-11T00:00:00.000001Z",
            "2024-07-10T23:00:00Z",
            "2024-07-10T22:59:59Z",
            "2024-07-01T00:00:00Z",
            "2024-07-01T02:00:00+02:00",
            "2024-06-30T23:59:59Z",
            "2023-01-01T00:00:00Z",
            "2024-07-12T00:00:00Z",
            "2024-08-10T00:00:00Z",
        ][..],
    )
    .prop_map(str::to_owned)
}

fn date() -> impl Strategy<Value = activity_query::PartialDate> + Clone {
    select(
        &[
            "2023",
            "2024",
            "2024-07",
            "2024-07-01",
            "2024-07-11",
            "2024-07-10T23",
            "2024-07-10T22:59",
            "2024-07-11T00:00:00.000001",
            "2024-07-10T23:59:59.999999Z",
            "9999",
            "0001",
        ][..],
    )
    .prop_map(|date| date.parse().unwrap())
}

fn small_id() -> impl Strategy<Value = u32> + Clone {
    0..6_u32
}

/// A field that may be absent, null, or of another kind.
fn field(value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    prop_oneof![
        6 => value.prop_map(Some),
        2 => Just(None),
        1 => Just(Some(Value::Null)),
    ]
    .boxed()
}

fn text() -> BoxedStrategy<Option<Value>> {
    field(word().prop_map(Value::from))
}

/// A list of texts, some of whose elements are not.
fn texts() -> BoxedStrategy<Option<Value>> {
    let element = prop_oneof![6 => word().prop_map(Value::from), 1 => Just(Value::Null)];
    field(vec(element, 0..3).prop_map(Value::from))
}

fn timed() -> BoxedStrategy<Option<Value>> {
    field(time().prop_map(Value::from))
}

fn flag() -> BoxedStrategy<Option<Value>> {
    field(any::<bool>().prop_map(Value::from))
}

fn id() -> BoxedStrategy<Option<Value>> {
    field(small_id().prop_map(Value::from))
}

/// An object with these fields.
fn object(fields: Vec<(&'static str, BoxedStrategy<Option<Value>>)>) -> BoxedStrategy<Value> {
    let (names, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    values
        .prop_map(move |values| {
            let fields = names.iter().zip(values);
            let given = fields.filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
            Value::Object(given.collect::<Map<_, _>>())
        })
        .boxed()
}

fn objects(
    fields: Vec<(&'static str, BoxedStrategy<Option<Value>>)>,
) -> BoxedStrategy<Option<Value>> {
    let element = prop_oneof![6 => object(fields), 1 => Just(json!("?"))];
    field(vec(element, 0..3).prop_map(Value::from))
}

fn size() -> BoxedStrategy<Option<Value>> {
    field(
        select(&["3 GHz", "2.66 GHz", "8 GiB", "500 Gb", "1Gb", "16 EB", "Not available"][..])
            .prop_map(Value::from),
    )
}

fn device() -> BoxedStrategy<Option<Value>> {
    objects(vec![
        ("vendor", text()),
        ("product", text()),
        ("model", text()),
        ("version", text()),
        ("size", size()),
        ("clock_speed", size()),
        ("capacity", size()),
        ("mac", text()),
    ])
}

fn profiles(kinds: &'static [&'static str]) -> BoxedStrategy<Option<Value>> {
    objects(vec![
        ("id", id()),
        ("type", field(select(kinds).prop_map(Value::from))),
        ("name", text()),
        ("status", field(select(&["pass", "fail", "compliant"][..]).prop_map(Value::from))),
    ])
}

/// A computer with one of six ids.
pub(crate) fn computer() -> BoxedStrategy<Record<Computer>> {
    let annotations = vec(
        (
            word(),
            prop_oneof![
                word().prop_map(Value::from),
                vec(word(), 0..3).prop_map(Value::from),
                word().prop_map(|word| json!([7, word])),
                Just(json!(7)),
            ],
        ),
        0..3,
    );
    let annotations = annotations.prop_map(|all| Value::Object(all.into_iter().collect()));
    let fields = vec![
        ("title", text()),
        ("hostname", text()),
        ("tags", texts()),
        ("distribution", text()),
        ("distribution_info", field(object(vec![("release", text()), ("code_name", text())]))),
        ("access_group", text()),
        ("reboot_required_flag", flag()),
        ("last_ping_time", timed()),
        ("network_devices", objects(vec![("ip_address", text()), ("mac_address", text())])),
        ("annotations", field(annotations)),
        (
            "license_id",
            field(prop_oneof![
                4 => small_id().prop_map(Value::from),
                1 => select(&["7", "None"][..]).prop_map(Value::from),
            ]),
        ),
        ("license_type", text()),
        ("license_expires", timed()),
        ("has_pro_management", flag()),
        ("has_release_upgrades", flag()),
        ("profiles", profiles(&["usg", "security", "upgrade", "removal", "script"])),
        ("wsl_profiles", profiles(&["wsl"])),
        ("usns", objects(vec![("released", timed()), ("applied", timed())])),
        ("alerts", objects(vec![("type", text())])),
        (
            "ubuntu_pro_info",
            field(object(vec![
                ("expires", timed()),
                ("contract", field(object(vec![("id", text())]))),
            ])),
        ),
        ("cloud_init", field(object(vec![("availability_zone", text())]))),
        (
            "cloud_instance_metadata",
            field(object(vec![
                ("instance-id", text()),
                ("instance_type", text()),
                ("ami-id", text()),
                ("availability-zone", text()),
            ])),
        ),
        (
            "grouped_hardware",
            field(object(vec![
                ("cpu", device()),
                ("memory", device()),
                ("storage", device()),
                ("display", device()),
                ("firmware", device()),
                ("network", device()),
                (
                    "system",
                    field(object(vec![
                        ("vendor", text()),
                        ("model", text()),
                        ("uuid", text()),
                        ("serial", text()),
                        ("bios_vendor", text()),
                        ("bios_version", text()),
                    ])),
                ),
            ])),
        ),
    ];
    (small_id(), object(fields))
        .prop_map(|(id, mut record)| {
            record["id"] = id.into();
            serde_json::from_value(record).unwrap()
        })
        .boxed()
}

pub(crate) fn status() -> impl Strategy<Value = Status> {
    select(&Status::ALL[..])
}

/// An activity with one of so many ids.
pub(crate) fn activity(ids: u32) -> BoxedStrategy<Record<Activity>> {
    let created = prop_oneof![
        8 => time().prop_map(|time| Some(Value::from(time))),
        1 => Just(None),
        1 => Just(Some("None".into())),
    ];
    let fields = vec![
        ("parent_id", id()),
        (
            "activity_status",
            field(prop_oneof![
                8 => status().prop_map(|status| Value::from(status.as_str())),
                1 => select(&["Odd", "None"][..]).prop_map(Value::from),
            ]),
        ),
        ("creation_time", created.boxed()),
        ("creator", field(object(vec![("email", text()), ("name", text())]))),
        ("computer_id", id()),
        ("type", text()),
        ("deliver_after_time", timed()),
        ("summary", text()),
    ];
    (0..ids, object(fields))
        .prop_map(|(id, mut record)| {
            record["id"] = id.into();
            serde_json::from_value(record).unwrap()
        })
        .boxed()
}

/// Access groups among the words, in circles too.
pub(crate) fn access_groups() -> impl Strategy<Value = Vec<(String, String)>> {
    vec((word(), word()), 0..6)
}

fn description() -> impl Strategy<Value = Description> {
    let make: &[fn(Text) -> Description] =
        &[Description::Vendor, Description::Product, Description::Version];
    (select(make), word()).prop_map(|(make, word)| make(word.try_into().unwrap()))
}

fn quantity() -> impl Strategy<Value = Quantity> {
    let sizes: &[u64] =
        &[0, 1_000_000_000, 2_660_000_000, 3_000_000_000, 8 << 30, 500_000_000_000, u64::MAX];
    (select(sizes), select(sizes), any::<bool>()).prop_map(|(one, other, range)| {
        if range {
            Quantity::between(one.min(other), one.max(other)).unwrap()
        } else {
            Quantity::exactly(one)
        }
    })
}

fn hardware() -> BoxedStrategy<ComputerQuery> {
    use ComputerQuery as Q;
    let sized = || {
        prop_oneof![description().prop_map(SizedDevice::Is), quantity().prop_map(SizedDevice::Size),]
    };
    one_of([
        sized().prop_map(Q::cpu).boxed(),
        sized().prop_map(Q::disk).boxed(),
        sized().prop_map(Q::memory).boxed(),
        description().prop_map(Q::display).boxed(),
        description().prop_map(Q::firmware).boxed(),
        description().prop_map(|test| Q::network(NetworkDevice::Is(test))).boxed(),
        quantity().prop_map(|size| Q::network(NetworkDevice::Capacity(size))).boxed(),
        word().prop_map(|part| Q::network(NetworkDevice::Serial(part.try_into().unwrap()))).boxed(),
    ])
}

fn computer_term() -> BoxedStrategy<ComputerQuery> {
    let of_text = OF_TEXT.iter().map(|&make| word().prop_map(make).boxed());
    let of_id = [
        small_id().prop_map(ComputerQuery::id).boxed(),
        small_id().prop_map(ComputerQuery::license_id).boxed(),
        (word(), word())
            .prop_map(|(key, value)| ComputerQuery::annotation_value(key, value))
            .boxed(),
        (
            select(&[ProfileTarget::Usg(None), ProfileTarget::Usg(Some(UsgStatus::Fail))][..]),
            small_id(),
        )
            .prop_map(|(target, id)| ComputerQuery::profile(target, id))
            .boxed(),
        hardware(),
        hardware(),
        word().prop_map(ComputerQuery::keyword).boxed(),
    ];
    one_of(of_text.chain(of_id).chain(computer_terms_without_text()))
}

fn activity_term(ids: u32) -> BoxedStrategy<ActivityQuery> {
    use ActivityQuery as Q;
    let computers = expressions(computer_term());
    one_of([
        (0..ids).prop_map(Q::id).boxed(),
        vec(0..ids, 0..8).prop_map(|ids| Q::any(ids.into_iter().map(Q::id))).boxed(),
        small_id().prop_map(Q::parent_id).boxed(),
        status().prop_map(Q::status).boxed(),
        vec(status(), 1..5).prop_map(|all| Q::any(all.into_iter().map(Q::status))).boxed(),
        date().prop_map(Q::created_after).boxed(),
        date().prop_map(Q::created_before).boxed(),
        word().prop_map(Q::creator).boxed(),
        computers.prop_map(Q::computer).boxed(),
        computer_term().prop_map(Q::computer).boxed(),
        word().prop_map(Q::kind).boxed(),
    ])
}

/// A query over the words, the ids and the times of these records.
pub(crate) fn query(ids: u32) -> BoxedStrategy<ActivityQuery> {
    expressions(activity_term(ids))
}
