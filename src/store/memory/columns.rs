//! Columns of numbers, each as narrow as its numbers are.

/// Numbers that are mostly whole multiples of a unit, and fit 32 bits then.
#[derive(Clone, Debug)]
pub(super) enum Numbers {
    /// Multiples of the unit; the largest is for [`NONE`](Self::NONE).
    Narrow {
        unit: i64,
        multiples: Vec<u32>,
    },
    Wide(Vec<i64>),
}

impl Numbers {
    /// No number: it is below all others.
    pub(super) const NONE: i64 = i64::MIN;

    /// What stands for it among multiples.
    const NO_MULTIPLE: u32 = u32::MAX;

    pub(super) fn in_units_of(unit: i64) -> Self {
        Self::Narrow { unit, multiples: Vec::new() }
    }

    pub(super) fn get(&self, position: usize) -> Option<i64> {
        match self {
            Self::Narrow { unit, multiples } => match multiples.get(position).copied()? {
                Self::NO_MULTIPLE => Some(Self::NONE),
                multiple => Some(i64::from(multiple) * unit),
            },
            Self::Wide(numbers) => numbers.get(position).copied(),
        }
    }

    pub(super) fn push(&mut self, number: i64) {
        if let Self::Narrow { unit, multiples } = self {
            match multiple(number, *unit) {
                Some(multiple) => return multiples.push(multiple),
                None => *self = Self::Wide(self.iter().collect()),
            }
        }
        if let Self::Wide(numbers) = self {
            numbers.push(number);
        }
    }

    fn iter(&self) -> impl Iterator<Item = i64> {
        (0..self.len()).filter_map(|position| self.get(position))
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Narrow { multiples, .. } => multiples.len(),
            Self::Wide(numbers) => numbers.len(),
        }
    }

    /// How many of the first numbers, which ascend, are below a number.
    pub(super) fn below(&self, number: i64) -> usize {
        let (mut start, mut end) = (0, self.len());
        while start < end {
            let middle = start + (end - start) / 2;
            if self.get(middle) < Some(number) { start = middle + 1 } else { end = middle }
        }
        start
    }

    pub(super) fn reserve(&mut self, more: usize) {
        match self {
            Self::Narrow { multiples, .. } => multiples.reserve(more),
            Self::Wide(numbers) => numbers.reserve(more),
        }
    }

    /// How many more numbers there is room for.
    pub(super) fn room(&self) -> usize {
        match self {
            Self::Narrow { multiples, .. } => multiples.capacity() - multiples.len(),
            Self::Wide(numbers) => numbers.capacity() - numbers.len(),
        }
    }

    pub(super) fn shrink(&mut self) {
        match self {
            Self::Narrow { multiples, .. } => multiples.shrink_to_fit(),
            Self::Wide(numbers) => numbers.shrink_to_fit(),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Narrow { multiples, .. } => multiples.capacity() * size_of::<u32>(),
            Self::Wide(numbers) => numbers.capacity() * size_of::<i64>(),
        }
    }
}

fn multiple(number: i64, unit: i64) -> Option<u32> {
    if number == Numbers::NONE {
        return Some(Numbers::NO_MULTIPLE);
    }
    let multiple = u32::try_from(number.checked_div(unit)?).ok()?;
    (multiple != Numbers::NO_MULTIPLE && i64::from(multiple) * unit == number).then_some(multiple)
}

/// Codes that count up from 0 as they come; of each position one, or none.
#[derive(Clone, Debug)]
pub(super) enum Codes {
    Bytes(Vec<u8>),
    Shorts(Vec<u16>),
    Wide(Vec<u32>),
}

impl Default for Codes {
    fn default() -> Self {
        Self::Bytes(Vec::new())
    }
}

impl Codes {
    pub(super) fn get(&self, position: u32) -> Option<u32> {
        let at = position as usize;
        // 0 is for none.
        let code = match self {
            Self::Bytes(codes) => u32::from(*codes.get(at)?),
            Self::Shorts(codes) => u32::from(*codes.get(at)?),
            Self::Wide(codes) => *codes.get(at)?,
        };
        code.checked_sub(1)
    }

    /// Gives a position its code; it is one of those that are here, or the next.
    pub(super) fn set(&mut self, position: u32, code: Option<u32>) {
        let at = position as usize;
        let code = code.map_or(0, |code| code.saturating_add(1));
        loop {
            match self {
                Self::Bytes(codes) => match u8::try_from(code) {
                    Ok(code) => return set(codes, at, code),
                    Err(_) => {
                        *self = Self::Shorts(codes.iter().copied().map(u16::from).collect());
                    }
                },
                Self::Shorts(codes) => match u16::try_from(code) {
                    Ok(code) => return set(codes, at, code),
                    Err(_) => {
                        *self = Self::Wide(codes.iter().copied().map(u32::from).collect());
                    }
                },
                Self::Wide(codes) => return set(codes, at, code),
            }
        }
    }

    pub(super) fn shrink(&mut self) {
        match self {
            Self::Bytes(codes) => codes.shrink_to_fit(),
            Self::Shorts(codes) => codes.shrink_to_fit(),
            Self::Wide(codes) => codes.shrink_to_fit(),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Bytes(codes) => codes.capacity(),
            Self::Shorts(codes) => codes.capacity() * size_of::<u16>(),
            Self::Wide(codes) => codes.capacity() * size_of::<u32>(),
        }
    }
}

fn set<T>(codes: &mut Vec<T>, at: usize, code: T) {
    match codes.get_mut(at) {
        Some(own) => *own = code,
        None => codes.push(code),
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_given_back(
            seconds in vec(prop_oneof![Just(None), any::<u32>().prop_map(Some)], 0..50),
            others in vec(any::<i64>(), 0..3),
        ) {
            let mut numbers = Numbers::in_units_of(1_000_000);
            let second = |second: Option<u32>| {
                second.map_or(Numbers::NONE, |second| i64::from(second) * 1_000_000)
            };
            let all: Vec<i64> = seconds.into_iter().map(second).chain(others).collect();
            for number in &all {
                numbers.push(*number);
            }
            prop_assert_eq!(numbers.iter().collect::<Vec<_>>(), all);
        }

        #[test]
        fn codes_are_given_back(
            all in vec((0..30_u32, prop_oneof![Just(None), (0..300_u32).prop_map(Some), (0..70_000_u32).prop_map(Some)]), 0..80),
        ) {
            let mut codes = Codes::default();
            let mut expected: Vec<Option<u32>> = Vec::new();
            for (position, code) in all {
                let position = position.min(u32::try_from(expected.len()).unwrap_or_default());
                codes.set(position, code);
                set(&mut expected, position as usize, code);
            }
            let found: Vec<Option<u32>> = (0..).take(expected.len()).map(|at| codes.get(at)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
