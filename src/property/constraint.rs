//! Derives the constraints of a question from the table.

use super::question::{Comparison, Question, Test, row_kind};
use super::table::{Asked, Column};
use crate::query::constraint::{Constraint, Constraints};

/// The name of a property: a part of a computer's title or host name.
const NAMES: &str = "names";

/// Returns the constraints of a question. A record has at most one value of each property in
/// its own table, and any number of rows in each other table.
pub(crate) fn constraints(question: Question<'_>) -> Constraints<'_> {
    match question {
        Question::Row(tests) => of_row(&tests),
        Question::Named(part) => Constraints::new(named(part)),
        Question::GroupOrBelow(group) => Constraints::new(group_above(group)),
        Question::NoticesAppliedIn(days) => {
            Constraints::new(Constraint::below("notices-applied-in", days.into()))
        }
        Question::Search(name) => Constraints::new(Constraint::has("search", name)),
    }
}

/// Returns the constraints of a row that passes all tests, including those of the weaker
/// questions that it implies.
fn of_row<'a>(tests: &[(Column, Test<'a>)]) -> Constraints<'a> {
    let mut asked = (1..=tests.len()).rev().filter_map(|length| tests.get(..length));
    let own = asked.next().and_then(constraint);
    // A question without tests is true of everything.
    let Some(own) = own else { return Constraints::new(Constraint::has("", "")) };
    let constraints = asked.filter_map(constraint).fold(Constraints::new(own), Constraints::and);
    match tests {
        [(column, Test::Is(text))] if column.asked() == Asked::Name => constraints.and(named(text)),
        [(Column::AccessGroup, Test::Is(group))] => constraints.and(group_above(group)),
        _ => constraints,
    }
}

/// Requires that the title or the host name contains the text.
fn named(part: &str) -> Constraint<'static> {
    Constraint::contains(NAMES, part.to_ascii_lowercase())
}

/// Requires that the access group, or one above it, has the name.
fn group_above(name: &str) -> Constraint<'_> {
    Constraint::has("access-group-recursive", name)
}

/// Returns the constraint of the last test on a row that passes the others.
fn constraint<'a>(tests: &[(Column, Test<'a>)]) -> Option<Constraint<'a>> {
    let (last, before) = tests.split_last()?;
    let (column, test) = last;
    let property = column.ident();
    let single = column.table().owner().is_none();
    // The kind of a row is part of the property; other tests of the row are not.
    if before.iter().any(|(_, test)| test.kind().is_none()) {
        let words = tests.iter().map(|(column, test)| test.text(*column));
        return Some(Constraint::has(property, words.collect::<Vec<_>>().join(":")));
    }
    let constraint = match test {
        Test::Contains(_) => Constraint::contains(property, test.text(*column)),
        Test::Within(quantity) => Constraint::between(property, quantity.least(), quantity.most()),
        Test::Time(Comparison::AtLeast, moment) => Constraint::at_least(property, moment.number()),
        Test::Time(Comparison::AtMost, moment) => {
            Constraint::below(property, moment.number().saturating_add(1))
        }
        Test::Time(Comparison::Below, moment) => Constraint::below(property, moment.number()),
        Test::Absent if single => Constraint::is_absent(property),
        Test::Absent
        | Test::Number(_)
        | Test::Flag(_)
        | Test::Is(_)
        | Test::Kind(_)
        | Test::OneOf(_) => {
            let value = test.text(*column);
            if single { Constraint::is(property, value) } else { Constraint::has(property, value) }
        }
    };
    Some(match row_kind(before) {
        Some(kind) => constraint.of_kind(kind),
        None => constraint,
    })
}
