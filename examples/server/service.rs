//! [`Service`]: what all calls share.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::sync::Semaphore;

use crate::keys::Keys;
use crate::origin::Hosts;
use crate::store::Store;

/// How many calls are answered at once; others wait their turn.
const AT_ONCE: usize = 64;

pub(crate) struct Service {
    pub(crate) store: Store,
    /// What calls are signed with; without, everybody on this machine may call.
    pub(crate) keys: Option<Keys>,
    pub(crate) hosts: Hosts,
    pub(crate) turns: Arc<Semaphore>,
}

impl Service {
    pub(crate) fn new(store: Store, keys: Option<Keys>, hosts: Hosts) -> Self {
        Self { store, keys, hosts, turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// The time of an answer: the clock's, asked once a call.
    #[expect(clippy::unused_self, reason = "the service has the clock, its methods have not")]
    pub(crate) fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}
