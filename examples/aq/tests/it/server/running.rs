//! The example server, while a test runs.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::thread::sleep;
use std::time::Duration;

use super::super::{AQ, file};
use super::{answer_of, asked};

pub(crate) const ACCESS: &str = "ACCESSKEY";
pub(crate) const SECRET: &str = "s3cr3t of a test";

/// A server on a free port, which ends with the test.
pub(crate) struct Running {
    child: Child,
    /// The host and the port.
    pub(crate) address: String,
    keys: Option<(&'static str, &'static str)>,
}

impl Running {
    /// A server that takes calls without a signature.
    pub(crate) fn open(arguments: &[&str]) -> Self {
        Self::start(arguments, None)
    }

    /// A server that takes signed calls only.
    pub(crate) fn signed(arguments: &[&str]) -> Self {
        static FILE: OnceLock<String> = OnceLock::new();
        let secret = FILE.get_or_init(|| file("the-secret-key", SECRET));
        let keys = ["--access-key", ACCESS, "--secret-key-file", secret];
        Self::start(&[arguments, &keys].concat(), Some((ACCESS, SECRET)))
    }

    fn start(arguments: &[&str], keys: Option<(&'static str, &'static str)>) -> Self {
        let mut command = Command::new(server());
        command.args(["--listen", "127.0.0.1:0"]).args(arguments);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        log.read_line(&mut line).unwrap();
        let (_, address) = line.split_once("url=http://").expect("the server does not start");
        let address = address.split('/').next().unwrap().to_owned();
        // Its log must be read, or it would wait for that in the end.
        std::thread::spawn(move || log.lines().for_each(drop));
        Self { child, address, keys }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/api/", self.address)
    }

    pub(crate) fn run(&self, arguments: &[&str], input: &str) -> Output {
        asked(&self.url(), self.keys, arguments, input)
    }

    pub(crate) fn answer(&self, arguments: &[&str]) -> String {
        answer_of(&self.run(arguments, ""))
    }
}

/// Waits until a server that was just started takes signed changes: it refuses those
/// that may be from before its start.
pub(crate) fn wait_for_changes() {
    sleep(Duration::from_millis(3100));
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program of the server, which is built if it is not there.
fn server() -> &'static Path {
    static SERVER: OnceLock<PathBuf> = OnceLock::new();
    SERVER.get_or_init(|| {
        let name = format!("activity-query-server{}", std::env::consts::EXE_SUFFIX);
        let server = Path::new(AQ).with_file_name(name);
        if !server.exists() {
            let folder = server.parent().unwrap();
            let mut cargo = Command::new(env!("CARGO"));
            cargo.args(["build", "--locked", "-p", "activity-query-server"]);
            if folder.ends_with("release") {
                cargo.arg("--release");
            }
            cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
            cargo.env("CARGO_TARGET_DIR", folder.parent().unwrap());
            assert!(cargo.status().unwrap().success());
        }
        server
    })
}
