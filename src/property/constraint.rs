//! What a question implies about a record, by the table alone.

use super::question::{Comparison, Question, Test, row_kind};
use super::table::{Asked, Column};
use crate::query::constraint::{Constraint, Constraints};

/// A part of a computer's names.
const NAMES: &str = "names";

/// What the question says. A record has one of each property of its own table,
/// at most, and any number of rows in each other one.
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

/// What a row passes, and what a row passes that is asked less.
fn of_row<'a>(tests: &[(Column, Test<'a>)]) -> Constraints<'a> {
    let mut asked = (1..=tests.len()).rev().filter_map(|length| tests.get(..length));
    let own = asked.next().and_then(constraint);
    // A question of nothing is true of all.
    let Some(own) = own else { return Constraints::new(Constraint::has("", "")) };
    let constraints = asked.filter_map(constraint).fold(Constraints::new(own), Constraints::and);
    match tests {
        [(column, Test::Is(text))] if column.asked() == Asked::Name => constraints.and(named(text)),
        [(Column::AccessGroup, Test::Is(group))] => constraints.and(group_above(group)),
        _ => constraints,
    }
}

/// The title or the host name contains it.
fn named(part: &str) -> Constraint<'static> {
    Constraint::contains(NAMES, part.to_ascii_lowercase())
}

/// The access group or one above it.
fn group_above(name: &str) -> Constraint<'_> {
    Constraint::has("access-group-recursive", name)
}

/// What the last of the tests says of a row that passes the others.
fn constraint<'a>(tests: &[(Column, Test<'a>)]) -> Option<Constraint<'a>> {
    let (last, before) = tests.split_last()?;
    let (column, test) = last;
    let property = column.ident();
    let single = column.table().owner().is_none();
    // A kind of row is a property of its own; what else is asked of the row is not.
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
