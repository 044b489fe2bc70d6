//! Times the example server on loopback: pages of 1,000 records, uncompressed, beside Python's
//! `sqlite3`, which hands over the same texts in the same run; and pages of 50 at several
//! rates, with cancels beside them.
//!
//! `--activities N` sets the number of activities (1,000,000). `--quick` checks that everything
//! works, and that the server and SQLite hand over the same bytes.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use activity_query::{ActivityQuery, MemoryStore, PageRequest};
use activity_query_peers::http::client::{Call, Client};
use activity_query_peers::http::open_loop::{self, Flow, Outcome};
use activity_query_peers::http::python::Python;
use activity_query_peers::http::quantile;
use activity_query_peers::http::server::Server;
use activity_query_peers::store::ask::best_statements;
use activity_query_peers::store::fleet::{Machine, Shape, machines, now, rows, write_json};
use activity_query_peers::store::queries::{Question, questions};
use activity_query_peers::store::sqlite::Sqlite;
use tokio::runtime::{Builder, Runtime};

type Failure = Box<dyn Error>;

/// What 1,000 records may take, in milliseconds: over HTTP, and of that in the library.
const HTTP_MS: f64 = 1.5;
const LIBRARY_MS: f64 = 0.3;
/// How many activities are canceled at once, and how often.
const CANCELED: usize = 1_000;
const CANCELS_A_SECOND: u32 = 5;

/// How long a question is repeated, unless its rounds are fewer than these.
const PATIENCE: Duration = Duration::from_secs(10);
const FEWEST: usize = 5;

struct Options {
    activities: u64,
    /// How often the contenders take turns at most, each with as many calls as `batch`.
    rounds: usize,
    batch: usize,
    /// How many pages of 50 a second are asked for, and for how long.
    rates: &'static [u32],
    time: Duration,
}

fn options() -> Result<Options, Failure> {
    let mut options = Options {
        activities: 1_000_000,
        rounds: 40,
        batch: 10,
        rates: &[50, 200, 1_000],
        time: Duration::from_secs(20),
    };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--activities" => options.activities = arguments.next().unwrap_or_default().parse()?,
            "--quick" => {
                options = Options {
                    activities: 20_000,
                    rounds: 1,
                    batch: 1,
                    rates: &[50],
                    time: Duration::from_secs(1),
                }
            }
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    Ok(options)
}

fn main() -> Result<(), Failure> {
    let options = options()?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/http-peers");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    write_records(&folder, options.activities)?;
    let server = Server::start(&folder)?;
    let client = Client::new(&server.address);
    let runtime = Builder::new_current_thread().enable_all().build()?;

    let store = MemoryStore::new();
    store.put_computers(machines().iter().map(Machine::computer).collect::<Result<Vec<_>, _>>()?);
    store.load(BufReader::new(File::open(folder.join("activities.jsonl"))?), |_| {})?;
    let pages = pages(&store, options.activities)?;
    let benchmark = Benchmark { options, pages, store, runtime, client };
    benchmark.compare(&folder)?;
    let failed = benchmark.load()?;
    drop(server);
    fs::remove_dir_all(&folder)?;
    if failed > 0 {
        return Err(format!("{failed} calls failed").into());
    }
    Ok(())
}

fn write_records(folder: &Path, all: u64) -> Result<(), Failure> {
    let mut file = BufWriter::new(File::create(folder.join("activities.jsonl"))?);
    let mut line = String::new();
    for row in rows(all, Shape::Uniform) {
        line.clear();
        write_json(&row, &mut line);
        file.write_all(line.as_bytes())?;
    }
    file.flush()?;
    let mut file = BufWriter::new(File::create(folder.join("computers.jsonl"))?);
    for machine in machines() {
        writeln!(file, "{}", machine.computer()?.text())?;
    }
    Ok(file.flush()?)
}

/// Returns the questions whose page is full and does not depend on the time or an order that
/// the documented method does not have, and whose text fits into a URL.
fn pages(store: &MemoryStore, all: u64) -> Result<Vec<Question>, Failure> {
    let mut pages = questions(all);
    pages.retain(|asked| {
        !asked.oldest_first && !asked.text.contains("last-ping") && asked.text.len() < 1_000
    });
    let mut full = Vec::new();
    for asked in pages {
        let page = page(&asked)?;
        if store.find_ids(&asked.text.parse()?, &page, now())?.len() == page.limit {
            full.push(asked);
        }
    }
    Ok(full)
}

fn page(asked: &Question) -> Result<PageRequest, Failure> {
    Ok(PageRequest::default().skipping(usize::try_from(asked.offset)?))
}

struct Benchmark {
    options: Options,
    pages: Vec<Question>,
    store: MemoryStore,
    runtime: Runtime,
    client: Client,
}

/// The milliseconds that 1,000 records took each time, and their bytes.
#[derive(Default)]
struct Times {
    http: Vec<f64>,
    library: Vec<f64>,
    python: Vec<f64>,
    bytes: usize,
}

impl Benchmark {
    /// Prints how long 1,000 records take over HTTP, in the library, and from Python's SQLite.
    fn compare(&self, folder: &Path) -> Result<(), Failure> {
        let all = self.options.activities;
        let sqlite = Sqlite::new(rows(all, Shape::Uniform), &machines())?;
        let database = folder.join("records.sqlite");
        sqlite.save(&database)?;
        let mut python = Python::start(&database)?;
        println!("\n## 1,000 of {all} records over HTTP, ms\n");
        println!(
            "| query | kB | HTTP p50 | p99 | library p50 | of HTTP | Python sqlite3 p50 | p99 | Python / HTTP |"
        );
        println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        let mut missed = 0;
        for asked in &self.pages {
            let statement = best_statements(&sqlite, asked)?.records();
            let Times { http, library, python, bytes } =
                self.measure(asked, &statement, &mut python)?;
            let [of_http, of_library, of_python] =
                [&http, &library, &python].map(|times| quantile(times, 0.5));
            let is_missed = [of_http > HTTP_MS, of_library > LIBRARY_MS, of_python < of_http];
            missed += is_missed.iter().filter(|is_missed| **is_missed).count();
            let [slow, slow_library, slower] =
                is_missed.map(|is_missed| if is_missed { " *" } else { "" });
            println!(
                "| `{}` | {} | {of_http:.2}{slow} | {:.2} | {of_library:.2}{slow_library} | {:.0} % | \
                 {of_python:.2} | {:.2} | {:.2}{slower} |",
                asked.name,
                bytes / 1_000,
                quantile(&http, 0.99),
                100.0 * of_library / of_http,
                quantile(&python, 0.99),
                of_python / of_http,
            );
        }
        println!(
            "\n{missed} of {} figures miss (*): HTTP {HTTP_MS} ms and no slower than Python, the \
             library {LIBRARY_MS} ms.",
            3 * self.pages.len(),
        );
        Ok(())
    }

    /// Has the contenders take turns, and checks that they hand over the same bytes.
    fn measure(
        &self,
        asked: &Question,
        statement: &str,
        python: &mut Python,
    ) -> Result<Times, Failure> {
        let mut times = Times::default();
        let call = Call::records(&asked.text, 1_000, asked.offset);
        let send = || self.runtime.block_on(self.client.send(&call)).map_err(|e| e.to_string());
        // On a connection that is there already.
        send()?;
        let begin = Instant::now();
        for round in 0..self.options.rounds {
            if round > FEWEST && begin.elapsed() > PATIENCE {
                break;
            }
            let handed_over = python.ask(statement, self.options.batch)?;
            times.python.extend(handed_over.ms);
            for _ in 0..self.options.batch {
                let start = Instant::now();
                let answer = send()?;
                times.http.push(milliseconds(start));
                let start = Instant::now();
                let own = self.store.find_json(&asked.text.parse()?, &page(asked)?, now())?;
                times.library.push(milliseconds(start));
                if answer != handed_over.records.as_bytes() || answer != own {
                    return Err(format!("the records differ for {}", asked.name).into());
                }
                times.bytes = answer.len();
            }
        }
        Ok(times)
    }

    /// Prints how long pages of 50 and cancels take that are asked for at a rate, and returns
    /// how many failed.
    fn load(&self) -> Result<usize, Failure> {
        let Options { rates, time, .. } = self.options;
        let asked: Vec<Call> =
            self.pages.iter().map(|page| Call::page(&page.text, 50, page.offset)).collect();
        let mut cancels = cancels(&self.store)?.into_iter();
        println!(
            "\n## Pages of 50 beside cancels of {CANCELED}, from when they were due, ms\n\n\
             For {} s each, and {CANCELS_A_SECOND} cancels a second.\n",
            time.as_secs()
        );
        println!(
            "| pages a second | page p50 | p99 | max | cancel p50 | p99 | max | sent late, p99 | failed |"
        );
        println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        let mut failures = BTreeMap::new();
        for rate in rates {
            let most = usize::try_from(time.as_secs())? * CANCELS_A_SECOND as usize;
            let canceling: Vec<Call> = cancels.by_ref().take(most).collect();
            if canceling.len() < most {
                return Err("too few activities can be canceled".into());
            }
            let flows = vec![
                Flow { calls: asked.clone(), a_second: *rate },
                Flow { calls: canceling, a_second: CANCELS_A_SECOND },
            ];
            let outcomes = self.runtime.block_on(open_loop::run(&self.client, flows, time));
            let outcomes = outcomes.map_err(|error| error.to_string())?;
            let cells = |outcome: &Outcome| {
                let of = |part| quantile(&outcome.ms, part);
                format!(" {:.2} | {:.2} | {:.2} |", of(0.5), of(0.99), of(1.0))
            };
            let late: Vec<f64> = outcomes.iter().flat_map(|own| own.late_ms.clone()).collect();
            let failed: usize = outcomes.iter().map(|own| own.failures.len()).sum();
            println!(
                "| {rate} |{} {:.2} | {failed} |",
                outcomes.iter().map(cells).collect::<String>(),
                quantile(&late, 0.99),
            );
            for failure in outcomes.iter().flat_map(|own| &own.failures) {
                *failures.entry(failure.clone()).or_insert(0) += 1;
            }
        }
        for (failure, times) in &failures {
            println!("- {times} × {failure}");
        }
        Ok(failures.values().sum())
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// Returns calls that each cancel other activities, from the newest on.
fn cancels(store: &MemoryStore) -> Result<Vec<Call>, Failure> {
    let waiting: ActivityQuery =
        "status:undelivered OR status:scheduled OR status:waiting".parse()?;
    let ids = store.find_ids(&waiting, &PageRequest::first(usize::MAX), now())?;
    let call = |ids: &[activity_query::ActivityId]| {
        let ids: Vec<String> = ids.iter().map(|id| format!("id:{id}")).collect();
        Call::cancel(&ids.join(" OR "))
    };
    Ok(ids.chunks_exact(CANCELED).map(call).collect())
}
