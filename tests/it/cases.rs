//! The conformance suite: tests/cases/*.toml, data that any implementation
//! of the language can run.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use activity_query::{
    ActivityQuery, ActivityTerm, ComputerQuery, ComputerTerm, Diagnostic, Expr, Fix, Language,
    Limits,
};
use serde::Deserialize;

use crate::fixture::{Fixture, fixture, folder};

/// The smallest suite that can be whole.
const LEAST: usize = 400;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    language: Of,
    query: String,
    canonical: Option<String>,
    tree: Option<String>,
    /// The ids matched over the fixture fleet, ascending.
    ids: Option<Vec<i64>>,
    #[serde(default)]
    warnings: Vec<Expected>,
    #[serde(default)]
    diagnostics: Vec<Expected>,
    /// The diagnostics of putting saved searches in.
    #[serde(default)]
    resolution: Vec<Expected>,
    /// The text after applying all fixes.
    fixed: Option<String>,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Of {
    #[default]
    Activity,
    Computer,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Expected {
    code: String,
    span: [usize; 2],
}

impl From<&Diagnostic> for Expected {
    fn from(found: &Diagnostic) -> Self {
        let span = [found.span.start(), found.span.end()];
        Self { code: found.code.to_string(), span }
    }
}

/// What is wrong with a case; nothing, if it holds.
struct Findings(String);

impl Findings {
    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, expected: &T, found: &T) {
        if expected != found {
            writeln!(self.0, "  {what}\n    expected {expected:?}\n    found    {found:?}")
                .unwrap();
        }
    }
}

/// A language of the suite: how its queries are answered over the fixture.
trait Answers: Language {
    fn ids(query: &Expr<Self>, fixture: &Fixture) -> Result<Vec<i64>, Vec<Diagnostic>>;
}

impl Answers for ActivityTerm {
    fn ids(query: &ActivityQuery, fixture: &Fixture) -> Result<Vec<i64>, Vec<Diagnostic>> {
        let context = fixture.context();
        let mut ids = Vec::new();
        for activity in &fixture.activities {
            if query.matches(activity, &context).map_err(|error| error.diagnostics().to_vec())? {
                ids.push(activity.id.get());
            }
        }
        ids.sort_unstable();
        Ok(ids)
    }
}

impl Answers for ComputerTerm {
    fn ids(query: &ComputerQuery, fixture: &Fixture) -> Result<Vec<i64>, Vec<Diagnostic>> {
        let context = fixture.context();
        let mut ids = Vec::new();
        for computer in fixture.fleet.computers() {
            if query.matches(computer, &context).map_err(|error| error.diagnostics().to_vec())? {
                ids.push(computer.id.get());
            }
        }
        ids.sort_unstable();
        Ok(ids)
    }
}

fn expected(diagnostics: &[Diagnostic]) -> Vec<Expected> {
    diagnostics.iter().map(Expected::from).collect()
}

fn check<T: Answers>(case: &Case, fixture: &Fixture) -> Findings {
    let mut findings = Findings(String::new());
    let diagnostics = match Expr::<T>::parse(&case.query, &Limits::default()) {
        Err(error) => {
            findings.compare("canonical", &case.canonical, &None);
            findings.compare("diagnostics", &case.diagnostics, &expected(error.diagnostics()));
            error.diagnostics().to_vec()
        }
        Ok(parsed) => {
            let query = parsed.query;
            findings.compare("diagnostics", &case.diagnostics, &Vec::new());
            findings.compare("warnings", &case.warnings, &expected(&parsed.warnings));
            findings.compare("canonical", &case.canonical, &Some(query.to_string()));
            let tree = case.tree.as_deref().map(|tree| serde_json::from_str(tree).unwrap());
            findings.compare("tree", &tree, &Some(serde_json::to_value(query.tree()).unwrap()));
            let again: Expr<T> = query.to_string().parse().unwrap();
            findings.compare("canonical text read again", &query, &again);
            findings.compare("canonical text again", &query.to_string(), &again.to_string());
            match T::ids(&query, fixture) {
                Ok(ids) if case.ids.is_some() || !case.resolution.is_empty() => {
                    findings.compare("ids", &case.ids, &Some(ids));
                }
                Ok(_) => {}
                Err(found) => {
                    findings.compare("resolution", &case.resolution, &expected(&found));
                }
            }
            parsed.warnings
        }
    };
    let fixes: Vec<&Fix> = diagnostics.iter().flat_map(|found| &found.fixes).collect();
    let mended = (!fixes.is_empty()).then(|| Fix::apply_all(fixes, &case.query));
    findings.compare("fixed", &case.fixed, &mended);
    findings
}

#[test]
fn the_suite_holds() {
    let fixture = fixture();
    let mut names = BTreeSet::new();
    let mut failures = String::new();
    let mut files: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        for case in file.case {
            assert!(names.insert(case.name.clone()), "two cases are named {}", case.name);
            let findings = match case.language {
                Of::Activity => check::<ActivityTerm>(&case, &fixture),
                Of::Computer => check::<ComputerTerm>(&case, &fixture),
            };
            if !findings.0.is_empty() {
                let file = path.file_name().unwrap_or_default().display();
                writeln!(failures, "{} in {file}: {}\n{}", case.name, case.query, findings.0)
                    .unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(names.len() >= LEAST, "only {} cases were found", names.len());
}
