//! [`Lines`]: activities read from a source of lines, one by one.

use std::io::{self, BufRead};

use super::load::{Line, LineReader, LoadError, Loaded};

/// Reads one JSON object per line, into one buffer.
pub(super) struct Lines<R> {
    reader: R,
    text: Vec<u8>,
    parser: LineReader,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, text: Vec::new(), parser: LineReader::after(0) }
    }

    /// Goes on to the next line, and says whether there is one; `progress` is called with the
    /// number of its bytes.
    pub(super) fn advance(&mut self, progress: &mut impl FnMut(usize)) -> io::Result<bool> {
        self.text.clear();
        let bytes = self.reader.read_until(b'\n', &mut self.text)?;
        if bytes > 0 {
            progress(bytes);
        }
        Ok(bytes > 0)
    }

    /// Reads the line, once; `None`, if it is blank.
    pub(super) fn read(&mut self) -> Result<Option<Line<'_>>, LoadError> {
        self.parser.read(&self.text)
    }

    /// Returns the result so far.
    pub(super) fn loaded(self) -> Loaded {
        self.parser.loaded()
    }
}
