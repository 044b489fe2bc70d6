//! A custom field beside the built-in ones: `team:` in queries of activities. All tools work
//! on all fields, and so do your own functions that evaluate queries, explain them and
//! compile them to SQL.
//!
//!     cargo run --example team_field --features sql -- 'team:web status:failed'

use std::error::Error;

use activity_query::backend::{Compile, Unsupported};
use activity_query::explain::{ActivityRecord, ComputerRecord, Explain};
use activity_query::language::{BaseOf, FieldKind, TermSyntax};
use activity_query::sql::{Condition, Dialect, Schema, Sql};
use activity_query::{ActivityTerm, ComputerTerm, Expr, Field, Language, Limits, Spanned};
use activity_query::{Context, Fleet, Text};
use sea_query::{ExprTrait, Query, SqliteQueryBuilder};

/// A term: a built-in one, or the team that is responsible for the activity.
#[derive(Clone, Debug, PartialEq)]
enum Term {
    Activity(ActivityTerm),
    Team(Text),
}

impl BaseOf<Term> for ActivityTerm {
    fn lift(self) -> Term {
        Term::Activity(self)
    }

    fn of(term: &Term) -> Option<&Self> {
        match term {
            Term::Activity(term) => Some(term),
            Term::Team(_) => None,
        }
    }
}

impl Language for Term {
    type Nested = ComputerTerm;
    type Base = ActivityTerm;
    const NAME: &'static str = "activity";
    const FIELDS: &'static [Field<Self>] = &[Field::new(
        "team",
        FieldKind::OpenText { known: &["web", "storage"], make: Self::Team },
        "the team that looks after it",
    )];

    fn syntax(&self) -> TermSyntax<'_, ComputerTerm> {
        match self {
            Self::Activity(term) => term.syntax(),
            Self::Team(name) => TermSyntax::text("team", name.as_str()),
        }
    }
}

/// An activity and its team.
struct Record<'a> {
    activity: ActivityRecord<'a, 'a>,
    team: &'a str,
}

impl<'a> Explain<Term> for Record<'a> {
    type Nested = ComputerRecord<'a, 'a>;

    fn matches(&self, term: &Term) -> bool {
        match term {
            Term::Activity(term) => self.activity.matches(term),
            Term::Team(name) => self.team == name.as_str(),
        }
    }

    fn found(&self, term: &Term, matches: bool) -> String {
        match term {
            Term::Activity(term) => self.activity.found(term, matches),
            Term::Team(_) => format!("team is {}", self.team),
        }
    }

    fn nested(&self, term: &Term) -> Option<ComputerRecord<'a, 'a>> {
        ActivityTerm::of(term).and_then(|term| self.activity.nested(term))
    }
}

/// The built-in terms are compiled as usual, for a table with one more column.
impl Compile<Term> for Sql<'_> {
    fn term(&self, term: &Spanned<Term>) -> Result<Condition, Unsupported> {
        match &term.value {
            Term::Activity(activity) => self.term(&term.with(activity.clone())),
            Term::Team(name) => {
                Ok(sea_query::Expr::col(("activities", "team")).eq(name.as_str()).into())
            }
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let activity = r#"{"id": 7, "activity_status": "failed", "computer_id": 1}"#;
    let activity = serde_json::from_str(activity)?;
    let fleet = Fleet::new([serde_json::from_str(r#"{"id": 1, "tags": ["laptop"]}"#)?]);
    let context = Context::new("2024-07-10T12:00:00Z".parse()?, &fleet);
    let record = Record { activity: ActivityRecord::new(&activity, &context), team: "web" };
    let sql = Sql::new(Schema::default(), Dialect::Sqlite, "2024-07-10T12:00:00Z".parse()?);

    let right = "(team:web OR team:storage) AND status:failed NOT computer:tag:server";
    let wrong = "taem:web status:faild creator:jane";
    let given: Vec<String> = std::env::args().skip(1).collect();
    let texts = if given.is_empty() { [right, wrong].map(Into::into).into() } else { given };
    for text in texts {
        let query = match Expr::<Term>::parse(&text, &Limits::default()) {
            Ok(parsed) => parsed.query,
            Err(error) => {
                println!("{error}\n");
                continue;
            }
        };
        println!("canonical: {query}");
        println!("matches:   {}", query.matches_with(|term| record.matches(term)));
        for part in query.explain_with(&record).parts.iter().filter(|part| part.deciding) {
            println!("           {}", part.found.as_deref().unwrap_or_default());
        }
        let mut select = Query::select();
        select.column("id").from("activities").cond_where(query.compile(&sql)?);
        println!("SQL:       {}\n", select.to_string(SqliteQueryBuilder));
    }

    for typed in ["status:failed te", "team:", "computer:ta"] {
        let completion = Expr::<Term>::complete(typed, typed.len(), &());
        let offers: Vec<_> = completion.items.iter().map(|item| item.text.as_str()).collect();
        println!("`{typed}` can go on with {offers:?}");
    }
    Ok(())
}
