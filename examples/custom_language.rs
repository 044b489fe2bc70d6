//! A custom query language for the deployments of a service: a type of term and a table of
//! fields provide parsing, printing, diagnostics and completion; functions evaluate queries,
//! explain them, and compile them to SQL.
//!
//!     cargo run --example custom_language -- 'service:shop enviroment:production'

use std::error::Error;

use activity_query::backend::{Compile, Unsupported};
use activity_query::explain::{ComputerRecord, Explain};
use activity_query::language::{FieldKind, NoBase, TermSyntax};
use activity_query::model::Computer;
use activity_query::{Backend, ComputerQuery, ComputerTerm, Expr, Field, Language, Limits};
use activity_query::{Context, Fleet, PartialDate, Spanned, Text};
use chrono::{DateTime, Utc};

/// A term, with one variant for each field.
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
    type Base = NoBase<ComputerTerm>;
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

/// A deployment, as the service stores it.
struct Record {
    service: &'static str,
    stage: Stage,
    version: &'static str,
    deployed: DateTime<Utc>,
    build: i64,
    host: Computer,
}

/// A deployment, at the time of the context.
struct Known<'r> {
    record: &'r Record,
    context: &'r Context<'r>,
}

impl<'r> Explain<Deployment> for Known<'r> {
    type Nested = ComputerRecord<'r, 'r>;

    fn matches(&self, term: &Deployment) -> bool {
        let record = self.record;
        match term {
            Deployment::Service(name) => record.service == name.as_str(),
            Deployment::Environment(stage) => record.stage == *stage,
            Deployment::Version(version) => record.version == version.as_str(),
            Deployment::DeployedAfter(date) => record.deployed >= date.start(),
            Deployment::Build(number) => record.build == *number,
            Deployment::Host(query) => query.matches(&record.host, self.context).unwrap_or(false),
        }
    }

    fn found(&self, term: &Deployment, _: bool) -> String {
        let record = self.record;
        match term {
            Deployment::Service(_) => format!("service is {}", record.service),
            Deployment::Environment(_) => format!("environment is {:?}", record.stage),
            Deployment::Version(_) => format!("version is {}", record.version),
            Deployment::DeployedAfter(_) => format!("deployed at {}", record.deployed),
            Deployment::Build(_) => format!("build is {}", record.build),
            Deployment::Host(_) => format!("host is {}", record.host.id),
        }
    }

    fn nested(&self, _: &Deployment) -> Option<ComputerRecord<'r, 'r>> {
        Some(ComputerRecord::new(&self.record.host, self.context))
    }
}

/// Compiles queries to conditions on a table of deployments, with the values to bind.
struct Table;

type Condition = (String, Vec<String>);

impl Backend for Table {
    type Filter = Condition;
    type Error = Unsupported;

    fn all(&self, parts: Vec<Condition>) -> Result<Condition, Unsupported> {
        Ok(if parts.is_empty() { ("TRUE".to_owned(), Vec::new()) } else { join(parts, " AND ") })
    }

    fn any(&self, parts: Vec<Condition>) -> Result<Condition, Unsupported> {
        Ok(if parts.is_empty() { ("FALSE".to_owned(), Vec::new()) } else { join(parts, " OR ") })
    }

    fn not(&self, (text, values): Condition) -> Result<Condition, Unsupported> {
        Ok((format!("NOT {text}"), values))
    }
}

fn join(parts: Vec<Condition>, between: &str) -> Condition {
    let (texts, values): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    (format!("({})", texts.join(between)), values.concat())
}

impl Compile<Deployment> for Table {
    fn term(&self, term: &Spanned<Deployment>) -> Result<Condition, Unsupported> {
        let (text, value) = match &term.value {
            Deployment::Service(name) => ("service = ?", name.to_string()),
            Deployment::Environment(Stage::Testing) => ("stage = ?", "testing".to_owned()),
            Deployment::Environment(Stage::Production) => ("stage = ?", "production".to_owned()),
            Deployment::Version(version) => ("version = ?", version.to_string()),
            Deployment::DeployedAfter(date) => ("deployed >= ?", date.start().to_rfc3339()),
            Deployment::Build(number) => ("build = ?", number.to_string()),
            // The computers are in another system.
            Deployment::Host(_) => return Err(Unsupported::new(term)),
        };
        Ok((text.to_owned(), vec![value]))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let records = [
        Record {
            service: "shop",
            stage: Stage::Production,
            version: "1.4.0",
            deployed: "2024-07-01T10:00:00Z".parse()?,
            build: 17,
            host: serde_json::from_str(r#"{"id": 1, "tags": ["web"]}"#)?,
        },
        Record {
            service: "shop",
            stage: Stage::Testing,
            version: "1.5.0",
            deployed: "2024-07-09T10:00:00Z".parse()?,
            build: 18,
            host: serde_json::from_str(
                r#"{"id": 2, "tags": ["web"], "reboot_required_flag": true}"#,
            )?,
        },
    ];
    let fleet = Fleet::default();
    let context = Context::new("2024-07-10T12:00:00Z".parse()?, &fleet);

    let right = "service:shop AND (build:0017 OR build:18) NOT deployed-after:2024-07-05";
    let nested = "host:(tag:web needs:reboot)";
    let wrong = "service:shop enviroment:production build:latest tag:web";
    let given: Vec<String> = std::env::args().skip(1).collect();
    let texts =
        if given.is_empty() { [right, nested, wrong].map(Into::into).into() } else { given };
    for text in texts {
        let query = match Expr::<Deployment>::parse(&text, &Limits::default()) {
            Ok(parsed) => parsed.query,
            Err(error) => {
                println!("{error}\n");
                continue;
            }
        };
        println!("canonical: {query}");
        for record in &records {
            let known = Known { record, context: &context };
            let verdict = query.matches_with(|term| known.matches(term));
            let explanation = query.explain_with(&known);
            let deciding = explanation.parts.iter().filter(|part| part.deciding);
            let why: Vec<_> = deciding.filter_map(|part| part.found.as_deref()).collect();
            let verdict = if verdict { "matches" } else { "does not match" };
            println!("           build {} {verdict}: {}", record.build, why.join("; "));
        }
        match query.compile(&Table) {
            Ok((condition, values)) => println!("SQL:       {condition} with {values:?}\n"),
            Err(error) => println!("SQL:       {error}\n"),
        }
    }

    let typed = "service:shop env";
    let completion = Expr::<Deployment>::complete(typed, typed.len(), &());
    let offers: Vec<_> = completion.items.iter().map(|item| item.text.as_str()).collect();
    println!("`{typed}` can go on with {offers:?}");
    Ok(())
}
