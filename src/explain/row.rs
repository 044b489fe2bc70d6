//! What is in a row, in a few words.

use crate::model::DeviceClass;
use crate::property::{Asked, Column, Row, Test, Value};
use crate::query::explain::words::{fact, one, part, value};
use crate::query::language::{Language, TermSyntax};
use crate::query::value::{Quantity, Unit};

/// What a record has in a column of which it has one value at most.
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

/// The value that the term asks for, as it is written.
pub(super) fn wanted<L: Language>(term: &L) -> String {
    match term.syntax() {
        TermSyntax::Text(_, value) => value.into_owned(),
        TermSyntax::Range(_, value) => value,
        TermSyntax::Keyword(_) | TermSyntax::Query(..) => String::new(),
    }
}

/// What a row has in a column, as queries write it.
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

/// What sizes of the row count: hertz of a processor, bytes of all else.
fn unit(row: &Row<'_>) -> Unit {
    if matches!(row, Row::Device(_, DeviceClass::Cpu, _)) { Unit::Hertz } else { Unit::Bytes }
}
