//! Tests languages that include the fields of another one: everything that does not involve
//! their own fields works as in their base.

mod zoned;

use activity_query::explain::{ActivityRecord, ComputerRecord, Explain};
use activity_query::language::{
    BaseOf, Constraint, Constraints, FieldKind, NoQuery, TermSyntax, fields, problems,
};
use activity_query::{ActivityQuery, ActivityTerm, ComputerTerm, Expr, Field, Language, Text};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::strategy::{activity_query, any_text, config, near_terms};
use crate::world::with_queries;
use zoned::{NUMBER, Numbered, ZONE, Zoned, is_as_in_the_base};

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
        is_as_in_the_base::<Zoned>(&text, cursor, Expr::lift);
        is_as_in_the_base::<Numbered>(&text, cursor, |query| query.lift::<Zoned>().lift());
    }

    #[test]
    fn own_fields_are_added_to_those_of_the_base(query in activity_query(), number in any::<i64>()) {
        let query = query.lift::<Zoned>().lift::<Numbered>();
        let number = number.saturating_abs();
        let zone: Text = "north east".try_into().unwrap();
        let own = Expr::term(Numbered::Zoned(Zoned::Zone(zone))) | Numbered::Number(number).into();
        let both = query & own;
        prop_assert_eq!(&both.to_string().parse::<Expr<Numbered>>().unwrap(), &both);
    }
}

/// Unlike that of the base, the first field takes text.
#[test]
fn a_field_is_offered_before_words_that_are_mistakes() {
    is_as_in_the_base::<Zoned>(" TO s", 0, Expr::lift);
}

/// A record, with the values of the added fields.
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
        "expected `zk-jq-wv`, `jq-wv-zk`, `status`, `type`, `computer`, `created-after`, \
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

/// Computers, with a field that hides one of theirs; keywords are those of computers.
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
    // The check finds a term that can't be written.
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
