//! Does the same with many things in several threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use datafusion::common::runtime::JoinSet;
use datafusion::error::{DataFusionError, Result};

/// Stops the threads after what they are doing, once nothing waits for them.
struct Stop(Arc<AtomicUsize>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(usize::MAX / 2, Ordering::Relaxed);
    }
}

/// Does a task for each item, in this many threads, and returns the results in order.
pub(super) async fn in_parallel<I, O>(
    threads: usize,
    items: Vec<I>,
    task: impl Fn(&I) -> Result<O> + Send + Sync + 'static,
) -> Result<Vec<O>>
where
    I: Send + Sync + 'static,
    O: Send + 'static,
{
    let next = Arc::new(AtomicUsize::new(0));
    let _stop = Stop(Arc::clone(&next));
    let (threads, items, task) = (threads.min(items.len()), Arc::new(items), Arc::new(task));
    let mut running = JoinSet::new();
    for _ in 0..threads {
        let (next, items, task) = (Arc::clone(&next), Arc::clone(&items), Arc::clone(&task));
        running.spawn_blocking(move || {
            let mut done = Vec::new();
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                match items.get(place) {
                    Some(item) => done.push((place, task(item)?)),
                    None => return Ok::<_, DataFusionError>(done),
                }
            }
        });
    }
    let mut results = Vec::with_capacity(items.len());
    while let Some(done) = running.join_next().await {
        results.extend(done.map_err(|error| DataFusionError::External(Box::new(error)))??);
    }
    results.sort_unstable_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}
