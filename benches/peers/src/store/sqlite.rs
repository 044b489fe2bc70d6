//! SQLite, with the indexes that a careful administrator would create, and several statements
//! for each question, of which the fastest counts.

use std::error::Error;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use activity_query::backend::{Compile, Unsupported};
use activity_query::{ActivityQuery, ActivityTerm, Backend, ComputerTerm, Spanned};
use rusqlite::{Connection, params};

use super::fleet::{Machine, Row, now, write_json};
use super::queries::Question;

type Failure = Box<dyn Error>;

const TABLES: &str = "
CREATE TABLE activity (
    id INTEGER PRIMARY KEY, parent_id INTEGER, status TEXT NOT NULL, created INTEGER,
    creator TEXT COLLATE NOCASE, computer_id INTEGER, type TEXT NOT NULL
);
CREATE TABLE record (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE computer (
    id INTEGER PRIMARY KEY, hostname TEXT, title TEXT, access_group TEXT, distribution TEXT,
    last_ping INTEGER
);
CREATE TABLE computer_tag (computer_id INTEGER, tag TEXT, PRIMARY KEY (tag, computer_id)) WITHOUT ROWID;
CREATE TABLE computer_alert (computer_id INTEGER, alert TEXT, PRIMARY KEY (alert, computer_id)) WITHOUT ROWID;
CREATE TABLE computer_annotation (computer_id INTEGER, key TEXT, value TEXT);
";

/// Every index implicitly ends in the id, which is the key of the table.
const INDEXES: &str = "
CREATE INDEX activity_created ON activity (created);
CREATE INDEX activity_status ON activity (status, created);
CREATE INDEX activity_type ON activity (type, created);
CREATE INDEX activity_computer ON activity (computer_id, created);
CREATE INDEX activity_creator ON activity (creator, created);
CREATE INDEX activity_parent ON activity (parent_id, created);
CREATE INDEX tag_computer ON computer_tag (computer_id, tag);
CREATE INDEX computer_hostname ON computer (hostname);
CREATE INDEX computer_group ON computer (access_group);
CREATE INDEX annotation_key ON computer_annotation (key, value, computer_id);
ANALYZE;
";

/// Conditions in SQL that SQLite and DuckDB share.
#[derive(Debug, Clone, Copy)]
pub struct Sql {
    /// Whether computers are looked up one by one instead of being listed first.
    pub correlated: bool,
}

impl Sql {
    fn computers(self, condition: &str) -> String {
        if self.correlated {
            format!("EXISTS (SELECT 1 FROM computer c WHERE c.id = computer_id AND {condition})")
        } else {
            format!("computer_id IN (SELECT c.id FROM computer c WHERE {condition})")
        }
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

impl Backend for Sql {
    type Filter = String;
    type Error = Unsupported;

    fn all(&self, parts: Vec<String>) -> Result<String, Unsupported> {
        Ok(if parts.is_empty() { "true".to_owned() } else { format!("({})", parts.join(" AND ")) })
    }

    /// Ids are written as one list, since a chain of ORs takes SQL ten times as long.
    fn any(&self, parts: Vec<String>) -> Result<String, Unsupported> {
        let ids: Option<Vec<&str>> = parts.iter().map(|part| part.strip_prefix("id = ")).collect();
        if let Some(ids) = ids {
            return Ok(format!("id IN ({})", ids.join(", ")));
        }
        let parts: Vec<String> = parts.iter().map(|part| format!("({part})")).collect();
        Ok(format!("({})", parts.join(" OR ")))
    }

    fn not(&self, part: String) -> Result<String, Unsupported> {
        Ok(format!("NOT coalesce(({part}), false)"))
    }
}

impl Compile<ActivityTerm> for Sql {
    fn term(&self, term: &Spanned<ActivityTerm>) -> Result<String, Unsupported> {
        Ok(match &term.value {
            ActivityTerm::Id(id) => format!("id = {id}"),
            ActivityTerm::ParentId(id) => format!("parent_id = {id}"),
            ActivityTerm::Status(status) => format!("status = '{status}'"),
            ActivityTerm::CreatedAfter(date) => {
                format!("created >= {}", date.start().timestamp())
            }
            ActivityTerm::CreatedBefore(date) => {
                format!("created < {}", date.start().timestamp())
            }
            ActivityTerm::Creator(email) => {
                format!("creator = {}", quoted(&email.as_str().to_ascii_lowercase()))
            }
            ActivityTerm::Type(kind) => format!("type = {}", quoted(kind.as_str())),
            ActivityTerm::Computer(query) => self.computers(&query.compile(self)?),
            _ => return Err(Unsupported::new(term)),
        })
    }
}

impl Compile<ComputerTerm> for Sql {
    fn term(&self, term: &Spanned<ComputerTerm>) -> Result<String, Unsupported> {
        let has = |table: &str, condition: String| {
            format!("c.id IN (SELECT computer_id FROM {table} WHERE {condition})")
        };
        Ok(match &term.value {
            ComputerTerm::Keyword(word) => {
                let word = quoted(&word.as_str().to_ascii_lowercase());
                format!(
                    "(instr(lower(c.title), {word}) > 0 OR instr(lower(c.hostname), {word}) > 0)"
                )
            }
            ComputerTerm::Tag(tag) => {
                has("computer_tag", format!("tag = {}", quoted(tag.as_str())))
            }
            ComputerTerm::Alert(alert) => {
                has("computer_alert", format!("alert = {}", quoted(alert.as_str())))
            }
            ComputerTerm::Annotation(key, Some(value)) => has(
                "computer_annotation",
                format!(
                    "instr(key, {}) > 0 AND instr(value, {}) > 0",
                    quoted(key.as_str()),
                    quoted(value.as_str())
                ),
            ),
            ComputerTerm::Id(id) => format!("c.id = {id}"),
            ComputerTerm::Hostname(name) => format!("c.hostname = {}", quoted(name.as_str())),
            ComputerTerm::AccessGroup(name) => {
                format!("c.access_group = {}", quoted(name.as_str()))
            }
            ComputerTerm::Distribution(name) => {
                format!("c.distribution = {}", quoted(name.as_str()))
            }
            ComputerTerm::LastPing(hours) => {
                format!("c.last_ping >= {}", now().timestamp() - i64::from(hours.get()) * 3600)
            }
            _ => return Err(Unsupported::new(term)),
        })
    }
}

/// The statements of a question.
#[derive(Debug, Clone)]
pub struct Statements {
    /// Selects the ids of the page.
    pub page: String,
    pub count: String,
}

impl Statements {
    /// Selects the texts of the page's records. They are in a table of their own, so that
    /// looking for the ids reads no texts; `CROSS JOIN` keeps the order of the page.
    #[must_use]
    pub fn records(&self) -> String {
        format!("SELECT text FROM ({}) page CROSS JOIN record ON record.id = page.id", self.page)
    }
}

/// Returns the statements of a question.
///
/// # Errors
/// If a term of the question is not translated to SQL here.
pub fn statements(question: &Question, sql: Sql, hint: &str) -> Result<Statements, Failure> {
    let condition = question.text.parse::<ActivityQuery>()?.compile(&sql)?;
    let order = if question.oldest_first {
        "created ASC NULLS FIRST, id ASC"
    } else {
        "created DESC NULLS LAST, id DESC"
    };
    Ok(Statements {
        page: format!(
            "SELECT id FROM activity {hint} WHERE {condition} ORDER BY {order} LIMIT 1000 OFFSET {}",
            question.offset
        ),
        count: format!("SELECT count(*) FROM activity {hint} WHERE {condition}"),
    })
}

/// The time after which a statement is given up, since it is not the fastest.
const PATIENCE: Duration = Duration::from_secs(8);

#[derive(Debug)]
pub struct Sqlite {
    connection: Connection,
    /// The time at which the running statement is interrupted.
    end: Arc<Mutex<Instant>>,
}

impl Sqlite {
    /// Loads all records into memory, with indexes.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn new(rows: impl Iterator<Item = Row>, machines: &[Machine]) -> Result<Self, Failure> {
        let mut connection = Connection::open_in_memory()?;
        connection.execute_batch(TABLES)?;
        let transaction = connection.transaction()?;
        {
            let mut insert =
                transaction.prepare("INSERT INTO activity VALUES (?, ?, ?, ?, ?, ?, ?)")?;
            let mut insert_text = transaction.prepare("INSERT INTO record VALUES (?, ?)")?;
            let mut text = String::new();
            for row in rows {
                text.clear();
                write_json(&row, &mut text);
                insert_text.execute(params![row.id.cast_signed(), text.trim_end()])?;
                insert.execute(params![
                    row.id.cast_signed(),
                    row.parent.map(u64::cast_signed),
                    row.status,
                    row.created,
                    row.email(),
                    row.computer.map(u64::cast_signed),
                    row.kind
                ])?;
            }
            for machine in machines {
                let id = machine.id.cast_signed();
                transaction.execute(
                    "INSERT INTO computer VALUES (?, ?, ?, ?, ?, ?)",
                    params![
                        id,
                        machine.hostname,
                        machine.title,
                        machine.access_group,
                        machine.distribution,
                        machine.last_ping
                    ],
                )?;
                for tag in &machine.tags {
                    transaction
                        .execute("INSERT INTO computer_tag VALUES (?, ?)", params![id, tag])?;
                }
                if let Some(alert) = machine.alert {
                    transaction
                        .execute("INSERT INTO computer_alert VALUES (?, ?)", params![id, alert])?;
                }
                transaction.execute(
                    "INSERT INTO computer_annotation VALUES (?, 'owner', ?)",
                    params![id, machine.owner],
                )?;
            }
        }
        transaction.commit()?;
        connection.execute_batch(INDEXES)?;
        let end = Arc::new(Mutex::new(Instant::now()));
        let until = Arc::clone(&end);
        let is_over =
            move || Instant::now() > *until.lock().unwrap_or_else(PoisonError::into_inner);
        connection.progress_handler(10_000, Some(is_over))?;
        Ok(Self { connection, end })
    }

    /// Writes a copy of the database, with its indexes, to a new file.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn save(&self, path: &Path) -> Result<(), Failure> {
        *self.end.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now() + 1000 * PATIENCE;
        self.connection.execute("VACUUM INTO ?", [path.to_string_lossy()])?;
        Ok(())
    }

    /// Returns the ids or the number that a statement selects, however long it takes.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn ask(&self, statement: &str) -> Result<Vec<i64>, Failure> {
        self.ask_until(statement, Instant::now() + 1000 * PATIENCE)
    }

    /// Like [`ask`](Self::ask), for a statement that may be very slow.
    ///
    /// # Errors
    /// If SQLite fails, or takes longer than the fastest statement would.
    pub fn try_ask(&self, statement: &str) -> Result<Vec<i64>, Failure> {
        self.ask_until(statement, Instant::now() + PATIENCE)
    }

    fn ask_until(&self, statement: &str, end: Instant) -> Result<Vec<i64>, Failure> {
        *self.end.lock().unwrap_or_else(PoisonError::into_inner) = end;
        let mut prepared = self.connection.prepare_cached(statement)?;
        let rows = prepared.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes the texts that a statement selects as a JSON array, without copying them before.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn records(&self, statement: &str, json: &mut String) -> Result<(), Failure> {
        *self.end.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now() + 1000 * PATIENCE;
        let mut prepared = self.connection.prepare_cached(statement)?;
        let mut rows = prepared.query([])?;
        json.clear();
        json.push('[');
        while let Some(row) = rows.next()? {
            if json.len() > 1 {
                json.push(',');
            }
            json.push_str(row.get_ref(0)?.as_str()?);
        }
        json.push(']');
        Ok(())
    }
}
