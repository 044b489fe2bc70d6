//! Runs the cases of ranges and comparisons in a custom language:
//! tests/cases/tools/issues.toml.

use activity_query::model::Time;
use activity_query::{Diagnostic, Expr, Limits};
use serde::Deserialize;

use crate::issue::IssueTerm;
use crate::suite::read;
use crate::{Findings, Suite};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Issues {
    /// The values that queries are evaluated on.
    comments: Vec<i64>,
    created: Vec<String>,
    issue: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    canonical: Option<String>,
    comments: Option<Vec<i64>>,
    created: Option<Vec<String>>,
    simplified: Option<String>,
    lints: Option<Vec<String>>,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    spans: Vec<[usize; 2]>,
    #[serde(default)]
    shows: Vec<String>,
    fixed: Option<String>,
    #[serde(default)]
    guesses: Vec<String>,
}

pub(crate) fn add_to(suite: &mut Suite) {
    let Issues { comments, created, issue } = read("tools/issues.toml");
    suite.count("issues", 125, issue.len());
    for case in issue {
        let (comments, created) = (comments.clone(), created.clone());
        suite.add("issues", &case.text.clone(), move || case.check(comments, created));
    }
}

impl Case {
    fn check(self, comments: Vec<i64>, created: Vec<String>) -> Findings {
        let mut findings = Findings::default();
        let text = &self.text;
        let diagnostics = match Expr::<IssueTerm>::parse(text, &Limits::default()) {
            Ok(parsed) => {
                self.check_query(&parsed.query, comments, created, &mut findings);
                parsed.warnings
            }
            Err(error) => {
                findings.compare("canonical", &self.canonical, &None);
                error.diagnostics().to_vec()
            }
        };
        let codes = diagnostics.iter().map(|found| found.code.to_string()).collect();
        findings.compare("codes", &self.codes, &codes);
        let spans = diagnostics.iter().map(|found| [found.span.start(), found.span.end()]);
        findings.compare("spans", &self.spans, &spans.collect());
        let certain = diagnostics.iter().any(|found| found.certain_fix().is_some());
        let fixed = certain.then(|| Diagnostic::fix_all(&diagnostics, text));
        findings.compare("fixed", &self.fixed, &fixed);
        let all = diagnostics.iter().flat_map(|found| &found.fixes);
        let guesses = all.clone().filter(|fix| !fix.is_certain()).map(|fix| fix.apply(text));
        findings.compare("guesses", &self.guesses, &guesses.collect());
        for shown in &self.shows {
            let is_shown = diagnostics.iter().any(|found| found.message.contains(shown))
                || all.clone().any(|fix| fix.apply(text).contains(shown));
            if !is_shown {
                let messages: Vec<&str> = diagnostics.iter().map(|own| &*own.message).collect();
                findings.add(format_args!("nothing shows {shown:?}: {messages:?}"));
            }
        }
        findings
    }

    fn check_query(
        &self,
        query: &Expr<IssueTerm>,
        mut comments: Vec<i64>,
        mut created: Vec<String>,
        findings: &mut Findings,
    ) {
        findings.compare("canonical", &self.canonical, &Some(query.to_string()));
        findings.compare(
            "canonical text again",
            &query.to_string().parse().ok(),
            &Some(query.clone()),
        );
        if self.comments.is_some() {
            comments.retain(|&number| {
                query.matches_with(
                    |term| matches!(term, IssueTerm::Comments(range) if range.holds(number)),
                )
            });
            findings.compare("comments", &self.comments, &Some(comments));
        }
        if self.created.is_some() {
            created.retain(|time| {
                let instant = time.parse::<Time>().unwrap().instant();
                query.matches_with(
                    |term| matches!(term, IssueTerm::Created(range) if range.holds(instant)),
                )
            });
            findings.compare("created", &self.created, &Some(created));
        }
        if self.simplified.is_some() {
            let simplified = query.simplified().to_string();
            findings.compare("simplified", &self.simplified, &Some(simplified));
        }
        if self.lints.is_some() {
            let lints = Expr::<IssueTerm>::lint(&self.text);
            let messages = lints.into_iter().map(|lint| lint.message).collect();
            findings.compare("lints", &self.lints, &Some(messages));
        }
    }
}
