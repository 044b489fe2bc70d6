//! Work on several cores, without threads that outlive a call.

use std::num::NonZero;
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
