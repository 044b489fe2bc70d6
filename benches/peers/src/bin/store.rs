//! Times a store in memory beside SQLite, DuckDB and Polars on the same activities, and
//! checks that all of them give the same answers.
//!
//! `--activities N` sets the number of activities (10,000,000), `--shape uniform` or `skewed`
//! the distribution of their values (both). `--growth` measures only our store, at 100,000,
//! 1,000,000 and 10,000,000 activities. `--quick` checks that everything works.
//!
//! DuckDB and Polars come from `PyPI`:
//!
//!     python3 -m venv benches/peers/target/venv
//!     benches/peers/target/venv/bin/pip install -r benches/peers/stores-requirements.txt
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "numbers of a benchmark, within their ranges"
)]

use std::collections::HashMap;
use std::env;
use std::error::Error;
use std::io::{self, BufRead, Read};
use std::time::Instant;

use activity_query::{ActivityQuery, ActivityStore as _, MemoryStore, PageRequest, Selection};
use activity_query_peers::store::fleet::{Machine, Row, Shape, machines, now, row, write_json};
use activity_query_peers::store::queries::{Question, questions};
use activity_query_peers::store::scripted::{self, Answer};
use activity_query_peers::store::sqlite::{Sql, Sqlite, statements};

type Failure = Box<dyn Error>;

struct Options {
    activities: u64,
    shapes: Vec<Shape>,
    growth: bool,
    rounds: usize,
}

fn options() -> Result<Options, Failure> {
    let mut options = Options {
        activities: 10_000_000,
        shapes: vec![Shape::Uniform, Shape::Skewed],
        growth: false,
        rounds: 3,
    };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--activities" => options.activities = arguments.next().unwrap_or_default().parse()?,
            "--shape" => {
                options.shapes = match arguments.next().as_deref() {
                    Some("uniform") => vec![Shape::Uniform],
                    Some("skewed") => vec![Shape::Skewed],
                    _ => return Err("--shape is uniform or skewed".into()),
                }
            }
            "--growth" => options.growth = true,
            "--quick" => (options.activities, options.rounds) = (20_000, 1),
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    Ok(options)
}

fn main() -> Result<(), Failure> {
    let options = options()?;
    for shape in &options.shapes {
        println!("\n## {shape:?}\n");
        if options.growth {
            growth(*shape, options.rounds)?;
        } else {
            compare(&options, *shape)?;
        }
    }
    Ok(())
}

/// The records as JSON lines, generated while they are read.
struct Lines {
    rows: Box<dyn Iterator<Item = Row>>,
    buffer: String,
    read: usize,
}

impl BufRead for Lines {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read == self.buffer.len() {
            self.read = 0;
            self.buffer.clear();
            self.rows.by_ref().take(1000).for_each(|row| write_json(&row, &mut self.buffer));
        }
        Ok(self.buffer.as_bytes().get(self.read..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.read += amount;
    }
}

impl Read for Lines {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

fn rows(all: u64, shape: Shape) -> impl Iterator<Item = Row> {
    (0..all).map(move |number| row(number, all, shape))
}

fn lines(all: u64, shape: Shape) -> Lines {
    Lines { rows: Box::new(rows(all, shape)), buffer: String::new(), read: 0 }
}

fn load(all: u64, shape: Shape, machines: &[Machine]) -> Result<MemoryStore, Failure> {
    // The time of generating the lines is not part of the time of loading them.
    let start = Instant::now();
    let mut made = lines(all, shape);
    let mut bytes = 0;
    while let length @ 1.. = made.fill_buf()?.len() {
        bytes += length;
        made.consume(length);
    }
    let making = start.elapsed();
    let store = MemoryStore::new();
    store.put_computers(machines.iter().map(Machine::computer).collect::<Result<Vec<_>, _>>()?);
    let start = Instant::now();
    let mut read = start;
    store.load(lines(all, shape), |_| read = Instant::now())?;
    // After the last line, the remaining time is spent on the index.
    let indexing = read.elapsed().as_secs_f64();
    let seconds = start.elapsed().saturating_sub(making).as_secs_f64();
    let memory = store.memory();
    println!(
        "{all} activities, {bytes} bytes of JSON: loaded in {seconds:.1} s, {:.0} a second, {:.2} µs each, {:.2} of it for the index; \
         index {:.1} bytes each, records {:.0}.",
        all as f64 / seconds,
        seconds * 1e6 / all as f64,
        indexing * 1e6 / all as f64,
        memory.index as f64 / all as f64,
        memory.records as f64 / all as f64,
    );
    Ok(store)
}

fn page(question: &Question) -> PageRequest {
    let page =
        PageRequest::default().skipping(usize::try_from(question.offset).unwrap_or(usize::MAX));
    if question.oldest_first { page.oldest_first() } else { page }
}

/// The microseconds of a page and of a count, and the answers.
struct Measured {
    page_us: Vec<f64>,
    count_us: Vec<f64>,
    page: Vec<i64>,
    count: u64,
}

/// Repeats a call often enough that the overhead of the clock is negligible.
fn timed<T>(mut ask: impl FnMut() -> Result<T, Failure>) -> Result<(T, f64), Failure> {
    let start = Instant::now();
    let answer = ask()?;
    let mut asked = 1;
    while asked < 1000 && start.elapsed().as_micros() < 2_000 {
        ask()?;
        asked += 1;
    }
    Ok((answer, start.elapsed().as_secs_f64() * 1e6 / f64::from(asked)))
}

fn ask_ours(store: &MemoryStore, question: &Question) -> Result<Measured, Failure> {
    let query: ActivityQuery = question.text.parse()?;
    let asked = page(question);
    let (ids, page_us) = timed(|| Ok(store.find_ids(&query, &asked, now())?))?;
    let (count, count_us) = timed(|| Ok(store.count(&query, now())?))?;
    let page = ids.into_iter().map(activity_query::ActivityId::get).collect();
    Ok(Measured { page_us: vec![page_us], count_us: vec![count_us], page, count })
}

/// Returns the statements for page and count that SQLite answers fastest.
fn best_statements(sqlite: &Sqlite, question: &Question) -> Result<(String, String), Failure> {
    let mut best: [Option<(f64, String)>; 2] = [None, None];
    for correlated in [false, true] {
        for hint in ["", "INDEXED BY activity_created"] {
            let (page, count) = statements(question, Sql { correlated }, hint)?;
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
        [Some((_, page)), Some((_, count))] => Ok((page, count)),
        _ => Err(format!("SQLite has no answer to {}", question.name).into()),
    }
}

fn ask_sqlite(sqlite: &Sqlite, statements: &(String, String)) -> Result<Measured, Failure> {
    let (page, page_us) = timed(|| sqlite.ask(&statements.0))?;
    let (counts, count_us) = timed(|| sqlite.ask(&statements.1))?;
    let count = counts.first().copied().unwrap_or_default().cast_unsigned();
    Ok(Measured { page_us: vec![page_us], count_us: vec![count_us], page, count })
}

fn compare(options: &Options, shape: Shape) -> Result<(), Failure> {
    let all = options.activities;
    let machines = machines();
    let store = load(all, shape, &machines)?;
    let sqlite = Sqlite::new(rows(all, shape), &machines)?;
    let questions = questions(all);
    let mut measured: Vec<(Measured, Measured)> = Vec::new();
    for question in &questions {
        eprintln!("{}", question.name);
        let best = best_statements(&sqlite, question)?;
        let (mut ours, mut theirs) = (ask_ours(&store, question)?, ask_sqlite(&sqlite, &best)?);
        check("SQLite", question, &ours, &theirs.page, theirs.count)?;
        for _ in 1..options.rounds {
            let (again, other) = (ask_ours(&store, question)?, ask_sqlite(&sqlite, &best)?);
            ours.page_us.extend(again.page_us);
            ours.count_us.extend(again.count_us);
            theirs.page_us.extend(other.page_us);
            theirs.count_us.extend(other.count_us);
        }
        measured.push((ours, theirs));
    }
    drop(sqlite);
    let scripted = if let Some(python) = scripted::interpreter() {
        scripted::ask(&python, rows(all, shape), &machines, &questions)?
    } else {
        println!("\nDuckDB and Polars are MISSING: there is no venv with them.");
        HashMap::new()
    };
    println!(
        "\n| query | page: ours | SQLite | DuckDB | Polars | best / ours | count: ours | SQLite | DuckDB | Polars | best / ours |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (index, (question, (ours, sqlite))) in questions.iter().zip(&measured).enumerate() {
        let others = ["DuckDB", "Polars"].map(|engine| scripted.get(&(engine.to_owned(), index)));
        for other in others.into_iter().flatten() {
            check(&other.engine, question, ours, &other.page, other.count)?;
        }
        let time = |of: fn(&Answer) -> f64| others.map(|other| other.map(of));
        println!(
            "| `{}`{} | {} | {} |",
            question.name,
            if question.offset > 0 { format!(" from {}", question.offset) } else { String::new() },
            cells(median(&ours.page_us), median(&sqlite.page_us), time(|other| other.page_us)),
            cells(median(&ours.count_us), median(&sqlite.count_us), time(|other| other.count_us)),
        );
    }
    println!(
        "\nMicroseconds, medians. Missed: * (10 times as fast as the best, or as fast where that takes less than 50)."
    );
    changes(&store, all)
}

/// Returns our time, the times of the others, and the ratio of the best of those to ours.
fn cells(ours: f64, sqlite: f64, others: [Option<f64>; 2]) -> String {
    let best = others.into_iter().flatten().fold(sqlite, f64::min);
    let missed = if best < 50.0 { ours > best } else { ours * 10.0 > best };
    let [duckdb, polars] = others.map(|time| time.map_or("-".to_owned(), |us| format!("{us:.0}")));
    let mark = if missed { " *" } else { "" };
    format!("{ours:.1} | {sqlite:.0} | {duckdb} | {polars} | {:.1}{mark}", best / ours)
}

fn check(
    engine: &str,
    question: &Question,
    ours: &Measured,
    page: &[i64],
    count: u64,
) -> Result<(), Failure> {
    if ours.page == page && ours.count == count {
        return Ok(());
    }
    Err(format!(
        "{engine} has another answer to {}: {count} and {:?}…, ours {} and {:?}…",
        question.name,
        page.get(..5.min(page.len())),
        ours.count,
        ours.page.get(..5.min(ours.page.len())),
    )
    .into())
}

fn median(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Times canceling a thousand activities, and reading a page of records.
fn changes(store: &MemoryStore, all: u64) -> Result<(), Failure> {
    let waiting: ActivityQuery =
        "status:undelivered OR status:scheduled OR status:waiting".parse()?;
    let ids =
        store.find_ids(&waiting, &PageRequest::first(1000).skipping(all as usize / 1000), now())?;
    let chosen = ActivityQuery::any(ids.iter().map(|id| ActivityQuery::id(*id)));
    let start = Instant::now();
    let canceled = pollster::block_on(store.cancel_activities(&Selection::new(chosen), now()))?;
    println!(
        "\n{} of {all} canceled in {:.2} ms.",
        canceled.len(),
        start.elapsed().as_secs_f64() * 1e3
    );
    let (found, us) = timed(|| {
        Ok(pollster::block_on(store.get_activities(&waiting, &PageRequest::default(), now()))?)
    })?;
    println!("A page of {} records read in {:.2} ms.", found.activities.len(), us / 1e3);
    Ok(())
}

/// Times our store at growing numbers of activities.
fn growth(shape: Shape, rounds: usize) -> Result<(), Failure> {
    let sizes = [100_000, 1_000_000, 10_000_000];
    let mut columns: Vec<Vec<(f64, f64)>> = Vec::new();
    for all in sizes {
        let store = load(all, shape, &machines())?;
        let questions = questions(all);
        let measured = questions.iter().map(|question| {
            let rounds: Vec<Measured> =
                (0..rounds).map(|_| ask_ours(&store, question)).collect::<Result<_, _>>()?;
            let of = |times: fn(&Measured) -> &Vec<f64>| {
                median(&rounds.iter().flat_map(times).copied().collect::<Vec<_>>())
            };
            Ok((of(|round| &round.page_us), of(|round| &round.count_us)))
        });
        columns.push(measured.collect::<Result<_, Failure>>()?);
    }
    println!("\n| query | page at 100 k | 1 M | 10 M | count at 100 k | 1 M | 10 M |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    for (index, question) in questions(10_000_000).iter().enumerate() {
        let cells = |of: fn(&(f64, f64)) -> f64| {
            let times = columns.iter().filter_map(|column| column.get(index)).map(of);
            times.map(|us| format!("{us:.1}")).collect::<Vec<_>>().join(" | ")
        };
        println!(
            "| `{}` | {} | {} |",
            question.name,
            cells(|times| times.0),
            cells(|times| times.1)
        );
    }
    Ok(())
}
