//! Benchmarks of parsing and printing a query, completing and highlighting a text, and
//! evaluating a query on one record.
//!
//! The comparison with other parsers, in one run, is in `benches/peers`.

#![expect(clippy::unwrap_used, reason = "benchmarks may panic")]

use std::hint::black_box;

use activity_query::model::Activity;
use activity_query::{ActivityQuery, Context, Fleet, Limits};
use chrono::DateTime;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const SHORT: &str = "status:failed id:1234567";
const TYPICAL: &str = "status:failed (type:ChangePackagesRequest OR type:RestartRequest) NOT parent-id:12345 \
                       created-after:2011-01-01 computer:tag:laptop";
const FOUR: &str = "status:failed type:ChangePackagesRequest created-after:2024 NOT parent-id:7";
const MISTAKES: &str = "statuss:x id:abc created-after:2011-13";

/// The query that a web page sends for "select all": ids joined by OR.
fn chain(terms: u32) -> String {
    let ids: Vec<String> = (0..terms).map(|index| format!("id:{}", 1_234_567 + index)).collect();
    ids.join(" OR ")
}

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for (name, text) in [("short", SHORT), ("typical", TYPICAL), ("mistakes", MISTAKES)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| ActivityQuery::parse(black_box(text), &Limits::default()).is_ok());
        });
    }
    for terms in [10, 100, 1_000, 10_000] {
        let text = chain(terms);
        group.throughput(Throughput::Elements(terms.into()));
        group.bench_with_input(BenchmarkId::new("chain", terms), &text, |bencher, text| {
            bencher.iter(|| ActivityQuery::parse(black_box(text), &Limits::default()).is_ok());
        });
    }
    group.finish();
}

fn print(criterion: &mut Criterion) {
    let query: ActivityQuery = TYPICAL.parse().unwrap();
    criterion.bench_function("print/typical", |bencher| {
        bencher.iter(|| black_box(&query).to_string());
    });
}

fn matches(criterion: &mut Criterion) {
    let query: ActivityQuery = TYPICAL.parse().unwrap();
    let json = r#"{"id": 1, "activity_status": "failed", "type": "ChangePackagesRequest",
                   "creation_time": "2024-07-01T00:00:00Z"}"#;
    let activity: Activity = serde_json::from_str(json).unwrap();
    let fleet = Fleet::default();
    let context = Context::new(DateTime::UNIX_EPOCH, &fleet);
    criterion.bench_function("matches/typical", |bencher| {
        bencher.iter(|| query.matches(black_box(&activity), &context).unwrap());
    });
    let query: ActivityQuery = FOUR.parse().unwrap();
    criterion.bench_function("matches/four terms", |bencher| {
        bencher.iter(|| query.matches(black_box(&activity), &context).unwrap());
    });
}

/// The calls that an editor makes for each keystroke.
fn edit(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("edit");
    for (name, text) in [
        ("typical", format!("{TYPICAL} {SHORT} status:fai")),
        ("a new term", format!("{TYPICAL} {SHORT} computer:(tag:a ta")),
        ("chain of 1,000", format!("{} status:fai", chain(1_000))),
        ("chain of 65 kB", format!("{} status:fai", chain(5_000))),
    ] {
        let cursor = text.len();
        group.bench_function(format!("complete/{name}"), |bencher| {
            bencher.iter(|| ActivityQuery::complete(black_box(&text), cursor, &()));
        });
        group.bench_function(format!("highlight/{name}"), |bencher| {
            bencher.iter(|| ActivityQuery::highlight(black_box(&text)));
        });
    }
    group.finish();
}

criterion_group!(benches, parse, edit, print, matches);
criterion_main!(benches);
