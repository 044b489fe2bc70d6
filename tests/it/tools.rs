//! What editors are told: tests/cases/tools/*.toml, data that any
//! implementation of the language can run.

#![expect(clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};

use activity_query::model::Time;
use activity_query::{
    ActivityQuery, ActivityTerm, Class, ComputerQuery, ComputerTerm, Explanation, Expr, Highlight,
    Language, Lookup, ParseError, Values, edit, edit::Edited,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::cases::Of;
use crate::fixture::{Fixture, fixture, folder};
use crate::typing::with_cursor;

fn read<T: DeserializeOwned>(name: &str) -> T {
    let text = std::fs::read_to_string(folder().join("tools").join(name)).unwrap();
    toml::from_str(&text).unwrap()
}

/// All cases that do not hold.
#[derive(Default)]
struct Wrong(String);

impl Wrong {
    fn compare<T: PartialEq + Debug>(&mut self, case: &str, expected: &T, found: &T) {
        if expected != found {
            writeln!(self.0, "{case}\n  expected {expected:?}\n  found    {found:?}").unwrap();
        }
    }

    fn is_empty(&self) {
        assert!(self.0.is_empty(), "\n{}", self.0);
    }
}

/// Values of a fleet, by language and field; keywords have the empty field.
#[derive(Deserialize)]
pub(crate) struct Known(BTreeMap<String, BTreeMap<String, Vec<String>>>);

impl Values for Known {
    fn values(&self, wanted: &Lookup<'_>) -> Vec<String> {
        let fields = self.0.get(wanted.language);
        let values = fields.and_then(|fields| fields.get(wanted.field.unwrap_or_default()));
        values.cloned().unwrap_or_default()
    }
}

pub(crate) fn known_values() -> Known {
    read::<Completions>("completion.toml").values
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

fn suggested<L: Language>(marked: &str, values: &impl Values) -> (String, Vec<String>) {
    let (text, cursor) = with_cursor(marked);
    let completion = Expr::<L>::complete(&text, cursor, values);
    let items = completion.items.into_iter().map(|item| item.text);
    (text[completion.span.range()].to_owned(), items.collect())
}

#[test]
fn completions_hold() {
    let Completions { now, values, completion } = read("completion.toml");
    let values = values.at(now.instant());
    assert!(completion.len() >= 80, "only {} completions were found", completion.len());
    let mut wrong = Wrong::default();
    for case in completion {
        let (replaces, mut items) = match case.language {
            Of::Activity => suggested::<ActivityTerm>(&case.marked, &values),
            Of::Computer => suggested::<ComputerTerm>(&case.marked, &values),
        };
        wrong.compare(&case.marked, &case.replaces, &replaces);
        let expected = match (case.items, case.first) {
            (Some(all), None) => all,
            (None, Some(first)) => {
                items.truncate(first.len());
                first
            }
            (Some(_), Some(_)) | (None, None) => panic!("{}: either all or the first", case.marked),
        };
        wrong.compare(&case.marked, &expected, &items);
    }
    wrong.is_empty();
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

#[test]
fn highlights_hold() {
    let Highlights { highlight } = read("highlight.toml");
    assert!(highlight.len() >= 40, "only {} texts were found", highlight.len());
    let mut wrong = Wrong::default();
    for case in highlight {
        let parts = match case.language {
            Of::Activity => ActivityQuery::highlight(&case.text),
            Of::Computer => ComputerQuery::highlight(&case.text),
        };
        let said = |part: Highlight| {
            let class = serde_json::to_value(part.class).unwrap();
            format!("{} {}", class.as_str().unwrap(), &case.text[part.span.range()])
        };
        let parts = parts.into_iter().filter(|part| part.class != Class::Blank).map(said);
        wrong.compare(&case.text, &case.parts, &parts.collect());
    }
    wrong.is_empty();
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
    /// The id of the activity or computer of the fixture fleet.
    record: i64,
    matches: bool,
    /// The terms that decide, and what the record has of each.
    deciding: Vec<String>,
    found: Vec<String>,
}

impl ExplanationCase {
    fn explanation(&self, fixture: &Fixture) -> Explanation {
        let context = fixture.context();
        match self.language {
            Of::Activity => {
                let mut activities = fixture.activities.iter();
                let activity = activities.find(|activity| activity.id.get() == self.record);
                let query: ActivityQuery = self.query.parse().unwrap();
                query.explain(activity.unwrap(), &context).unwrap()
            }
            Of::Computer => {
                let mut computers = fixture.fleet.computers();
                let computer = computers.find(|computer| computer.id.get() == self.record);
                let query: ComputerQuery = self.query.parse().unwrap();
                query.explain(computer.unwrap(), &context).unwrap()
            }
        }
    }
}

#[test]
fn explanations_hold() {
    let Explanations { explanation } = read("explanation.toml");
    assert!(explanation.len() >= 30, "only {} cases were found", explanation.len());
    let fixture = fixture();
    let mut wrong = Wrong::default();
    for case in explanation {
        let explanation = case.explanation(&fixture);
        let name = format!("{} of {}", case.query, case.record);
        wrong.compare(&name, &case.matches, &explanation.matches);
        let (deciding, found): (Vec<String>, Vec<String>) = explanation
            .parts
            .iter()
            .filter(|part| part.deciding)
            .map(|part| {
                let span = part.span.unwrap();
                (case.query[span.range()].to_owned(), part.found.clone().unwrap())
            })
            .unzip();
        wrong.compare(&name, &case.deciding, &deciding);
        wrong.compare(&name, &case.found, &found);
    }
    wrong.is_empty();
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
    /// The text after it; nothing if the text is not a query.
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

#[test]
fn edits_hold() {
    let Edits { edit } = read("edit.toml");
    assert!(edit.len() >= 65, "only {} edits were found", edit.len());
    let mut wrong = Wrong::default();
    for case in edit {
        let edited = match case.language {
            Of::Activity => case.edit.made::<ActivityTerm>(&case.text),
            Of::Computer => case.edit.made::<ComputerTerm>(&case.text),
        };
        let name = format!("{:?} of {}", case.edit, case.text);
        wrong.compare(&name, &case.edited, &edited.ok().map(|edited| edited.text));
    }
    wrong.is_empty();
}
