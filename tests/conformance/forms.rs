//! Runs the cases of texts with limits, and of queries in the documented grammar:
//! tests/cases/methods/limits.toml and portable.toml.

use activity_query::{ActivityQuery, Limits};
use serde::Deserialize;

use crate::suite::read;
use crate::{Findings, Suite};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    limits: Vec<LimitsCase>,
    #[serde(default)]
    portable: Vec<PortableCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitsCase {
    name: String,
    query: String,
    length: Option<usize>,
    depth: Option<usize>,
    terms: Option<usize>,
    diagnostics: Option<usize>,
    /// The code and span of each mistake; empty if the text is parsed.
    #[serde(default)]
    mistakes: Vec<(String, usize, usize)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PortableCase {
    name: String,
    query: String,
    /// The largest number of terms that the text may have.
    most: usize,
    /// The text; absent if there is none.
    portable: Option<String>,
    /// The part of the query that cannot be expressed.
    refused: Option<String>,
}

pub(crate) fn add_to(suite: &mut Suite) {
    let cases = read::<File>("methods/limits.toml").limits;
    suite.count("limits", 14, cases.len());
    for case in cases {
        suite.add("limits", &case.name.clone(), move || case.check());
    }
    let cases = read::<File>("methods/portable.toml").portable;
    suite.count("portable", 16, cases.len());
    for case in cases {
        suite.add("portable", &case.name.clone(), move || case.check());
    }
}

impl LimitsCase {
    fn check(&self) -> Findings {
        let mut findings = Findings::default();
        let mut limits = Limits::default();
        let own = [
            (self.length, &mut limits.length),
            (self.depth, &mut limits.depth),
            (self.terms, &mut limits.terms),
            (self.diagnostics, &mut limits.diagnostics),
        ];
        for (asked, limit) in own {
            *limit = asked.unwrap_or(*limit);
        }
        let mistakes = match ActivityQuery::parse(&self.query, &limits) {
            Ok(_) => Vec::new(),
            Err(error) => {
                let place = |found: &activity_query::Diagnostic| {
                    (found.code.to_string(), found.span.start(), found.span.end())
                };
                error.diagnostics().iter().filter(|found| found.is_error()).map(place).collect()
            }
        };
        findings.compare("mistakes", &self.mistakes, &mistakes);
        findings
    }
}

impl PortableCase {
    fn check(&self) -> Findings {
        let mut findings = Findings::default();
        let query: ActivityQuery = self.query.parse().unwrap();
        match query.portable(self.most) {
            Ok(text) => {
                findings.compare("portable", &self.portable, &Some(text));
            }
            Err(error) => {
                findings.compare("portable", &self.portable, &None);
                let refused = error.span().map(|span| self.query[span.range()].to_owned());
                findings.compare("refused", &self.refused, &refused);
            }
        }
        findings
    }
}
