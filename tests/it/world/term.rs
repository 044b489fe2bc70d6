//! The terms that can be asked about records: every kind of both languages, with values of
//! the records, and values close to those.

use activity_query::language::{FieldInfo, ValueKind, fields};
use activity_query::model::{Computer, DeviceClass, Time};
use activity_query::{ActivityTerm, ComputerTerm, Expr, Language};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use super::World;
use super::named::SEARCHES;

/// The values of one field; a keyword has no field.
#[derive(Clone, Debug)]
pub(crate) struct Values {
    pub(crate) field: Option<&'static str>,
    pub(crate) values: Vec<String>,
}

/// Returns the kinds of terms: a field, and how it is tested, if there are several ways.
pub(crate) fn kinds<L: Language>() -> Vec<String> {
    let fields = fields::<L>().flat_map(|field| {
        let name = field.name;
        match &field.kind {
            ValueKind::OneOf { values, .. } => {
                values.iter().map(|value| format!("{name}:{value}")).collect()
            }
            ValueKind::Quantity { .. } => vec![name.to_owned(), format!("{name}:[]")],
            ValueKind::Form { words, follow, .. } if name == "profile" => words
                .iter()
                .flat_map(|word| {
                    let statuses = follow(&format!("{word}:1:")).iter();
                    let of_status = statuses.map(move |status| format!("{name}:{word}:N:{status}"));
                    std::iter::once(format!("{name}:{word}:N")).chain(of_status)
                })
                .collect(),
            ValueKind::Form { words, .. } => {
                let with_value = (name == "annotation").then(|| format!("{name}:KEY:TEXT"));
                let words = words.iter().map(|word| format!("{name}:{word}"));
                std::iter::once(name.to_owned()).chain(words).chain(with_value).collect()
            }
            _ => vec![name.to_owned()],
        }
    });
    fields.collect()
}

/// Returns the kind of a term, one of the above.
pub(crate) fn kind(field: &FieldInfo, value: &str) -> String {
    let name = field.name;
    match &field.kind {
        ValueKind::OneOf { .. } => format!("{name}:{value}"),
        ValueKind::Quantity { .. } if value.starts_with('[') => format!("{name}:[]"),
        ValueKind::Form { .. } if name == "profile" => {
            let mut parts = value.split(':');
            let (kind, status) = (parts.next().unwrap(), parts.nth(1));
            let kind = if kind == "security" { "usg" } else { kind };
            match status {
                Some(status) => format!("{name}:{kind}:N:{status}"),
                None => format!("{name}:{kind}:N"),
            }
        }
        ValueKind::Form { words, .. } if words.contains(&value) => format!("{name}:{value}"),
        ValueKind::Form { .. } if name == "annotation" && value.contains(':') => {
            format!("{name}:KEY:TEXT")
        }
        _ => name.to_owned(),
    }
}

/// Returns the term of a value.
pub(crate) fn term<L: Language>(field: Option<&str>, value: &str) -> Expr<L> {
    let quoted = || format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
    let text = match field {
        Some(field) if value.starts_with('[') && value.contains(" TO ") => {
            format!("{field}:{value}")
        }
        Some(field) => format!("{field}:{}", quoted()),
        None => quoted(),
    };
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// Returns the values for queries about the activities of a world, except for their
/// computers.
pub(crate) fn of_activities(world: &World) -> Vec<Values> {
    let fields = fields::<ActivityTerm>().filter(|field| field.name != "computer");
    fields.map(|field| values(field, of_activities_in(field.name, world))).collect()
}

/// Returns the values for queries about the computers of a world.
pub(crate) fn of_computers(world: &World) -> Vec<Values> {
    let fields = fields::<ComputerTerm>();
    let mut all: Vec<Values> =
        fields.map(|field| values(field, of_computers_in(field.name, world))).collect();
    let names = world.computers().flat_map(|own| [own.title.get(), own.hostname.get()]);
    let mut keywords = parts(names.flatten());
    keywords.push("laptop".to_owned());
    all.push(Values { field: None, values: keywords });
    all
}

/// Adds the words of the field, and a few that no record may have.
fn values(field: &FieldInfo, mut values: Vec<String>) -> Values {
    let others: &[&str] = match &field.kind {
        ValueKind::Id => &["3", "9223372036854775807"],
        ValueKind::Integer { .. } => &["1", "30", "700"],
        ValueKind::Date => &["2024", "2024-07", "2024-07-11", "0001", "9999"],
        ValueKind::Quantity { unit: activity_query::value::Unit::Hertz, .. } => {
            &["3Ghz", "[0hz TO 4Ghz]"]
        }
        ValueKind::Quantity { .. } => &["8Gb", "[0b TO 18446744073709551615b]"],
        ValueKind::OneOf { .. } => &[],
        ValueKind::Form { .. } => match field.name {
            "profile" => &["usg:3", "security:3", "wsl:3:compliant"],
            "search" => &SEARCHES,
            "license-id" => &["3"],
            _ => &["laptop", "a_b"],
        },
        _ => &["laptop", "Server", "%"],
    };
    values.extend(others.iter().map(|&value| value.to_owned()));
    if field.name != "profile" {
        values.extend(field.kind.words().iter().map(|&value| value.to_owned()));
    }
    Values { field: Some(field.name), values }
}

fn of_activities_in(field: &str, world: &World) -> Vec<String> {
    let all = || world.activities();
    match field {
        "id" => numbers(all().map(|own| own.id.get())),
        "parent-id" => numbers(all().filter_map(|own| own.parent_id.get()).map(|id| id.get())),
        "status" => Vec::new(),
        "created-after" | "created-before" => {
            dates(all().filter_map(|own| own.creation_time.get()).map(Time::instant))
        }
        "creator" => {
            let creators = all().filter_map(|own| own.creator.get());
            cases(creators.filter_map(|creator| creator.email.get()))
        }
        "type" => whole(all().filter_map(|own| own.kind.get())),
        _ => panic!("no records have values for `{field}`"),
    }
}

fn of_computers_in(field: &str, world: &World) -> Vec<String> {
    let all = || world.computers();
    let now = world.now;
    match field {
        "tag" => whole(all().flat_map(Computer::tags)),
        "title" => whole(all().filter_map(|own| own.title.get())),
        "hostname" => whole(all().filter_map(|own| own.hostname.get())),
        "distribution" => cases(all().flat_map(Computer::releases)),
        "alert" => whole(all().flat_map(Computer::alerts)),
        "access-group" => whole(all().filter_map(|own| own.access_group.get())),
        "access-group-recursive" => {
            let groups = all().filter_map(|own| own.access_group.get());
            whole(groups.flat_map(|own| world.fleet().access_group_and_above(own)))
        }
        "id" => numbers(all().map(|own| own.id.get())),
        "mac" => parts(interfaces(all()).filter_map(|own| own.mac_address.get())),
        "ip" => parts(interfaces(all()).filter_map(|own| own.ip_address.get())),
        "license-id" => numbers(all().filter_map(|own| own.license_id.get()).map(|id| id.get())),
        "license-expires-within-days" => {
            let times = all().filter_map(|own| own.license_expires.get());
            within(times.map(|time| time.instant() - now), TimeDelta::days(1), 0, u32::MAX)
        }
        "contract-expires-within-days" => {
            let times = all().filter_map(Computer::contract_expires);
            within(times.map(|time| time.instant() - now), TimeDelta::days(1), 0, u32::MAX)
        }
        "contract" => whole(all().filter_map(Computer::contract)),
        "annotation" => all().flat_map(annotations).collect(),
        "profile" => all().flat_map(profiles).collect(),
        "upgrade-profile" => whole(all().flat_map(|own| named(own, "upgrade"))),
        "removal-profile" => whole(all().flat_map(|own| named(own, "removal"))),
        "availability-zone" => whole(all().filter_map(Computer::availability_zone)),
        "instance-id" => whole(all().filter_map(Computer::instance_id)),
        "instance-type" => whole(all().filter_map(Computer::instance_type)),
        "ami-id" => whole(all().filter_map(Computer::ami_id)),
        "vendor" => parts(all().filter_map(|own| own.system().vendor)),
        "product" => parts(all().filter_map(|own| own.system().product)),
        "uuid" => cases(all().filter_map(|own| own.system().uuid)),
        "serial" => cases(all().filter_map(|own| own.system().serial)),
        "last-ping" => within(ago(all(), now), TimeDelta::hours(1), 0, 8_760),
        "last-ping-minutes" => within(ago(all(), now), TimeDelta::minutes(1), 1, 525_600),
        "usn-outstanding" => {
            let released = all().flat_map(Computer::usns).filter_map(|own| own.released.get());
            within(released.map(|time| now - time.instant()), TimeDelta::days(1), 0, u32::MAX)
        }
        "usn-applied-in" => {
            let taken = all().flat_map(Computer::usns).filter_map(|own| {
                Some(own.applied.get()?.instant() - own.released.get()?.instant())
            });
            within(taken, TimeDelta::days(1), 0, u32::MAX)
        }
        // These fields take nothing but their words.
        "search" | "needs" | "license-type" | "has-pro-management" | "has" | "release-upgrade" => {
            Vec::new()
        }
        _ => of_devices(field, world),
    }
}

fn of_devices(field: &str, world: &World) -> Vec<String> {
    let (class, attribute) =
        field.split_once('.').unwrap_or_else(|| panic!("no records have values for `{field}`"));
    let class = match class {
        "cpu" => DeviceClass::Cpu,
        "disk" => DeviceClass::Disk,
        "memory" => DeviceClass::Memory,
        "display" => DeviceClass::Display,
        "firmware" => DeviceClass::Firmware,
        "network" => DeviceClass::Network,
        _ => panic!("no records have values for `{field}`"),
    };
    let devices: Vec<_> = world.computers().flat_map(|own| own.devices(class)).collect();
    let devices = devices.iter();
    match attribute {
        "vendor" => parts(devices.filter_map(|own| own.vendor)),
        "product" => parts(devices.filter_map(|own| own.product)),
        "version" => parts(devices.filter_map(|own| own.version)),
        "serial" => parts(devices.filter_map(|own| own.serial)),
        "size" if class == DeviceClass::Cpu => sizes(devices.filter_map(|own| own.size), "hz"),
        "size" => sizes(devices.filter_map(|own| own.size), "b"),
        "capacity" => sizes(devices.filter_map(|own| own.capacity), "b"),
        _ => panic!("no records have values for `{field}`"),
    }
}

fn interfaces<'w>(
    computers: impl Iterator<Item = &'w Computer>,
) -> impl Iterator<Item = &'w activity_query::model::NetworkInterface> {
    computers.flat_map(Computer::interfaces)
}

fn ago<'w>(
    computers: impl Iterator<Item = &'w Computer>,
    now: DateTime<Utc>,
) -> impl Iterator<Item = TimeDelta> {
    computers.filter_map(move |own| Some(now - own.last_ping_time.get()?.instant()))
}

/// Returns the texts, except for empty ones.
fn whole(texts: impl Iterator<Item = impl AsRef<str>>) -> Vec<String> {
    texts.map(|text| text.as_ref().to_owned()).filter(|text| !text.is_empty()).collect()
}

fn flipped(text: &str) -> String {
    let flip = |c: char| {
        if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
    };
    text.chars().map(flip).collect()
}

/// Returns the texts, and the same texts in the other case.
fn cases(texts: impl Iterator<Item = impl AsRef<str>>) -> Vec<String> {
    whole(texts).into_iter().flat_map(|text| [flipped(&text), text]).collect()
}

/// Returns the texts, and parts of them.
fn parts(texts: impl Iterator<Item = impl AsRef<str>>) -> Vec<String> {
    let parts = |text: String| {
        let letters: Vec<char> = text.chars().collect();
        let half = letters.len() / 2;
        let (start, end) = letters.split_at(half);
        [flipped(&text), String::from_iter(start), String::from_iter(end), text]
    };
    whole(whole(texts).into_iter().flat_map(parts))
}

/// Returns the numbers, and those next to them.
fn numbers(numbers: impl Iterator<Item = i64>) -> Vec<String> {
    let beside =
        |number: i64| [number, number, number.saturating_add(1), number.saturating_sub(1).max(0)];
    numbers.flat_map(beside).map(|number| number.to_string()).collect()
}

/// Returns the times, the adjacent microseconds, and the days and years that contain them.
fn dates(times: impl Iterator<Item = DateTime<Utc>>) -> Vec<String> {
    let texts = |time: DateTime<Utc>| {
        let micro = TimeDelta::microseconds(1);
        let exact = [Some(time), time.checked_add_signed(micro), time.checked_sub_signed(micro)];
        let exact = exact.into_iter().flatten();
        let exact = exact.map(|time| time.to_rfc3339_opts(SecondsFormat::Micros, true));
        let coarse = ["%Y-%m-%d", "%Y-%m", "%Y", "%Y-%m-%dT%H:%M"];
        exact.chain(coarse.map(|format| time.format(format).to_string())).collect::<Vec<_>>()
    };
    let all = times.flat_map(texts);
    all.filter(|text| !text.starts_with(['+', '-']) && !text.starts_with("0000")).collect()
}

/// Returns the spans in units, and the adjacent numbers, within bounds.
fn within(
    spans: impl Iterator<Item = TimeDelta>,
    unit: TimeDelta,
    least: u32,
    most: u32,
) -> Vec<String> {
    let beside = |span: TimeDelta| {
        let count = span.num_seconds().div_euclid(unit.num_seconds());
        [count - 1, count, count, count + 1]
    };
    let bounded = |count: i64| count.clamp(least.into(), most.into()).to_string();
    spans.flat_map(beside).map(bounded).collect()
}

/// Returns the sizes, and ranges that end at them or next to them.
fn sizes(sizes: impl Iterator<Item = u64>, unit: &str) -> Vec<String> {
    let texts = |size: u64| {
        let (below, above) = (size.saturating_sub(1), size + 1);
        [
            format!("{size}{unit}"),
            format!("{above}{unit}"),
            format!("[{size}{unit} TO {above}{unit}]"),
            format!("[0{unit} TO {size}{unit}]"),
            format!("[0{unit} TO {below}{unit}]"),
            format!("[{above}{unit} TO 18446744073709551615{unit}]"),
        ]
    };
    sizes.flat_map(texts).collect()
}

fn annotations(computer: &Computer) -> Vec<String> {
    let texts = computer.annotations().filter(|own| !own.key().contains(':')).flat_map(|own| {
        let values = parts(own.values());
        let values = values.into_iter().map(|value| format!("{}:{value}", own.key()));
        values.chain(parts(std::iter::once(own.key()))).collect::<Vec<_>>()
    });
    texts.collect()
}

/// Returns the profiles, with the statuses that can be asked for.
fn profiles(computer: &Computer) -> Vec<String> {
    let field = fields::<ComputerTerm>().find(|field| field.name == "profile").unwrap();
    let ValueKind::Form { words, deprecated, follow, .. } = &field.kind else { panic!("no form") };
    let asked = computer.profiles().flat_map(|own| {
        let (Some(kind), Some(id)) = (own.kind.get(), own.id.get()) else { return Vec::new() };
        let is_old = deprecated.iter().any(|(old, _)| old == kind);
        if !is_old && !words.contains(&kind.as_str()) {
            return Vec::new();
        }
        let plain = format!("{kind}:{id}");
        let statuses = follow(&format!("{plain}:")).iter();
        let of_status = statuses.map(|status| format!("{plain}:{status}"));
        let of_status: Vec<_> = of_status.collect();
        std::iter::once(plain).chain(of_status).collect()
    });
    asked.collect()
}

fn named<'w>(computer: &'w Computer, kind: &'static str) -> impl Iterator<Item = &'w String> {
    let of_kind =
        computer.profiles().filter(move |own| own.kind.get().is_some_and(|own| own == kind));
    of_kind.filter_map(|own| own.name.get())
}
