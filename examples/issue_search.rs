//! A search for issues, as on code hosts, with ranges and comparisons of numbers and dates. A
//! type of term and a table of fields provide parsing, diagnostics, completion and lints; for
//! each term, one line evaluates it and one compiles it to SQL.
//!
//!     cargo run --example issue_search -- 'comments:>=10 created:2024-03 crash'

use std::convert::Infallible;
use std::error::Error;

use activity_query::backend::Compile;
use activity_query::complete::ValueProvider;
use activity_query::explain::Explain;
use activity_query::language::{Constraint, Constraints, FieldKind, NoBase, NoQuery, TermSyntax};
use activity_query::{Backend, DateRange, Expr, Field, Language, NumberRange, Spanned, Text};
use chrono::{DateTime, Utc};

/// A term: a word to search for in titles, or one variant for each field.
#[derive(Clone, Debug, PartialEq)]
enum Term {
    Word(Text),
    State(&'static str),
    Label(Text),
    Author(Text),
    Comments(NumberRange),
    Created(DateRange),
}

const STATES: &[&str] = &["open", "closed"];

fn state(word: &str) -> Option<Term> {
    STATES.iter().find(|state| **state == word).map(|state| Term::State(state))
}

impl Language for Term {
    type Nested = NoQuery;
    type Base = NoBase;
    const NAME: &'static str = "issue";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("state", FieldKind::OneOf { values: STATES, make: state }, "open or closed"),
        Field::new("label", FieldKind::Text(Self::Label), "has the label"),
        Field::new("author", FieldKind::Text(Self::Author), "who opened it"),
        Field::new("comments", FieldKind::NumberRange(Self::Comments), "how many it has"),
        Field::new("created", FieldKind::DateRange(Self::Created), "when it was opened"),
    ];

    fn keyword(text: Text) -> Option<Self> {
        Some(Self::Word(text))
    }

    fn syntax(&self) -> TermSyntax<'_> {
        match self {
            Self::Word(word) => TermSyntax::Keyword(word.as_str()),
            Self::State(state) => TermSyntax::text("state", *state),
            Self::Label(label) => TermSyntax::text("label", label.as_str()),
            Self::Author(name) => TermSyntax::text("author", name.as_str()),
            Self::Comments(range) => TermSyntax::range("comments", range),
            Self::Created(range) => TermSyntax::range("created", range),
        }
    }

    // Optional for searching. With it, `comments:>7 comments:<3` is known to match nothing.
    fn constraints(&self) -> Constraints<'_> {
        match self {
            Self::Word(word) => Constraints::new(Constraint::contains("title", word.as_str())),
            Self::State(state) => Constraints::new(Constraint::is("state", *state)),
            Self::Label(label) => Constraints::new(Constraint::has("label", label.as_str())),
            Self::Author(name) => Constraints::new(Constraint::is("author", name.as_str())),
            Self::Comments(range) => Constraints::number_in("comments", *range),
            Self::Created(range) => Constraints::date_in("created", *range),
        }
    }
}

/// An issue, as the service stores it.
struct Issue {
    title: &'static str,
    state: &'static str,
    labels: &'static [&'static str],
    author: &'static str,
    comments: i64,
    created: DateTime<Utc>,
}

impl Explain<Term> for Issue {
    type Nested = Infallible;

    fn matches(&self, term: &Term) -> bool {
        match term {
            Term::Word(word) => self.title.contains(word.as_str()),
            Term::State(state) => self.state == *state,
            Term::Label(label) => self.labels.contains(&label.as_str()),
            Term::Author(name) => self.author == name.as_str(),
            Term::Comments(range) => range.holds(self.comments),
            Term::Created(range) => range.holds(self.created),
        }
    }

    fn found(&self, term: &Term, _: bool) -> String {
        match term {
            Term::Word(_) => format!("its title is {:?}", self.title),
            Term::State(_) => format!("it is {}", self.state),
            Term::Label(_) => format!("its labels are {:?}", self.labels),
            Term::Author(_) => format!("{} opened it", self.author),
            Term::Comments(_) => format!("it has {} comments", self.comments),
            Term::Created(_) => format!("it was opened on {}", self.created.date_naive()),
        }
    }
}

/// Compiles queries to conditions on a table of issues, with the values to bind.
struct Table;
type Condition = (String, Vec<String>);

fn join(parts: Vec<Condition>, between: &str, none: &str) -> Condition {
    let (texts, values): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    let text = if texts.is_empty() { none.to_owned() } else { texts.join(between) };
    (format!("({text})"), values.concat())
}

impl Backend for Table {
    type Filter = Condition;
    type Error = Infallible;

    fn all(&self, parts: Vec<Condition>) -> Result<Condition, Infallible> {
        Ok(join(parts, " AND ", "TRUE"))
    }

    fn any(&self, parts: Vec<Condition>) -> Result<Condition, Infallible> {
        Ok(join(parts, " OR ", "FALSE"))
    }

    fn not(&self, (text, values): Condition) -> Result<Condition, Infallible> {
        Ok((format!("NOT {text}"), values))
    }
}

impl Compile<Term> for Table {
    fn term(&self, term: &Spanned<Term>) -> Result<Condition, Infallible> {
        let compared =
            |text: &str, value: &dyn ToString| (text.to_owned(), vec![value.to_string()]);
        // A range that is open on one side has one bound; no column is null.
        let within = |from: Option<Condition>, to: Option<Condition>| {
            join(from.into_iter().chain(to).collect(), " AND ", "TRUE")
        };
        Ok(match &term.value {
            Term::Word(word) => compared("instr(title, ?) > 0", word),
            Term::State(state) => compared("state = ?", state),
            Term::Label(label) => compared("id IN (SELECT id FROM labels WHERE label = ?)", label),
            Term::Author(name) => compared("author = ?", name),
            Term::Comments(range) => within(
                range.least().map(|least| compared("comments >= ?", &least)),
                range.most().map(|most| compared("comments <= ?", &most)),
            ),
            Term::Created(range) => within(
                range.start().map(|start| compared("created >= ?", &start.to_rfc3339())),
                range.end().map(|end| compared("created < ?", &end.to_rfc3339())),
            ),
        })
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let issue = |title, state, labels, author, comments, created: &str| {
        created.parse().map(|created| Issue { title, state, labels, author, comments, created })
    };
    let issues = [
        issue("crash on start", "open", &["bug"], "jane", 12, "2024-01-31T23:00:00Z")?,
        issue("dark mode", "open", &["feature"], "sam", 41, "2024-03-05T09:00:00Z")?,
        issue("crash on exit", "closed", &["bug"], "sam", 3, "2024-03-20T10:00:00Z")?,
    ];
    let mut texts: Vec<String> = std::env::args().skip(1).collect();
    if texts.is_empty() {
        let right = "crash state:open comments:[5 TO 20] created:>=2024-01 NOT author:sam";
        let (never, wrong) = ("comments:>7 comments:<3", "comments:5..20 created:>soon");
        texts = [right, never, wrong].map(str::to_owned).into();
    }
    for text in texts {
        // Print its mistakes or, if there are none, its lints.
        println!("{text}");
        for found in Expr::<Term>::lint(&text) {
            println!("  {found}");
        }
        let Ok(query) = text.parse::<Expr<Term>>() else { continue };
        for issue in &issues {
            let explanation = query.explain_with(issue);
            let deciding = explanation.parts.iter().filter(|part| part.deciding);
            let why: Vec<_> = deciding.filter_map(|part| part.found.as_deref()).collect();
            let verdict = if explanation.matches { "is found" } else { "is not found" };
            println!("  `{}` {verdict}: {}", issue.title, why.join(", "));
        }
        println!("  {:?}", query.compile(&Table)?);
    }

    let typed = "comments:>7 created:>=";
    let known = &().at("2024-04-01T12:00:00Z".parse()?);
    let offers = Expr::<Term>::complete(typed, typed.len(), known).items;
    println!("{typed} {:?}", offers.iter().map(|offer| &offer.text).collect::<Vec<_>>());
    Ok(())
}
