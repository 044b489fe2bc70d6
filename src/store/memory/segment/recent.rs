//! [`Recent`]: the texts of the newest records, as they came.

use super::super::records::{LookedUp, PackedRecord, Records};

/// The number of texts that are kept: up to twice as many, or fewer if they are long.
const RECORDS: usize = 1 << 16;

/// The most bytes that the texts take: 512 for each record.
const BYTES: usize = RECORDS << 9;

/// A text that is longer is not kept: it would take the place of many.
const LONGEST: usize = BYTES / 64;

/// The texts of the newest records, as they came, beside the packed ones.
///
/// Most pages are of what is newest: their records are copied in less than half the time that
/// it takes to put them together.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Recent {
    /// The position of the first.
    first: usize,
    /// Where each text is; nowhere, if it was changed since.
    places: Vec<Option<Place>>,
    texts: Vec<u8>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    start: u32,
    end: u32,
}

impl Recent {
    /// Enough for the newest pages.
    pub(in super::super) const ENOUGH: usize = RECORDS;

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn get(&self, position: u32) -> Option<LookedUp<'_>> {
        let at = (position as usize).checked_sub(self.first)?;
        let Place { start, end } = (*self.places.get(at)?)?;
        Some(LookedUp::Whole(self.texts.get(start as usize..end as usize)?))
    }

    /// Leaves out a record that is changed or gone.
    pub(super) fn forget(&mut self, position: u32) {
        let at = (position as usize).checked_sub(self.first);
        at.and_then(|at| self.places.get_mut(at)).into_iter().for_each(|place| *place = None);
    }

    /// Takes in what came after the last, and lets go of what is no longer among the newest.
    pub(super) fn follow(&mut self, all: &[PackedRecord], records: &Records) {
        let known = self.first + self.places.len();
        if known + RECORDS < all.len() {
            *self = Self { first: all.len() - RECORDS, ..Self::default() };
        }
        let known = self.first + self.places.len();
        let mut room = Vec::new();
        for record in all.get(known..).unwrap_or_default() {
            let text = records.look_up(record);
            self.push(text.map(|text| text.bytes(&mut room)).unwrap_or_default());
        }
    }

    fn push(&mut self, text: &[u8]) {
        let text = if text.len() > LONGEST { &[] } else { text };
        while self.places.len() >= 2 * RECORDS || self.texts.len() + text.len() > BYTES {
            self.forget_half();
        }
        let start = u32::try_from(self.texts.len()).ok();
        self.texts.extend_from_slice(text);
        let end = u32::try_from(self.texts.len()).ok();
        let place = start.zip(end).filter(|(start, end)| start < end);
        self.places.push(place.map(|(start, end)| Place { start, end }));
    }

    /// Each text is moved once, on average, before it is let go of.
    fn forget_half(&mut self) {
        let half = self.places.len().div_ceil(2);
        self.first += half;
        self.places.drain(..half);
        let first = self.places.iter().flatten().next();
        let gone = first.map_or(self.texts.len(), |place| place.start as usize);
        self.texts.drain(..gone);
        let gone = u32::try_from(gone).unwrap_or_default();
        for place in self.places.iter_mut().flatten() {
            place.start -= gone;
            place.end -= gone;
        }
    }

    pub(super) fn shrink(&mut self) {
        self.places.shrink_to_fit();
        self.texts.shrink_to_fit();
    }

    pub(super) fn bytes(&self) -> usize {
        self.texts.capacity() + self.places.capacity() * size_of::<Option<Place>>()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails where it stands")]
mod tests {
    use std::sync::Arc;

    use super::super::super::records::Packer;
    use super::*;

    /// A text of its own for each number, now and then a long one.
    fn text(number: usize) -> String {
        let len = match number % 5000 {
            7 => LONGEST + number / 5000 % 2,
            _ => number % 900,
        };
        format!("{number} {}", "x".repeat(len.saturating_sub(number.to_string().len() + 1)))
    }

    #[test]
    fn the_newest_texts_are_as_they_came() {
        let records = Arc::new(Records::default());
        let mut packer = Packer::new(Arc::clone(&records));
        let mut recent = Recent::default();
        let mut all = Vec::new();
        for more in [0, 1, 1000, 3 * RECORDS, 5, RECORDS / 2, RECORDS / 2, RECORDS] {
            all.extend((all.len()..all.len() + more).map(|at| packer.pack(&text(at))));
            recent.follow(&all, &records);
            for gone in (all.len() - more..all.len()).step_by(10) {
                recent.forget(u32::try_from(gone).unwrap());
            }
            let mut kept = 0;
            for at in 0..all.len() {
                if let Some(found) = recent.get(u32::try_from(at).unwrap()) {
                    kept += 1;
                    assert_eq!(found.text(&mut Vec::new()), Some(text(at).as_str()));
                }
            }
            // All but one in ten.
            let newest = all.len().min(RECORDS / 2);
            assert!(kept + newest / 10 + newest / 1000 + 1 >= newest, "{kept} of {newest}");
            assert!(recent.texts.len() <= BYTES && recent.places.len() <= 2 * RECORDS);
        }
    }
}
