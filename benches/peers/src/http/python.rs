//! Python's `sqlite3`, called in the same run by a script that waits for statements.

use std::error::Error;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Deserialize;
use serde_json::json;

type Failure = Box<dyn Error>;

/// A script with a database in memory; it ends when this is dropped.
#[derive(Debug)]
pub struct Python {
    process: Child,
    statements: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// What a statement selects.
#[derive(Debug, Deserialize)]
pub struct Answer {
    /// The records as a JSON array.
    pub records: String,
    /// The milliseconds of each time that it was handed over.
    pub ms: Vec<f64>,
}

impl Python {
    /// Starts the script with a copy of the database at this path.
    ///
    /// # Errors
    /// If there is no Python.
    pub fn start(database: &Path) -> Result<Self, Failure> {
        let mut process = Command::new("python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/pages.py"))
            .arg(database)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let pipes = process.stdin.take().zip(process.stdout.take());
        let (statements, answers) = pipes.ok_or("the script has no pipes")?;
        Ok(Self { process, statements, answers: BufReader::new(answers) })
    }

    /// Has the texts that a statement selects handed over as one JSON array, several times.
    ///
    /// # Errors
    /// If the script fails.
    pub fn ask(&mut self, statement: &str, times: usize) -> Result<Answer, Failure> {
        writeln!(self.statements, "{}", json!({ "statement": statement, "times": times }))?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(serde_json::from_str(&line)?)
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
