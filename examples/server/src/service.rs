//! [`Service`]: what all calls share.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Semaphore;

use crate::keys::Keys;
use crate::origin::Hosts;
use crate::store::Store;

/// How many calls are answered at once; others wait their turn. Many more than
/// there are processors would only keep the connections waiting.
const AT_ONCE: usize = 16;

pub(crate) struct Service {
    pub(crate) store: Store,
    /// What calls are signed with; without, everybody on this machine may call.
    pub(crate) keys: Option<Keys>,
    pub(crate) hosts: Hosts,
    /// How long a call may take.
    pub(crate) patience: Duration,
    pub(crate) turns: Arc<Semaphore>,
    pub(crate) started: DateTime<Utc>,
}

impl Service {
    pub(crate) fn new(store: Store, keys: Option<Keys>, hosts: Hosts, patience: Duration) -> Self {
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        Self { store, keys, hosts, patience, turns, started: Utc::now() }
    }
}
