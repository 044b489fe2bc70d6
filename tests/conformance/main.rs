//! The conformance suite in tests/cases: data that any implementation of the language can
//! run. Each case is a test with its own name.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

mod computers;
mod editors;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
#[path = "../it/sql/engine.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod engine;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod engines;
mod fields;
mod files;
#[path = "../it/fixture.rs"]
mod fixture;
mod forms;
#[path = "../it/oracle/issue.rs"]
mod issue;
mod issues;
mod methods;
mod queries;
#[path = "../it/suite.rs"]
mod suite;

use std::collections::BTreeSet;
use std::fmt::{Debug, Display, Write as _};
use std::process::ExitCode;
use std::sync::LazyLock;

use activity_query::MemoryStore;
use libtest_mimic::{Arguments, Failed, Trial};

use crate::computers::of_computers;
use crate::fixture::{Fixture, fixture};

static FIXTURE: LazyLock<Fixture> = LazyLock::new(fixture);

/// The computers of the fixture, with one activity each.
static COMPUTERS: LazyLock<MemoryStore> =
    LazyLock::new(|| FIXTURE.records.store(of_computers(&FIXTURE.records.computers)));

/// The failed checks of a case; empty if it passes.
#[derive(Default)]
struct Findings(String);

impl Findings {
    fn add(&mut self, what: impl Display) {
        writeln!(self.0, "  {what}").unwrap();
    }

    /// Reports a key that has no meaning in this kind of case.
    fn misplaced(&mut self, key: &str, present: bool) {
        if present {
            self.add(format_args!("`{key}` has no place in this case"));
        }
    }

    fn compare<T: PartialEq + Debug>(&mut self, what: &str, expected: &T, found: &T) {
        if expected != found {
            writeln!(self.0, "  {what}\n    expected {expected:?}\n    found    {found:?}")
                .unwrap();
        }
    }
}

/// The cases of all files.
#[derive(Default)]
struct Suite {
    trials: Vec<Trial>,
    names: BTreeSet<String>,
}

impl Suite {
    /// Adds a case, whose name must be unique in its file.
    fn add(&mut self, file: &str, name: &str, check: impl FnOnce() -> Findings + Send + 'static) {
        let name = format!("{file}::{}", name.escape_debug());
        let is_new = self.names.insert(name.clone());
        self.trials.push(Trial::test(name, move || {
            let mut findings = check();
            if !is_new {
                findings.add("another case has this name");
            }
            if findings.0.is_empty() { Ok(()) } else { Err(Failed::from(findings.0)) }
        }));
    }

    /// Adds a test that the file has the expected number of cases, so that none is lost or
    /// ignored.
    fn count(&mut self, file: &str, expected: usize, found: usize) {
        self.trials.push(Trial::test(format!("{file}::count"), move || {
            let message = format!("{found} cases were found, and not {expected}");
            if expected == found { Ok(()) } else { Err(Failed::from(message)) }
        }));
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut suite = Suite::default();
    queries::add_to(&mut suite);
    fields::add_to(&mut suite);
    editors::add_to(&mut suite);
    forms::add_to(&mut suite);
    issues::add_to(&mut suite);
    methods::add_to(&mut suite);
    libtest_mimic::run(&arguments, suite.trials).exit_code()
}
