//! The columns of tables, TSV and CSV: fields of records, by their names in JSON.

use std::collections::BTreeMap;

use activity_query::Status;
use activity_query::model::{Activity, Computer, FromRecord, Record, SavedSearch};
use anstyle::{AnsiColor, Style};
use serde_json::value::RawValue;

use crate::failure::Failure;

/// Records that are listed: activities, computers, saved searches.
pub(crate) trait Listed: FromRecord {
    /// The columns if none are asked for.
    const DEFAULT: &'static [&'static str];
    /// The fields that are documented, and so are suggested.
    const DOCUMENTED: &'static [&'static str];
    /// The word for several of them.
    const MANY: &'static str;

    /// The style of its line on a terminal.
    fn style(&self) -> Style {
        Style::new()
    }
}

impl Listed for Activity {
    const DEFAULT: &'static [&'static str] = &[
        "id",
        "activity_status",
        "type",
        "computer_id",
        "creator.email",
        "creation_time",
        "summary",
    ];
    const DOCUMENTED: &'static [&'static str] = &[
        "id",
        "parent_id",
        "type",
        "summary",
        "activity_status",
        "progress",
        "computer_id",
        "creator",
        "creator.email",
        "creator.name",
        "creator.id",
        "creation_time",
        "approval_time",
        "delivery_time",
        "completion_time",
        "modification_time",
        "deliver_after_time",
        "deliver_before_time",
        "deliver_delay_window",
        "schedule_after_time",
        "schedule_before_time",
        "result_code",
        "result_text",
        "package_ids",
        "changes",
        "pocket_id",
        "pocket_name",
        "children",
        "children_count",
        "children_statuses",
        "computer_count",
    ];
    const MANY: &'static str = "activities";

    fn style(&self) -> Style {
        let color = match self.activity_status.get() {
            Some(Status::Failed) => AnsiColor::Red,
            Some(Status::Succeeded) => AnsiColor::Green,
            Some(Status::Canceled) => AnsiColor::BrightBlack,
            Some(Status::Delivered) => AnsiColor::Cyan,
            Some(Status::Unapproved | Status::Blocked | Status::Waiting) => AnsiColor::Yellow,
            Some(_) | None => return Style::new(),
        };
        Style::new().fg_color(Some(color.into()))
    }
}

impl Listed for Computer {
    const DEFAULT: &'static [&'static str] =
        &["id", "title", "hostname", "distribution", "tags", "last_ping_time"];
    const DOCUMENTED: &'static [&'static str] = &[
        "id",
        "title",
        "hostname",
        "distribution",
        "tags",
        "access_group",
        "annotations",
        "comment",
        "last_ping_time",
        "last_exchange_time",
        "reboot_required_flag",
        "network_devices",
        "hardware",
        "total_memory",
        "total_swap",
    ];
    const MANY: &'static str = "computers";
}

impl Listed for SavedSearch {
    const DEFAULT: &'static [&'static str] = &["name", "title", "search"];
    const DOCUMENTED: &'static [&'static str] = Self::DEFAULT;
    const MANY: &'static str = "saved searches";
}

/// The text of a field: that of a string as it reads, nothing for null, and the
/// JSON of all else.
pub(crate) fn cell<T: FromRecord>(record: &Record<T>, field: &str) -> String {
    let Some(json) = value(record, field) else { return String::new() };
    match json.as_str() {
        "null" => String::new(),
        // What is not a text, such as half of a pair of surrogates, stays as it came.
        text if text.starts_with('"') => serde_json::from_str(text).unwrap_or(json),
        _ => json,
    }
}

/// The JSON of a field; a dot leads into an object.
fn value<T: FromRecord>(record: &Record<T>, field: &str) -> Option<String> {
    let mut names = field.split('.');
    let mut json = record.field(names.next()?)?.to_owned();
    for name in names {
        let object: BTreeMap<String, &RawValue> = serde_json::from_str(&json).ok()?;
        json = (*object.get(name)?).get().to_owned();
    }
    Some(json)
}

/// Refuses a name that no record has, if it is nearly one that is documented.
pub(crate) fn check<T: Listed>(fields: &[String], records: &[Record<T>]) -> Result<(), Failure> {
    for field in fields {
        let is_known = T::DOCUMENTED.contains(&field.as_str());
        if is_known || records.iter().any(|record| value(record, field).is_some()) {
            continue;
        }
        if let Some(near) = near(field, T::DOCUMENTED) {
            let many = T::MANY;
            let message = format!("`{field}` is not a field of {many}: did you mean `{near}`?");
            return Err(Failure::Usage(message));
        }
    }
    Ok(())
}

/// The documented field that was probably meant: one that begins or ends with the
/// name, or is a few edits away from it.
fn near(field: &str, documented: &[&'static str]) -> Option<&'static str> {
    let written = field.to_ascii_lowercase().replace('-', "_");
    let is_part = |known: &&str| {
        let (start, end) = known.split_once(['_', '.']).unwrap_or((known, known));
        [*known, start, end].contains(&&*written)
    };
    let edits = |known: &&str| {
        let end = known.split_once(['_', '.']).map_or(*known, |(_, end)| end);
        let edits = [*known, end].map(|name| (strsim::damerau_levenshtein(&written, name), name));
        let [whole, end] = edits.map(|(edits, name)| (edits * 4 <= name.len()).then_some(edits));
        whole.into_iter().chain(end).min()
    };
    let all = || documented.iter().copied();
    let likely = all().filter(|known| edits(known).is_some());
    all().find(is_part).or_else(|| likely.min_by_key(edits))
}

/// Lines of cells with tabs between them. Tabs, line breaks and backslashes of a text
/// are escaped, so that a record is a line and a tab separates cells.
pub(crate) fn tsv<T: FromRecord>(fields: &[String], records: &[Record<T>]) -> String {
    let mut lines = String::new();
    for record in records {
        for (index, field) in fields.iter().enumerate() {
            if index > 0 {
                lines.push('\t');
            }
            for c in cell(record, field).chars() {
                match c {
                    '\t' => lines.push_str("\\t"),
                    '\n' => lines.push_str("\\n"),
                    '\r' => lines.push_str("\\r"),
                    '\\' => lines.push_str("\\\\"),
                    c => lines.push(c),
                }
            }
        }
        lines.push('\n');
    }
    lines
}

/// Rows of cells as RFC 4180 has them, but with plain line feeds.
pub(crate) fn csv(rows: impl Iterator<Item = Vec<String>>) -> Result<String, Failure> {
    let failed = |error: csv::Error| Failure::Store(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.into_error().into()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
