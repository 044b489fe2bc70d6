//! [`Batch`]: activities on their way into a segment.

use std::borrow::Cow;
use std::num::NonZero;

use hashbrown::HashMap;

use super::columns::Numbers;
use super::records::PackedRecord;
use crate::model::{ActivityId, ComputerId, Indexed, Status};
use crate::store::Duplicate;

/// Where an activity stands in the order: by creation time, then by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SortKey {
    /// Microseconds since 1970; [`SortKey::NEVER`] for none.
    pub(super) created: i64,
    pub(super) id: i64,
}

impl SortKey {
    /// No creation time: before every time.
    pub(super) const NEVER: i64 = Numbers::NONE;
}

/// What terms ask an activity, and its record.
#[derive(Clone, Debug)]
pub(super) struct ActivityRow {
    pub(super) key: SortKey,
    pub(super) status: Option<Status>,
    pub(super) computer: Option<i64>,
    pub(super) parent: Option<i64>,
    /// The number of its type in the batch.
    pub(super) kind: Option<u32>,
    /// The number of its creator in the batch.
    pub(super) creator: Option<u32>,
    pub(super) record: PackedRecord,
    /// The line that it was read from.
    pub(super) line: Option<NonZero<u32>>,
}

/// Activities on their way into a segment, with the texts that they share.
#[derive(Clone, Debug, Default)]
pub(super) struct Batch {
    pub(super) rows: Vec<ActivityRow>,
    pub(super) kinds: Interner,
    pub(super) creators: Interner,
}

/// Texts, numbered in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Interner {
    codes: HashMap<String, u32>,
}

impl Interner {
    pub(super) fn code(&mut self, text: &str) -> u32 {
        let next = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
        *self.codes.entry_ref(text).or_insert(next)
    }

    /// The texts, by their numbers.
    pub(super) fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<(u32, &str)> =
            self.codes.iter().map(|(text, code)| (*code, text.as_str())).collect();
        texts.sort_unstable();
        texts.into_iter().map(|(_, text)| text).collect()
    }
}

/// An e-mail address as creators are compared by: ASCII case ignored.
pub(super) fn folded(email: &str) -> Cow<'_, str> {
    if email.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return email.to_ascii_lowercase().into();
    }
    email.into()
}

impl Batch {
    /// Takes an activity in, with its record and the line that it was read from.
    pub(super) fn push(
        &mut self,
        activity: &Indexed<'_>,
        record: PackedRecord,
        line: Option<usize>,
    ) {
        let created = activity.created.map_or(SortKey::NEVER, |time| time.timestamp_micros());
        let creator = activity.creator.as_deref();
        self.rows.push(ActivityRow {
            key: SortKey { created, id: activity.id.get() },
            status: activity.status,
            computer: activity.computer.map(ComputerId::get),
            parent: activity.parent_id.map(ActivityId::get),
            kind: activity.kind.as_deref().map(|kind| self.kinds.code(kind)),
            creator: creator.map(|email| self.creators.code(&folded(email))),
            record,
            line: line.and_then(|line| NonZero::new(u32::try_from(line).ok()?)),
        });
    }

    /// Puts the activities in their order.
    pub(super) fn sort(&mut self) {
        if !self.rows.is_sorted_by_key(|row| row.key) {
            self.rows.sort_unstable_by_key(|row| row.key);
        }
    }

    /// The activities that come after another with their id, ids ascending.
    pub(super) fn repeated(&self) -> Vec<&ActivityRow> {
        if self.rows.is_sorted_by(|one, other| one.key.id < other.key.id) {
            return Vec::new();
        }
        let mut rows: Vec<&ActivityRow> = self.rows.iter().collect();
        rows.sort_by_key(|row| row.key.id);
        let mut last = None;
        rows.retain(|row| last.replace(row.key.id) == Some(row.key.id));
        rows
    }
}

impl ActivityRow {
    pub(super) fn duplicate(&self) -> Duplicate {
        let line = self.line.and_then(|line| usize::try_from(line.get()).ok());
        Duplicate { id: self.key.id.to_string(), line }
    }
}
