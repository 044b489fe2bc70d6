//! A cluster on this machine: a scheduler and executors, each a process.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::Failure;

/// How often is looked whether a node listens, and how often at most.
const TRIES: (Duration, u32) = (Duration::from_millis(100), 300);

#[derive(Debug)]
struct Executor {
    process: Child,
    /// Where it writes what it hands to others.
    folder: PathBuf,
}

/// A cluster whose processes end with it.
#[derive(Debug)]
pub struct Cluster {
    scheduler: Child,
    executors: Vec<Executor>,
    port: u16,
    /// What executors hand to each other.
    folder: TempDir,
}

impl Cluster {
    /// Starts a scheduler and executors of one core each, from this program.
    ///
    /// # Errors
    /// When a process can't be started, or does not listen within half a minute.
    pub async fn start(program: &Path, executors: usize) -> Result<Self, Failure> {
        let folder = tempfile::tempdir().map_err(|error| Failure::Node(error.to_string()))?;
        let port = free_port()?;
        let scheduler = run(program, &["scheduler", "--port", &port.to_string()])?;
        let mut cluster = Self { scheduler, executors: Vec::new(), port, folder };
        listens(port).await?;
        for number in 0..executors {
            let (own, tasks) = (free_port()?, free_port()?);
            let own_folder = cluster.folder.path().join(number.to_string());
            std::fs::create_dir(&own_folder).map_err(|error| Failure::Node(error.to_string()))?;
            let arguments = [
                "executor",
                "--scheduler",
                &port.to_string(),
                "--port",
                &own.to_string(),
                "--grpc-port",
                &tasks.to_string(),
                "--folder",
                &own_folder.to_string_lossy(),
            ];
            let process = run(program, &arguments)?;
            cluster.executors.push(Executor { process, folder: own_folder });
            listens(own).await?;
        }
        Ok(cluster)
    }

    /// The URL of the scheduler.
    #[must_use]
    pub fn url(&self) -> String {
        format!("df://127.0.0.1:{}", self.port)
    }

    /// Ends an executor that has written a part of an answer, as when its
    /// machine is lost; says whether there was one.
    pub fn kill_executor_at_work(&mut self) -> bool {
        let at_work = |executor: &Executor| holds_file(&executor.folder);
        let Some(found) = self.executors.iter().position(at_work) else { return false };
        end(&mut self.executors.swap_remove(found).process);
        true
    }

    /// Ends the scheduler at once.
    pub fn kill_scheduler(&mut self) {
        end(&mut self.scheduler);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.executors.iter_mut().for_each(|executor| end(&mut executor.process));
        end(&mut self.scheduler);
    }
}

/// Whether a file is in the folder, or in one inside it.
fn holds_file(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().map(|entry| entry.path()).any(|path| path.is_file() || holds_file(&path))
}

fn end(child: &mut Child) {
    // It may have ended on its own; then there is nothing to do.
    if child.kill().is_ok() {
        let _ended = child.wait();
    }
}

fn run(program: &Path, arguments: &[&str]) -> Result<Child, Failure> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
    command.spawn().map_err(|error| Failure::Node(error.to_string()))
}

/// A port that nobody listens at.
fn free_port() -> Result<u16, Failure> {
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| Failure::Node(error.to_string()))
}

async fn listens(port: u16) -> Result<(), Failure> {
    let (pause, most) = TRIES;
    for _ in 0..most {
        if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return Ok(());
        }
        sleep(pause).await;
    }
    Err(Failure::Node(format!("it does not listen at port {port}")))
}
