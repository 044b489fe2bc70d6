//! A query language of your own, for the deployments of a service: a type of
//! term and a table of fields give parsing, printing, diagnostics, suggestions.
//!
//!     cargo run --example custom_language -- 'service:shop enviroment:production'

use activity_query::{ComputerQuery, Expr, Field, Language, Limits, PartialDate, Takes, Text};
use activity_query::{View, Written};

/// A term: one variant a field.
#[derive(Clone, Debug, PartialEq)]
enum Deployment {
    Service(Text),
    Environment(Environment),
    Version(Text),
    DeployedAfter(PartialDate),
    Build(i64),
    Host(ComputerQuery),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Environment {
    Testing,
    Production,
}

const ENVIRONMENTS: &[&str] = &["testing", "production"];

impl Language for Deployment {
    const NAME: &'static str = "deployment";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("service", Takes::Text(Self::Service), "what was deployed"),
        Field::new("environment", Takes::OneOf { values: ENVIRONMENTS, make: environment }, "where"),
        Field::new("version", Takes::Text(Self::Version), "its version, exactly"),
        Field::new("deployed-after", Takes::Date(Self::DeployedAfter), "on that date, or later"),
        Field::new("build", Takes::Id(Self::Build), "the number of the build"),
        Field::new(
            "host",
            Takes::Query {
                read: |query| query.read().map(Self::Host),
                has_field: |name| ComputerQuery::FIELDS.iter().any(|field| field.name == name),
            },
            "the computer it runs on",
        ),
    ];

    fn witness() -> Self {
        Self::Build(0)
    }

    fn written(&self) -> Written<'_> {
        match self {
            Self::Service(name) => Written::text("service", name.as_str()),
            Self::Environment(Environment::Testing) => Written::text("environment", "testing"),
            Self::Environment(Environment::Production) => Written::text("environment", "production"),
            Self::Version(version) => Written::text("version", version.as_str()),
            Self::DeployedAfter(date) => Written::text("deployed-after", date.to_string()),
            Self::Build(number) => Written::text("build", number.to_string()),
            Self::Host(query) => Written::query("host", query),
        }
    }
}

fn environment(word: &str) -> Option<Deployment> {
    match word {
        "testing" => Some(Deployment::Environment(Environment::Testing)),
        "production" => Some(Deployment::Environment(Environment::Production)),
        _ => None,
    }
}

fn main() {
    let example = "service:shop enviroment:production build:latest hostname:web01";
    let text = std::env::args().nth(1).unwrap_or_else(|| example.to_owned());
    println!("query:     {text}");
    match Expr::<Deployment>::parse(&text, &Limits::default()) {
        Ok(parsed) => println!("{}canonical: {}", parsed.report(&text), parsed.query),
        Err(error) => println!("{error}"),
    }
}
