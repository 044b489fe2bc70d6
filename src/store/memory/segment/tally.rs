//! Activities counted by status: those of each type and creator; and by status and type: those
//! of each computer ([`OfComputer`]).

use super::super::postings::Postings;
use super::{NO_STATUS, Segment};
use crate::model::Status;

/// The activities of a computer are counted by type once there are more than this;
/// up to here, they are looked at one by one.
const FEW: u64 = 64;

/// The statuses, and none.
const STATUSES: usize = Status::ALL.len() + 1;

/// How many activities there are of each status, and without one.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct StatusCounts([u32; STATUSES]);

/// The activities of a computer.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct OfComputer {
    pub(in super::super) list: Postings,
    /// Summed up from the types, the statuses of ten thousand computers would take
    /// milliseconds.
    statuses: StatusCounts,
    /// How many there are of each status and type, ascending; nothing, if they
    /// are few.
    tally: Vec<(Facets, u32)>,
}

/// What activities are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Facets {
    status: u8,
    /// The number of the type.
    kind: Option<u32>,
}

/// Statuses and types that are asked for.
#[derive(Clone, Debug)]
pub(in super::super) struct AskedFacets<'a> {
    /// A bit for each status, in the order of `Status::ALL`, and one for
    /// [`NO_STATUS`](Self::NO_STATUS).
    pub(in super::super) statuses: u16,
    /// Numbers of types: each must be one of all of these, or none of them.
    pub(in super::super) kinds: Vec<AskedCodes<'a>>,
    /// The same of creators.
    pub(in super::super) creators: Vec<AskedCodes<'a>>,
}

/// Numbers of texts, one of which an activity must have, or none.
pub(in super::super) type AskedCodes<'a> = (&'a [u32], Polarity);

/// Whether something must be so, or must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Polarity {
    Is,
    IsNot,
}

impl AskedFacets<'_> {
    /// The bit of activities without a status.
    pub(in super::super) const NO_STATUS: u16 = 1 << 15;

    fn has_status(&self, status: u8) -> bool {
        let bit = 1_u16.checked_shl(u32::from(status)).unwrap_or(Self::NO_STATUS);
        self.statuses & bit != 0
    }

    fn has_kind(&self, kind: Option<u32>) -> bool {
        is_asked(&self.kinds, kind)
    }
}

/// Whether the number of a text is one that is asked for.
fn is_asked(asked: &[AskedCodes<'_>], code: Option<u32>) -> bool {
    asked.iter().all(|(codes, polarity)| {
        let is = code.is_some_and(|code| codes.binary_search(&code).is_ok());
        is == (*polarity == Polarity::Is)
    })
}

impl StatusCounts {
    /// Changes how many there are of a status.
    pub(in super::super) fn change(&mut self, status: u8, change: impl FnOnce(&mut u32)) {
        self.0.get_mut(usize::from(status).min(STATUSES - 1)).map(change);
    }

    /// How many there are of the statuses that are asked for.
    fn count(&self, asked: &AskedFacets<'_>) -> u64 {
        let counts = statuses().zip(&self.0);
        let asked_for = counts.filter(|(status, _)| asked.has_status(*status));
        asked_for.map(|(_, count)| u64::from(*count)).sum()
    }
}

/// All statuses, and none.
fn statuses() -> impl Iterator<Item = u8> {
    (0..).take(Status::ALL.len()).chain([NO_STATUS])
}

impl OfComputer {
    pub(super) fn bytes(&self) -> usize {
        self.list.bytes() + self.tally.capacity() * size_of::<(Facets, u32)>()
    }

    pub(super) fn shrink(&mut self) {
        self.list.shrink();
        self.tally.shrink_to_fit();
    }

    /// How many activities of these facets there are, if they are counted.
    fn count(&self, asked: &AskedFacets<'_>) -> Option<u64> {
        if asked.kinds.is_empty() {
            return Some(self.statuses.count(asked));
        }
        if self.tally.is_empty() {
            return None;
        }
        let asked_for = statuses().filter(|status| asked.has_status(*status));
        let cells = asked_for.flat_map(|status| self.of_status(status));
        let cells = cells.filter(|(facets, _)| asked.has_kind(facets.kind));
        Some(cells.map(|(_, count)| u64::from(*count)).sum())
    }

    fn of_status(&self, status: u8) -> &[(Facets, u32)] {
        let start = self.tally.partition_point(|(facets, _)| facets.status < status);
        let cells = self.tally.get(start..).unwrap_or_default();
        let end = cells.partition_point(|(facets, _)| facets.status == status);
        cells.get(..end).unwrap_or_default()
    }

    /// Takes a position in, whose status this is.
    pub(super) fn insert(&mut self, position: u32, status: u8) {
        self.list.insert(position);
        self.statuses.change(status, |count| *count += 1);
    }

    fn add(&mut self, facets: Facets) {
        match self.tally.binary_search_by_key(&facets, |(own, _)| *own) {
            Ok(at) => self.tally.get_mut(at).into_iter().for_each(|(_, count)| *count += 1),
            Err(at) => self.tally.insert(at, (facets, 1)),
        }
    }

    fn subtract(&mut self, facets: Facets) {
        let Ok(at) = self.tally.binary_search_by_key(&facets, |(own, _)| *own) else { return };
        if let Some((_, count)) = self.tally.get_mut(at) {
            *count -= 1;
            if *count == 0 {
                self.tally.remove(at);
            }
        }
    }
}

impl Segment {
    /// How many activities there are of these facets, those included that are hidden;
    /// `None`, if both types and creators are asked for.
    pub(in super::super) fn count_statuses(&self, asked: &AskedFacets<'_>) -> Option<u64> {
        let (dictionary, texts) = match (asked.kinds.as_slice(), asked.creators.as_slice()) {
            (kinds, []) => (&self.kinds, kinds),
            ([], creators) => (&self.creators, creators),
            _ => return None,
        };
        let count = |codes: &[u32]| -> u64 {
            let asked_for = codes.iter().filter(|code| is_asked(texts, Some(**code)));
            asked_for.filter_map(|code| Some(dictionary.statuses(*code)?.count(asked))).sum()
        };
        if let Some((codes, _)) = texts.iter().find(|(_, polarity)| *polarity == Polarity::Is) {
            return Some(count(codes));
        }
        let mut without: Vec<u32> = texts.iter().flat_map(|(codes, _)| *codes).copied().collect();
        without.sort_unstable();
        without.dedup();
        let counts = without.into_iter().filter_map(|code| dictionary.statuses(code));
        let without: u64 = counts.map(|counts| counts.count(asked)).sum();
        let lists = (0..).zip(&self.by_status);
        let (mut all, mut with_status) = (0, 0);
        for (status, list) in lists {
            with_status += list.len();
            all += if asked.has_status(status) { list.len() } else { 0 };
        }
        if asked.has_status(NO_STATUS) {
            all += self.len() + self.hidden.len() - with_status;
        }
        Some(all - without)
    }

    /// How many activities of these facets the computers have.
    pub(in super::super) fn count_facets(
        &self,
        computers: impl Iterator<Item = u32>,
        asked: &AskedFacets<'_>,
    ) -> u64 {
        let of_computers = computers.filter_map(|slot| self.by_computer.get(&slot));
        let counts = of_computers.map(|of| of.count(asked).unwrap_or_else(|| self.few(of, asked)));
        counts.sum()
    }

    /// Looks at each of the activities.
    fn few(&self, of: &OfComputer, asked: &AskedFacets<'_>) -> u64 {
        let mut count = 0;
        of.list.each(|position| {
            let Facets { status, kind } = self.facets(position);
            count += u64::from(asked.has_status(status) && asked.has_kind(kind));
        });
        count
    }

    fn facets(&self, position: u32) -> Facets {
        let status = self.statuses.get(position as usize).copied().unwrap_or(NO_STATUS);
        Facets { status, kind: self.kinds.code_at(position) }
    }

    /// Counts an activity that is in every list that it belongs to.
    pub(super) fn tally(&mut self, position: u32) {
        let (slot, facets) = (self.computer(position), self.facets(position));
        self.kinds.count_at(position, facets.status, |count| *count += 1);
        self.creators.count_at(position, facets.status, |count| *count += 1);
        let Some(of) = self.by_computer.get_mut(&slot) else { return };
        of.statuses.change(facets.status, |count| *count += 1);
        if !of.tally.is_empty() {
            of.add(facets);
        } else if of.list.len() > FEW {
            let tally = self.tally_of(slot);
            self.by_computer.entry(slot).or_default().tally = tally;
        }
    }

    /// Counts an activity no longer; it is still in its lists.
    pub(super) fn untally(&mut self, position: u32) {
        let (slot, facets) = (self.computer(position), self.facets(position));
        self.kinds.count_at(position, facets.status, |count| *count -= 1);
        self.creators.count_at(position, facets.status, |count| *count -= 1);
        if let Some(of) = self.by_computer.get_mut(&slot) {
            of.statuses.change(facets.status, |count| *count -= 1);
            of.subtract(facets);
        }
    }

    /// Counts all activities anew; those of a computer by status alone are counted as they
    /// come.
    pub(super) fn tally_all(&mut self) {
        self.kinds.count_all(&self.statuses);
        self.creators.count_all(&self.statuses);
        let many = self.by_computer.iter().filter(|(_, of)| of.list.len() > FEW);
        let slots: Vec<u32> = many.map(|(slot, _)| *slot).collect();
        for slot in slots {
            let tally = self.tally_of(slot);
            self.by_computer.entry(slot).or_default().tally = tally;
        }
    }

    fn tally_of(&self, slot: u32) -> Vec<(Facets, u32)> {
        let mut all = Vec::new();
        if let Some(of) = self.by_computer.get(&slot) {
            of.list.each(|position| all.push(self.facets(position)));
        }
        all.sort_unstable();
        let equal = all.chunk_by(|one, other| one == other);
        let cells = equal
            .filter_map(|all| Some((*all.first()?, u32::try_from(all.len()).unwrap_or(u32::MAX))));
        cells.collect()
    }
}
