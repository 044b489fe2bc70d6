//! Describes the contents of a row.

use crate::model::DeviceClass;
use crate::property::{Asked, Column, Row, Test, Value};
use crate::query::explain::words::{fact, one, part, value};
use crate::query::language::{Language, TermSyntax};
use crate::query::value::{Quantity, Unit};

/// Describes a column of which a record has at most one value.
pub(super) fn single(
    column: Column,
    test: &Test<'_>,
    row: &Row<'_>,
    (wanted, matches): (&str, bool),
) -> String {
    let own = text_of(column, row);
    match test {
        Test::Number(_) | Test::Is(_) | Test::Kind(_) | Test::OneOf(_) => {
            one(column.noun(), own.as_deref(), wanted, matches)
        }
        Test::Contains(_) => part(column.noun(), own.as_deref(), wanted, matches),
        Test::Flag(_) | Test::Within(_) | Test::Time(..) => fact(column.noun(), own),
        Test::Absent => fact(column.noun(), own.as_deref().map(value)),
    }
}

/// Returns the value of the term, as it is written.
pub(super) fn wanted<L: Language>(term: &L) -> String {
    match term.syntax() {
        TermSyntax::Text(_, value) => value.into_owned(),
        TermSyntax::Range(_, value) => value,
        TermSyntax::Keyword(_) | TermSyntax::Query(..) => String::new(),
    }
}

/// Returns the value of a column in a row, as queries write it.
pub(super) fn text_of(column: Column, row: &Row<'_>) -> Option<String> {
    Some(match column.read(row) {
        Value::Absent => return None,
        Value::Number(size) if column.asked() == Asked::Size => {
            Quantity::exactly(u64::try_from(size).ok()?).text(unit(row))
        }
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Time(time) => time.to_string(),
        Value::Text(text) => text.to_owned(),
    })
}

/// Returns the unit of the sizes in the row: hertz for a processor, otherwise bytes.
fn unit(row: &Row<'_>) -> Unit {
    if matches!(row, Row::Device(_, DeviceClass::Cpu, _)) { Unit::Hertz } else { Unit::Bytes }
}
