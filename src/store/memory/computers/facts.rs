//! [`Facts`]: what the terms of computer queries can ask about a computer.

use chrono::{DateTime, Utc};

use crate::model::Computer;
use crate::property::{Asked, Column, Row, Table, Value};

/// Everything about a computer that a term can ask for, as the table of
/// properties says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    /// Texts, numbers and flags that are asked as a whole. What is asked with
    /// others of its row has them before it: `usg:8:fail`.
    pub(super) words: Vec<(Column, String)>,
    /// Texts that are searched for a part, ASCII case ignored.
    pub(super) texts: Vec<(Key, String)>,
    /// What is compared; instants in nanoseconds since 1970.
    pub(super) numbers: Vec<(Key, i128)>,
    /// Keys and the values that are texts.
    pub(super) annotations: Vec<(String, Vec<String>)>,
}

/// A column of the rows of one kind: the vendor of a disk. Of most columns
/// there is one kind, the empty one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) column: Column,
    pub(super) kind: &'static str,
}

/// Titles and host names together.
pub(super) const NAMES: Key = Key { column: Column::Title, kind: "" };

/// When the first of the unresolved notices was released; unresolved is the
/// kind of one that was not applied.
const OUTSTANDING: Key = Key { column: Column::UsnReleased, kind: "none" };

/// How long the slowest of the notices took, once all are applied.
pub(super) const SLOWEST: Key = Key { column: Column::UsnApplied, kind: "" };

/// An instant as a number that compares as the instant does.
pub(super) fn nanoseconds(instant: DateTime<Utc>) -> i128 {
    i128::from(instant.timestamp()) * 1_000_000_000 + i128::from(instant.timestamp_subsec_nanos())
}

impl Facts {
    pub(super) fn of(computer: &Computer) -> Self {
        let mut facts = Self::default();
        for table in Table::ALL {
            match table {
                Table::Annotations => facts.annotations(computer),
                Table::Usns => facts.notices(computer),
                Table::Computers
                | Table::Tags
                | Table::Releases
                | Table::Alerts
                | Table::Interfaces
                | Table::Profiles
                | Table::Devices => facts.rows(*table, computer),
                Table::Activities | Table::AccessGroups => {}
            }
        }
        facts
    }

    fn rows(&mut self, table: Table, computer: &Computer) {
        // Computers are found by their ids without an index.
        let named = [Some(Column::ComputerId), table.owner()];
        let columns = table.columns().iter().filter(|column| !named.contains(&Some(**column)));
        for row in table.rows(computer) {
            for column in columns.clone() {
                self.column(*column, &row);
            }
        }
    }

    fn column(&mut self, column: Column, row: &Row<'_>) {
        match column.asked() {
            Asked::Id | Asked::Flag | Asked::Whole | Asked::WholeAnyCase => {
                self.words.extend(words(column, row).map(|words| (column, words)));
            }
            Asked::Name => {
                self.words.extend(words(column, row).map(|words| (column, words)));
                self.texts.extend(text(column, row).map(|text| (NAMES, text)));
            }
            Asked::PartAnyCase => {
                let key = Key { column, kind: kind(row) };
                self.texts.extend(text(column, row).map(|text| (key, text)));
            }
            Asked::Size | Asked::Time => {
                let key = Key { column, kind: kind(row) };
                self.numbers.extend(number(column, row).map(|number| (key, number)));
            }
            // It is the kind of others, and the rows of annotations are not here.
            Asked::Kind | Asked::Part => {}
        }
    }

    fn annotations(&mut self, computer: &Computer) {
        let annotations = computer.annotations();
        self.annotations = annotations
            .map(|own| (own.key().to_owned(), own.values().map(str::to_owned).collect()))
            .collect();
    }

    /// Of many notices, those that decide.
    fn notices(&mut self, computer: &Computer) {
        let mut outstanding: Option<i128> = None;
        let mut slowest: Option<i128> = None;
        let mut all_applied = true;
        for row in Table::Usns.rows(computer) {
            match (number(Column::UsnReleased, &row), number(Column::UsnApplied, &row)) {
                (Some(released), Some(applied)) => {
                    slowest = slowest.max(Some(applied - released));
                }
                (Some(released), None) => {
                    let first = outstanding.map_or(released, |first| first.min(released));
                    outstanding = Some(first);
                    all_applied = false;
                }
                (None, _) => all_applied = false,
            }
        }
        self.numbers.extend(outstanding.map(|first| (OUTSTANDING, first)));
        if all_applied {
            self.numbers.extend(slowest.map(|delay| (SLOWEST, delay)));
        }
    }
}

/// What is asked as a whole: this column and those that are asked before it.
fn words(column: Column, row: &Row<'_>) -> Option<String> {
    let mut words = String::new();
    for column in column.before().iter().chain([&column]) {
        if !words.is_empty() {
            words.push(':');
        }
        match (column.read(row), column.asked()) {
            (Value::Absent | Value::Time(_), _) => return None,
            (Value::Number(number), _) => words.push_str(&number.to_string()),
            (Value::Flag(flag), _) => words.push_str(&flag.to_string()),
            (Value::Text(text), Asked::WholeAnyCase) => words.push_str(&text.to_ascii_lowercase()),
            (Value::Text(text), _) => words.push_str(text),
        }
    }
    Some(words)
}

fn text(column: Column, row: &Row<'_>) -> Option<String> {
    match column.read(row) {
        Value::Text(text) => Some(text.to_owned()),
        Value::Absent | Value::Number(_) | Value::Flag(_) | Value::Time(_) => None,
    }
}

fn number(column: Column, row: &Row<'_>) -> Option<i128> {
    match column.read(row) {
        Value::Number(number) => Some(number.into()),
        Value::Time(time) => Some(nanoseconds(time.instant())),
        Value::Absent | Value::Flag(_) | Value::Text(_) => None,
    }
}

/// The kind of the row: the class of a device.
fn kind(row: &Row<'_>) -> &'static str {
    if let Row::Device(_, class, _) = row { class.as_str() } else { "" }
}
