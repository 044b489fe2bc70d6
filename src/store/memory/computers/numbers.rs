//! [`Numbers`]: many numbers, compared at once.

use std::collections::BTreeSet;

use roaring::RoaringBitmap;

/// The number that is none.
const NONE: i64 = i64::MIN;

/// The numbers of many owners.
///
/// One number of each owner is in a column, which is compared from end to end: ten thousand
/// take 5 µs. A tree of them takes ten times as long, and waits for memory at each node if it
/// was not read for a while. Only what has no place in the column is in one: further numbers
/// of an owner, and those that need more bits.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    /// By the number of the owner.
    column: Vec<i64>,
    others: BTreeSet<(i128, u32)>,
}

impl Numbers {
    pub(super) fn insert(&mut self, owner: u32, number: i128) {
        let at = owner as usize;
        if self.column.len() <= at {
            self.column.resize(at + 1, NONE);
        }
        match (self.column.get_mut(at), narrow(number)) {
            (Some(own), Some(number)) if *own == NONE => *own = number,
            _ => drop(self.others.insert((number, owner))),
        }
    }

    pub(super) fn remove(&mut self, owner: u32, number: i128) {
        match self.column.get_mut(owner as usize) {
            Some(own) if narrow(number) == Some(*own) => *own = NONE,
            _ => drop(self.others.remove(&(number, owner))),
        }
    }

    /// The owners of a number from the one to the other.
    pub(super) fn between(&self, least: i128, most: i128) -> RoaringBitmap {
        if least > most {
            return RoaringBitmap::new();
        }
        let others = self.others.range((least, 0)..=(most, u32::MAX)).map(|(_, owner)| *owner);
        // The ends of what fits are not in the column.
        let fitting = |bound: i128| {
            i64::try_from(bound).unwrap_or(if bound < 0 { i64::MIN } else { i64::MAX })
        };
        let (least, most) = (fitting(least).max(NONE + 1), fitting(most).min(i64::MAX - 1));
        let bits = |numbers: &[i64]| {
            let is_within = numbers.iter().map(|number| least <= *number && *number <= most);
            (0..).zip(is_within).fold(0, |bits, (bit, within)| bits | u64::from(within) << bit)
        };
        let bytes: Vec<u8> =
            self.column.chunks(64).flat_map(|numbers| bits(numbers).to_le_bytes()).collect();
        let mut owners = RoaringBitmap::from_lsb0_bytes(0, &bytes);
        owners.extend(others);
        owners
    }
}

/// The number, if it has a place in the column.
fn narrow(number: i128) -> Option<i64> {
    i64::try_from(number).ok().filter(|number| *number != NONE && *number != i64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn number() -> impl Strategy<Value = i128> {
        let ends = [i64::MIN, i64::MIN + 1, i64::MAX - 1, i64::MAX].map(i128::from);
        let far = [i128::MIN, i128::from(i64::MIN) - 1, i128::from(i64::MAX) + 1, i128::MAX];
        prop_oneof![
            4 => -3..4_i128,
            1 => proptest::sample::select(ends.to_vec()),
            1 => proptest::sample::select(far.to_vec()),
        ]
    }

    proptest! {
        #[test]
        fn owners_are_those_of_a_number_in_between(
            put in vec((0..200_u32, number()), 0..100),
            removed in vec(any::<bool>(), 100),
            least in number(),
            most in number(),
        ) {
            let mut numbers = Numbers::default();
            let mut expected = BTreeSet::new();
            for (owner, number) in &put {
                if expected.insert((*number, *owner)) {
                    numbers.insert(*owner, *number);
                }
            }
            for ((owner, number), _) in put.iter().zip(removed).filter(|(_, removed)| *removed) {
                if expected.remove(&(*number, *owner)) {
                    numbers.remove(*owner, *number);
                }
            }
            let within = expected.iter().filter(|(number, _)| least <= *number && *number <= most);
            let owners: RoaringBitmap = within.map(|(_, owner)| *owner).collect();
            prop_assert_eq!(numbers.between(least, most), owners);
        }
    }
}
