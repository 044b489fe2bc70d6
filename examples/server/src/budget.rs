//! [`Budget`]: how long a call may take, and whether its answer is still wanted.

use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, DropGuard};

/// How long a call may take, the wait for its turn included. What answers it
/// asks now and then whether that is over.
#[derive(Debug)]
pub(crate) struct Budget {
    end: Instant,
    caller_left: CancellationToken,
}

impl Budget {
    pub(crate) fn new(time: Duration) -> Self {
        Self { end: Instant::now() + time, caller_left: CancellationToken::new() }
    }

    /// Ends the budget when it is dropped, as it is with a call whose caller
    /// has left.
    pub(crate) fn guard(&self) -> DropGuard {
        self.caller_left.clone().drop_guard()
    }

    pub(crate) fn is_over(&self) -> bool {
        self.caller_left.is_cancelled() || Instant::now() >= self.end
    }

    /// Waits no longer than the budget lasts.
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(crate) async fn wait<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let work = self.caller_left.run_until_cancelled(work);
        tokio::time::timeout_at(self.end, work).await.ok().flatten()
    }
}
