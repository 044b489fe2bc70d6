//! Work on several cores, without threads that outlive a call.

use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many threads can run at once; one where there are no threads.
pub(super) fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does both, at once where there is a second core. Starting a thread takes some
/// ten microseconds.
pub(super) fn both(beside: impl FnOnce() + Send, here: impl FnOnce()) {
    if cores() < 2 {
        beside();
        return here();
    }
    // If no thread can be started, what it would have done is done here.
    let beside = Mutex::new(Some(beside));
    let work = || {
        let beside = beside.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(beside) = beside {
            beside();
        }
    };
    thread::scope(|scope| {
        let thread = thread::Builder::new().spawn_scoped(scope, work);
        here();
        match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => work(),
        }
    });
}

/// Does the work for parts of a range, one for each core, and gives the results in the order
/// of the parts.
pub(super) fn of_each<R: Send>(
    range: Range<u32>,
    work: &(impl Fn(Range<u32>) -> R + Sync),
) -> Vec<R> {
    of_parts(range, cores(), work)
}

fn of_parts<R: Send>(
    range: Range<u32>,
    parts: usize,
    work: &(impl Fn(Range<u32>) -> R + Sync),
) -> Vec<R> {
    if parts < 2 {
        return vec![work(range)];
    }
    let middle = range.start + range.end.saturating_sub(range.start) / 2;
    let (mut first, mut second) = (Vec::new(), Vec::new());
    both(
        || first = of_parts(range.start..middle, parts / 2, work),
        || second = of_parts(middle..range.end, parts - parts / 2, work),
    );
    first.append(&mut second);
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_a_range_in_order() {
        for (range, parts) in [(0..0, 2), (5..6, 2), (3..1000, 1), (3..1000, 7)] {
            let found = of_parts(range.clone(), parts, &|range| range);
            assert_eq!(found.len(), parts);
            assert!(found.into_iter().flatten().eq(range));
        }
    }
}
