//! [`Lines`]: activities read from a source of lines, one by one.

use std::io::BufRead;

use super::load::{Line, LineReader, LoadError, Loaded, record_of};

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

    /// Reads the next line that is not blank; `progress` is called with the number of bytes
    /// of each line.
    pub(super) fn next(
        &mut self,
        progress: &mut impl FnMut(usize),
    ) -> Result<Option<Line<'_>>, LoadError> {
        loop {
            self.text.clear();
            let bytes = self.reader.read_until(b'\n', &mut self.text)?;
            if bytes == 0 {
                return Ok(None);
            }
            progress(bytes);
            if !record_of(&self.text, self.parser.line + 1)?.is_empty() {
                return self.parser.read(&self.text);
            }
            self.parser.line += 1;
        }
    }

    /// Returns the result so far.
    pub(super) fn loaded(self) -> Loaded {
        self.parser.loaded()
    }
}
