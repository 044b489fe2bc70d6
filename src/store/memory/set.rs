//! [`Set`]: a set of numbers, or of all numbers but those.

use std::borrow::Cow;
use std::ops::Range;

use roaring::RoaringBitmap;

use super::postings::bitmap_within;

/// A set of numbers, or of all numbers but those: NOT of it costs nothing,
/// and needs not know how many numbers there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Set<'a> {
    bitmap: Cow<'a, RoaringBitmap>,
    negated: bool,
}

impl From<RoaringBitmap> for Set<'_> {
    fn from(bitmap: RoaringBitmap) -> Self {
        Self { bitmap: Cow::Owned(bitmap), negated: false }
    }
}

impl<'a> From<&'a RoaringBitmap> for Set<'a> {
    fn from(bitmap: &'a RoaringBitmap) -> Self {
        Self { bitmap: Cow::Borrowed(bitmap), negated: false }
    }
}

impl<'a> From<Cow<'a, RoaringBitmap>> for Set<'a> {
    fn from(bitmap: Cow<'a, RoaringBitmap>) -> Self {
        Self { bitmap, negated: false }
    }
}

impl<'a> Set<'a> {
    pub(super) fn nothing() -> Self {
        RoaringBitmap::new().into()
    }

    pub(super) fn everything() -> Self {
        Self::nothing().not()
    }

    /// The numbers of a range.
    pub(super) fn window(range: Range<u32>) -> Self {
        let mut bitmap = RoaringBitmap::new();
        bitmap.insert_range(range);
        // To take numbers out of a run one by one takes a hundred times as long.
        bitmap.remove_run_compression();
        bitmap.into()
    }

    /// Leaves out what is outside a range of a bitmap that is kept. One that was made to answer
    /// a query has nothing outside.
    pub(super) fn cut(self, range: &Range<u32>) -> Self {
        match self.bitmap {
            Cow::Borrowed(bitmap) => {
                Self { bitmap: Cow::Owned(bitmap_within(bitmap, range)), ..self }
            }
            Cow::Owned(_) => self,
        }
    }

    pub(super) fn not(self) -> Self {
        Self { negated: !self.negated, ..self }
    }

    /// How many of the numbers below `end` are in every set. The last step
    /// only counts, where [`all`](Self::all) would make a bitmap: it takes a
    /// third of the time.
    pub(super) fn count_all(sets: impl IntoIterator<Item = Self>, end: u32) -> u64 {
        let (mut without, mut within) = sorted(sets);
        let last = if within.len() > 1 { within.pop() } else { without.pop() };
        let rest = Self::all(within.into_iter().chain(without));
        match last {
            Some(last) if !rest.negated && last.negated => rest.bitmap.difference_len(&last.bitmap),
            Some(last) if !rest.negated => rest.bitmap.intersection_len(&last.bitmap),
            Some(last) if last.negated => {
                u64::from(end).saturating_sub(rest.bitmap.union_len(&last.bitmap))
            }
            last => Self::all([rest].into_iter().chain(last)).below(end).len(),
        }
    }

    /// What is in every set; everything, if there is none.
    pub(super) fn all(sets: impl IntoIterator<Item = Self>) -> Self {
        let (without, within) = sorted(sets);
        let mut within = within.into_iter().map(|set| set.bitmap);
        let Some(first) = within.next() else {
            let bitmap = union(without.into_iter().map(|set| set.bitmap));
            return Self { bitmap, negated: true };
        };
        let mut bitmap = within.fold(first, |left, right| match left {
            Cow::Borrowed(left) => Cow::Owned(left & &*right),
            Cow::Owned(left) => Cow::Owned(left & &*right),
        });
        for set in without {
            bitmap = Cow::Owned(match bitmap {
                Cow::Borrowed(left) => left - &*set.bitmap,
                Cow::Owned(left) => left - &*set.bitmap,
            });
        }
        Self { bitmap, negated: false }
    }

    /// What is in at least one set; nothing, if there is none.
    pub(super) fn any(sets: impl IntoIterator<Item = Self>) -> Self {
        Self::all(sets.into_iter().map(Self::not)).not()
    }

    /// The numbers of the set that are below `end`.
    pub(super) fn below(self, end: u32) -> Cow<'a, RoaringBitmap> {
        if self.negated {
            return Cow::Owned(Self::window(0..end).bitmap.into_owned() - &*self.bitmap);
        }
        self.bitmap
    }
}

/// The sets that are NOT of a bitmap, and the others, each in the best order:
/// what leaves least comes first.
fn sorted<'a>(sets: impl IntoIterator<Item = Set<'a>>) -> (Vec<Set<'a>>, Vec<Set<'a>>) {
    let (mut without, mut within): (Vec<Set<'a>>, Vec<Set<'a>>) =
        sets.into_iter().partition(|set| set.negated);
    without.sort_by_key(|set| std::cmp::Reverse(set.bitmap.len()));
    within.sort_by_key(|set| set.bitmap.len());
    (without, within)
}

fn union<'a>(mut bitmaps: impl Iterator<Item = Cow<'a, RoaringBitmap>>) -> Cow<'a, RoaringBitmap> {
    let Some(first) = bitmaps.next() else { return Cow::default() };
    bitmaps.fold(first, |left, right| match (left, right) {
        (Cow::Borrowed(left), right) => Cow::Owned(left | &*right),
        (Cow::Owned(left), Cow::Borrowed(right)) => Cow::Owned(left | right),
        (Cow::Owned(left), Cow::Owned(right)) => Cow::Owned(left | right),
    })
}
