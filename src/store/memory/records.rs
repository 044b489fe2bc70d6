//! [`Records`]: records in less memory than their texts take.

mod sample;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use sample::{Packed, Sample};

/// Each sample is gathered from eight times as many records as the one before
/// it: these are enough for any number that fits into memory.
const SAMPLES: usize = 12;

/// The first sample is taken from a few records, the others are as large as can be.
const FIRST: usize = 4 << 10;

/// So much of a record goes into a sample: a long one would fill it alone.
const SAMPLED: usize = 1 << 10;

/// What records have in common, kept once.
///
/// Records share their shape: the names of fields, the types, who created
/// them. So each is kept as its difference from a sample of them, a fifth of
/// its text, which is put together again in a twentieth of a microsecond. As
/// records come, further samples are taken, so that a store whose records
/// change their shape knows the new one. Records keep the sample that they were
/// packed with.
#[derive(Debug, Default)]
pub(super) struct Records {
    samples: [OnceLock<Sample>; SAMPLES],
    /// How many samples there are.
    taken: AtomicUsize,
    /// How many records were packed.
    packed: AtomicU64,
    /// The texts for the next sample.
    gathered: Mutex<Vec<u8>>,
}

/// A record as its difference from a sample: the number of the sample from 1 on,
/// then what [`Sample::pack`] writes; or 0, then its text.
#[derive(Clone, Debug, Default)]
pub(super) struct PackedRecord(Box<[u8]>);

/// Packs records one after another.
#[derive(Debug)]
pub(super) struct Packer {
    records: Arc<Records>,
    buffer: Vec<u8>,
    pieces: Vec<u8>,
}

/// A record that was looked up: its text, or its pieces with the sample to put them together
/// from.
#[derive(Clone, Copy, Debug)]
pub(super) enum LookedUp<'r> {
    Whole(&'r [u8]),
    Packed(&'r Sample, Packed<'r>),
}

impl PackedRecord {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

impl Records {
    /// Looks up a record of this store. Of several that is done first: it waits
    /// for memory, where they begin and where they end, and the processor waits for all of them
    /// at once.
    pub(super) fn look_up<'r>(&'r self, record: &'r PackedRecord) -> Option<LookedUp<'r>> {
        let (number, text) = record.0.split_first()?;
        Some(match usize::from(*number).checked_sub(1) {
            None => LookedUp::Whole(text),
            Some(sample) => LookedUp::Packed(self.samples.get(sample)?.get()?, Packed::new(text)?),
        })
    }

    /// The bytes of the samples.
    pub(super) fn bytes(&self) -> usize {
        self.samples.iter().filter_map(OnceLock::get).map(Sample::bytes).sum()
    }

    /// The newest sample, and its number.
    fn newest(&self) -> Option<(u8, &Sample)> {
        let taken = self.taken.load(Ordering::Acquire);
        Some((u8::try_from(taken).ok()?, self.samples.get(taken.checked_sub(1)?)?.get()?))
    }

    /// Keeps every eighth text for the second sample, every 64th for the third.
    fn gather(&self, text: &str) {
        let number = self.packed.fetch_add(1, Ordering::Relaxed);
        let taken = self.taken.load(Ordering::Relaxed);
        let Some(next) = self.samples.get(taken) else { return };
        if number & ((1 << (3 * taken)) - 1) != 0 {
            return;
        }
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.extend(text.bytes().take(SAMPLED));
        let most = if taken == 0 { FIRST } else { Sample::MOST - SAMPLED };
        if gathered.len() > most && next.set(Sample::new(std::mem::take(&mut gathered))).is_ok() {
            self.taken.store(taken + 1, Ordering::Release);
        }
    }
}

impl Packer {
    pub(super) fn new(records: Arc<Records>) -> Self {
        Self { records, buffer: Vec::new(), pieces: Vec::new() }
    }

    pub(super) fn pack(&mut self, text: &str) -> PackedRecord {
        self.records.gather(text);
        self.buffer.clear();
        if let Some((number, sample)) = self.records.newest() {
            self.buffer.push(number);
            if sample.pack(text.as_bytes(), &mut self.buffer, &mut self.pieces).is_none() {
                self.buffer.clear();
            }
        }
        if self.buffer.is_empty() || self.buffer.len() > text.len() {
            self.buffer.clear();
            self.buffer.push(0);
            self.buffer.extend_from_slice(text.as_bytes());
        }
        PackedRecord(self.buffer.as_slice().into())
    }
}

impl<'r> LookedUp<'r> {
    /// Appends the text of the record.
    pub(super) fn append(self, text: &mut Vec<u8>) {
        match self {
            Self::Whole(whole) => text.extend_from_slice(whole),
            Self::Packed(sample, packed) => drop(sample.unpack(packed, text)),
        }
    }

    /// The text of the record; `room` is for putting it together.
    pub(super) fn text<'t>(self, room: &'t mut Vec<u8>) -> Option<&'t str>
    where
        'r: 't,
    {
        std::str::from_utf8(self.bytes(room)).ok()
    }

    /// The bytes of the text.
    pub(super) fn bytes<'t>(self, room: &'t mut Vec<u8>) -> &'t [u8]
    where
        'r: 't,
    {
        if let Self::Whole(whole) = self {
            return whole;
        }
        room.clear();
        self.append(room);
        room
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails where it stands")]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(20) })]

        #[test]
        fn a_record_is_given_back_as_it_came(
            shape in vec("\\PC{0,30}", 1..6),
            texts in vec(("\\PC{0,100}", 0..6_usize, "[a-z ]{0,900}"), 1..20),
        ) {
            let mut packer = Packer::new(Arc::default());
            let mut kept = Vec::new();
            // Enough for several samples.
            for round in 0..30 {
                for (text, cut, long) in &texts {
                    let cut = shape.get(..*cut).unwrap_or(&shape);
                    let text = format!("{}{round}{text}{long}{text}", cut.join(text));
                    kept.push((packer.pack(&text), text));
                }
            }
            let mut room = Vec::new();
            for (packed, text) in &kept {
                let found = packer.records.look_up(packed).unwrap();
                prop_assert_eq!(found.text(&mut room), Some(text.as_str()));
                prop_assert!(packed.len() <= text.len() + 1);
            }
        }
    }

    #[test]
    fn records_of_a_new_shape_are_learned() {
        let mut packer = Packer::new(Arc::default());
        let text = |number: usize| match number {
            0..20_000 => {
                format!(r#"{{"id":{number},"activity_status":"failed","summary":"Restart"}}"#)
            }
            _ => format!(r#"{{"number":{number},"state":"over","about":"What is of no use"}}"#),
        };
        let lens: Vec<usize> =
            (0..100_000).map(|number| packer.pack(&text(number)).len()).collect();
        let of = |number: usize| lens.get(number).copied().unwrap_or_default();
        assert!(of(19_999) < 24, "{}", of(19_999));
        assert!(of(20_000) > 40, "{}", of(20_000));
        assert!(of(99_999) < 24, "{}", of(99_999));
    }

    #[test]
    fn a_text_of_too_many_pieces_is_kept_as_it_is() {
        let mut packer = Packer::new(Arc::default());
        for _ in 0..1000 {
            packer.pack(r#"{"id":1,"summary":"Restart"}"#);
        }
        for pieces in [1000, 200_000] {
            let text = r#""summary":x"#.repeat(pieces);
            let record = packer.pack(&text);
            assert_eq!(record.len() > text.len(), pieces == 200_000, "{}", record.len());
            let found = packer.records.look_up(&record).unwrap();
            assert_eq!(found.text(&mut Vec::new()), Some(text.as_str()));
        }
    }
}
