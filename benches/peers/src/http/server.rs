//! The example server, as a process of its own.

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

type Failure = Box<dyn Error>;

/// A server that ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    process: Child,
    /// Its host and port.
    pub address: String,
}

impl Server {
    /// Starts a server with the `activities.jsonl` and `computers.jsonl` of a folder, where it
    /// also logs every call. It is built as this program is: with optimisation or without.
    ///
    /// # Errors
    /// If it can't be built or does not start.
    pub fn start(folder: &Path) -> Result<Self, Failure> {
        let log = folder.join("server.log");
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["run", "--quiet", "--locked", "--package", "activity-query-server"]);
        if !cfg!(debug_assertions) {
            command.arg("--release");
        }
        command
            .args(["--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml")])
            .args(["--", "--listen", "127.0.0.1:0", "--activities"])
            .arg(folder.join("activities.jsonl"))
            .arg("--computers")
            .arg(folder.join("computers.jsonl"))
            .stderr(File::create(&log)?);
        // Cargo becomes the server.
        let mut server = Self { process: command.spawn()?, address: String::new() };
        loop {
            let logged = fs::read_to_string(&log)?;
            let address = logged.split_once("url=http://").and_then(|(_, url)| url.split_once('/'));
            if let Some((address, _)) = address {
                address.clone_into(&mut server.address);
                return Ok(server);
            }
            if server.process.try_wait()?.is_some() {
                return Err(format!("the server does not start: {logged}").into());
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has nothing to lose.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
