//! Runs the cases of editor functions: tests/cases/tools/*.toml.

use std::sync::Arc;

use activity_query::complete::ValueProvider;
use activity_query::edit::Edited;
use activity_query::highlight::{Highlight, TokenClass};
use activity_query::model::Time;
use activity_query::{
    ActivityQuery, ActivityTerm, ComputerQuery, ComputerTerm, Explanation, Expr, Language,
    ParseError, edit,
};
use serde::Deserialize;

use crate::suite::{Known, Of, read, with_cursor};
use crate::{FIXTURE, Findings, Suite};

pub(crate) fn add_to(suite: &mut Suite) {
    completions(suite);
    highlights(suite);
    explanations(suite);
    edits(suite);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Completions {
    /// The time that dates are counted from.
    now: Time,
    values: Known,
    completion: Vec<CompletionCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CompletionCase {
    #[serde(default)]
    language: Of,
    /// The text; the first `|` is the cursor.
    marked: String,
    replaces: String,
    /// All suggestions, or the first ones.
    items: Option<Vec<String>>,
    first: Option<Vec<String>>,
}

fn suggested<L: Language>(marked: &str, values: &impl ValueProvider) -> (String, Vec<String>) {
    let (text, cursor) = with_cursor(marked);
    let completion = Expr::<L>::complete(&text, cursor, values);
    let items = completion.items.into_iter().map(|item| item.text);
    (text[completion.span.range()].to_owned(), items.collect())
}

impl Of {
    /// Returns the name of a case that has no name of its own.
    fn name(self, text: &str) -> String {
        match self {
            Self::Activity => text.to_owned(),
            Self::Computer => format!("computers: {text}"),
        }
    }
}

fn completions(suite: &mut Suite) {
    let Completions { now, values, completion } = read("tools/completion.toml");
    suite.count("completion", 171, completion.len());
    let (values, now) = (Arc::new(values), now.instant());
    for case in completion {
        let (known, name) = (Arc::clone(&values), case.language.name(&case.marked));
        suite.add("completion", &name, move || case.check(&known.at(now)));
    }
}

impl CompletionCase {
    fn check(self, values: &impl ValueProvider) -> Findings {
        let mut findings = Findings::default();
        let (replaces, mut items) = match self.language {
            Of::Activity => suggested::<ActivityTerm>(&self.marked, values),
            Of::Computer => suggested::<ComputerTerm>(&self.marked, values),
        };
        findings.compare("replaces", &self.replaces, &replaces);
        let expected = match (self.items, self.first) {
            (Some(all), None) => all,
            (None, Some(first)) => {
                items.truncate(first.len());
                first
            }
            (Some(_), Some(_)) | (None, None) => panic!("either all or the first"),
        };
        findings.compare("items", &expected, &items);
        findings
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Highlights {
    highlight: Vec<HighlightCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HighlightCase {
    #[serde(default)]
    language: Of,
    text: String,
    /// `class text` of each part that is not blank.
    parts: Vec<String>,
}

fn highlights(suite: &mut Suite) {
    let Highlights { highlight } = read("tools/highlight.toml");
    suite.count("highlight", 48, highlight.len());
    for case in highlight {
        let name = case.language.name(&case.text);
        suite.add("highlight", &name, move || {
            let mut findings = Findings::default();
            let parts = match case.language {
                Of::Activity => ActivityQuery::highlight(&case.text),
                Of::Computer => ComputerQuery::highlight(&case.text),
            };
            let said = |part: Highlight| {
                let class = serde_json::to_value(part.class).unwrap();
                format!("{} {}", class.as_str().unwrap(), &case.text[part.span.range()])
            };
            let parts = parts.into_iter().filter(|part| part.class != TokenClass::Blank).map(said);
            findings.compare("parts", &case.parts, &parts.collect());
            findings
        });
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Explanations {
    explanation: Vec<ExplanationCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExplanationCase {
    #[serde(default)]
    language: Of,
    query: String,
    /// The id of an activity or computer in the fixture.
    record: i64,
    matches: bool,
    /// The terms that decide, with what the record has for each of them.
    deciding: Vec<String>,
    found: Vec<String>,
}

impl ExplanationCase {
    fn explanation(&self) -> Explanation {
        let context = FIXTURE.context();
        match self.language {
            Of::Activity => {
                let mut activities = FIXTURE.activities.iter();
                let activity = activities.find(|activity| activity.id.get() == self.record);
                let query: ActivityQuery = self.query.parse().unwrap();
                query.explain(activity.unwrap(), &context).unwrap()
            }
            Of::Computer => {
                let mut computers = FIXTURE.fleet.computers();
                let computer = computers.find(|computer| computer.id.get() == self.record);
                let query: ComputerQuery = self.query.parse().unwrap();
                query.explain(computer.unwrap(), &context).unwrap()
            }
        }
    }
}

fn explanations(suite: &mut Suite) {
    let Explanations { explanation } = read("tools/explanation.toml");
    suite.count("explanation", 38, explanation.len());
    for case in explanation {
        let name = case.language.name(&format!("{} of {}", case.query, case.record));
        suite.add("explanation", &name, move || case.check());
    }
}

impl ExplanationCase {
    fn check(&self) -> Findings {
        let mut findings = Findings::default();
        let explanation = self.explanation();
        findings.compare("matches", &self.matches, &explanation.matches);
        let (deciding, found): (Vec<String>, Vec<String>) = explanation
            .parts
            .iter()
            .filter(|part| part.deciding)
            .map(|part| {
                let span = part.span.unwrap();
                (self.query[span.range()].to_owned(), part.found.clone().unwrap())
            })
            .unzip();
        findings.compare("deciding", &self.deciding, &deciding);
        findings.compare("found", &self.found, &found);
        findings
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edits {
    edit: Vec<EditCase>,
}

#[derive(Deserialize)]
struct EditCase {
    #[serde(default)]
    language: Of,
    text: String,
    #[serde(flatten)]
    edit: Edit,
    /// The text after the edit; absent if the text is not a query.
    edited: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Edit {
    Add(String),
    Remove(String),
    Toggle(String),
    Set(String),
    Clear(Vec<String>),
}

impl Edit {
    fn made<L: Language>(&self, text: &str) -> Result<Edited, ParseError> {
        let read = |filter: &str| filter.parse::<Expr<L>>().unwrap();
        match self {
            Self::Add(filter) => edit::add(text, &read(filter)),
            Self::Remove(filter) => edit::remove(text, &read(filter)),
            Self::Toggle(filter) => edit::toggle(text, &read(filter)),
            Self::Set(filter) => edit::set(text, &read(filter)),
            Self::Clear(fields) => {
                let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
                edit::clear::<L>(text, &fields)
            }
        }
    }
}

fn edits(suite: &mut Suite) {
    let Edits { edit } = read("tools/edit.toml");
    suite.count("edit", 80, edit.len());
    for case in edit {
        let name = case.language.name(&format!("{:?} of {}", case.edit, case.text));
        suite.add("edit", &name, move || {
            let mut findings = Findings::default();
            let edited = match case.language {
                Of::Activity => case.edit.made::<ActivityTerm>(&case.text),
                Of::Computer => case.edit.made::<ComputerTerm>(&case.text),
            };
            findings.compare("edited", &case.edited, &edited.ok().map(|edited| edited.text));
            findings
        });
    }
}
