//! The columns of tables, TSV and CSV: fields of activities, by their names in JSON.

use std::collections::BTreeMap;

use activity_query::model::{Activity, Record};
use serde_json::value::RawValue;

use crate::failure::Failure;

/// The columns if none are asked for.
pub(crate) const DEFAULT: [&str; 7] =
    ["id", "activity_status", "type", "computer_id", "creator.email", "creation_time", "summary"];

/// The fields that are documented, and so are suggested.
pub(crate) const DOCUMENTED: [&str; 31] = [
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

/// The text of a field: that of a string as it reads, nothing for null, and the
/// JSON of all else.
pub(crate) fn cell(record: &Record<Activity>, field: &str) -> String {
    let Some(json) = value(record, field) else { return String::new() };
    match json.as_str() {
        "null" => String::new(),
        // What is not a text, such as half of a pair of surrogates, stays as it came.
        text if text.starts_with('"') => serde_json::from_str(text).unwrap_or(json),
        _ => json,
    }
}

/// The JSON of a field; a dot leads into an object.
fn value(record: &Record<Activity>, field: &str) -> Option<String> {
    let mut names = field.split('.');
    let mut json = record.field(names.next()?)?.to_owned();
    for name in names {
        let object: BTreeMap<String, &RawValue> = serde_json::from_str(&json).ok()?;
        json = (*object.get(name)?).get().to_owned();
    }
    Some(json)
}

/// Refuses a name that no record has, if it is nearly one that is documented.
pub(crate) fn check(fields: &[String], records: &[Record<Activity>]) -> Result<(), Failure> {
    for field in fields {
        let is_known = DOCUMENTED.contains(&field.as_str());
        if is_known || records.iter().any(|record| value(record, field).is_some()) {
            continue;
        }
        if let Some(near) = near(field) {
            let message = format!("`{field}` is not a field of activities: did you mean `{near}`?");
            return Err(Failure::Usage(message));
        }
    }
    Ok(())
}

/// The documented field that was probably meant: one that begins or ends with the
/// name, or is a few edits away from it.
fn near(field: &str) -> Option<&'static str> {
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
    let likely = || DOCUMENTED.into_iter().filter(|known| edits(known).is_some());
    DOCUMENTED.into_iter().find(is_part).or_else(|| likely().min_by_key(edits))
}

/// Lines of cells with tabs between them, and a heading. Tabs, line breaks and
/// backslashes of a text are escaped, so that a record is a line and a tab
/// separates cells.
pub(crate) fn tsv(fields: &[String], records: &[Record<Activity>]) -> String {
    let mut lines = fields.join("\t") + "\n";
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

/// The cells as RFC 4180 has them, but with plain line feeds, and a heading.
pub(crate) fn csv(fields: &[String], records: &[Record<Activity>]) -> Result<String, Failure> {
    let failed = |error: csv::Error| Failure::Store(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(fields).map_err(failed)?;
    for record in records {
        let cells = fields.iter().map(|field| cell(record, field));
        writer.write_record(cells).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.into_error().into()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
