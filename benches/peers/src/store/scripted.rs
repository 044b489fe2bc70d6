//! DuckDB and Polars, which a Python script calls in the same run.

use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use activity_query::ActivityQuery;
use serde::Deserialize;
use serde_json::json;

use super::fleet::{Machine, Row, now, write_json};
use super::queries::Question;
use super::sqlite::{Sql, Statements, statements};

type Failure = Box<dyn Error>;

/// The answer of an engine to a question, and its time.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    pub engine: String,
    pub question: usize,
    pub page: Vec<i64>,
    pub count: u64,
    /// The records of the page as a JSON array.
    pub records: String,
    /// The medians in microseconds.
    pub page_us: f64,
    pub count_us: f64,
    pub records_us: f64,
}

/// Returns the interpreter that has the packages, if there is one.
#[must_use]
pub fn interpreter() -> Option<PathBuf> {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/venv/bin/python");
    let imports = ["-c", "import duckdb, polars, pyarrow"];
    let found = Command::new(&python).args(imports).stderr(Stdio::null()).status();
    found.is_ok_and(|status| status.success()).then_some(python)
}

/// Asks DuckDB and Polars every question.
///
/// # Errors
/// If a file can't be written, or the script fails.
pub fn ask(
    python: &Path,
    rows: impl Iterator<Item = Row>,
    machines: &[Machine],
    questions: &[Question],
) -> Result<HashMap<(String, usize), Answer>, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/store-peers");
    fs::create_dir_all(&folder)?;
    write_activities(&folder.join("activities.csv"), rows)?;
    let computers: Vec<_> = machines
        .iter()
        .map(|machine| {
            json!({
                "id": machine.id, "hostname": machine.hostname, "title": machine.title,
                "access_group": machine.access_group, "distribution": machine.distribution,
                "last_ping": machine.last_ping, "tags": machine.tags,
                "alerts": machine.alert.into_iter().collect::<Vec<_>>(), "owner": machine.owner,
            })
        })
        .collect();
    fs::write(folder.join("computers.json"), serde_json::to_string(&computers)?)?;
    let questions = questions
        .iter()
        .map(|question| {
            let query: ActivityQuery = question.text.parse()?;
            let Statements { page, count } = statements(question, Sql { correlated: false }, "")?;
            Ok(json!({
                "tree": serde_json::to_value(query.tree())?, "page": page, "count": count,
                "offset": question.offset, "oldest_first": question.oldest_first,
            }))
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    let asked = json!({"now": now().timestamp(), "questions": questions});
    fs::write(folder.join("questions.json"), serde_json::to_string(&asked)?)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("stores.py");
    let output = Command::new(python).arg(script).arg(&folder).stderr(Stdio::inherit()).output()?;
    fs::remove_dir_all(&folder)?;
    if !output.status.success() {
        return Err("the script of DuckDB and Polars failed".into());
    }
    String::from_utf8(output.stdout)?
        .lines()
        .map(|line| {
            let answer: Answer = serde_json::from_str(line)?;
            Ok(((answer.engine.clone(), answer.question), answer))
        })
        .collect()
}

/// Writes the activities as CSV whose quotes are single, since no record has those.
fn write_activities(path: &Path, rows: impl Iterator<Item = Row>) -> Result<(), Failure> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "id,parent_id,status,created,creator,computer_id,type,record")?;
    let mut record = String::new();
    for row in rows {
        record.clear();
        write_json(&row, &mut record);
        let number = |number: Option<u64>| number.map(|n| n.to_string()).unwrap_or_default();
        writeln!(
            file,
            "{},{},{},{},{},{},{},'{}'",
            row.id,
            number(row.parent),
            row.status,
            row.created.map(|n| n.to_string()).unwrap_or_default(),
            row.email().unwrap_or_default(),
            number(row.computer),
            row.kind,
            record.trim_end()
        )?;
    }
    Ok(file.flush()?)
}
