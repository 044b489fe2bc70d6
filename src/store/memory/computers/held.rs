//! The texts that computers have, for completion.

use std::borrow::Cow;

use super::Computers;
use super::facts::Key;
use super::texts::ValueCount;
use crate::computer::ComputerTerm;
use crate::model::alert_of_class;
use crate::property::{Asked, Column, Question, Table, row_kind};
use crate::query::language::{FieldRef, ValueKind, field};

type ValueCounts<'a> = Box<dyn Iterator<Item = ValueCount<'a>> + 'a>;

impl Computers {
    /// The texts of a field of the computer language, or those that keywords
    /// look into. A text may come more than once.
    pub(in crate::store::memory) fn held<'a>(
        &'a self,
        name: Option<&str>,
        typed: &'a str,
    ) -> ValueCounts<'a> {
        let Some(name) = name else {
            let titles = self.index.words_of(Column::Title);
            return Box::new(titles.chain(self.index.words_of(Column::Hostname)));
        };
        // The values of some fields are words of the language, and not looked up.
        let is_open = |field: &FieldRef<_>| !matches!(field.kind, ValueKind::OneOf { .. });
        let term = field::<ComputerTerm>(name).filter(is_open).and_then(FieldRef::sample);
        match term.as_ref().map(ComputerTerm::question) {
            Some(Question::Row(tests)) => match tests.split_last() {
                Some(((column, _), before)) => {
                    let kind = row_kind(before).unwrap_or_default();
                    self.held_in(Key { column: *column, kind }, typed)
                }
                None => Box::new(std::iter::empty()),
            },
            Some(Question::GroupOrBelow(_)) => {
                self.held_in(Key { column: Column::AccessGroup, kind: "" }, typed)
            }
            Some(Question::Named(_) | Question::NoticesAppliedIn(_) | Question::Search(_))
            | None => Box::new(std::iter::empty()),
        }
    }

    /// The texts of a column; of sizes, times and the ids of computers there are none.
    fn held_in<'a>(&'a self, key: Key, typed: &'a str) -> ValueCounts<'a> {
        let Key { column, kind } = key;
        match (column.table(), column.asked()) {
            (Table::Annotations, _) => self.index.annotations_begun(typed),
            (Table::Profiles, Asked::Id) => {
                // The status comes when the id is there.
                let ids = self.index.words_of(Column::ProfileId);
                let statuses = self.index.words_of(Column::ProfileStatus);
                let has_id = typed.matches(':').count() > 1;
                Box::new(ids.chain(statuses.filter(move |_| has_id)))
            }
            // Names are behind the type of the profile.
            (Table::Profiles, _) => {
                Box::new(self.index.words_of(column).filter_map(move |(words, count)| {
                    let name = words.strip_prefix(kind)?.strip_prefix(':')?;
                    Some((Cow::Owned(name.to_owned()), count))
                }))
            }
            // Beside the class of an alert, its name is held.
            (Table::Alerts, _) => Box::new(
                self.index.words_of(column).filter(|(alert, _)| alert_of_class(alert).is_none()),
            ),
            _ if column == Column::AccessGroup => {
                Box::new(self.index.words_of(column).chain(self.group_names()))
            }
            (_, Asked::PartAnyCase) => Box::new(self.index.texts_of(key)),
            (
                _,
                Asked::Id
                | Asked::Whole
                | Asked::WholeAnyCase
                | Asked::Name
                | Asked::Part
                | Asked::Kind
                | Asked::Size
                | Asked::Time
                | Asked::Flag,
            ) => Box::new(self.index.words_of(column)),
        }
    }

    /// The access groups that are set, whether a computer is in them or not.
    fn group_names(&self) -> impl Iterator<Item = ValueCount<'_>> {
        let names =
            self.groups.iter().flat_map(|(parent, below)| std::iter::once(parent).chain(below));
        names.map(|name| (Cow::Borrowed(name.as_str()), 0))
    }
}
