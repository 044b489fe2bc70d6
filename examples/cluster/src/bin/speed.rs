//! The store beside `DuckDB`, over the same files and in one run:
//!
//! ```text
//! cargo run --release --bin speed -- FOLDER 10000000
//! ```
//!
//! makes the data set in the folder, if there is none, and prints the medians
//! of several runs in milliseconds: of the page of the newest 1000, and of the
//! count, which is also asked of the engine that clusters run. All of them have to
//! give the same answers.
#![expect(clippy::cast_precision_loss, reason = "numbers of a benchmark, within their ranges")]

#[path = "../../../../benches/peers/src/store/fleet.rs"]
#[expect(dead_code, unreachable_pub, reason = "the other benchmark uses the rest")]
mod fleet;

use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use activity_query::store::{ParquetStore, ParquetWriter};
use activity_query::{ActivityQuery, PageRequest};
use activity_query_cluster::reading::read;
use datafusion::arrow::array::RecordBatch;
use datafusion::logical_expr::col;
use serde::Deserialize;

/// What is told on standard error.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Activities as lines, made while they are read.
struct Lines {
    next: u64,
    all: u64,
    line: Vec<u8>,
    place: usize,
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.place == self.line.len() && self.next < self.all {
            let mut line = String::from_utf8(std::mem::take(&mut self.line)).unwrap_or_default();
            line.clear();
            let some = 500.min(self.all - self.next);
            for number in self.next..self.next + some {
                let row = fleet::row(number, self.all, fleet::Shape::Skewed);
                fleet::write_json(&row, &mut line);
            }
            (self.next, self.line, self.place) = (self.next + some, line.into_bytes(), 0);
        }
        let rest = self.line.get(self.place..).unwrap_or_default();
        let some = rest.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(rest.iter().take(some)) {
            *to = *from;
        }
        self.place += some;
        Ok(some)
    }
}

async fn make(path: &Path, all: u64) -> Result<(), Failure> {
    let begin = Instant::now();
    let mut writer = ParquetWriter::create(path)?;
    let computers: Result<Vec<_>, _> =
        fleet::machines().iter().map(fleet::Machine::computer).collect();
    writer.put_computers(computers?);
    let lines = Lines { next: 0, all, line: Vec::new(), place: 0 };
    writer.load(BufReader::with_capacity(1 << 20, lines), |_| {})?;
    let count = writer.finish().await?;
    eprintln!("{count} activities written in {:.0} s", begin.elapsed().as_secs_f64());
    Ok(())
}

/// A thousand ids among so many.
fn ids(all: u64) -> String {
    let ids = (0..1_000).map(|index| format!("id:{}", index * 102_947 % all + 1));
    ids.collect::<Vec<_>>().join(" OR ")
}

fn questions(all: u64) -> Vec<(String, String)> {
    let plain = |text: &str| (text.to_owned(), text.to_owned());
    vec![
        plain(&format!("id:{}", all / 2)),
        plain("status:failed created-after:2022 created-before:2023"),
        plain("NOT status:succeeded"),
        plain("computer:tag:laptop"),
        ("1,000 ids".to_owned(), ids(all)),
        plain("computer:web-01234"),
        plain("status:failed OR status:canceled computer:tag:laptop NOT type:ActivityGroup"),
    ]
}

/// What the peer answers, and how long that takes.
#[derive(Deserialize)]
struct Peer {
    page: Vec<u32>,
    page_ms: f64,
    count: u64,
    count_ms: f64,
}

/// The median of several runs, in milliseconds, and the last answer.
async fn timed<T, E>(ask: impl AsyncFn() -> Result<T, E>) -> Result<(f64, T), E> {
    let begin = Instant::now();
    let mut times = Vec::new();
    let mut answer = ask().await?;
    while times.len() < 3 || (times.len() < 9 && begin.elapsed().as_secs() < 4) {
        let start = Instant::now();
        answer = ask().await?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    Ok((times.get(times.len() / 2).copied().unwrap_or_default(), answer))
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let all: u64 = arguments.next().ok_or("how many activities?")?.parse()?;
    if !folder.exists() {
        make(&folder, all).await?;
    }
    let store = ParquetStore::open(&folder).await?;
    let peer = Command::new("python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/speed.py"))
        .arg(&folder)
        .arg(all.to_string())
        .output()?;
    eprint!("{}", String::from_utf8_lossy(&peer.stderr));
    let peer: Vec<Peer> = serde_json::from_slice(&peer.stdout)?;
    println!("| query | ParquetStore | DuckDB | DataFusion, count | matches |");
    for ((name, text), peer) in questions(all).iter().zip(peer) {
        let query: ActivityQuery = text.parse()?;
        let page = PageRequest::first(1_000);
        let now = fleet::now();
        let (page_ms, found) =
            timed(async || store.get_activities(&query, &page, now).await).await?;
        let (count_ms, count) = timed(async || store.count(&query, now).await).await?;
        let (engine_ms, engine) =
            timed(async || Ok::<_, Failure>(store.selected(&query, now).await?.count().await?))
                .await?;
        let ids = found.activities.iter().map(|found| *found.id());
        if peer.count != count
            || engine as u64 != count
            || !ids.eq(peer.page.iter().map(|&id| id.into()))
        {
            return Err(format!("{name}: not the same answers").into());
        }
        println!(
            "| `{name}` | {page_ms:.1} / {count_ms:.1} | {:.1} / {:.1} | {engine_ms:.1} | {count} |",
            peer.page_ms, peer.count_ms,
        );
    }
    semi_join(&store).await?;
    window(&store, &folder).await
}

/// Which computers: asked first, or joined.
async fn semi_join(store: &ParquetStore) -> Result<(), Failure> {
    let query: ActivityQuery = "computer:tag:laptop".parse()?;
    let joined = store.context().table("activities").await?;
    let passes = query.compile(&store.backend(fleet::now()))?;
    let asked =
        async || Ok::<_, Failure>(store.selected(&query, fleet::now()).await?.count().await?);
    let (first, one) = timed(asked).await?;
    let (join, other) =
        timed(async || joined.clone().filter(passes.clone())?.count().await).await?;
    println!("computers asked first: {first:.1} ms; a semi-join: {join:.1} ms ({one}, {other})");
    Ok(())
}

/// How much of the files one hundredth of the time takes.
async fn window(store: &ParquetStore, folder: &Path) -> Result<(), Failure> {
    let mut size = 0;
    for entry in std::fs::read_dir(folder.join("activities"))? {
        size += entry?.metadata()?.len();
    }
    // A hundredth of the five years.
    let query: ActivityQuery =
        "created-after:2022-05-05T00:00 created-before:2022-05-23T06:00".parse()?;
    let frame = store.selected(&query, fleet::now()).await?;
    let (rows, reading) = read(frame.select(vec![col("id"), col("record")])?).await?;
    let rows: usize = rows.iter().map(RecordBatch::num_rows).sum();
    println!(
        "a window of a hundredth: {rows} activities with their records, {:.2} % of {:.1} MB read, {reading:?}",
        100.0 * reading.bytes as f64 / size as f64,
        size as f64 / 1e6,
    );
    Ok(())
}
