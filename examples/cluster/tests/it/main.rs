//! The engine beside the reference: one answer to each query, on this machine
//! and on a cluster; what is written, and what is skipped; what happens when something
//! fails.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails where it stands"
)]

mod agreement;
#[path = "../../../../tests/it/arbitrary.rs"]
#[expect(dead_code, reason = "nothing is changed in a data set")]
mod arbitrary;
mod cluster;
#[path = "../../../../tests/conformance/computers.rs"]
mod computers;
mod conformance;
#[path = "../../../../tests/conformance/files.rs"]
mod files;
#[path = "../../../../tests/it/fixture.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod fixture;
mod local;
mod records;
mod skipping;
#[path = "../../../../tests/it/strategy/expr.rs"]
mod strategy;
#[path = "../../../../tests/it/suite.rs"]
#[expect(dead_code, reason = "nothing is completed in a data set")]
mod suite;
#[path = "../../../../tests/it/world.rs"]
#[expect(dead_code, unused_imports, reason = "nothing is changed in a data set")]
mod world;
mod writing;

use std::sync::LazyLock;

use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap());

fn wait<F: Future>(future: F) -> F::Output {
    RUNTIME.block_on(future)
}
