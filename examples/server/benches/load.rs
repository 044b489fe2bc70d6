//! The server under load, on loopback: one million activities, mixed
//! queries, and cancels beside them; the same queries on the library in the
//! same run.
//!
//!     cargo bench --package activity-query-server
//!
//! With `--test`, a few seconds of it over fewer activities. Either way it
//! ends with an error if a call fails, or if an answer shows a cancel half
//! done: the activities of a group are canceled together, so that an answer
//! has all of them canceled or none.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark fails where it stands"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use activity_query::model::{ACTIVITY_TYPES, Record};
use activity_query::{ActivityQuery, ActivityStore as _, MemoryStore, PageRequest, Status};
use chrono::DateTime;
use pollster::block_on;
use serde_json::Value;

/// The activities of a group have one parent; every fourth group can be canceled.
const GROUP: usize = 50;
const PARENTS: usize = 10_000_000;
const READERS: usize = 6;
/// How often a group is canceled.
const PACE: Duration = Duration::from_millis(10);

/// What is asked, and how large a page is.
const QUERIES: &[(&str, usize)] = &[
    ("id:4711", 50),
    ("status:failed created-after:2020-01-10 created-before:2020-01-20", 50),
    ("NOT status:succeeded", 50),
    ("computer:tag:laptop", 50),
    ("computer:web-01234", 50),
    ("status:failed OR status:canceled computer:tag:laptop NOT type:RestartRequest", 50),
    ("creator:user7@example.com", 50),
    ("NOT status:succeeded", 1000),
];

struct Size {
    activities: usize,
    seconds: u64,
}

fn main() {
    let quick = std::env::args().any(|argument| argument == "--test");
    let size = if quick {
        Size { activities: 40_000, seconds: 3 }
    } else {
        Size { activities: 1_000_000, seconds: 30 }
    };
    let folder = tempfile::tempdir().unwrap();
    write_records(folder.path(), &size);
    let alone = on_the_library(folder.path());
    let (mut server, address) = start(folder.path());
    let (took, groups) = load(&address, &size);
    server.kill().unwrap();
    server.wait().unwrap();
    report(&took, &alone, groups, &size);
}

fn write_records(folder: &Path, size: &Size) {
    let mut lines = String::new();
    for number in 0..size.activities {
        let random = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
        let group = number / GROUP;
        let status =
            if is_canceled(group) { &Status::Undelivered } else { &Status::ALL[random % 9] };
        let created = 1_577_836_800 + i64::try_from(number).unwrap() * 20;
        let created = DateTime::from_timestamp(created, 0).unwrap().format("%Y-%m-%dT%H:%M:%SZ");
        writeln!(
            lines,
            r#"{{"id":{number},"parent_id":{},"activity_status":"{status}","creation_time":"{created}","creator":{{"email":"user{}@example.com","name":"User"}},"computer_id":{},"type":"{}","summary":"Activity {number}","result_text":null,"approval_time":null}}"#,
            PARENTS + group,
            random / 64 % 1000,
            random / 512 % 10_000,
            ACTIVITY_TYPES[random / 9 % 40],
        )
        .unwrap();
    }
    std::fs::write(folder.join("activities.jsonl"), lines).unwrap();
    let mut lines = String::new();
    for number in 0..10_000 {
        let tag = if number % 5 == 0 { "laptop" } else { "server" };
        let host = format!("web-{number:05}");
        writeln!(
            lines,
            r#"{{"id":{number},"title":"{host}","hostname":"{host}","tags":["{tag}"]}}"#
        )
        .unwrap();
    }
    std::fs::write(folder.join("computers.jsonl"), lines).unwrap();
}

fn is_canceled(group: usize) -> bool {
    group.is_multiple_of(4)
}

/// Microseconds that each query takes without a server: to find the page and
/// count, and to write the page as JSON.
fn on_the_library(folder: &Path) -> Vec<(f64, f64)> {
    let store = MemoryStore::new();
    let computers = std::fs::read_to_string(folder.join("computers.jsonl")).unwrap();
    store.put_computers(computers.lines().map(|line| serde_json::from_str(line).unwrap()));
    let activities = std::fs::File::open(folder.join("activities.jsonl")).unwrap();
    store.load(BufReader::new(activities), |_| {}).unwrap();
    let now = chrono::Utc::now();
    let measured = QUERIES.iter().map(|(text, limit)| {
        let mut took = (Vec::new(), Vec::new());
        for _ in 0..101 {
            let begun = Instant::now();
            let query: ActivityQuery = text.parse().unwrap();
            let page = PageRequest::first(*limit).counted();
            let found = block_on(store.get_activities(&query, &page, now)).unwrap();
            took.0.push(begun.elapsed());
            let begun = Instant::now();
            let mut json = String::new();
            Record::write_array(&found.activities, &mut json);
            std::hint::black_box(json);
            took.1.push(begun.elapsed());
        }
        (at(&mut took.0, 0.5), at(&mut took.1, 0.5))
    });
    measured.collect()
}

/// Starts the server on a free port.
fn start(folder: &Path) -> (Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_activity-query-server"));
    command.args(["--listen", "127.0.0.1:0"]);
    command.arg("--activities").arg(folder.join("activities.jsonl"));
    command.arg("--computers").arg(folder.join("computers.jsonl"));
    let mut server = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(server.stderr.take().unwrap());
    let mut line = String::new();
    log.read_line(&mut line).unwrap();
    let address = line.split("url=http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    // Every call is logged, as it is where the server is used.
    thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
    (server, address)
}

/// A connection that is kept.
struct Caller {
    address: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Caller {
    fn new(address: &str) -> Self {
        Self { address: address.to_owned(), stream: None }
    }

    /// The status and the answer. Connections are closed when they are old,
    /// after an answer; then the call is made on a new one.
    fn call(&mut self, target: &str) -> (u32, Vec<u8>) {
        if let Some(mut stream) = self.stream.take()
            && let Ok(answer) = exchange(&mut stream, &self.address, target)
        {
            self.stream = Some(stream);
            return answer;
        }
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_nodelay(true).unwrap();
        let mut stream = BufReader::with_capacity(1 << 16, stream);
        let answer = exchange(&mut stream, &self.address, target).unwrap();
        self.stream = Some(stream);
        answer
    }
}

fn exchange(
    stream: &mut BufReader<TcpStream>,
    host: &str,
    target: &str,
) -> std::io::Result<(u32, Vec<u8>)> {
    let request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    stream.get_mut().write_all(request.as_bytes())?;
    let (mut status, mut length) = (None, 0);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(given) = line.strip_prefix("content-length: ") {
            length = given.parse().unwrap();
        } else if line.is_empty() {
            break;
        }
        status = status.or_else(|| line.split(' ').nth(1)?.parse().ok());
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok((status.unwrap(), body))
}

fn target(query: &str, limit: usize) -> String {
    let query = query.replace(' ', "%20");
    format!("/api/v2/activities?query={query}&limit={limit}")
}

/// How long the calls of each query took, and how many groups were canceled.
fn load(address: &str, size: &Size) -> (BTreeMap<usize, Vec<Duration>>, usize) {
    let end = Instant::now() + Duration::from_secs(size.seconds);
    let canceled = AtomicUsize::new(0);
    let groups = size.activities / GROUP / 4;
    let took = thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|reader| {
                let canceled = &canceled;
                scope.spawn(move || read(&mut Caller::new(address), reader, end, canceled))
            })
            .collect();
        scope.spawn(|| {
            let mut caller = Caller::new(address);
            for group in 0..groups {
                if Instant::now() > end {
                    break;
                }
                let parent = PARENTS + group * 4;
                let call = format!("/api/?action=CancelActivities&query=parent-id:{parent}");
                let (status, body) = caller.call(&call);
                let ids: Vec<u64> = serde_json::from_slice(&body).unwrap();
                assert_eq!((status, ids.len()), (200, GROUP));
                canceled.store(group + 1, Ordering::Release);
                thread::sleep(PACE);
            }
        });
        let mut took: BTreeMap<usize, Vec<Duration>> = BTreeMap::new();
        for reader in readers {
            for (query, own) in reader.join().unwrap() {
                took.entry(query).or_default().extend(own);
            }
        }
        took
    });
    (took, canceled.into_inner())
}

fn read(
    caller: &mut Caller,
    reader: usize,
    end: Instant,
    canceled: &AtomicUsize,
) -> BTreeMap<usize, Vec<Duration>> {
    let mut took: BTreeMap<usize, Vec<Duration>> = BTreeMap::new();
    let mut round = reader;
    while Instant::now() < end {
        round += 1;
        // Every third call looks at the group that is being canceled.
        if round.is_multiple_of(3) {
            let parent = PARENTS + canceled.load(Ordering::Acquire) * 4;
            let (status, body) = caller.call(&target(&format!("parent-id:{parent}"), GROUP));
            let answer: Value = serde_json::from_slice(&body).unwrap();
            let results = answer["results"].as_array().unwrap();
            let done = results.iter().filter(|own| own["activity_status"] == "canceled").count();
            let torn = done != 0 && done != GROUP;
            assert!(status == 200 && !torn, "an answer is torn: {done} of {}", results.len());
            let both = format!("parent-id:{parent}%20status:canceled");
            let answer: Value = serde_json::from_slice(&caller.call(&target(&both, 0)).1).unwrap();
            let count = answer["count"].as_u64().unwrap();
            assert!(count == 0 || count == GROUP as u64, "a count is torn: {count}");
            continue;
        }
        let query = (round / 3 + reader) % QUERIES.len();
        let (text, limit) = QUERIES[query];
        let begun = Instant::now();
        let (status, body) = caller.call(&target(text, limit));
        took.entry(query).or_default().push(begun.elapsed());
        assert!(status == 200 && body.ends_with(b"}"), "{status}");
    }
    took
}

/// Microseconds at this part of the sorted times.
fn at(took: &mut [Duration], part: f64) -> f64 {
    took.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place among some thousand"
    )]
    let place = (took.len() as f64 * part) as usize;
    took[place.min(took.len() - 1)].as_secs_f64() * 1e6
}

fn report(
    took: &(impl IntoIterator<Item = (usize, Vec<Duration>)> + Clone),
    alone: &[(f64, f64)],
    groups: usize,
    size: &Size,
) {
    println!("| query | page | library, µs | its JSON, µs | server p50, µs | p99, µs |");
    println!("|---|--:|--:|--:|--:|--:|");
    let mut all = Vec::new();
    for (query, mut own) in took.clone() {
        let (text, limit) = QUERIES[query];
        let (found, json) = alone[query];
        let (p50, p99) = (at(&mut own, 0.5), at(&mut own, 0.99));
        println!("| `{text}` | {limit} | {found:.0} | {json:.0} | {p50:.0} | {p99:.0} |");
        all.extend(own);
    }
    assert!(groups > 0 && !all.is_empty(), "nothing was read or canceled");
    let p99 = at(&mut all, 0.99);
    let rate = all.len() as u64 / size.seconds;
    println!(
        "{} activities, {} s, {READERS} readers: {rate} timed reads/s (and as many looks at what \
         is canceled), p99 {:.1} ms; {groups} groups of {GROUP} canceled; no error, nothing torn",
        size.activities,
        size.seconds,
        p99 / 1000.0,
    );
}
