//! [`Sample`]: records in one text, which others are copied from in part.

/// What is shorter than this is not copied from the sample: a piece more would take as much
/// memory, and more time.
const SHORTEST: usize = 7;

/// The number of places of the sample that are known, by the hash of what begins there.
const PLACES: usize = 1 << 15;
/// A place that is none.
const NOWHERE: u16 = u16::MAX;

/// The number of bytes that are copied at once.
const WIDE: usize = 32;

/// The most that a piece has of its own text, and of a copy.
const LONGEST: usize = u8::MAX as usize;

/// The bytes that a piece takes beside its own text.
const PIECE: usize = 4;

/// A text that others have much in common with.
///
/// They consist of pieces: some text of their own, then a copy from the sample. All the text
/// of their own is written first, then four bytes for each piece (the length of each part,
/// and where the copy begins), then how many pieces there are. So it is known what comes next
/// before the text in between is read, and texts are followed by enough to copy a fixed number
/// of bytes: the processor predicts nearly all of it. No text is compared with itself or
/// another, so that each is put together alone.
#[derive(Debug)]
pub(in super::super) struct Sample {
    text: Vec<u8>,
    places: Vec<u16>,
}

/// A text that was packed.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Packed<'p> {
    /// The text of its own, and all that follows.
    own: &'p [u8],
    /// The length of each part of a piece, and where the copy begins.
    pieces: &'p [[u8; PIECE]],
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

    /// Writes a text as pieces, unless there are too many; `pieces` is room for them.
    pub(super) fn pack(
        &self,
        mut text: &[u8],
        packed: &mut Vec<u8>,
        pieces: &mut Vec<u8>,
    ) -> Option<()> {
        pieces.clear();
        let mut at = 0;
        while let Some(word) = text.get(at..).and_then(word) {
            let Some((place, len)) = self.find(word, text, at) else {
                // What has nothing in common is gone through faster and faster.
                at += 1 + at / 32;
                continue;
            };
            // What is before it may be the same, too.
            let (own, rest) = text.split_at_checked(at)?;
            let before = self.text.get(..place)?;
            let same =
                own.iter().rev().zip(before.iter().rev()).take_while(|(own, other)| own == other);
            let same = same.count();
            packed.extend_from_slice(own.get(..at - same)?);
            write(pieces, at - same, (place - same, same + len));
            text = rest.get(len..)?;
            at = 0;
        }
        packed.extend_from_slice(text);
        write(pieces, text.len(), (0, 0));
        packed.extend_from_slice(pieces);
        packed.extend(u16::try_from(pieces.len() / PIECE).ok()?.to_le_bytes());
        Some(())
    }

    /// Where in the sample what begins at a place of the text is, and how much of it.
    fn find(&self, word: u64, text: &[u8], at: usize) -> Option<(usize, usize)> {
        let place = usize::from(*self.places.get(hash(word))?);
        let len = common(text.get(at..)?, self.text.get(place..)?);
        (len >= SHORTEST).then_some((place, len))
    }

    /// Appends the text that was packed; `None` if it was packed with another sample.
    pub(super) fn unpack(
        &self,
        Packed { mut own, pieces }: Packed<'_>,
        text: &mut Vec<u8>,
    ) -> Option<()> {
        for [len, copied, place @ ..] in pieces {
            append(own, usize::from(*len), text)?;
            own = own.get(usize::from(*len)..)?;
            let place = usize::from(u16::from_le_bytes(*place));
            append(self.text.get(place..)?, usize::from(*copied), text)?;
        }
        Some(())
    }
}

impl<'p> Packed<'p> {
    /// Finds the pieces in what [`Sample::pack`] wrote.
    pub(super) fn new(own: &'p [u8]) -> Option<Self> {
        let (before, number) = own.split_last_chunk()?;
        let (_, pieces) = before.as_rchunks();
        let first = pieces.len().checked_sub(usize::from(u16::from_le_bytes(*number)))?;
        Some(Self { own, pieces: pieces.get(first..)? })
    }
}

/// Appends the first bytes. They are sooner copied with those after them than alone.
fn append(mut from: &[u8], len: usize, to: &mut Vec<u8>) -> Option<()> {
    let end = to.len() + len;
    while to.len() < end {
        let Some((wide, rest)) = from.split_first_chunk::<WIDE>() else {
            to.extend_from_slice(from.get(..end - to.len())?);
            return Some(());
        };
        to.extend_from_slice(wide);
        from = rest;
    }
    to.truncate(end);
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

/// Writes the length of text of its own, and the place and the length of a copy, as pieces.
fn write(pieces: &mut Vec<u8>, mut own: usize, (mut place, mut copied): (usize, usize)) {
    while own > 0 || copied > 0 {
        let first = own.min(LONGEST);
        own -= first;
        let len = if own == 0 { copied.min(LONGEST) } else { 0 };
        pieces.extend([first, len].into_iter().flat_map(u8::try_from));
        pieces.extend(u16::try_from(place).into_iter().flat_map(u16::to_le_bytes));
        (place, copied) = (place + len, copied - len);
    }
}
