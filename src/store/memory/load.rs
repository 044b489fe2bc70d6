//! Reads lines into a [`Batch`] on all cores.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read as _};
use std::mem;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender, SyncSender, TrySendError};
use std::thread::{self, Scope, ScopedJoinHandle};

use memchr::memchr_iter;

use super::batch::{ActivityRow, Batch, Interner};
use super::cores::cores;
use super::records::{Packer, Records};
use crate::store::load::{Line, LineReader, LoadError, Loaded};

/// The bytes of lines that a thread reads at once. Fewer are read without
/// starting a thread.
const PART: usize = 1 << 18;

/// The number of parts that wait for a thread, so that it never waits for lines.
const WAITING: usize = 2;

/// Some of the lines.
struct Part {
    number: usize,
    /// How many lines are before it.
    lines_before: usize,
    text: Vec<u8>,
}

/// Cuts lines into parts.
struct Parts<R> {
    reader: R,
    number: usize,
    lines: usize,
    /// The error after the last part.
    error: Option<io::Error>,
}

/// The activities of a part, whose types and creators have the numbers that
/// one of the readers gave them.
struct ReadPart {
    number: usize,
    reader: usize,
    rows: Result<(Vec<ActivityRow>, Loaded), LoadError>,
}

/// Reads parts, in one thread.
struct PartReader {
    number: usize,
    batch: Batch,
    packer: Packer,
}

/// A thread that reads parts.
struct Worker<'scope> {
    parts: SyncSender<Part>,
    thread: ScopedJoinHandle<'scope, PartReader>,
}

/// The parts that were read, put together in their order.
#[derive(Default)]
struct Assembly {
    rows: Vec<ActivityRow>,
    loaded: Loaded,
    /// How many parts there are in `rows`; of each, its end and its reader.
    parts: Vec<(usize, usize)>,
    early: BTreeMap<usize, ReadPart>,
}

/// Reads all lines; the first error is that of the first line that has one.
///
/// The caller's thread reads the bytes, since `lines` may not be sent to
/// others, and the parts that no other thread has time for.
pub(super) fn read(
    lines: impl BufRead,
    mut progress: impl FnMut(usize),
    records: &Arc<Records>,
) -> Result<(Batch, Loaded), LoadError> {
    let mut parts = Parts { reader: lines, number: 0, lines: 0, error: None };
    let mut own = PartReader::new(0, records);
    let mut assembly = Assembly::default();
    thread::scope(|scope| {
        let (done, read) = mpsc::channel();
        let mut workers = Vec::new();
        let end = loop {
            let part = match parts.next(&mut progress) {
                Ok(Some(part)) => part,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            };
            if part.number == 1 {
                workers = Worker::start_all(scope, records, &done);
            }
            if let Some(part) = hand_over(&workers, part) {
                assembly.add(own.read(&part))?;
            }
            read.try_iter().try_for_each(|part| assembly.add(part))?;
        };
        drop(done);
        let threads: Vec<_> = workers.into_iter().map(|worker| worker.thread).collect();
        read.iter().try_for_each(|part| assembly.add(part))?;
        end?;
        let join = |thread: ScopedJoinHandle<'_, PartReader>| {
            thread.join().unwrap_or_else(|panic| resume_unwind(panic)).batch
        };
        Ok(assembly.finish(own.batch, threads.into_iter().map(join)))
    })
}

/// Gives a part to a thread that has room for it, or back.
fn hand_over(workers: &[Worker<'_>], part: Part) -> Option<Part> {
    workers.iter().try_fold(part, |part, worker| match worker.parts.try_send(part) {
        Ok(()) => None,
        Err(TrySendError::Full(part) | TrySendError::Disconnected(part)) => Some(part),
    })
}

impl<R: BufRead> Parts<R> {
    fn next(&mut self, progress: &mut impl FnMut(usize)) -> io::Result<Option<Part>> {
        let mut text = Vec::new();
        if self.error.is_none()
            && let Err(error) = self.read(&mut text)
        {
            // A line that was begun is not read.
            let whole = text.iter().rposition(|byte| *byte == b'\n');
            text.truncate(whole.map_or(0, |end| end + 1));
            self.error = Some(error);
        }
        if text.is_empty() {
            return self.error.take().map_or(Ok(None), Err);
        }
        let part = Part { number: self.number, lines_before: self.lines, text };
        for line in part.lines() {
            progress(line.len());
            self.lines += 1;
        }
        self.number += 1;
        Ok(Some(part))
    }

    /// Reads many bytes, and the rest of the last line.
    fn read(&mut self, text: &mut Vec<u8>) -> io::Result<()> {
        text.reserve(PART + PART / 64);
        self.reader.by_ref().take(PART as u64).read_to_end(text)?;
        self.reader.read_until(b'\n', text)?;
        Ok(())
    }
}

impl Part {
    /// The lines, each with its end.
    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.text.as_slice();
        let mut start = 0;
        let ends = memchr_iter(b'\n', rest).map(|end| end + 1).chain([rest.len()]);
        ends.filter_map(move |end| {
            let line;
            (line, rest) = rest.split_at_checked(end - start)?;
            start = end;
            (!line.is_empty()).then_some(line)
        })
    }
}

impl PartReader {
    fn new(number: usize, records: &Arc<Records>) -> Self {
        Self { number, batch: Batch::default(), packer: Packer::new(Arc::clone(records)) }
    }

    fn read(&mut self, part: &Part) -> ReadPart {
        let loaded = self.read_lines(part);
        let rows = mem::take(&mut self.batch.rows);
        ReadPart {
            number: part.number,
            reader: self.number,
            rows: loaded.map(|loaded| (rows, loaded)),
        }
    }

    fn read_lines(&mut self, part: &Part) -> Result<Loaded, LoadError> {
        let mut lines = LineReader::after(part.lines_before);
        for line in part.lines() {
            if let Some(Line { activity, record, number }) = lines.read(line)? {
                self.batch.push(&activity, self.packer.pack(record), Some(number));
            }
        }
        Ok(lines.loaded())
    }
}

impl<'scope> Worker<'scope> {
    /// A thread for each core beside this one.
    fn start_all(
        scope: &'scope Scope<'scope, '_>,
        records: &Arc<Records>,
        done: &Sender<ReadPart>,
    ) -> Vec<Self> {
        let readers = (1..cores()).map(|number| PartReader::new(number, records));
        readers.map_while(|reader| Self::start(scope, reader, done.clone()).ok()).collect()
    }

    fn start(
        scope: &'scope Scope<'scope, '_>,
        mut reader: PartReader,
        done: Sender<ReadPart>,
    ) -> io::Result<Self> {
        let (parts, waiting) = mpsc::sync_channel(WAITING);
        let thread = thread::Builder::new().spawn_scoped(scope, move || {
            for part in waiting {
                if done.send(reader.read(&part)).is_err() {
                    break;
                }
            }
            reader
        })?;
        Ok(Self { parts, thread })
    }
}

impl Assembly {
    fn add(&mut self, part: ReadPart) -> Result<(), LoadError> {
        self.early.insert(part.number, part);
        while let Some(part) = self.early.remove(&self.parts.len()) {
            let (mut rows, loaded) = part.rows?;
            self.rows.append(&mut rows);
            self.loaded.append(loaded);
            self.parts.push((self.rows.len(), part.reader));
        }
        Ok(())
    }

    /// The activities as one batch, which continues that of the first reader.
    fn finish(self, first: Batch, others: impl Iterator<Item = Batch>) -> (Batch, Loaded) {
        let mut batch = first;
        let codes: Vec<_> = others
            .map(|other| {
                let kinds = codes(&other.kinds, &mut batch.kinds);
                (kinds, codes(&other.creators, &mut batch.creators))
            })
            .collect();
        batch.rows = self.rows;
        let mut start = 0;
        for (end, reader) in self.parts {
            let rows = batch.rows.get_mut(start..end).unwrap_or_default();
            start = end;
            let Some((kinds, creators)) = reader.checked_sub(1).and_then(|other| codes.get(other))
            else {
                continue;
            };
            for row in rows {
                row.kind = row.kind.and_then(|kind| kinds.get(kind as usize)).copied();
                row.creator = row.creator.and_then(|email| creators.get(email as usize)).copied();
            }
        }
        (batch, self.loaded)
    }
}

/// The numbers that the texts of one interner have in another.
fn codes(from: &Interner, into: &mut Interner) -> Vec<u32> {
    from.texts().into_iter().map(|text| into.code(text)).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails where it stands")]
mod tests {
    use std::io::{BufReader, Read};

    use super::*;

    /// Enough lines for several parts of each thread, two of which are not activities.
    fn lines(wrong: [usize; 2]) -> String {
        let line = |number: usize| {
            if wrong.contains(&number) {
                return "{\"id\":\n".to_owned();
            }
            format!(
                "{{\"id\":{number},\"type\":\"T{}\",\"computer_id\":\"None\",\"creator\":{{\"email\":\"{}@example.com\"}}}}\n",
                number * number % 7,
                number / 1000 * number % 83,
            )
        };
        (1..=60_000).map(line).collect()
    }

    fn read_all(lines: impl Read) -> (Result<(Batch, Loaded), LoadError>, usize) {
        let mut bytes = 0;
        let read = read(BufReader::new(lines), |line| bytes += line, &Arc::default());
        (read, bytes)
    }

    #[test]
    fn lines_of_all_threads_are_in_their_order_with_their_texts() {
        let lines = lines([0, 0]);
        let (read, bytes) = read_all(lines.as_bytes());
        assert_eq!(bytes, lines.len());
        let (batch, loaded) = read.unwrap();
        assert_eq!((loaded.activities, loaded.unreadable.len() + loaded.more), (60_000, 0));
        let (kinds, creators) = (batch.kinds.texts(), batch.creators.texts());
        assert_eq!((kinds.len(), batch.rows.len()), (4, 60_000));
        for (number, row) in (1_usize..).zip(&batch.rows) {
            assert_eq!(usize::try_from(row.key.id).unwrap(), number);
            assert_eq!(row.line.unwrap().get() as usize, number);
            let kind = kinds.get(row.kind.unwrap() as usize).unwrap();
            assert_eq!(**kind, format!("T{}", number * number % 7));
            let email = creators.get(row.creator.unwrap() as usize).unwrap();
            assert_eq!(**email, format!("{}@example.com", number / 1000 * number % 83));
        }
    }

    #[test]
    fn the_first_error_is_reported() {
        for wrong in [[1, 60_000], [59_999, 59_998], [12_345, 6_789], [40_000, 40_001]] {
            let first = wrong.into_iter().min().unwrap();
            let error = read_all(lines(wrong).as_bytes()).0.unwrap_err().to_string();
            assert!(error.starts_with(&format!("line {first}, column 6: ")), "{error}");
        }
    }

    #[test]
    fn reading_fails_after_the_lines_before_were_read() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk is gone"))
            }
        }
        let text = lines([0, 0]) + "{\"id\":";
        let error = read_all(text.as_bytes().chain(Broken)).0.unwrap_err();
        assert_eq!(error.to_string(), "the disk is gone");
        let error = read_all(lines([59_990, 0]).as_bytes().chain(Broken)).0.unwrap_err();
        assert!(error.to_string().starts_with("line 59990, "), "{error}");
    }
}
