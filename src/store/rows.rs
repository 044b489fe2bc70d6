//! Splits records into rows of the default schema.

use serde_json::{Value as Json, json};

use super::page::NEVER;
use crate::model::{ActivityId, Computer, ComputerId, Indexed, Status};
use crate::property::{Row as Own, Table, Value};

/// The values of a table's columns, in order; the last one of an activity or a computer is
/// the record.
pub(super) type Row = Vec<Json>;

/// The columns of activities, read by [`Indexed`], the reader for many activities, in the
/// order of the table.
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

/// Returns the rows of a computer in every table.
pub(super) fn of_computer(computer: &Computer, record: &str) -> Vec<(Table, Row)> {
    let mut rows = Vec::new();
    for table in Table::ALL {
        for own in table.rows(computer) {
            let mut row = values(*table, &own);
            if *table == Table::Computers {
                row.push(json!(record));
            }
            rows.push((*table, row));
        }
    }
    rows
}

/// Returns the row of an access group with a parent.
pub(super) fn of_group(name: &str, parent: &str) -> Row {
    values(Table::AccessGroups, &Own::AccessGroup(name, parent))
}

/// Returns the values of the table's columns in a row.
fn values(table: Table, own: &Own<'_>) -> Row {
    let values = table.columns().iter().map(|column| match column.read(own) {
        Value::Absent => Json::Null,
        Value::Number(number) => json!(number),
        Value::Flag(flag) => json!(flag),
        Value::Time(time) => json!(time.instant().timestamp_micros()),
        Value::Text(text) => json!(text),
    });
    values.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Activity, Record, RecordError};
    use crate::property::Column;

    /// The reader for many activities has its own list of the table's columns.
    #[test]
    fn activities_are_read_as_the_table_says() -> Result<(), RecordError> {
        for text in [
            r#"{"id": 7}"#,
            r#"{"id": 7, "parent_id": 3, "activity_status": "failed", "computer_id": 4,
                "creation_time": "2024-07-01T10:00:00.5Z", "type": "RestartRequest",
                "creator": {"email": "Jane@example.com"}}"#,
            r#"{"id": 7, "parent_id": null, "activity_status": null, "computer_id": null,
                "creation_time": null, "type": 1, "creator": {"name": "Jane"}}"#,
        ] {
            let activity: Record<Activity> = text.parse()?;
            let mut expected = values(Table::Activities, &Own::Activity(&activity.read()?));
            let created = Table::Activities.columns().iter().zip(&mut expected);
            for (_, time) in created.filter(|(column, _)| **column == Column::CreationTime) {
                if time.is_null() {
                    *time = json!(NEVER);
                }
            }
            expected.push(json!(text));
            assert_eq!(of_activity(&Indexed::read(text)?, text), expected);
        }
        Ok(())
    }
}
