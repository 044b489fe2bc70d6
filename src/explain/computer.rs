//! Describes what a computer has of what a term asks for.

use super::row::{single, text_of, wanted};
use crate::computer::ComputerTerm;
use crate::evaluate::Context;
use crate::model::{Computer, DeviceClass};
use crate::property::{Column, Question, Row, Table, Tests, row_kind};
use crate::query::explain::words::{fact, list, several, value};

/// Describes what the computer has.
pub(super) fn found(
    term: &ComputerTerm,
    computer: &Computer,
    context: &Context<'_>,
    matches: bool,
) -> String {
    match term.question() {
        Question::Row(tests) => in_rows(&tests, computer, &wanted(term), matches),
        Question::Named(part) => {
            let names = computer.title.get().into_iter().chain(computer.hostname.get());
            match list(names) {
                None => "no title and no host name".to_owned(),
                Some(names) if matches => format!("title and host name are {names}"),
                Some(names) => format!("title and host name are {names}, without {}", value(part)),
            }
        }
        Question::GroupOrBelow(name) => {
            let own = computer.access_group.get();
            let groups =
                own.into_iter().flat_map(|own| context.fleet().access_group_and_above(own));
            several("access groups", groups, name, matches)
        }
        Question::NoticesAppliedIn(_) => {
            let rows = Table::Usns.rows(computer);
            let own = rows.iter().map(|row| {
                let known = |column| text_of(column, row).unwrap_or_else(|| "never".to_owned());
                format!("{} to {}", known(Column::UsnReleased), known(Column::UsnApplied))
            });
            list(own).map_or_else(
                || "no security notices".to_owned(),
                |own| format!("security notices, from release to application: {own}"),
            )
        }
        // All other saved searches are already expanded.
        Question::Search(name) => {
            format!("the saved search {name} is empty: it selects every computer")
        }
    }
}

/// Describes what the computer has in the rows that are tested.
fn in_rows(tests: &Tests<'_>, computer: &Computer, wanted: &str, matches: bool) -> String {
    let Some((column, test)) = tests.last() else { return String::new() };
    let kind = row_kind(tests);
    let rows = column.table().rows(computer);
    let own = || rows.iter().filter_map(|row| text_of(*column, row));
    match column.table() {
        Table::Activities | Table::AccessGroups => String::new(),
        Table::Computers => rows
            .first()
            .map_or_else(String::new, |row| single(*column, test, row, (wanted, matches))),
        Table::Tags | Table::Interfaces => several(column.noun(), own(), wanted, matches),
        Table::Releases => match list(own()) {
            Some(own) if !matches => {
                fact(column.noun(), Some(format!("{own}, not {}", value(wanted))))
            }
            own => fact(column.noun(), own),
        },
        // Records do not contain the language's names of alerts.
        Table::Alerts => several(column.noun(), computer.alerts(), wanted, matches),
        Table::Annotations => {
            let key = tests.first().map(|(column, test)| test.text(*column)).unwrap_or_default();
            annotations(computer, &key)
        }
        Table::Profiles => profiles(&rows, *column, kind, (wanted, matches)),
        Table::Devices => {
            let class = DeviceClass::ALL.into_iter().find(|class| Some(class.as_str()) == kind);
            let of_class =
                |row: &&Row<'_>| matches!(row, Row::Device(_, own, _) if Some(*own) == class);
            let own = rows.iter().filter(of_class).filter_map(|row| text_of(*column, row));
            let name =
                format!("{} of {}", column.noun(), class.map_or("devices", DeviceClass::plural));
            several(&name, own, wanted, matches)
        }
        Table::Usns => {
            let open = rows.iter().filter(|row| text_of(Column::UsnApplied, row).is_none());
            list(open.filter_map(|row| text_of(*column, row))).map_or_else(
                || "no unresolved security notices".to_owned(),
                |own| format!("unresolved security notices were released {own}"),
            )
        }
    }
}

fn annotations(computer: &Computer, key: &str) -> String {
    let own = computer.annotations().filter(|own| own.key().contains(key));
    let own = own.map(|own| match own.values().collect::<Vec<_>>().as_slice() {
        [] => own.key().to_owned(),
        texts => format!("{}:{}", own.key(), texts.join(",")),
    });
    list(own).map_or_else(
        || format!("no annotations with {}", value(key)),
        |own| format!("annotations are {own}"),
    )
}

/// Describes the profiles of the computer: all of them or, for a given type, those of that
/// type as queries write them.
fn profiles(
    rows: &[Row<'_>],
    column: Column,
    kind: Option<&str>,
    (wanted, matches): (&str, bool),
) -> String {
    let text = |column, row: &Row<'_>| text_of(column, row).unwrap_or_else(|| "?".to_owned());
    let named = |row: &Row<'_>| {
        let status = text_of(Column::ProfileStatus, row).map(|status| format!(":{status}"));
        let (kind, id) = (text(Column::ProfileType, row), text(Column::ProfileId, row));
        format!("{kind}:{id}{}", status.unwrap_or_default())
    };
    let is = |row: &&Row<'_>, kind: &str| {
        text_of(Column::ProfileType, row).is_some_and(|own| own == kind)
    };
    match (column, kind) {
        (Column::ProfileType, Some(kind)) => {
            let own = rows.iter().filter(|row| is(row, kind)).map(named);
            several(&format!("{kind} profiles"), own, wanted, true)
        }
        (Column::ProfileName, Some(kind)) => {
            let own = rows.iter().filter(|row| is(row, kind));
            let own = own.filter_map(|row| text_of(column, row));
            several(&format!("{kind} profiles"), own, wanted, matches)
        }
        _ => several(column.noun(), rows.iter().map(named), wanted, matches),
    }
}
