//! [`Sample`]: records in one text, which others are copied from in part.

/// What is shorter than this is not copied from the sample: it would be no
/// shorter.
const SHORTEST: usize = 5;

/// The number of places of the sample that are known, by the hash of what begins there.
const PLACES: usize = 1 << 15;
/// A place that is none.
const NOWHERE: u16 = u16::MAX;

/// The number of bytes that are copied at once.
const WIDE: usize = 32;

/// The most that the first byte of a piece says of the length of its own text;
/// and of the length of its copy, from which [`SHORTEST`] - 1 is taken, so that 0
/// is none.
const OWN: usize = 7;
const COPIED: usize = 31;

/// A text that others have much in common with.
///
/// They are written as pieces: some text of their own, then a copy from the
/// sample. As in LZ4, a piece is a byte with both lengths, more bytes where a
/// length does not fit, its own text, and two bytes that say where the copy
/// begins. No text is compared with itself or another, so that each is put
/// together alone.
#[derive(Debug)]
pub(super) struct Sample {
    text: Vec<u8>,
    places: Vec<u16>,
}

impl Sample {
    /// Where a copy begins is a number below this.
    pub(super) const MOST: usize = NOWHERE as usize;

    /// A sample of at most [`MOST`](Self::MOST) bytes; what is more is left out.
    pub(super) fn new(mut text: Vec<u8>) -> Self {
        text.truncate(Self::MOST);
        text.shrink_to_fit();
        let mut places = vec![NOWHERE; PLACES];
        for (place, begun) in (0..).zip(text.windows(8)) {
            if let Some(own) = word(begun).and_then(|word| places.get_mut(hash(word))) {
                *own = place;
            }
        }
        Self { text, places }
    }

    pub(super) fn bytes(&self) -> usize {
        self.text.capacity() + self.places.capacity() * size_of::<u16>()
    }

    /// Writes a text as pieces.
    pub(super) fn pack(&self, mut text: &[u8], packed: &mut Vec<u8>) {
        let mut at = 0;
        while let Some(word) = text.get(at..).and_then(word) {
            let Some((place, len)) = self.find(word, text, at) else {
                // What has nothing in common is gone through faster and faster.
                at += 1 + at / 32;
                continue;
            };
            // What is before it may be the same, too.
            let (own, rest) = text.split_at_checked(at).unwrap_or((text, &[]));
            let before = self.text.get(..place).unwrap_or_default();
            let same =
                own.iter().rev().zip(before.iter().rev()).take_while(|(own, other)| own == other);
            let same = same.count();
            write(
                packed,
                own.get(..at - same).unwrap_or_default(),
                Some((place - same, same + len)),
            );
            text = rest.get(len..).unwrap_or_default();
            at = 0;
        }
        write(packed, text, None);
    }

    /// Where in the sample what begins at a place of the text is, and how much of it.
    fn find(&self, word: u64, text: &[u8], at: usize) -> Option<(usize, usize)> {
        let place = usize::from(*self.places.get(hash(word))?);
        let len = common(text.get(at..)?, self.text.get(place..)?);
        (len >= SHORTEST).then_some((place, len))
    }

    /// Puts a text together in a room; `None` if it was packed with another sample.
    pub(super) fn unpack<'r>(&self, mut packed: &[u8], room: &'r mut Vec<u8>) -> Option<&'r [u8]> {
        let mut end = 0;
        while let Some((lens, rest)) = packed.split_first() {
            packed = rest;
            let own = long_len(usize::from(lens >> 5), OWN, &mut packed)?;
            let copied = long_len(usize::from(lens & 31), COPIED, &mut packed)?;
            let copied = if copied > 0 { copied + SHORTEST - 1 } else { 0 };
            let needed = end + own + copied + WIDE;
            if room.len() < needed {
                room.resize(2 * needed, 0);
            }
            copy(packed, room.get_mut(end..)?, own)?;
            packed = packed.get(own..)?;
            end += own;
            if copied > 0 {
                let (place, rest) = packed.split_first_chunk()?;
                let place = usize::from(u16::from_le_bytes(*place));
                copy(self.text.get(place..)?, room.get_mut(end..)?, copied)?;
                packed = rest;
                end += copied;
            }
        }
        room.get(..end)
    }
}

/// Copies `len` bytes. A few are sooner copied with those after them than
/// alone: records are put together in half the time.
fn copy(from: &[u8], to: &mut [u8], len: usize) -> Option<()> {
    if len <= WIDE / 2
        && let (Some(from), Some(to)) = (from.first_chunk(), to.first_chunk_mut::<{ WIDE / 2 }>())
    {
        *to = *from;
    } else if len <= WIDE
        && let (Some(from), Some(to)) = (from.first_chunk(), to.first_chunk_mut::<WIDE>())
    {
        *to = *from;
    } else {
        to.get_mut(..len)?.copy_from_slice(from.get(..len)?);
    }
    Some(())
}

/// The first eight bytes as a number.
fn word(text: &[u8]) -> Option<u64> {
    text.first_chunk().copied().map(u64::from_le_bytes)
}

/// The hash of the first [`SHORTEST`] bytes of a word.
fn hash(word: u64) -> usize {
    let shortest = word << (64 - 8 * SHORTEST);
    let hash = shortest.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - PLACES.ilog2());
    usize::try_from(hash).unwrap_or_default()
}

/// How many bytes two texts begin with that are the same.
fn common(one: &[u8], other: &[u8]) -> usize {
    let (ones, others) = (one.as_chunks::<8>().0, other.as_chunks::<8>().0);
    let mut len = 0;
    for (one, other) in ones.iter().zip(others) {
        let different = u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other);
        if different != 0 {
            return len + different.trailing_zeros() as usize / 8;
        }
        len += 8;
    }
    let rest = one.iter().zip(other).skip(len);
    len + rest.take_while(|(one, other)| one == other).count()
}

/// Writes a piece: text of its own, and the place and the length of a copy.
fn write(packed: &mut Vec<u8>, own: &[u8], copy: Option<(usize, usize)>) {
    let copied = copy.map_or(0, |(_, len)| len - (SHORTEST - 1));
    let lens = own.len().min(OWN) << 5 | copied.min(COPIED);
    packed.extend(u8::try_from(lens));
    write_long_len(packed, own.len(), OWN);
    write_long_len(packed, copied, COPIED);
    packed.extend_from_slice(own);
    let place = copy.and_then(|(place, _)| u16::try_from(place).ok());
    packed.extend(place.into_iter().flat_map(u16::to_le_bytes));
}

/// Writes what the first byte does not say of a length.
fn write_long_len(packed: &mut Vec<u8>, len: usize, first: usize) {
    let Some(mut more) = len.checked_sub(first) else { return };
    while more >= 255 {
        packed.push(255);
        more -= 255;
    }
    packed.extend(u8::try_from(more));
}

/// The whole length of which the first byte says this.
fn long_len(said: usize, first: usize, packed: &mut &[u8]) -> Option<usize> {
    let mut len = said;
    if said == first {
        loop {
            let (more, rest) = packed.split_first()?;
            *packed = rest;
            len += usize::from(*more);
            if *more < 255 {
                break;
            }
        }
    }
    Some(len)
}
