//! Input: files and standard input.

use std::fs::File;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use activity_query::diagnostic::visible;
use indicatif::{ProgressBar, ProgressBarIter, ProgressFinish, ProgressStyle};

use crate::Error;

/// Files smaller than this are read before a bar could be seen.
pub(crate) const LARGE: u64 = 16 << 20;
/// How much of a file is read at once.
const BUFFER: usize = 1 << 20;

/// The first bytes of texts that are not UTF-8, what they are, and the tool that converts them.
const FOREIGN: [(&[u8], &str, &str); 7] = [
    (&[0x1F, 0x8B], "compressed with gzip", "gunzip -c"),
    (&[0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd", "zstd -dc"),
    (&[0xFD, b'7', b'z', b'X', b'Z'], "compressed with xz", "xz -dc"),
    (b"BZh91AY&SY", "compressed with bzip2", "bunzip2 -c"),
    (b"PK\x03\x04", "compressed with zip", "unzip -p"),
    (&[0xFF, 0xFE], "in UTF-16, not UTF-8", "iconv -f UTF-16 -t UTF-8"),
    (&[0xFE, 0xFF], "in UTF-16, not UTF-8", "iconv -f UTF-16 -t UTF-8"),
];

/// The byte order mark.
const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Reads a file, and shows its progress.
pub type Reader = BufReader<ProgressBarIter<Box<dyn Read + Send>>>;

/// A file, or standard input, that is open.
#[expect(missing_debug_implementations, reason = "what reads a file has nothing to show")]
pub struct Input {
    /// The name of the file, for messages.
    pub name: String,
    /// What is left to read.
    pub reader: Reader,
}

impl Input {
    /// Opens a file, or standard input for `-`; a bar on the terminal shows
    /// how much of a large file was read.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if path == Path::new("-") {
            return Self::standard();
        }
        let name = path.display().to_string();
        let fail = |error| Error::Read { name: name.clone(), error };
        let file = File::open(path).map_err(fail)?;
        let size = file.metadata().map_err(fail)?.len();
        let bar = if size >= LARGE && std::io::stderr().is_terminal() {
            ProgressBar::new(size)
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) =
            ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {eta}")
        {
            bar.set_style(style);
        }
        bar.set_message(visible(&name));
        Self::new(name, Box::new(file), &bar)
    }

    /// Standard input, which can be read once.
    pub fn standard() -> Result<Self, Error> {
        static TAKEN: AtomicBool = AtomicBool::new(false);
        if TAKEN.swap(true, Ordering::Relaxed) {
            return Err(Error::StandardInputTaken);
        }
        let name = "standard input".to_owned();
        Self::new(name, Box::new(std::io::stdin()), &ProgressBar::hidden())
    }

    fn new(name: String, source: Box<dyn Read + Send>, bar: &ProgressBar) -> Result<Self, Error> {
        // It is gone with the reader.
        let bar = bar.clone().with_finish(ProgressFinish::AndClear);
        let reader = BufReader::with_capacity(BUFFER, bar.wrap_read(source));
        let mut input = Self { name, reader };
        let name = input.name.clone();
        let start = input.start()?;
        let foreign = FOREIGN.iter().find(|(magic, _, _)| start.starts_with(magic));
        match foreign {
            Some((_, what, tool)) => Err(Error::Text {
                name,
                line: 1,
                column: 1,
                message: format!(
                    "the text is {what}; convert it first, such as with `{tool}`, and read the \
                     result from a file or from standard input, `-`"
                ),
            }),
            None => Ok(input),
        }
    }

    /// The bytes at the start, without a byte order mark; they are not taken.
    pub fn start(&mut self) -> Result<&[u8], Error> {
        let start = self.reader.fill_buf();
        let start = start.map_err(|error| Error::Read { name: self.name.clone(), error })?;
        Ok(start.strip_prefix(MARK).unwrap_or(start))
    }

    /// The whole text; it may begin with a byte order mark.
    pub fn text(mut self) -> Result<String, Error> {
        let mut bytes = Vec::new();
        let read = self.reader.read_to_end(&mut bytes);
        read.map_err(|error| Error::Read { name: self.name.clone(), error })?;
        String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..valid).unwrap_or_default();
            let before = before.strip_prefix(MARK).unwrap_or(before);
            let line = before.split(|byte| *byte == b'\n').count();
            let column = before.rsplit(|byte| *byte == b'\n').next().map_or(0, <[u8]>::len) + 1;
            Error::Text { name: self.name, line, column, message: "the text is not UTF-8".into() }
        })
    }
}
