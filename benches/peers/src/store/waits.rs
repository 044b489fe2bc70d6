//! How long a reader waits while another thread changes our store.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers of a benchmark, within their ranges"
)]

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use activity_query::{ActivityQuery, ActivityStore as _, MemoryStore, PageRequest, Selection};

use super::fleet::{Machine, Shape, now, row, write_json};

type Failure = Box<dyn Error + Send + Sync>;

/// What the reader asks for: a page that is quickly read, so that what it takes is waiting.
const PAGE: usize = 50;

/// Times the pages that a thread reads during each kind of change, one after another.
///
/// # Errors
/// If a call of the store fails.
pub fn print(all: u64, shape: Shape, machines: &[Machine]) -> Result<(), Failure> {
    let store = MemoryStore::new();
    let computers = machines.iter().map(Machine::computer).collect::<Result<Vec<_>, _>>()?;
    store.put_computers(computers.clone());
    println!(
        "| while | ms | pages | p50, ms | p99, ms | longest, ms | longest without the scheduler, ms |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|");
    let lines = |numbers: &mut dyn Iterator<Item = u64>| {
        let mut lines = String::new();
        numbers.for_each(|number| write_json(&row(number, 2 * all, shape), &mut lines));
        lines
    };
    // Odd numbers come late, between those that are there.
    let in_order = lines(&mut (0..all).map(|number| number * 2));
    let during =
        |what: &str, change: &mut dyn FnMut() -> Result<(), Failure>| measure(&store, what, change);
    during(&format!("{all} are loaded"), &mut || load(&store, &in_order))?;
    drop(in_order);
    during("nothing is changed", &mut || {
        thread::sleep(Duration::from_secs(1));
        Ok(())
    })?;
    let late: Vec<String> = (0..100)
        .map(|load| lines(&mut (0..1000).map(|row| (row * 977 + load) % all * 2 + 1)))
        .collect();
    during("100 loads of 1,000 late ones", &mut || {
        late.iter().try_for_each(|late| load(&store, late))
    })?;
    drop(late);
    let few = lines(&mut (2 * all..2 * all + all / 5));
    during(&format!("{} that follow are loaded", all / 5), &mut || load(&store, &few))?;
    drop(few);
    during("10,000 computers are replaced", &mut || {
        store.put_computers(computers.iter().map(|computer| {
            let mut computer = computer.clone();
            let _ = computer.set("tags", &["web", "replaced"]);
            computer
        }));
        Ok(())
    })?;
    during("1,000 computers are changed, each alone", &mut || {
        for machine in machines.iter().take(1000) {
            let id = u32::try_from(machine.id)?.into();
            store.update_computer(id, |computer| computer.set("tags", &["changed"]))?;
        }
        Ok(())
    })?;
    during("10 times 1,000 are canceled", &mut || {
        let open: ActivityQuery =
            "status:undelivered OR status:scheduled OR status:waiting".parse()?;
        for _ in 0..10 {
            let ids = store.find_ids(&open, &PageRequest::first(1000).skipping(100), now())?;
            let chosen = ActivityQuery::any(ids.iter().map(|id| ActivityQuery::id(*id)));
            pollster::block_on(store.cancel_activities(&Selection::new(chosen), now()))?;
        }
        Ok(())
    })?;
    for year in 2021..=2023 {
        let old = Selection::new(format!("created-before:{year}").parse()?);
        during(&format!("those before {year} are removed"), &mut || {
            store.remove_selected(&old, now())?;
            Ok(())
        })?;
    }
    during("all are removed", &mut || {
        store.clear();
        Ok(())
    })
}

fn load(store: &MemoryStore, lines: &str) -> Result<(), Failure> {
    store.load(lines.as_bytes(), |_| {})?;
    Ok(())
}

/// A page that was read: its time in nanoseconds, and that without waiting for a core.
#[derive(Clone, Copy)]
struct Read {
    all: u64,
    scheduled: u64,
}

fn measure(
    store: &MemoryStore,
    what: &str,
    change: &mut dyn FnMut() -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (is_over, begun) = (AtomicBool::new(false), AtomicBool::new(false));
    let (reads, milliseconds) = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (query, page) = (ActivityQuery::everything(), PageRequest::first(PAGE));
            let mut reads = Vec::new();
            let mut waited = waited_for_a_core();
            while !is_over.load(Ordering::Relaxed) {
                let start = Instant::now();
                black_box(store.find_json(&query, &page, now()))?;
                let all = start.elapsed().as_nanos() as u64;
                let before = std::mem::replace(&mut waited, waited_for_a_core());
                reads.push(Read { all, scheduled: all.saturating_sub(waited - before) });
                begun.store(true, Ordering::Relaxed);
            }
            Ok::<_, Failure>(reads)
        });
        while !begun.load(Ordering::Relaxed) {
            thread::yield_now();
        }
        let start = Instant::now();
        let changed = change();
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        is_over.store(true, Ordering::Relaxed);
        let reads = reader.join().map_err(|_| "the reader panicked")??;
        changed.map(|()| (reads, milliseconds))
    })?;
    let sorted = |of: fn(&Read) -> u64| {
        let mut times: Vec<u64> = reads.iter().map(of).collect();
        times.sort_unstable();
        move |share: f64| {
            let last = times.len().saturating_sub(1);
            times.get((last as f64 * share) as usize).map_or(f64::NAN, |ns| *ns as f64 / 1e6)
        }
    };
    let (all, scheduled) = (sorted(|read| read.all), sorted(|read| read.scheduled));
    println!(
        "| {what} | {milliseconds:.1} | {} | {:.3} | {:.3} | {:.3} | {:.3} |",
        reads.len(),
        all(0.5),
        all(0.99),
        all(1.0),
        scheduled(1.0),
    );
    Ok(())
}

/// The nanoseconds that this thread was ready to run and had no core; 0 where the system does
/// not tell.
fn waited_for_a_core() -> u64 {
    let times = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    times.split_whitespace().nth(1).and_then(|ns| ns.parse().ok()).unwrap_or_default()
}
