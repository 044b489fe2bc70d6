//! Runs the cases of the language: tests/cases/*.toml.

use activity_query::{
    ActivityId, ActivityQuery, ActivityTerm, ComputerQuery, ComputerTerm, Diagnostic, Expr,
    Language, Limits, PageRequest,
};
use serde::Deserialize;
use serde_json::Value;

#[cfg(all(feature = "sqlite", feature = "postgres"))]
use crate::engines::{Over, agrees};
use crate::files::FILES;
use crate::fixture::folder;
use crate::suite::{Of, read};
use crate::{COMPUTERS, FIXTURE, Findings, Suite};

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
    /// The ids of the matching records of the fixture, ascending.
    ids: Option<Vec<i64>>,
    #[serde(default)]
    warnings: Vec<Expected>,
    #[serde(default)]
    diagnostics: Vec<Expected>,
    /// The diagnostics of expanding saved searches.
    #[serde(default)]
    resolution: Vec<Expected>,
    /// The text after all certain fixes.
    fixed: Option<String>,
    /// The text after each guess.
    #[serde(default)]
    guesses: Vec<String>,
    /// The lints of the text, including the warnings.
    lints: Option<Vec<ExpectedLint>>,
    /// The text after the certain fixes of the lints.
    tidied: Option<String>,
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

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct ExpectedLint {
    code: String,
    span: [usize; 2],
    /// The text after each of its fixes.
    #[serde(default)]
    fixes: Vec<String>,
}

impl ExpectedLint {
    fn of(found: &Diagnostic, text: &str) -> Self {
        let Expected { code, span } = found.into();
        let fixes = found.fixes.iter().map(|fix| fix.apply(text)).collect();
        Self { code, span, fixes }
    }
}

/// A language of the suite, whose queries are answered over the fixture.
trait Answers: Language {
    fn ids(query: &Expr<Self>) -> Result<Vec<i64>, Vec<Diagnostic>>;
}

impl Answers for ActivityTerm {
    fn ids(query: &ActivityQuery) -> Result<Vec<i64>, Vec<Diagnostic>> {
        let context = FIXTURE.context();
        let mut ids = Vec::new();
        for activity in &FIXTURE.activities {
            if query.matches(activity, &context).map_err(|error| error.diagnostics().to_vec())? {
                ids.push(activity.id.get());
            }
        }
        ids.sort_unstable();
        let in_store =
            FIXTURE.store.find_ids(query, &PageRequest::first(usize::MAX), FIXTURE.now());
        let mut in_store: Vec<i64> = in_store.unwrap().into_iter().map(ActivityId::get).collect();
        in_store.sort_unstable();
        assert_eq!(in_store, ids, "the store has another answer to {query}");
        #[cfg(all(feature = "sqlite", feature = "postgres"))]
        agrees(query, &ids, Over::Activities);
        Ok(ids)
    }
}

impl Answers for ComputerTerm {
    fn ids(query: &ComputerQuery) -> Result<Vec<i64>, Vec<Diagnostic>> {
        let context = FIXTURE.context();
        let mut ids = Vec::new();
        for computer in FIXTURE.fleet.computers() {
            if query.matches(computer, &context).map_err(|error| error.diagnostics().to_vec())? {
                ids.push(computer.id.get());
            }
        }
        ids.sort_unstable();
        let asked = ActivityQuery::computer(query.clone());
        let page = PageRequest::first(usize::MAX).oldest_first();
        let in_store = COMPUTERS.find_ids(&asked, &page, FIXTURE.now()).unwrap();
        let in_store: Vec<i64> = in_store.into_iter().map(ActivityId::get).collect();
        assert_eq!(in_store, ids, "the store has another answer to {query}");
        #[cfg(all(feature = "sqlite", feature = "postgres"))]
        agrees(&asked, &ids, Over::Computers);
        Ok(ids)
    }
}

fn expected(diagnostics: &[Diagnostic]) -> Vec<Expected> {
    diagnostics.iter().map(Expected::from).collect()
}

fn check<T: Answers>(case: &Case) -> Findings {
    let mut findings = Findings::default();
    let diagnostics = match Expr::<T>::parse(&case.query, &Limits::default()) {
        Err(error) => {
            findings.compare("canonical", &case.canonical, &None);
            findings.compare("diagnostics", &case.diagnostics, &expected(error.diagnostics()));
            findings.misplaced("tree", case.tree.is_some());
            findings.misplaced("ids", case.ids.is_some());
            findings.misplaced("warnings", !case.warnings.is_empty());
            findings.misplaced("resolution", !case.resolution.is_empty());
            error.diagnostics().to_vec()
        }
        Ok(parsed) => {
            let query = parsed.query;
            findings.compare("diagnostics", &case.diagnostics, &Vec::new());
            findings.compare("warnings", &case.warnings, &expected(&parsed.warnings));
            findings.compare("canonical", &case.canonical, &Some(query.to_string()));
            let tree = case.tree.as_deref().map(serde_json::from_str::<Value>).transpose();
            match tree {
                Ok(tree) => {
                    let found = serde_json::to_value(query.tree()).unwrap();
                    findings.compare("tree", &tree, &Some(found));
                }
                Err(error) => findings.add(format_args!("`tree` is no JSON: {error}")),
            }
            match query.to_string().parse::<Expr<T>>() {
                Ok(again) => {
                    findings.compare("canonical text read again", &query, &again);
                    findings.compare(
                        "canonical text again",
                        &query.to_string(),
                        &again.to_string(),
                    );
                }
                Err(error) => {
                    findings.add(format_args!("the canonical text is no query: {error}"));
                }
            }
            match T::ids(&query) {
                Ok(ids) if case.ids.is_some() || !case.resolution.is_empty() => {
                    findings.compare("ids", &case.ids, &Some(ids));
                }
                Ok(_) => {}
                Err(found) => {
                    findings.misplaced("ids", case.ids.is_some());
                    findings.compare("resolution", &case.resolution, &expected(&found));
                }
            }
            parsed.warnings
        }
    };
    findings.compare("fixed", &case.fixed, &fixed(&diagnostics, &case.query));
    let fixes = diagnostics.iter().flat_map(|found| &found.fixes);
    let guesses = fixes.filter(|fix| !fix.is_certain()).map(|fix| fix.apply(&case.query));
    findings.compare("guesses", &case.guesses, &guesses.collect());
    check_lints::<T>(case, &mut findings);
    findings
}

fn check_lints<T: Answers>(case: &Case, findings: &mut Findings) {
    let Some(lints) = &case.lints else {
        return findings.misplaced("tidied", case.tidied.is_some());
    };
    let found = Expr::<T>::lint(&case.query);
    let of_text = |found| ExpectedLint::of(found, &case.query);
    findings.compare("lints", lints, &found.iter().map(of_text).collect());
    findings.compare("tidied", &case.tidied, &fixed(&found, &case.query));
}

/// Returns the text after all certain fixes, if there are any.
fn fixed(diagnostics: &[Diagnostic], text: &str) -> Option<String> {
    let certain = diagnostics.iter().any(|found| found.certain_fix().is_some());
    certain.then(|| Diagnostic::fix_all(diagnostics, text))
}

fn is_kebab_case(name: &str) -> bool {
    let is_word = |word: &str| {
        let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        !word.is_empty() && word.bytes().all(letter)
    };
    name.split('-').all(is_word)
}

pub(crate) fn add_to(suite: &mut Suite) {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let there = entries.filter(|path| path.extension().is_some_and(|end| end == "toml"));
    suite.count("files", FILES.len(), there.count());
    for (file, count) in FILES {
        let cases = read::<File>(&format!("{file}.toml")).case;
        suite.count(file, count, cases.len());
        for case in cases {
            suite.add(file, &case.name.clone(), move || {
                let mut findings = match case.language {
                    Of::Activity => check::<ActivityTerm>(&case),
                    Of::Computer => check::<ComputerTerm>(&case),
                };
                if !is_kebab_case(&case.name) {
                    findings.add("its name is not in kebab case");
                }
                findings
            });
        }
    }
}
