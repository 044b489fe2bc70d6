//! Activities in Parquet files, asked on a cluster of many machines: Ballista,
//! which takes the plans of the embedded engine and runs them on executors.

pub mod demonstration;
pub mod node;
pub mod reading;

use std::net::ToSocketAddrs as _;
use std::time::Duration;

use activity_query::store::{ParquetError, ParquetStore};
use ballista::prelude::{SessionConfigExt as _, SessionContextExt as _};
use datafusion::error::DataFusionError;
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};
use tokio::net::TcpStream;
use url::Url;

/// What ends a run without an answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The URL is not that of a scheduler.
    #[error("`{0}` is not the URL of a scheduler, such as `df://10.0.0.1:50050`")]
    Url(String),
    /// There is no scheduler at the URL, or none that answers.
    #[error("the scheduler at `{url}` can't be reached within {seconds} s: {reason}")]
    Unreachable {
        /// Where it should be.
        url: String,
        /// How long was waited.
        seconds: u64,
        /// What the last try came to.
        reason: String,
    },
    /// The data set can't be read.
    #[error(transparent)]
    DataSet(#[from] ParquetError),
    /// The cluster failed.
    #[error("the cluster failed: {}", .0.strip_backtrace())]
    Cluster(#[from] DataFusionError),
    /// A process could not be started.
    #[error("a node can't be started: {0}")]
    Node(String),
}

/// The data set at a path or URL that every executor sees, asked on the
/// cluster of this scheduler.
///
/// # Errors
/// When the scheduler does not answer in time, or there is no data set.
pub async fn open(url: &str, place: &str, patience: Duration) -> Result<ParquetStore, Failure> {
    let context = connect(url, patience).await?;
    Ok(ParquetStore::over(context, place).await?.depth(ParquetStore::CLUSTER_DEPTH))
}

/// A session with the scheduler.
async fn connect(url: &str, patience: Duration) -> Result<SessionContext, Failure> {
    reach(url, patience).await?;
    let seconds = patience.as_secs().max(1).to_string();
    let config = ParquetStore::reading(SessionConfig::new_with_ballista())
        .set_str("ballista.client.grpc_connect_timeout_seconds", &seconds);
    Ok(SessionContext::remote_with_state(url, state(config)).await?)
}

fn state(config: SessionConfig) -> SessionState {
    SessionStateBuilder::new().with_config(config).with_default_features().build()
}

/// Waits for something that listens at the URL; the session itself connects as
/// late as with the first query.
async fn reach(url: &str, patience: Duration) -> Result<(), Failure> {
    let wrong = || Failure::Url(url.to_owned());
    let parsed = Url::parse(url).map_err(|_| wrong())?;
    let address = (parsed.host_str().ok_or_else(wrong)?, parsed.port().unwrap_or(50050));
    let unreachable = |reason: String| Failure::Unreachable {
        url: url.to_owned(),
        seconds: patience.as_secs(),
        reason,
    };
    let addresses: Vec<_> =
        address.to_socket_addrs().map_err(|error| unreachable(error.to_string()))?.collect();
    match tokio::time::timeout(patience, TcpStream::connect(addresses.as_slice())).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(unreachable(error.to_string())),
        Err(_) => Err(unreachable("it does not answer".to_owned())),
    }
}
