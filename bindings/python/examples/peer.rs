//! What `bench.py` measures, in Rust: its arguments are files of activities and of computers, a
//! JSON object a line, and a query. Prints seconds as JSON.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use activity_query::model::{Activity, Computer, Record};
use activity_query::store::RecordFile;
use activity_query::{ActivityQuery, ActivityStore as _, Context, Fleet, MemoryStore, PageRequest};
use serde_json::json;

const ROUNDS: usize = 5;

/// The least time of some rounds, in seconds: the others waited for something else.
fn measured<T>(mut call: impl FnMut() -> T) -> f64 {
    let times = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        black_box(call());
        start.elapsed().as_secs_f64()
    });
    times.fold(f64::INFINITY, f64::min)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("two files and a query are needed");
    let (activities, computers) =
        (std::fs::read_to_string(next()?)?, std::fs::read_to_string(next()?)?);
    let query: ActivityQuery = next()?.parse()?;
    let now = "2024-07-11T00:00:00Z".parse()?;

    let computers = RecordFile::<Computer>::read(&computers)?.into_records();
    let views = computers.iter().map(Record::read).collect::<Result<Vec<_>, _>>()?;
    let fleet = Fleet::new(views);
    let context = Context::new(now, &fleet);
    let read =
        activities.lines().map(serde_json::from_str).collect::<Result<Vec<Activity>, _>>()?;
    let is_found = |activity: &Activity| query.matches(activity, &context).unwrap_or_default();
    let matched = measured(|| read.iter().filter(|activity| is_found(activity)).count());
    let read_and_matched = measured(|| {
        let read = activities.lines().filter_map(|line| serde_json::from_str(line).ok());
        read.filter(is_found).count()
    });
    drop(read);

    let load = measured(|| MemoryStore::new().load(activities.as_bytes(), |_| {}).is_ok());
    let store = MemoryStore::new();
    store.put_computers(computers);
    store.load(activities.as_bytes(), |_| {})?;
    let request = PageRequest::default();
    let page = measured(|| {
        let page = pollster::block_on(store.get_activities(&query, &request, now));
        let mut json = String::new();
        page.map(|page| Record::write_array(&page.activities, &mut json)).map(|()| json.len())
    });
    let count = measured(|| store.count(&query, now));
    let found = json!({
        "matched": matched,
        "read and matched": read_and_matched,
        "load": load,
        "page": page,
        "count": count,
    });
    println!("{found}");
    Ok(())
}
