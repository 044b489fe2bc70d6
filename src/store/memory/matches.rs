//! [`LeafMatches`]: what a leaf of a query selects in one segment.

#![expect(clippy::cast_precision_loss, reason = "costs are estimates")]

use std::borrow::Cow;
use std::ops::Range;

use roaring::RoaringBitmap;

use super::bind::Leaf;
use super::bitset::DenseBitset;
use super::dictionary::Dictionary;
use super::postings::{Postings, union, within};
use super::segment::Segment;
use super::set::Set;

/// Up to this many computers are looked up one by one; of more, only a sample.
const FEW_COMPUTERS: usize = 64;

/// What a leaf of a query selects in one segment.
#[derive(Clone, Debug)]
pub(super) struct LeafMatches<'s> {
    pub(super) what: What<'s>,
    /// About how many activities it selects.
    pub(super) estimate: f64,
}

#[derive(Clone, Debug)]
pub(super) enum What<'s> {
    /// These positions, ascending.
    Positions(Vec<u32>),
    /// What is in one of these lists, no two of which have a position in common.
    Lists(Vec<&'s Postings>),
    /// What has one of these texts, by their numbers, ascending.
    Texts(&'s Dictionary, Vec<u32>),
    /// What has one of these statuses.
    Statuses(u16),
    /// What is in this range.
    Window(Range<u32>),
    /// What is for one of these computers.
    Computers(&'s DenseBitset),
    /// What is no longer here.
    Tombstones(&'s RoaringBitmap),
}

impl Segment {
    /// What a leaf selects here.
    pub(super) fn part<'s>(&'s self, leaf: &'s Leaf<'_>) -> LeafMatches<'s> {
        match leaf {
            Leaf::Id(id) => LeafMatches::positions(self.find(*id).into_iter().collect()),
            Leaf::Ids(ids) => {
                let mut positions: Vec<u32> = ids.iter().filter_map(|id| self.find(*id)).collect();
                positions.sort_unstable();
                positions.dedup();
                LeafMatches::positions(positions)
            }
            Leaf::Parents(ids) => {
                let mut ids = Cow::Borrowed(ids);
                if ids.len() > 1 {
                    ids.to_mut().sort_unstable();
                    ids.to_mut().dedup();
                }
                LeafMatches::lists(ids.iter().filter_map(|id| self.of_parent(*id)))
            }
            Leaf::Creators(emails) => LeafMatches::texts(self.creators(), emails),
            Leaf::Kinds(kinds) => LeafMatches::texts(self.kinds(), kinds),
            Leaf::Statuses(statuses) => {
                let estimate = self.of_status(*statuses).map(Postings::len).sum::<u64>() as f64;
                LeafMatches { what: What::Statuses(*statuses), estimate }
            }
            Leaf::Created(span) => LeafMatches::window(self.window(span)),
            Leaf::Computers(slots) => self.computers_part(slots),
            // Never outside a computer query, where it was used up.
            Leaf::Slots(_) => LeafMatches::positions(Vec::new()),
        }
    }

    fn computers_part<'s>(&'s self, slots: &'s DenseBitset) -> LeafMatches<'s> {
        let all = slots.len();
        if all <= FEW_COMPUTERS {
            return LeafMatches::lists(slots.iter().filter_map(|slot| self.of_computer(slot)));
        }
        // How many activities a computer has differs, so each of the sample counts.
        let step = all / FEW_COMPUTERS;
        let sample = slots.iter().step_by(step).filter_map(|slot| self.of_computer(slot));
        let sampled = sample.map(Postings::len).sum::<u64>() as f64;
        let estimate = (sampled * step as f64).min(f64::from(self.end()));
        LeafMatches { what: What::Computers(slots), estimate }
    }
}

impl<'s> LeafMatches<'s> {
    fn positions(positions: Vec<u32>) -> Self {
        let estimate = positions.len() as f64;
        Self { what: What::Positions(positions), estimate }
    }

    fn lists(lists: impl Iterator<Item = &'s Postings>) -> Self {
        let lists: Vec<&Postings> = lists.collect();
        let estimate = lists.iter().map(|list| list.len()).sum::<u64>() as f64;
        Self { what: What::Lists(lists), estimate }
    }

    fn texts(dictionary: &'s Dictionary, texts: &[Box<str>]) -> Self {
        let mut codes: Vec<u32> =
            texts.iter().filter_map(|text| dictionary.code_of(text)).collect();
        codes.sort_unstable();
        codes.dedup();
        let lists = codes.iter().filter_map(|code| dictionary.list(*code));
        let estimate = lists.map(Postings::len).sum::<u64>() as f64;
        Self { what: What::Texts(dictionary, codes), estimate }
    }

    pub(super) fn window(window: Range<u32>) -> Self {
        let estimate = window.len() as f64;
        Self { what: What::Window(window), estimate }
    }

    pub(super) fn tombstones(tombstones: &'s RoaringBitmap) -> Self {
        Self { what: What::Tombstones(tombstones), estimate: tombstones.len() as f64 }
    }

    /// Whether it selects the position.
    pub(super) fn selects(&self, segment: &Segment, position: u32) -> bool {
        match &self.what {
            What::Positions(positions) => positions.binary_search(&position).is_ok(),
            What::Lists(lists) => lists.iter().any(|list| list.contains(position)),
            What::Texts(dictionary, codes) => match dictionary.code_at(position) {
                Some(code) => codes.binary_search(&code).is_ok(),
                None => false,
            },
            What::Statuses(statuses) => segment.has_status(position, *statuses),
            What::Window(window) => window.contains(&position),
            What::Computers(slots) => slots.contains(segment.computer(position)),
            What::Tombstones(tombstones) => tombstones.contains(position),
        }
    }

    /// The posting lists that it is, if it is some; no two of them have a
    /// position in common.
    pub(super) fn as_lists(&self, segment: &'s Segment) -> Option<Vec<&'s Postings>> {
        match &self.what {
            What::Lists(lists) => Some(lists.clone()),
            What::Texts(dictionary, codes) => {
                Some(codes.iter().filter_map(|code| dictionary.list(*code)).collect())
            }
            What::Statuses(statuses) => Some(segment.of_status(*statuses).collect()),
            What::Computers(slots) => {
                Some(slots.iter().filter_map(|slot| segment.of_computer(slot)).collect())
            }
            What::Positions(_) | What::Window(_) | What::Tombstones(_) => None,
        }
    }

    /// How many lookups [`selects`](Self::selects) takes, at most.
    pub(super) fn lookups(&self) -> usize {
        match &self.what {
            What::Lists(lists) => lists.len().max(1),
            What::Positions(_)
            | What::Texts(..)
            | What::Statuses(_)
            | What::Window(_)
            | What::Computers(_)
            | What::Tombstones(_) => 1,
        }
    }

    /// Exactly how many it selects in the range.
    pub(super) fn count(&self, segment: &Segment, range: &Range<u32>) -> u64 {
        let whole = *range == (0..segment.end());
        let sum = |lists: &mut dyn Iterator<Item = &Postings>| {
            lists.map(|list| if whole { list.len() } else { list.count(range) }).sum::<u64>()
        };
        match &self.what {
            What::Positions(positions) => {
                let before = |end| positions.partition_point(|position| *position < end);
                before(range.end).saturating_sub(before(range.start)) as u64
            }
            What::Lists(lists) => sum(&mut lists.iter().copied()),
            What::Texts(dictionary, codes) => {
                sum(&mut codes.iter().filter_map(|code| dictionary.list(*code)))
            }
            What::Statuses(statuses) => sum(&mut segment.of_status(*statuses)),
            What::Window(window) => {
                let start = window.start.max(range.start);
                u64::from(window.end.min(range.end).saturating_sub(start))
            }
            What::Computers(slots) => {
                sum(&mut slots.iter().filter_map(|slot| segment.of_computer(slot)))
            }
            What::Tombstones(tombstones) => tombstones.range_cardinality(range.clone()),
        }
    }

    /// All that it selects.
    pub(super) fn set(&self, segment: &'s Segment) -> Set<'s> {
        let end = segment.end();
        match &self.what {
            What::Positions(positions) => {
                RoaringBitmap::from_sorted_iter(positions.iter().copied())
                    .unwrap_or_default()
                    .into()
            }
            What::Lists(lists) => union(lists.iter().copied(), end).into(),
            What::Texts(dictionary, codes) => {
                union(codes.iter().filter_map(|code| dictionary.list(*code)), end).into()
            }
            What::Statuses(statuses) => union(segment.of_status(*statuses), end).into(),
            What::Window(window) => Set::window(window.clone()),
            What::Computers(slots) => {
                union(slots.iter().filter_map(|slot| segment.of_computer(slot)), end).into()
            }
            What::Tombstones(tombstones) => Set::from(*tombstones),
        }
    }

    /// What it selects in a range of positions. A list that is a bitmap already is given as it
    /// is, with what is outside the range.
    pub(super) fn set_around(&self, segment: &'s Segment, range: &Range<u32>) -> Set<'s> {
        if let Some(lists) = self.as_lists(segment) {
            return match lists.as_slice() {
                [Postings::Many(only)] => Set::from(only),
                lists => Set::any(lists.iter().map(|list| list.within(range).into())),
            };
        }
        match &self.what {
            What::Positions(positions) => {
                let positions = within(positions, range).iter().copied();
                RoaringBitmap::from_sorted_iter(positions).unwrap_or_default().into()
            }
            What::Window(window) => {
                Set::window(window.start.max(range.start)..window.end.min(range.end))
            }
            What::Tombstones(tombstones) => Set::from(*tombstones),
            What::Lists(_) | What::Texts(..) | What::Statuses(_) | What::Computers(_) => {
                Set::nothing()
            }
        }
    }
}

impl What<'_> {
    /// The number of posting lists, if it is what has one of some texts, statuses or ids.
    pub(super) fn lists(&self) -> Option<usize> {
        match self {
            Self::Lists(lists) => Some(lists.len()),
            Self::Texts(_, codes) => Some(codes.len()),
            Self::Statuses(statuses) => Some(statuses.count_ones() as usize),
            Self::Positions(_) | Self::Window(_) | Self::Computers(_) | Self::Tombstones(_) => None,
        }
    }
}
