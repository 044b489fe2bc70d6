//! [`Computers`]: the computers that activities are for, and which of them a
//! query selects.

mod facts;
mod held;
mod index;
mod numbers;
mod term;
mod texts;

use std::collections::HashSet;
use std::sync::Arc;

use hashbrown::HashMap;
use roaring::RoaringBitmap;

use crate::model::{Computer, ComputerId, Record};
use facts::Facts;
use index::Index;
pub(super) use texts::ValueCount;

/// The computers. Each id that was ever named has a slot, a small number;
/// the computers that are known have a record there.
#[derive(Clone, Debug, Default)]
pub(super) struct Computers {
    slots: Slots,
    records: Vec<Option<Record<Computer>>>,
    known: RoaringBitmap,
    index: Index,
    groups: Groups,
}

/// The access groups that are directly in an access group.
pub(super) type Groups = HashMap<String, Vec<String>>;

/// The access groups, of each one's name and its parent's.
pub(super) fn groups_of(parents: impl IntoIterator<Item = (String, String)>) -> Groups {
    // Of two parents of one group, the later one counts.
    let parents: HashMap<String, String> = parents.into_iter().collect();
    let mut groups = Groups::default();
    for (group, parent) in parents {
        groups.entry(parent).or_default().push(group);
    }
    groups
}

/// The slots of the computers that were ever named. Copies are cheap until a
/// computer is new.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots(Arc<HashMap<i64, u32>>);

impl Slots {
    fn get(&self, id: i64) -> Option<u32> {
        self.0.get(&id).copied()
    }

    /// The slot of a computer; a new one, if it was never named before.
    pub(super) fn slot(&mut self, id: i64) -> u32 {
        if let Some(slot) = self.get(id) {
            return slot;
        }
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        Arc::make_mut(&mut self.0).insert(id, next);
        next
    }
}

impl Computers {
    pub(super) fn slot(&mut self, id: i64) -> u32 {
        self.slots.slot(id)
    }

    pub(super) fn slots(&self) -> &Slots {
        &self.slots
    }

    /// Says which slots there are, those that there were among them, and gives
    /// these back.
    pub(super) fn set_slots(&mut self, slots: Slots) -> Slots {
        std::mem::replace(&mut self.slots, slots)
    }

    /// The computers that are known, by their slots.
    pub(super) fn known(&self) -> &RoaringBitmap {
        &self.known
    }

    pub(super) fn put(&mut self, computer: Record<Computer>) {
        let slot = self.slot(computer.id().get());
        let at = slot as usize;
        if self.records.len() <= at {
            self.records.resize_with(at + 1, || None);
        }
        let Some(record) = self.records.get_mut(at) else { return };
        let facts = facts_of(&computer);
        let old = record.replace(computer).map(|old| facts_of(&old));
        if old.as_ref() != Some(&facts) {
            if let Some(old) = old {
                self.index.remove(slot, &old);
            }
            self.index.insert(slot, facts);
        }
        self.known.insert(slot);
    }

    pub(super) fn remove(&mut self, id: ComputerId) -> Option<Record<Computer>> {
        let slot = self.slots.get(id.get())?;
        let computer = self.records.get_mut(slot as usize)?.take()?;
        self.index.remove(slot, &facts_of(&computer));
        self.known.remove(slot);
        Some(computer)
    }

    pub(super) fn get(&self, id: ComputerId) -> Option<&Record<Computer>> {
        self.records.get(self.slots.get(id.get())? as usize)?.as_ref()
    }

    /// The computer of a slot.
    pub(super) fn at(&self, slot: u32) -> Option<&Record<Computer>> {
        self.records.get(slot as usize)?.as_ref()
    }

    /// The access groups that are in another: each one's name, and its parent's.
    pub(super) fn groups(&self) -> impl Iterator<Item = (&str, &str)> {
        let within = self.groups.iter();
        within.flat_map(|(parent, groups)| groups.iter().map(|own| (own.as_str(), parent.as_str())))
    }

    /// Says which access groups there are, and gives back those that there were.
    pub(super) fn set_groups(&mut self, groups: Groups) -> Groups {
        std::mem::replace(&mut self.groups, groups)
    }

    /// The access group, those directly in it, those in them, and so on.
    fn access_group_and_below<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        let mut groups = vec![name];
        let mut seen = HashSet::from([name]);
        let mut at = 0;
        while let Some(group) = groups.get(at) {
            for below in self.groups.get(*group).into_iter().flatten() {
                if seen.insert(below) {
                    groups.push(below);
                }
            }
            at += 1;
        }
        groups
    }
}

/// A record in the store was read before, so that it can be read.
fn facts_of(computer: &Record<Computer>) -> Facts {
    computer.read().map(|computer| Facts::of(&computer)).unwrap_or_default()
}
