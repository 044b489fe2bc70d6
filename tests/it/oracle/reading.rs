//! An independent reader of values, by the tables of docs/language.md, which shares no code
//! with the parser.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use super::ranges::{dates, numbers};

/// The kind of value that a field takes.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    Word(&'static [&'static str]),
    /// A number between these two, inclusive.
    Number(u64, u64),
    Date,
    /// A size in this unit, or a range of sizes.
    Size(&'static str),
    /// Whole numbers, as a range or comparison.
    Numbers,
    /// Dates, as a range or comparison.
    Dates,
    SearchName,
    License,
    Flag,
    Annotation,
    Profile,
}

impl Kind {
    /// Returns whether a value may contain the blanks of a range.
    pub(super) fn takes_range(self) -> bool {
        matches!(self, Self::Size(_) | Self::Numbers | Self::Dates)
    }
}

/// The meaning of a date or a size: from the first value to the second.
#[derive(Debug, PartialEq)]
pub(super) enum Bounds {
    /// The second one is exclusive.
    Times(DateTime<Utc>, DateTime<Utc>),
    Sizes(u64, u64),
    Numbers(Option<i64>, Option<i64>),
    /// The second one is exclusive.
    Span(Option<DateTime<Utc>>, Option<DateTime<Utc>>),
}

/// A valid value.
pub(super) struct Said {
    /// Its canonical text.
    pub(super) text: String,
    pub(super) bounds: Option<Bounds>,
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self { text, bounds: None }
    }
}

/// Integers have up to 64 bits, including the sign.
const ID: Kind = Kind::Number(0, 9_223_372_036_854_775_807);
const DAYS: Kind = Kind::Number(0, 4_294_967_295);

/// Returns the kind of an activity field; `computer` is read elsewhere.
pub(super) fn of_activities(field: &str) -> Option<Kind> {
    Some(match field {
        "id" | "parent-id" => ID,
        "created-after" | "created-before" => Kind::Date,
        "creator" | "type" => Kind::Text,
        "status" => Kind::Word(&[
            "undelivered",
            "unapproved",
            "scheduled",
            "delivered",
            "waiting",
            "blocked",
            "succeeded",
            "failed",
            "canceled",
        ]),
        _ => return None,
    })
}

/// Returns the kind of an issue field.
pub(super) fn of_issues(field: &str) -> Option<Kind> {
    Some(match field {
        "title" => Kind::Text,
        "state" => Kind::Word(&["open", "closed"]),
        "comments" => Kind::Numbers,
        "created" => Kind::Dates,
        _ => return None,
    })
}

/// Returns the kind of a computer field.
pub(super) fn of_computers(field: &str) -> Option<Kind> {
    if let Some((class, attribute)) = field.split_once('.') {
        return of_devices(class, attribute);
    }
    Some(match field {
        "tag"
        | "title"
        | "hostname"
        | "distribution"
        | "alert"
        | "access-group"
        | "access-group-recursive"
        | "contract"
        | "upgrade-profile"
        | "removal-profile"
        | "mac"
        | "ip"
        | "availability-zone"
        | "instance-id"
        | "instance-type"
        | "ami-id"
        | "vendor"
        | "product"
        | "uuid"
        | "serial" => Kind::Text,
        "id" => ID,
        "annotation" => Kind::Annotation,
        "search" => Kind::SearchName,
        "needs" => Kind::Word(&["reboot", "license"]),
        "release-upgrade" => Kind::Word(&["available"]),
        "last-ping" => Kind::Number(0, 8760),
        "last-ping-minutes" => Kind::Number(1, 525_600),
        "usn-outstanding"
        | "usn-applied-in"
        | "license-expires-within-days"
        | "contract-expires-within-days" => DAYS,
        "license-id" => Kind::License,
        "license-type" => Kind::Word(&["unlicensed", "pro", "free_pro", "legacy"]),
        "has-pro-management" => Kind::Flag,
        "profile" => Kind::Profile,
        "has" => Kind::Word(&["upgrade-profile"]),
        _ => return None,
    })
}

fn of_devices(class: &str, attribute: &str) -> Option<Kind> {
    match (class, attribute) {
        (
            "cpu" | "disk" | "memory" | "display" | "firmware" | "network",
            "vendor" | "product" | "version",
        )
        | ("network", "serial") => Some(Kind::Text),
        ("cpu", "size") => Some(Kind::Size("hz")),
        ("disk" | "memory", "size") | ("network", "capacity") => Some(Kind::Size("b")),
        _ => None,
    }
}

/// Reads a value; returns `None` if the field does not take it.
pub(super) fn read(kind: Kind, value: &str) -> Option<Said> {
    match kind {
        Kind::Text => as_written(value, !value.is_empty()),
        Kind::Word(words) => as_written(value, words.contains(&value)),
        Kind::Number(least, most) => number(value, least, most),
        Kind::Date => Some(Said { text: value.to_owned(), bounds: Some(date(value)?) }),
        Kind::Size(unit) => sizes(value, unit),
        Kind::Numbers => numbers(value),
        Kind::Dates => dates(value),
        Kind::SearchName => {
            let is_letter = |c| matches!(c, 'a'..='z' | '0'..='9' | '-');
            as_written(value, !value.is_empty() && value.chars().all(is_letter))
        }
        Kind::License if value == "none" => as_written(value, true),
        Kind::License => read(ID, value),
        Kind::Flag => match value {
            "true" | "1" => as_written("true", true),
            "false" | "0" => as_written("false", true),
            _ => None,
        },
        Kind::Annotation => as_written(value, !value.starts_with(':') && !ends_key(value)),
        Kind::Profile => profile(value),
    }
}

fn as_written(value: &str, is_right: bool) -> Option<Said> {
    is_right.then(|| value.to_owned().into())
}

/// Returns whether the first colon is the end of the value.
fn ends_key(value: &str) -> bool {
    value.split_once(':').is_some_and(|(_, text)| text.is_empty())
}

pub(super) fn number(text: &str, least: u64, most: u64) -> Option<Said> {
    if text.is_empty() || !is_digits(text) {
        return None;
    }
    let number: u64 = format!("0{}", text.trim_start_matches('0')).parse().ok()?;
    (least..=most).contains(&number).then(|| number.to_string().into())
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn profile(text: &str) -> Option<Said> {
    let mut parts = text.splitn(3, ':');
    let (kind, id, status) = (parts.next()?, parts.next()?, parts.next());
    let (kind, statuses): (_, &[&str]) = match kind {
        "usg" | "security" => ("usg", &["pass", "fail", "in-progress"]),
        "wsl" => ("wsl", &["compliant", "noncompliant"]),
        "script" | "repository" | "package" | "upgrade" | "reboot" | "removal" => (kind, &[]),
        _ => return None,
    };
    let id = read(ID, id)?.text;
    match status {
        None => Some(format!("{kind}:{id}").into()),
        Some(status) => statuses.contains(&status).then(|| format!("{kind}:{id}:{status}").into()),
    }
}

/// A full date: a date that omits the end of it means its first instant.
const FULL: &str = "0001-01-01T00:00:00.000000";

pub(super) fn date(text: &str) -> Option<Bounds> {
    let (local, ahead) = without_zone(text)?;
    let length = local.len();
    let fits = |(byte, model): (u8, u8)| {
        if model.is_ascii_digit() { byte.is_ascii_digit() } else { byte == model }
    };
    let has_shape = matches!(length, 4 | 7 | 10 | 13 | 16 | 19 | 21..=26)
        && local.bytes().zip(FULL.bytes()).all(fits);
    // The calendar of chrono has a year 0 and leap seconds.
    if !has_shape || local.starts_with("0000") || local.get(17..19) == Some("60") {
        return None;
    }
    let full = format!("{local}{}", FULL.get(length..)?);
    let start = NaiveDateTime::parse_from_str(&full, "%Y-%m-%dT%H:%M:%S%.6f").ok()?;
    let end = match length {
        4 => first_of(start.year() + 1, 1)?,
        7 if start.month() == 12 => first_of(start.year() + 1, 1)?,
        7 => first_of(start.year(), start.month() + 1)?,
        10 => start + TimeDelta::hours(24),
        13 => start + TimeDelta::minutes(60),
        16 => start + TimeDelta::seconds(60),
        19 => start + TimeDelta::milliseconds(1000),
        _ => start + TimeDelta::microseconds(10_i64.pow(u32::try_from(26 - length).ok()?)),
    };
    Some(Bounds::Times((start - ahead).and_utc(), (end - ahead).and_utc()))
}

fn first_of(year: i32, month: u32) -> Option<NaiveDateTime> {
    NaiveDate::from_ymd_opt(year, month, 1)?.and_hms_opt(0, 0, 0)
}

/// Returns the date without its offset, and the offset. Only a date with a time has one.
fn without_zone(text: &str) -> Option<(&str, TimeDelta)> {
    if !text.contains('T') {
        return Some((text, TimeDelta::zero()));
    }
    if let Some(local) = text.strip_suffix('Z') {
        return Some((local, TimeDelta::zero()));
    }
    let Some((local, zone)) = text.len().checked_sub(6).and_then(|at| text.split_at_checked(at))
    else {
        return Some((text, TimeDelta::zero()));
    };
    let (east, hours, minutes) = match zone.as_bytes() {
        [sign @ (b'+' | b'-'), hours @ .., b':', _, _] => (*sign == b'+', hours, &zone[4..]),
        _ => return Some((text, TimeDelta::zero())),
    };
    let two_digits = |text: &str, most| number(text, 0, most)?.text.parse::<i64>().ok();
    let hours = two_digits(std::str::from_utf8(hours).ok()?, 23)?;
    let ahead = TimeDelta::minutes(hours * 60 + two_digits(minutes, 59)?);
    Some((local, if east { ahead } else { -ahead }))
}

fn sizes(text: &str, unit: &str) -> Option<Said> {
    let (least, most) = if text.starts_with('[') { in_brackets(text)? } else { (text, text) };
    let (least, most) = (size(least, unit)?, size(most, unit)?);
    let text = match (least, most) {
        (least, most) if least > most => return None,
        (least, most) if least == most => size_text(least, unit),
        (least, most) => format!("[{} TO {}]", size_text(least, unit), size_text(most, unit)),
    };
    Some(Said { text, bounds: Some(Bounds::Sizes(least, most)) })
}

/// Returns the ends of a range in brackets.
pub(super) fn in_brackets(text: &str) -> Option<(&str, &str)> {
    let is_blank = |c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}' | '\u{A0}');
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let words: Vec<&str> = inner.split(is_blank).filter(|word| !word.is_empty()).collect();
    let [least, "TO", most] = *words else { return None };
    Some((least, most))
}

/// Reads a size: the prefix moves the decimal point.
fn size(text: &str, unit: &str) -> Option<u64> {
    let lower = text.to_ascii_lowercase();
    let number = lower.strip_suffix(unit)?;
    let places = match number.bytes().last()? {
        b'k' => 3,
        b'm' => 6,
        b'g' => 9,
        b't' => 12,
        _ => 0,
    };
    let number = if places > 0 { &number[..number.len() - 1] } else { number };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || fraction.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > places {
        return None;
    }
    let moved = format!("{whole}{fraction:0<places$}");
    format!("0{}", moved.trim_start_matches('0')).parse().ok()
}

/// Prints a size with the largest prefix for which it is a whole number.
fn size_text(size: u64, unit: &str) -> String {
    let digits = size.to_string();
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let (prefix, places) = match zeros {
        _ if size == 0 => ("", 0),
        0..3 => ("", 0),
        3..6 => ("k", 3),
        6..9 => ("M", 6),
        9..12 => ("G", 9),
        _ => ("T", 12),
    };
    format!("{}{prefix}{unit}", &digits[..digits.len() - places])
}
