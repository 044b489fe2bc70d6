//! The computers that a term selects.

use chrono::{DateTime, Utc};

use super::Computers;
use super::facts::{NAMES, SLOWEST};
use crate::computer::ComputerTerm;
use crate::property::{Column, Question, Test};
use crate::store::memory::set::Set;

const DAY: i128 = 86_400 * 1_000_000_000;

impl Computers {
    /// The slots of the computers that the term selects; among the slots of
    /// known computers, if the set is one of all but some.
    pub(in crate::store::memory) fn select(
        &self,
        term: &ComputerTerm,
        now: DateTime<Utc>,
    ) -> Set<'_> {
        match term.question() {
            Question::Row(tests) => match tests.as_slice() {
                [(Column::ComputerId, Test::Number(id))] => {
                    let slot = self.slots.get(*id);
                    Set::from(slot.into_iter().collect::<roaring::RoaringBitmap>())
                }
                tests => self.index.row(tests, now),
            },
            Question::Named(part) => self.index.containing(NAMES, part),
            Question::GroupOrBelow(group) => {
                let groups = self.access_group_and_below(group);
                let groups = groups.into_iter();
                Set::any(groups.map(|group| self.index.word(Column::AccessGroup, group)))
            }
            Question::NoticesAppliedIn(days) => {
                self.index.measured(SLOWEST, i128::MIN, i128::from(days) * DAY)
            }
            // Searches were put in before: one that is still here selects nothing.
            Question::Search(_) => Set::nothing(),
        }
    }
}
