//! Times a store in memory beside SQLite, DuckDB and Polars on the same activities, and
//! checks that all of them give the same answers.
//!
//! `--activities N` sets the number of activities (10,000,000), `--shape uniform` or `skewed`
//! the distribution of their values (both). `--growth` measures only our store, at 100,000,
//! 1,000,000 and 10,000,000 activities; `--load` only loads it; `--waits` times the pages that
//! are read during changes. `--quick` checks that everything works.
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
use std::hint::black_box;
use std::time::Instant;

use activity_query::{ActivityQuery, ActivityStore as _, MemoryStore, PageRequest, Selection};
use activity_query_peers::store::ask::{Measured, ask_ours, ask_sqlite, best_statements, timed};
use activity_query_peers::store::fleet::{Machine, Shape, machines, now, rows, write_json};
use activity_query_peers::store::queries::questions;
use activity_query_peers::store::scripted;
use activity_query_peers::store::sqlite::Sqlite;
use activity_query_peers::store::table::{Comparison, Miss, median, print_totals};
use activity_query_peers::store::waits;
use serde_json::value::RawValue;

type Failure = Box<dyn Error>;

struct Options {
    activities: u64,
    shapes: Vec<Shape>,
    part: Part,
    rounds: usize,
}

/// What is measured.
#[derive(Clone, Copy)]
enum Part {
    Comparison,
    Growth,
    Load,
    Waits,
}

fn options() -> Result<Options, Failure> {
    let mut options = Options {
        activities: 10_000_000,
        shapes: vec![Shape::Uniform, Shape::Skewed],
        part: Part::Comparison,
        rounds: 5,
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
            "--growth" => options.part = Part::Growth,
            "--load" => options.part = Part::Load,
            "--waits" => options.part = Part::Waits,
            "--quick" => (options.activities, options.rounds) = (20_000, 1),
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    Ok(options)
}

fn main() -> Result<(), Failure> {
    let options = options()?;
    let mut missed = Vec::new();
    for shape in &options.shapes {
        println!("\n## {shape:?}\n");
        match options.part {
            Part::Comparison => missed.push((format!("{shape:?}"), compare(&options, *shape)?)),
            Part::Growth => growth(*shape, options.rounds)?,
            Part::Load => drop(load(options.activities, *shape, &machines())?),
            Part::Waits => waits::print(options.activities, *shape, &machines())
                .map_err(|error| -> Failure { error })?,
        }
    }
    if !missed.is_empty() {
        print_totals(questions(options.activities).len(), &missed);
    }
    Ok(())
}

/// Returns the records as JSON lines.
fn lines(all: u64, shape: Shape) -> String {
    let mut lines = String::with_capacity(350 * all as usize);
    rows(all, shape).for_each(|row| write_json(&row, &mut lines));
    lines
}

fn load(all: u64, shape: Shape, machines: &[Machine]) -> Result<MemoryStore, Failure> {
    let lines = lines(all, shape);
    let start = Instant::now();
    for line in lines.lines() {
        black_box(serde_json::from_str::<&RawValue>(line)?);
    }
    let passing = start.elapsed().as_secs_f64();
    let store = MemoryStore::new();
    store.put_computers(machines.iter().map(Machine::computer).collect::<Result<Vec<_>, _>>()?);
    let start = Instant::now();
    let mut read = start;
    store.load(lines.as_bytes(), |_| read = Instant::now())?;
    // After the last line, the remaining time is spent on the index.
    let indexing = read.elapsed().as_secs_f64();
    let seconds = start.elapsed().as_secs_f64();
    let memory = store.memory();
    println!(
        "{all} activities, {} bytes of JSON: loaded in {seconds:.1} s, {:.0} a second, {:.2} µs each, {:.2} of it for the index; \
         index {:.1} bytes each, records {:.0}. serde_json passes over them as raw values in {passing:.1} s, {:.2} of \
         the time of loading.",
        lines.len(),
        all as f64 / seconds,
        seconds * 1e6 / all as f64,
        indexing * 1e6 / all as f64,
        memory.index as f64 / all as f64,
        memory.records as f64 / all as f64,
        passing / seconds,
    );
    Ok(store)
}

fn compare(options: &Options, shape: Shape) -> Result<Vec<Miss>, Failure> {
    let all = options.activities;
    let machines = machines();
    let store = load(all, shape, &machines)?;
    let sqlite = step("SQLite loads", || Sqlite::new(rows(all, shape), &machines))?;
    let questions = questions(all);
    let mut measured: Vec<(Measured, Measured)> = Vec::new();
    let mut statements = Vec::new();
    step("ours and SQLite", || {
        for question in &questions {
            let best = best_statements(&sqlite, question)?;
            let (ours, theirs) = (ask_ours(&store, question)?, ask_sqlite(&sqlite, &best)?);
            ours.check_sqlite(question, &theirs)?;
            measured.push((ours, theirs));
            statements.push(best);
        }
        // What disturbs the machine for a second is in one round of a question, not in all.
        for _ in 1..options.rounds {
            for ((question, best), (ours, theirs)) in
                questions.iter().zip(&statements).zip(&mut measured)
            {
                ours.extend(ask_ours(&store, question)?);
                theirs.extend(ask_sqlite(&sqlite, best)?);
            }
        }
        Ok(())
    })?;
    drop(sqlite);
    let scripted = if let Some(python) = scripted::interpreter() {
        step("DuckDB and Polars", || {
            scripted::ask(&python, rows(all, shape), &machines, &questions)
        })?
    } else {
        println!("\nDuckDB and Polars are MISSING: there is no venv with them.");
        HashMap::new()
    };
    for ((_, index), answer) in &scripted {
        if let (Some(question), Some((ours, _))) = (questions.get(*index), measured.get(*index)) {
            ours.check_scripted(question, answer)?;
        }
    }
    let comparison = Comparison { questions: &questions, measured: &measured, scripted: &scripted };
    let missed = comparison.print();
    changes(&store, all)?;
    Ok(missed)
}

/// Prints how long a part of the run takes.
fn step<T>(name: &str, run: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let start = Instant::now();
    let done = run();
    eprintln!("{name}: {:.0} s", start.elapsed().as_secs_f64());
    done
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
        let ask = || questions.iter().map(|question| ask_ours(&store, question));
        let mut measured = ask().collect::<Result<Vec<_>, _>>()?;
        for _ in 1..rounds {
            for (measured, round) in measured.iter_mut().zip(ask()) {
                measured.extend(round?);
            }
        }
        let medians = measured.iter().map(|all| (median(&all.page_us), median(&all.count_us)));
        columns.push(medians.collect());
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
