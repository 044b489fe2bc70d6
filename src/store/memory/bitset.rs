//! [`DenseBitset`]: a set of computers that is tested fast.

/// Slots of computers, one bit each: tested once for each activity that is
/// looked at, which takes a nanosecond.
#[derive(Clone, Debug, Default)]
pub(super) struct DenseBitset {
    words: Vec<u64>,
}

impl DenseBitset {
    pub(super) fn contains(&self, slot: u32) -> bool {
        self.words.get(slot as usize / 64).is_some_and(|word| word >> (slot % 64) & 1 == 1)
    }

    pub(super) fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> + Clone {
        (0_u32..).zip(&self.words).flat_map(|(index, word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| index * 64 + bit)
        })
    }

    pub(super) fn join(&mut self, other: &Self, join: impl Fn(u64, u64) -> u64) {
        let len = self.words.len().max(other.words.len());
        self.words.resize(len, 0);
        let others = other.words.iter().copied().chain(std::iter::repeat(0));
        for (own, other) in self.words.iter_mut().zip(others) {
            *own = join(*own, other);
        }
    }
}

impl FromIterator<u32> for DenseBitset {
    fn from_iter<I: IntoIterator<Item = u32>>(slots: I) -> Self {
        let mut words = Vec::new();
        for slot in slots {
            let at = slot as usize / 64;
            if words.len() <= at {
                words.resize(at + 1, 0);
            }
            if let Some(word) = words.get_mut(at) {
                *word |= 1 << (slot % 64);
            }
        }
        Self { words }
    }
}
