//! The processes of a cluster, on this machine's loopback address.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::error::Result;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;

/// How often an executor says that it is alive, in seconds. In a cluster of
/// many machines it says so once a minute.
const HEARTBEAT: u64 = 1;

/// After so many seconds without a word, an executor counts as lost.
const LOST: u64 = 5;

/// Executors ask for tasks. Where the scheduler hands them out, it never takes
/// back the core of a task that it has canceled, as it does when an executor is
/// lost, and in the end gives nothing to anybody:
/// <https://github.com/apache/datafusion-ballista/issues/2418>.
const POLICY: TaskSchedulingPolicy = TaskSchedulingPolicy::PullStaged;

const HOST: &str = "127.0.0.1";

/// Runs a scheduler, which plans queries and gives the parts to executors.
///
/// # Errors
/// When the port is taken.
pub async fn scheduler(port: u16) -> Result<()> {
    let config = SchedulerConfig {
        bind_host: HOST.to_owned(),
        bind_port: port,
        external_host: HOST.to_owned(),
        scheduling_policy: POLICY,
        executor_timeout_seconds: LOST,
        expire_dead_executor_interval_seconds: HEARTBEAT,
        no_executors_grace_period_seconds: LOST,
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    start_server(cluster, SocketAddr::from(([127, 0, 0, 1], port)), Arc::new(config)).await
}

/// Where an executor listens, and what it may use.
#[derive(Clone, Debug)]
pub struct Executor {
    /// The port of its scheduler.
    pub scheduler: u16,
    /// The port for results.
    pub port: u16,
    /// The port for tasks.
    pub grpc_port: u16,
    /// How many tasks it runs at once.
    pub cores: usize,
    /// Where it keeps what one stage hands to the next.
    pub folder: PathBuf,
}

/// Runs an executor, which reads files and tests rows.
///
/// # Errors
/// When there is no scheduler, or a port is taken.
pub async fn executor(executor: Executor) -> Result<()> {
    let config = ExecutorProcessConfig {
        bind_host: HOST.to_owned(),
        external_host: Some(HOST.to_owned()),
        port: executor.port,
        grpc_port: executor.grpc_port,
        scheduler_host: HOST.to_owned(),
        scheduler_port: executor.scheduler,
        scheduler_connect_timeout_seconds: 20,
        vcores: executor.cores,
        work_dir: Some(executor.folder.to_string_lossy().into_owned()),
        task_scheduling_policy: POLICY,
        executor_heartbeat_interval_seconds: HEARTBEAT,
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config)).await
}
