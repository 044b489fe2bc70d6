//! Languages that have the fields of another one beside their own: what is not about
//! their own fields is as in the language that they are based on.

use activity_query::complete::{Completion, ValueProvider as _};
use activity_query::explain::{ActivityRecord, ComputerRecord, Explain};
use activity_query::language::{
    BaseOf, Constraint, Constraints, FieldKind, NoQuery, TermSyntax, fields, problems,
};
use activity_query::parse::CheckMode;
use activity_query::{
    ActivityQuery, ActivityTerm, ComputerTerm, Diagnostic, Expr, Field, Language, Limits, Spanned,
    Text,
};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::strategy::{activity_query, any_text, config, near_terms};
use crate::world::with_queries;

/// Names that are like no other word: nothing is ever suggested for them.
const ZONE: &str = "jq-wv-zk";
const NUMBER: &str = "zk-jq-wv";

/// Activities, with a field of its own.
#[derive(Clone, Debug, PartialEq)]
enum Zoned {
    Activity(ActivityTerm),
    Zone(Text),
}

impl BaseOf<Zoned> for ActivityTerm {
    fn lift(self) -> Zoned {
        Zoned::Activity(self)
    }

    fn of(term: &Zoned) -> Option<&Self> {
        match term {
            Zoned::Activity(term) => Some(term),
            Zoned::Zone(_) => None,
        }
    }
}

impl Language for Zoned {
    type Nested = ComputerTerm;
    type Base = ActivityTerm;
    const NAME: &'static str = "activity";
    const FIELDS: &'static [Field<Self>] =
        &[Field::new(ZONE, FieldKind::Text(Self::Zone), "the zone")];

    fn syntax(&self) -> TermSyntax<'_, ComputerTerm> {
        match self {
            Self::Activity(term) => term.syntax(),
            Self::Zone(name) => TermSyntax::text(ZONE, name.as_str()),
        }
    }
}

/// The same with one more field: its base has a base.
#[derive(Clone, Debug, PartialEq)]
enum Numbered {
    Zoned(Zoned),
    Number(i64),
}

impl BaseOf<Numbered> for Zoned {
    fn lift(self) -> Numbered {
        Numbered::Zoned(self)
    }

    fn of(term: &Numbered) -> Option<&Self> {
        match term {
            Numbered::Zoned(term) => Some(term),
            Numbered::Number(_) => None,
        }
    }
}

impl Language for Numbered {
    type Nested = ComputerTerm;
    type Base = Zoned;
    const NAME: &'static str = "activity";
    const FIELDS: &'static [Field<Self>] = &[Field::new(
        NUMBER,
        FieldKind::Form {
            form: "`+NUMBER`",
            words: &[],
            deprecated: &[],
            follow: |_| &[],
            read: |value| {
                let number = value.strip_prefix('+').and_then(|number| number.parse().ok());
                let wrong = || activity_query::ValueError::new("it is not a number with a sign");
                number.map(Self::Number).ok_or_else(wrong)
            },
        },
        "the number",
    )];

    fn syntax(&self) -> TermSyntax<'_, ComputerTerm> {
        match self {
            Self::Zoned(term) => term.syntax(),
            Self::Number(number) => TermSyntax::text(NUMBER, format!("+{number}")),
        }
    }
}

/// What is said of a text, without the names of the fields that were added.
fn told(diagnostics: &[Diagnostic]) -> String {
    let told = serde_json::to_string(diagnostics).unwrap();
    told.replace(&format!("`{ZONE}`, "), "").replace(&format!("`{NUMBER}`, "), "")
}

fn without_own(mut completion: Completion) -> Completion {
    completion.items.retain(|item| !item.text.starts_with(ZONE) && !item.text.starts_with(NUMBER));
    completion
}

/// All tools say of the text what they say in the language of activities.
fn is_as_in_the_base<L: Language>(
    text: &str,
    cursor: usize,
    lift: impl Fn(ActivityQuery) -> Expr<L>,
) -> Result<(), TestCaseError> {
    let limits = Limits::default();
    for checking in [CheckMode::Strict, CheckMode::Editing { cursor }] {
        let own = Expr::<L>::check(text, checking, &limits);
        prop_assert_eq!(told(&own), told(&ActivityQuery::check(text, checking, &limits)));
    }
    prop_assert_eq!(Expr::<L>::highlight(text), ActivityQuery::highlight(text));
    prop_assert_eq!(told(&Expr::<L>::lint(text)), told(&ActivityQuery::lint(text)));
    let values = &().at(chrono::DateTime::UNIX_EPOCH);
    let own = Expr::<L>::complete(text, cursor, values);
    let built_in = ActivityQuery::complete(text, cursor, values);
    prop_assert_eq!(without_own(own), built_in);
    let Ok(query) = text.parse::<ActivityQuery>() else { return Ok(()) };
    let own: Expr<L> = text.parse().unwrap();
    prop_assert_eq!(&own, &lift(query.clone()));
    prop_assert_eq!(own.to_string(), query.to_string());
    prop_assert_eq!(own.simplified().to_string(), query.simplified().to_string());
    prop_assert_eq!(own.never_matches(), query.never_matches());
    prop_assert_eq!(own.always_matches(), query.always_matches());
    prop_assert_eq!((!own.clone()).to_string(), (!query.clone()).to_string());
    let spans = |query: &Expr<L>| query.terms().map(Spanned::span).collect::<Vec<_>>();
    prop_assert_eq!(spans(&own), spans(&lift(query)));
    Ok(())
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn every_tool_is_as_in_the_base(
        text in prop_oneof![
            2 => any_text(),
            2 => near_terms::<ActivityTerm>(),
            1 => activity_query().prop_map(|query| query.to_string()),
        ],
        cursor in any::<Index>(),
    ) {
        let cursor = cursor.index(text.len() + 1);
        is_as_in_the_base::<Zoned>(&text, cursor, Expr::lift)?;
        is_as_in_the_base::<Numbered>(&text, cursor, |query| query.lift::<Zoned>().lift())?;
    }

    #[test]
    fn own_fields_stand_beside_those_of_the_base(query in activity_query(), number in any::<i64>()) {
        let query = query.lift::<Zoned>().lift::<Numbered>();
        let number = number.saturating_abs();
        let zone: Text = "north east".try_into().unwrap();
        let own = Expr::term(Numbered::Zoned(Zoned::Zone(zone))) | Numbered::Number(number).into();
        let both = query & own;
        prop_assert_eq!(&both.to_string().parse::<Expr<Numbered>>().unwrap(), &both);
    }
}

/// A record, with what the added fields ask of it.
struct Known<'a> {
    activity: ActivityRecord<'a, 'a>,
    zone: &'static str,
}

impl<'a> Explain<Zoned> for Known<'a> {
    type Nested = ComputerRecord<'a, 'a>;

    fn matches(&self, term: &Zoned) -> bool {
        match term {
            Zoned::Activity(term) => self.activity.matches(term),
            Zoned::Zone(name) => self.zone == name.as_str(),
        }
    }

    fn found(&self, term: &Zoned, matches: bool) -> String {
        match term {
            Zoned::Activity(term) => self.activity.found(term, matches),
            Zoned::Zone(_) => format!("zone is {}", self.zone),
        }
    }

    fn nested(&self, term: &Zoned) -> Option<Self::Nested> {
        ActivityTerm::of(term).and_then(|term| self.activity.nested(term))
    }
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn answers_are_those_of_the_base((world, queries) in with_queries()) {
        let context = world.context();
        for query in queries {
            let own: Expr<Zoned> = query.to_string().parse().unwrap();
            let query: ActivityQuery = query.to_string().parse().unwrap();
            let Ok(explained) = own.expand(|name| world.search(name)) else {
                prop_assert!(query.expand(|name| world.search(name)).is_err());
                continue;
            };
            let record = |activity| {
                Known { activity: ActivityRecord::new(activity, &context), zone: "north" }
            };
            for activity in world.activities() {
                let explanation = explained.explain_with(&record(activity));
                prop_assert_eq!(&explanation, &query.explain(activity, &context).unwrap());
                let resolved = own.resolve(|name| world.search(name)).unwrap();
                let matches = resolved.matches_with(|term| record(activity).matches(term));
                prop_assert_eq!(matches, query.matches(activity, &context).unwrap());
            }
            let counts = explained.count_with(world.activities().map(record));
            prop_assert_eq!(counts, query.count(world.activities(), &context).unwrap());
        }
    }
}

#[test]
fn suggestions_know_both_tables() {
    let message = |text: &str| {
        let error = text.parse::<Expr<Numbered>>().unwrap_err();
        error.diagnostics()[0].message.clone()
    };
    assert_eq!(
        message("jq-wv-zq:north"),
        format!("unknown activity field `jq-wv-zq`: did you mean `{ZONE}`?")
    );
    assert_eq!(message("statu:x"), "unknown activity field `statu`: did you mean `status`?");
    assert_eq!(message("tag:web"), "unknown activity field `tag`: did you mean `computer:tag:…`?");
    assert_eq!(
        message(&format!("{NUMBER}:7")),
        "it is not a number with a sign",
        "a value of the language's own field"
    );
    assert!(message("foo:x").ends_with(
        "it is one of `zk-jq-wv`, `jq-wv-zk`, `status`, `type`, `computer`, `created-after`, \
         `created-before`, `creator`, `id` or `parent-id`"
    ));
    let group: Expr<Numbered> =
        format!("{ZONE}:(a OR b) status:(failed OR canceled)").parse().unwrap();
    assert_eq!(group.terms().count(), 4);
    let offered = Expr::<Numbered>::complete("", 0, &()).items;
    let names: Vec<&str> = offered.iter().map(|item| item.text.trim_end_matches(':')).collect();
    assert_eq!(names[..3], [NUMBER, ZONE, "status"]);
    let names: Vec<&str> = fields::<Numbered>().map(|field| field.name).collect();
    assert_eq!((names.len(), names[2], names[9]), (10, "status", "parent-id"));
}

/// Computers, with a field that hides one of theirs: keywords are theirs.
#[derive(Clone, Debug, PartialEq)]
enum Tagged {
    Computer(ComputerTerm),
    Tag(Text),
}

impl BaseOf<Tagged> for ComputerTerm {
    fn lift(self) -> Tagged {
        Tagged::Computer(self)
    }

    fn of(term: &Tagged) -> Option<&Self> {
        match term {
            Tagged::Computer(term) => Some(term),
            Tagged::Tag(_) => None,
        }
    }
}

impl Language for Tagged {
    type Nested = NoQuery;
    type Base = ComputerTerm;
    const NAME: &'static str = "computer";
    const FIELDS: &'static [Field<Self>] =
        &[Field::new("tag", FieldKind::Text(Self::Tag), "its tag, in any case")];

    fn syntax(&self) -> TermSyntax<'_> {
        match self {
            Self::Computer(term) => term.syntax(),
            Self::Tag(name) => TermSyntax::text("tag", name.as_str()),
        }
    }

    fn constraints(&self) -> Constraints<'_> {
        match self {
            Self::Computer(term) => term.constraints(),
            Self::Tag(name) => {
                Constraints::new(Constraint::has("tag", name.as_str().to_ascii_lowercase()))
            }
        }
    }
}

#[test]
fn an_own_field_hides_that_of_the_base() {
    let read: Expr<Tagged> = "web tag:EU tag:eu hostname:a".parse().unwrap();
    let terms: Vec<&Tagged> = read.terms().map(|term| &term.value).collect();
    assert!(matches!(terms[0], Tagged::Computer(ComputerTerm::Keyword(_))));
    assert!(matches!(terms[1], Tagged::Tag(_)));
    assert_eq!(read.simplified().to_string(), "web tag:EU hostname:a");
    let names = fields::<Tagged>().filter(|field| field.name == "tag");
    assert_eq!(names.map(|field| field.help).collect::<Vec<_>>(), ["its tag, in any case"]);
    let offered = Expr::<Tagged>::complete("ta", 2, &()).items;
    assert_eq!(offered.iter().map(|item| item.text.as_str()).collect::<Vec<_>>(), ["tag:"]);
    // A term that the text can't say is found by the check.
    let hidden: Tagged = ComputerTerm::Tag("eu".try_into().unwrap()).lift();
    let found = problems(&[hidden], &[""], |_, _| true);
    assert!(found.contains(&"`tag:eu` reads back as another term".to_owned()), "{found:?}");
}

#[test]
fn a_language_with_a_base_is_checked() {
    let zone = Zoned::Zone("north".try_into().unwrap());
    let found = problems(
        &[zone],
        &["north"],
        |term, record| matches!(term, Zoned::Zone(zone) if zone.as_str() == *record),
    );
    assert_eq!(found, Vec::<String>::new());
}
