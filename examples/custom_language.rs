//! A query language of your own, for the deployments of a service: a type of
//! term and a table of fields give parsing, printing, diagnostics, suggestions.
//!
//!     cargo run --example custom_language -- 'service:shop enviroment:production'

use activity_query::language::{FieldKind, TermSyntax};
use activity_query::{ComputerQuery, ComputerTerm, Expr, Field, Language, Limits};
use activity_query::{PartialDate, Text};

/// A term: one variant a field.
#[derive(Clone, Debug, PartialEq)]
enum Deployment {
    Service(Text),
    Environment(Stage),
    Version(Text),
    DeployedAfter(PartialDate),
    Build(i64),
    Host(ComputerQuery),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    Testing,
    Production,
}

const STAGES: &[&str] = &["testing", "production"];

impl Language for Deployment {
    type Nested = ComputerTerm;
    const NAME: &'static str = "deployment";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("service", FieldKind::Text(Self::Service), "what was deployed"),
        Field::new(
            "environment",
            FieldKind::OneOf { values: STAGES, make: stage },
            "where it runs",
        ),
        Field::new("version", FieldKind::Text(Self::Version), "its version, exactly"),
        Field::new(
            "deployed-after",
            FieldKind::Date(Self::DeployedAfter),
            "on that date, or later",
        ),
        Field::new("build", FieldKind::Id(Self::Build), "the number of the build"),
        Field::new("host", FieldKind::Query(Self::Host), "the computer it runs on"),
    ];

    fn syntax(&self) -> TermSyntax<'_, ComputerTerm> {
        match self {
            Self::Service(name) => TermSyntax::text("service", name.as_str()),
            Self::Environment(Stage::Testing) => TermSyntax::text("environment", "testing"),
            Self::Environment(Stage::Production) => TermSyntax::text("environment", "production"),
            Self::Version(version) => TermSyntax::text("version", version.as_str()),
            Self::DeployedAfter(date) => TermSyntax::text("deployed-after", date.to_string()),
            Self::Build(number) => TermSyntax::text("build", number.to_string()),
            Self::Host(query) => TermSyntax::Query("host", query),
        }
    }
}

fn stage(word: &str) -> Option<Deployment> {
    let known = [("testing", Stage::Testing), ("production", Stage::Production)];
    known.into_iter().find(|(name, _)| *name == word).map(|(_, it)| Deployment::Environment(it))
}

fn main() {
    let right = "service:shop AND (build:0017 OR build:18) host:(tag:web needs:reboot)";
    let wrong = "service:shop enviroment:production build:latest tag:web";
    let given: Vec<String> = std::env::args().skip(1).collect();
    let texts = if given.is_empty() { vec![right.into(), wrong.into()] } else { given };
    for text in texts {
        match Expr::<Deployment>::parse(&text, &Limits::default()) {
            Ok(parsed) => println!("{}canonical: {}\n", parsed.report(&text), parsed.query),
            Err(error) => println!("{error}\n"),
        }
    }
}
