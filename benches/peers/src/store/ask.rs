//! Our store and SQLite, asked and timed.

use std::error::Error;
use std::time::{Duration, Instant};

use activity_query::{ActivityQuery, MemoryStore, PageRequest};

use super::fleet::now;
use super::queries::Question;
use super::scripted::Answer;
use super::sqlite::{Sql, Sqlite, Statements, statements};

type Failure = Box<dyn Error>;

/// The answers to a question, and the microseconds that they took in each round.
#[derive(Debug)]
pub struct Measured {
    pub page: Vec<i64>,
    pub count: u64,
    /// The records of the page as a JSON array.
    pub records: String,
    pub page_us: Vec<f64>,
    pub count_us: Vec<f64>,
    /// From the text of the query to the bytes of the records.
    pub records_us: Vec<f64>,
}

impl Measured {
    /// Adds the times of another round.
    pub fn extend(&mut self, round: Self) {
        self.page_us.extend(round.page_us);
        self.count_us.extend(round.count_us);
        self.records_us.extend(round.records_us);
    }

    /// Checks that another engine has the same answers.
    ///
    /// # Errors
    /// If one differs.
    pub fn check(
        &self,
        question: &Question,
        engine: &str,
        (page, count, records): (&[i64], u64, &str),
    ) -> Result<(), Failure> {
        if self.page != page || self.count != count {
            return Err(format!(
                "{engine} has another answer to {}: {count} and {:?}…, ours {} and {:?}…",
                question.name,
                page.get(..5.min(page.len())),
                self.count,
                self.page.get(..5.min(self.page.len())),
            )
            .into());
        }
        if self.records != records {
            return Err(format!("{engine} has other records for {}", question.name).into());
        }
        Ok(())
    }

    /// Checks that SQLite has the same answers.
    ///
    /// # Errors
    /// If one differs.
    pub fn check_sqlite(&self, question: &Question, other: &Self) -> Result<(), Failure> {
        self.check(question, "SQLite", (&other.page, other.count, &other.records))
    }

    /// Checks that an engine that the script asked has the same answers.
    ///
    /// # Errors
    /// If one differs.
    pub fn check_scripted(&self, question: &Question, other: &Answer) -> Result<(), Failure> {
        self.check(question, &other.engine, (&other.page, other.count, &other.records))
    }
}

/// A call that takes this long is not repeated.
const LONG: Duration = Duration::from_millis(50);

/// Repeats a call often enough that the overhead of the clock is negligible. The first call,
/// which waits for memory that was not read for a while, counts only if it is the only one; the
/// medians of the other engines leave it out, too.
///
/// # Errors
/// If the call fails.
pub fn timed<T>(mut ask: impl FnMut() -> Result<T, Failure>) -> Result<(T, f64), Failure> {
    let start = Instant::now();
    let answer = ask()?;
    let first = start.elapsed();
    if first >= LONG {
        return Ok((answer, first.as_secs_f64() * 1e6));
    }
    let start = Instant::now();
    let mut asked = 0;
    while asked == 0 || (asked < 1000 && start.elapsed().as_micros() < 2_000) {
        ask()?;
        asked += 1;
    }
    Ok((answer, start.elapsed().as_secs_f64() * 1e6 / f64::from(asked)))
}

/// Asks our store.
///
/// # Errors
/// If it fails.
pub fn ask_ours(store: &MemoryStore, question: &Question) -> Result<Measured, Failure> {
    let query: ActivityQuery = question.text.parse()?;
    let asked =
        PageRequest::default().skipping(usize::try_from(question.offset).unwrap_or(usize::MAX));
    let asked = if question.oldest_first { asked.oldest_first() } else { asked };
    let (ids, page_us) = timed(|| Ok(store.find_ids(&query, &asked, now())?))?;
    let (count, count_us) = timed(|| Ok(store.count(&query, now())?))?;
    let (records, records_us) = timed(|| {
        let query: ActivityQuery = question.text.parse()?;
        Ok(store.find_json(&query, &asked, now())?)
    })?;
    Ok(Measured {
        page: ids.into_iter().map(activity_query::ActivityId::get).collect(),
        count,
        records: String::from_utf8(records)?,
        page_us: vec![page_us],
        count_us: vec![count_us],
        records_us: vec![records_us],
    })
}

/// Returns the statements that SQLite answers fastest.
///
/// # Errors
/// If it answers none.
pub fn best_statements(sqlite: &Sqlite, question: &Question) -> Result<Statements, Failure> {
    let mut best: [Option<(f64, String)>; 2] = [None, None];
    for correlated in [false, true] {
        for hint in ["", "INDEXED BY activity_created"] {
            let Statements { page, count } = statements(question, Sql { correlated }, hint)?;
            for (best, statement) in best.iter_mut().zip([page, count]) {
                // With a hint, SQLite may have no plan, or a very slow one.
                let Ok((_, us)) = timed(|| sqlite.try_ask(&statement)) else { continue };
                if best.as_ref().is_none_or(|(least, _)| us < *least) {
                    *best = Some((us, statement));
                }
            }
        }
    }
    match best {
        [Some((_, page)), Some((_, count))] => Ok(Statements { page, count }),
        _ => Err(format!("SQLite has no answer to {}", question.name).into()),
    }
}

/// Asks SQLite.
///
/// # Errors
/// If it fails.
pub fn ask_sqlite(sqlite: &Sqlite, statements: &Statements) -> Result<Measured, Failure> {
    let (page, page_us) = timed(|| sqlite.ask(&statements.page))?;
    let (counts, count_us) = timed(|| sqlite.ask(&statements.count))?;
    let with_records = statements.records();
    let mut records = String::new();
    let ((), records_us) = timed(|| sqlite.records(&with_records, &mut records))?;
    Ok(Measured {
        page,
        count: counts.first().copied().unwrap_or_default().cast_unsigned(),
        records,
        page_us: vec![page_us],
        count_us: vec![count_us],
        records_us: vec![records_us],
    })
}
