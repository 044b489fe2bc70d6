//! Tests the check for authors of languages: it finds nothing wrong with the built-in
//! languages, and the one fault of each language here.

use activity_query::language::{
    Alias, BaseOf, Constraint, Constraints, FieldKind, NoBase, NoQuery, TermSyntax, problems,
};
use activity_query::{
    ActivityTerm, ComputerTerm, DateRange, Expr, Field, Language, NumberRange, PartialDate, Text,
    ValueError,
};
use proptest::prelude::*;

use crate::world::term::{self, Values};
use crate::world::world_of;

/// Makes the terms of these fields and values, a few for each field.
fn terms<L: Language>(fields: &[Values]) -> Vec<L> {
    let of = |Values { field, values }: &Values| {
        let some = values.iter().step_by(values.len().div_ceil(6).max(1));
        let queries = some.map(|value| term::term::<L>(*field, value)).collect::<Vec<Expr<L>>>();
        queries.iter().flat_map(|query| query.terms().map(|term| term.value.clone())).collect()
    };
    fields.iter().flat_map(|field| -> Vec<L> { of(field) }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn the_built_in_languages_keep_the_rules(world in world_of(30, 12)) {
        let context = world.context();
        let own: Vec<ActivityTerm> = terms(&term::of_activities(&world));
        let activities: Vec<_> = world.activities().collect();
        let found = problems(&own, &activities, |term, activity| {
            Expr::from(term.clone()).matches(activity, &context).unwrap()
        });
        prop_assert_eq!(found, Vec::<String>::new());
        // Queries with saved searches are resolved before they are evaluated.
        let mut own: Vec<ComputerTerm> = terms(&term::of_computers(&world));
        own.retain(|term| !matches!(term, ComputerTerm::Search(_)));
        let computers: Vec<_> = world.computers().collect();
        let found = problems(&own, &computers, |term, computer| {
            Expr::from(term.clone()).matches(computer, &context).unwrap()
        });
        prop_assert_eq!(found, Vec::<String>::new());
    }
}

/// Defines a language with one text, one number and one date, except for what is overridden.
macro_rules! language {
    ($name:ident { $($item:item)* }) => {
        #[derive(Clone, Debug, PartialEq)]
        enum $name {
            Name(Text),
            Build(i64),
            Since(PartialDate),
        }

        impl Language for $name {
            type Nested = NoQuery;
            type Base = NoBase;
            const NAME: &'static str = "deployment";
            $($item)*
        }

        impl $name {
            fn written(&self) -> TermSyntax<'_> {
                match self {
                    Self::Name(name) => TermSyntax::text("name", name.as_str()),
                    Self::Build(number) => TermSyntax::text("build", number.to_string()),
                    Self::Since(date) => TermSyntax::text("since", date.to_string()),
                }
            }

            fn terms() -> Vec<Self> {
                let name = |name: &str| Self::Name(name.try_into().unwrap());
                vec![name("shop"), name("shopping"), Self::Build(7), Self::Build(8)]
            }

            /// Returns the problems found, given records with one text each.
            fn found() -> Vec<String> {
                let records = ["name:shop", "name:shopping", "build:7", "build:8", "build:7 name:shop"];
                problems(&Self::terms(), &records, |term, record| {
                    let own = Expr::term(term.clone()).to_string();
                    record.split(' ').any(|has| has == own)
                })
            }
        }
    };
}

language!(Right {
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("name", FieldKind::Text(Self::Name), "its name")
            .aliases(&[Alias::certain("service", "name")]),
        Field::new("build", FieldKind::Id(Self::Build), "its number")
            .synonyms(&[Alias::certain("first", "1")]),
        Field::new("since", FieldKind::Date(Self::Since), "on the date, or later"),
    ];
    fn syntax(&self) -> TermSyntax<'_> {
        self.written()
    }
    fn constraints(&self) -> Constraints<'_> {
        let text = Expr::term(self.clone()).to_string();
        Constraints::new(Constraint::has("", text))
    }
});

language!(BadNames {
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("name", FieldKind::Text(Self::Name), "its name")
            .aliases(&[Alias::certain("build", "name"), Alias::certain("title", "label")]),
        Field::new("build", FieldKind::Id(Self::Build), "its number")
            .aliases(&[Alias::certain("title", "build"), Alias::certain("no.1", "build")])
            .synonyms(&[Alias::certain("first", "one")]),
        Field::new(
            "stage",
            FieldKind::OneOf {
                values: &["testing", "production"],
                make: |word| (word == "testing").then_some(Self::Build(1)),
            },
            "where it runs",
        ),
        Field::new("Since when", FieldKind::Date(Self::Since), "on the date, or later"),
        Field::new("since", FieldKind::Date(Self::Since), "on the date, or later"),
        Field::new("since", FieldKind::Date(Self::Since), "on the date, or later"),
    ];
    fn syntax(&self) -> TermSyntax<'_> {
        self.written()
    }
});

language!(WrittenWrong {
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("name", FieldKind::Text(Self::Name), "its name"),
        Field::new("build", FieldKind::Id(Self::Build), "its number"),
        Field::new("since", FieldKind::Date(Self::Since), "on the date, or later"),
        Field::new(
            "stage",
            FieldKind::Form {
                form: "a letter",
                words: &[],
                deprecated: &[],
                follow: |_| &[],
                read: |_| Err(ValueError::new("there is none")),
            },
            "where it runs",
        ),
    ];
    fn syntax(&self) -> TermSyntax<'_> {
        match self {
            Self::Name(name) => TermSyntax::text("names", name.as_str()),
            Self::Build(number) => TermSyntax::text("build", (number + 1).to_string()),
            Self::Since(_) => self.written(),
        }
    }
});

language!(WrongConstraints {
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("name", FieldKind::Text(Self::Name), "its name"),
        Field::new("build", FieldKind::Id(Self::Build), "its number"),
        Field::new("since", FieldKind::Date(Self::Since), "on the date, or later"),
    ];
    fn syntax(&self) -> TermSyntax<'_> {
        self.written()
    }
    fn constraints(&self) -> Constraints<'_> {
        match self {
            // Wrong: names are compared as a whole, so a part of a name is not found.
            Self::Name(name) => Constraints::new(Constraint::contains("name", name.as_str())),
            Self::Build(7) => Constraints::new(Constraint::is("build", "7")).never(),
            Self::Build(number) => Constraints::new(Constraint::is("build", number.to_string())),
            Self::Since(_) => Constraints::new(Constraint::has("", "")),
        }
    }
});

#[test]
fn each_fault_is_found() {
    assert_eq!(Right::found(), Vec::<String>::new());
    assert_eq!(
        BadNames::found(),
        [
            "`Since when` is not a legal name of a field",
            "two fields are named `since`",
            "the alias `build` is the name of a field",
            "the alias `title` means `label`, which is not a field",
            "the synonym `first` means `build:one`, which is not a term",
            "the field `stage` lists `production`, but does not take it",
            "the alias `title` is used for several fields",
        ]
    );
    assert_eq!(
        WrittenWrong::found(),
        [
            "no term is given for the field `name`",
            "no term is given for the field `stage`",
            "`names:x` does not read back: unknown deployment field `names`: did you mean `name`?",
            "`build:1` reads back as `build:2`",
            "`names:shop` does not read back: unknown deployment field `names`: did you mean `name`?",
            "`names:shopping` does not read back: unknown deployment field `names`: did you mean `name`?",
            "`build:8` reads back as `build:9`",
            "`build:9` reads back as `build:10`",
        ]
    );
    assert_eq!(
        WrongConstraints::found(),
        [
            "`name:shopping` implies `name:shop`, and record 1 matches the first alone",
            "`build:7` is never true, and record 2 matches it",
        ]
    );
}

/// The runs of a service, by their duration. A service has several.
#[derive(Clone, Debug, PartialEq)]
enum Run {
    Minutes(NumberRange),
    Begun(DateRange),
}

impl Language for Run {
    type Nested = NoQuery;
    type Base = NoBase;
    const NAME: &'static str = "service";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("minutes", FieldKind::NumberRange(Self::Minutes), "how long a run took"),
        Field::new("begun", FieldKind::DateRange(Self::Begun), "when a run began"),
    ];
    fn syntax(&self) -> TermSyntax<'_> {
        match self {
            // Wrong: one end of the range is lost.
            Self::Minutes(range) => TermSyntax::range("minutes", range.least().unwrap_or(0)),
            Self::Begun(range) => TermSyntax::range("begun", range),
        }
    }
    // Wrong: a service has more than one duration.
    fn constraints(&self) -> Constraints<'_> {
        match self {
            Self::Minutes(range) => Constraints::number_in("minutes", *range),
            Self::Begun(range) => Constraints::date_in("begun", *range),
        }
    }
}

#[test]
fn faults_of_ranges_are_found() {
    let range = |text: &str| Run::Minutes(text.parse().unwrap());
    let since = |text: &str| Run::Begun(text.parse().unwrap());
    let terms = [range("5"), range("[7 TO 20]"), since(">=2024-02"), since("2024-01")];
    let services = [
        (vec![5, 9], vec!["2024-01-31T23:59:59Z"]),
        (vec![5], vec!["2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z"]),
    ];
    let found = problems(&terms, &services, |term, (minutes, begun)| match term {
        Run::Minutes(range) => minutes.iter().any(|own| range.holds(*own)),
        Run::Begun(range) => begun.iter().any(|own| range.holds(own.parse().unwrap())),
    });
    assert_eq!(
        found,
        [
            "`minutes:8` reads back as another term",
            "`minutes:5` reads back as another term",
            "`minutes:7` reads back as another term",
            "`minutes:5` and `minutes:7` exclude each other, and record 0 matches both",
            "`begun:>=2024-02` and `begun:2024-01` exclude each other, and record 1 matches both",
        ]
    );
}

language!(Compares {
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("name", FieldKind::Text(Self::Name), "its name"),
        Field::new(
            "build",
            FieldKind::Form {
                form: "`>=NUMBER` or `exactly:NUMBER`",
                words: &[">=", "exactly"],
                deprecated: &[],
                follow: |_| &[],
                read: |value| {
                    let number = value.strip_prefix(">=").or(value.strip_prefix("exactly:"));
                    let number = number.and_then(|number| number.parse().ok());
                    number.map(Self::Build).ok_or_else(|| ValueError::new("it is not a number"))
                },
            },
            "its number",
        ),
        Field::new("since", FieldKind::Date(Self::Since), "on the date, or later"),
    ];
    fn syntax(&self) -> TermSyntax<'_> {
        match self {
            Self::Build(number) => TermSyntax::text("build", format!(">={number}")),
            Self::Name(_) | Self::Since(_) => self.written(),
        }
    }
});

#[test]
fn words_that_begin_a_value_complete_to_what_is_legal() {
    assert_eq!(Compares::found(), Vec::<String>::new());
    for (text, expected) in [("build:", [">=", "exactly:"].as_slice()), ("build:e", &["exactly:"])]
    {
        let completion = Expr::<Compares>::complete(text, text.len(), &());
        let offers: Vec<&str> = completion.items.iter().map(|item| item.text.as_str()).collect();
        assert_eq!(offers, expected, "{text}");
        for offer in offers {
            let whole = format!("build:{offer}7");
            assert!(whole.parse::<Expr<Compares>>().is_ok(), "{whole}");
        }
    }
}

/// Defines a language with the fields of [`Right`] and one of its own.
macro_rules! based {
    ($name:ident, $aliases:expr, $syntax:expr, $of:expr) => {
        #[derive(Clone, Debug, PartialEq)]
        enum $name {
            Of(Right),
            Label(Text),
        }

        impl BaseOf<$name> for Right {
            fn lift(self) -> $name {
                $name::Of(self)
            }

            fn of(term: &$name) -> Option<&Self> {
                let of: fn(&$name) -> Option<&Self> = $of;
                of(term)
            }
        }

        impl Language for $name {
            type Nested = NoQuery;
            type Base = Right;
            const NAME: &'static str = "deployment";
            const FIELDS: &'static [Field<Self>] =
                &[Field::new("label", FieldKind::Text(Self::Label), "a label").aliases($aliases)];
            fn syntax(&self) -> TermSyntax<'_> {
                let syntax: fn(&Self) -> TermSyntax<'_> = $syntax;
                syntax(self)
            }
        }
    };
}

based!(
    Clashing,
    &[Alias::certain("build", "label"), Alias::guess("service", "label")],
    |term| match term {
        Self::Of(term) => term.syntax(),
        Self::Label(name) => TermSyntax::text("label", name.as_str()),
    },
    |term| match term {
        Clashing::Of(term) => Some(term),
        Clashing::Label(_) => None,
    }
);

based!(
    Losing,
    &[Alias::certain("hostname", "name")],
    |term| match term {
        Self::Label(name) | Self::Of(Right::Name(name)) => TermSyntax::text("label", name.as_str()),
        Self::Of(term) => term.syntax(),
    },
    |term| match term {
        Losing::Of(Right::Build(_)) | Losing::Label(_) => None,
        Losing::Of(term) => Some(term),
    }
);

#[test]
fn each_fault_of_a_base_is_found() {
    assert_eq!(
        problems::<Clashing, ()>(&[], &[], |_, ()| true),
        [
            "the alias `build` is the name of a field",
            "the alias `service` is used for several fields",
        ]
    );
    assert_eq!(
        problems::<Losing, ()>(&[], &[], |_, ()| true),
        [
            "no term is given for the field `name`",
            "`name:x` becomes `label:x` when it is lifted",
            "`BaseOf::of` does not return `build:0` for the term that it was lifted to",
            "`label:x` reads back as another term",
        ]
    );
}
