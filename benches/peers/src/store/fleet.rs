//! Records that are the same in every run: activities, and 10,000 computers.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    reason = "numbers of a benchmark, within their ranges"
)]

use std::fmt::Write as _;

use activity_query::Status;
use activity_query::model::{ACTIVITY_TYPES, Computer, Record};
use chrono::DateTime;
use serde_json::json;

pub const COMPUTERS: u64 = 10_000;
pub const CREATORS: u64 = 1_000;
const TYPES: u64 = 20;
/// Five years, from the beginning of 2020 on.
const START: i64 = 1_577_836_800;
const SECONDS: u64 = 157_680_000;

/// The distribution of the values of activities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// All values are equally frequent; ids are in the order of creation, with one activity
    /// every few seconds.
    Uniform,
    /// As in real fleets: most activities succeeded, a few people and types account for most
    /// of them, some fields are missing, many share one instant, and some ids are out of
    /// order.
    Skewed,
}

/// One activity as columns.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: u64,
    pub parent: Option<u64>,
    pub status: &'static str,
    /// The time in seconds since 1970.
    pub created: Option<i64>,
    pub creator: Option<u64>,
    pub computer: Option<u64>,
    pub kind: &'static str,
}

impl Row {
    #[must_use]
    pub fn email(&self) -> Option<String> {
        Some(format!("user{}@example.com", self.creator?))
    }
}

/// Returns a pseudo-random number for a pair of numbers.
fn random(number: u64, what: u64) -> u64 {
    let mut mixed = number.wrapping_add(what.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Returns a number below `below`, small ones far more often than large ones.
fn skewed(random: u64, below: u64) -> u64 {
    let unit = (random >> 11) as f64 / (1_u64 << 53) as f64;
    ((below as f64 + 1.0).powf(unit) - 1.0) as u64 % below
}

/// Ten of every fifty consecutive activities belong to one group.
fn parent(number: u64) -> Option<u64> {
    (1..=10).contains(&(number % 50)).then_some(number - number % 50 + 1)
}

/// Returns the activity of this number, out of `all`.
#[must_use]
pub fn row(number: u64, all: u64, shape: Shape) -> Row {
    let dice = |what| random(number, what);
    let spread = |number: u64| START + (number.saturating_mul(SECONDS) / all).cast_signed();
    match shape {
        Shape::Uniform => Row {
            id: number + 1,
            parent: parent(number),
            status: Status::ALL[(dice(3) % 9) as usize].as_str(),
            created: Some(spread(number)),
            creator: Some(dice(4) % CREATORS),
            computer: Some(dice(5) % COMPUTERS),
            kind: ACTIVITY_TYPES[(dice(6) % TYPES) as usize],
        },
        Shape::Skewed => {
            // Ids are shuffled within each hundred, which also shares one instant; one in
            // twenty is created at any time.
            let id = number - number % 100 + (number % 100 * 37 + 11) % 100;
            let time = match dice(7) % 20 {
                0 => dice(8) % all,
                1..=4 => number - number % 50,
                _ => number,
            };
            let status = match dice(3) % 100 {
                0..86 => Status::Succeeded,
                86..92 => Status::Failed,
                92..95 => Status::Canceled,
                _ => Status::ALL[(dice(9) % 9) as usize],
            };
            Row {
                id: id + 1,
                parent: parent(number),
                status: status.as_str(),
                created: (!dice(10).is_multiple_of(1000)).then(|| spread(time)),
                creator: (!dice(11).is_multiple_of(50)).then(|| skewed(dice(4), CREATORS)),
                // Some are for no computer, some for an unknown one.
                computer: (!dice(12).is_multiple_of(50))
                    .then(|| skewed(dice(5), COMPUTERS + COMPUTERS / 100)),
                kind: ACTIVITY_TYPES[skewed(dice(6), TYPES) as usize],
            }
        }
    }
}

/// Returns all activities.
pub fn rows(all: u64, shape: Shape) -> impl Iterator<Item = Row> {
    (0..all).map(move |number| row(number, all, shape))
}

/// The creation time of the newest activity.
#[must_use]
pub fn now() -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(START + SECONDS.cast_signed(), 0).unwrap_or_default()
}

/// Writes the record of an activity as a line of JSON.
pub fn write_json(row: &Row, line: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(line, r#"{{"id":{},"activity_status":"{}","#, row.id, row.status);
    if let Some(parent) = row.parent {
        let _ = write!(line, r#""parent_id":{parent},"#);
    }
    if let Some(created) = row.created.and_then(|created| DateTime::from_timestamp(created, 0)) {
        let _ = write!(line, r#""creation_time":"{}","#, created.format("%Y-%m-%dT%H:%M:%SZ"));
    }
    if let (Some(creator), Some(email)) = (row.creator, row.email()) {
        let _ = write!(
            line,
            r#""creator":{{"email":"{email}","id":{creator},"name":"User {creator}"}},"#
        );
    }
    if let Some(computer) = row.computer {
        let _ = write!(line, r#""computer_id":{computer},"#);
    }
    let _ = writeln!(
        line,
        r#""type":"{}","summary":"What was asked for in activity {}","result_text":null,"result_code":null,"progress":100,"deliver_after_time":null}}"#,
        row.kind, row.id
    );
}

/// A computer as columns.
#[derive(Debug, Clone)]
pub struct Machine {
    pub id: u64,
    pub hostname: String,
    pub title: String,
    pub access_group: &'static str,
    pub distribution: &'static str,
    pub tags: Vec<&'static str>,
    pub alert: Option<&'static str>,
    pub owner: &'static str,
    /// The time in seconds since 1970.
    pub last_ping: i64,
}

#[must_use]
pub fn machines() -> Vec<Machine> {
    (0..COMPUTERS)
        .map(|id| {
            let dice = |what| random(id, 100 + what);
            let tags = [("laptop", 10), ("web", 7), ("db", 20), ("rare", 3_000)];
            let has = |what: usize| dice(what as u64).is_multiple_of(tags[what].1);
            Machine {
                id,
                hostname: format!("web-{id:05}.example.com"),
                title: format!("Server {id:05}"),
                access_group: ["global", "server", "desktop", "lab"][(dice(10) % 4) as usize],
                distribution: ["20.04", "22.04", "24.04"][(dice(11) % 3) as usize],
                tags: (0..4).filter(|what| has(*what)).map(|what| tags[what].0).collect(),
                alert: dice(12).is_multiple_of(33).then_some("computer-offline"),
                owner: ["jane", "joe", "sam", "kim", "lee"][(dice(13) % 5) as usize],
                last_ping: now().timestamp() - (dice(14) % 200_000).cast_signed(),
            }
        })
        .collect()
}

impl Machine {
    /// Returns the record of the computer.
    ///
    /// # Errors
    /// If the library can't read it.
    pub fn computer(&self) -> serde_json::Result<Record<Computer>> {
        let ping = DateTime::from_timestamp(self.last_ping, 0).unwrap_or_default();
        serde_json::from_value(json!({
            "id": self.id,
            "hostname": self.hostname,
            "title": self.title,
            "access_group": self.access_group,
            "distribution": self.distribution,
            "tags": self.tags,
            "alerts": self.alert.map(|alert| json!({"type": alert})).into_iter().collect::<Vec<_>>(),
            "annotations": {"owner": self.owner},
            "last_ping_time": ping.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        }))
    }
}
