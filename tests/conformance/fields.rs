//! Checks that each field has cases that an engine fails if it ignores the field's terms.

use std::collections::BTreeSet;

use activity_query::language::fields;
use activity_query::{ActivityTerm, ComputerTerm};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::files::FILES;
use crate::suite::{Of, read};
use crate::{FIXTURE, Findings, Suite};

/// Fields whose only legal values all occur in the fixture.
const OF_SOME_RECORD: [&str; 8] = [
    "has",
    "has-pro-management",
    "last-ping-minutes",
    "license-expires-within-days",
    "license-type",
    "needs",
    "release-upgrade",
    "status",
];

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    #[serde(default)]
    language: Of,
    tree: Option<String>,
    ids: Option<BTreeSet<i64>>,
}

/// A query with its answer.
struct Answered {
    language: Of,
    tree: Value,
    ids: BTreeSet<i64>,
}

impl From<Case> for Option<Answered> {
    fn from(Case { language, tree, ids }: Case) -> Self {
        let tree = serde_json::from_str(&tree?).unwrap();
        Some(Answered { language, tree, ids: ids? })
    }
}

pub(crate) fn add_to(suite: &mut Suite) {
    let cases = FILES.iter().flat_map(|(file, _)| read::<File>(&format!("{file}.toml")).case);
    let answered: Vec<Answered> = cases.filter_map(Into::into).collect();
    let activities = FIXTURE.activities.iter().map(|activity| activity.id.get()).collect();
    let computers = FIXTURE.fleet.computers().map(|computer| computer.id.get()).collect();
    for field in fields::<ActivityTerm>() {
        let findings = check(&answered, Of::Activity, field.name, &activities);
        suite.add("fields", field.name, || findings);
    }
    let names = fields::<ComputerTerm>().map(|field| field.name);
    for name in names.chain(["keyword"]) {
        let findings = check(&answered, Of::Computer, name, &computers);
        suite.add("fields", &format!("computers: {name}"), || findings);
    }
}

/// Returns whether the tree is one term of the field, or a keyword.
fn is_of(tree: &Value, name: &str) -> bool {
    tree["field"] == name || name == "keyword" && tree.get(name).is_some()
}

fn check(answered: &[Answered], language: Of, name: &str, all: &BTreeSet<i64>) -> Findings {
    let own = answered.iter().filter(|case| case.language == language);
    let terms = own.clone().filter(|case| is_of(&case.tree, name) && case.ids != *all);
    let (none, some): (Vec<_>, Vec<_>) = terms.partition(|case| case.ids.is_empty());
    let is_negated = |case: &&Answered| {
        let (not, rest) = (json!({ "not": case.tree }), all - &case.ids);
        own.clone().any(|other| other.tree == not && other.ids == rest)
    };
    let mut findings = Findings::default();
    if some.is_empty() {
        findings.add("no case selects some of the records");
    }
    if !OF_SOME_RECORD.contains(&name) {
        if !none.iter().any(is_negated) {
            findings.add("no case asks for a value of no record, and another for its negation");
        }
        return findings;
    }
    if !none.is_empty() {
        findings.add("there is a value of no record");
    }
    if !some.iter().any(is_negated) {
        findings.add("no case has the negation of one that selects some of the records");
    }
    findings
}
