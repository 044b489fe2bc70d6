//! Two languages with the fields of activities and fields of their own, and the properties
//! that hold for every text.

use activity_query::complete::{Completion, ValueProvider as _};
use activity_query::language::{BaseOf, FieldKind, TermSyntax};
use activity_query::parse::CheckMode;
use activity_query::{
    ActivityQuery, ActivityTerm, ComputerTerm, Diagnostic, Expr, Field, Language, Limits, Spanned,
    Text, ValueError,
};

/// Names that resemble no other word, so they are never suggested.
pub(crate) const ZONE: &str = "jq-wv-zk";
pub(crate) const NUMBER: &str = "zk-jq-wv";

/// Activities, with an additional field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Zoned {
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
pub(crate) enum Numbered {
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
                let wrong = || ValueError::new("it is not a number with a sign");
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

/// Formats the diagnostics of a text without the names of the added fields.
fn told(diagnostics: &[Diagnostic]) -> String {
    let told = serde_json::to_string(diagnostics).unwrap();
    told.replace(&format!("`{ZONE}`, "), "").replace(&format!("`{NUMBER}`, "), "")
}

fn without_own(mut completion: Completion) -> Completion {
    completion.items.retain(|item| !item.text.starts_with(ZONE) && !item.text.starts_with(NUMBER));
    completion
}

/// Checks that all tools treat the text as in the language of activities.
pub(crate) fn is_as_in_the_base<L: Language>(
    text: &str,
    cursor: usize,
    lift: impl Fn(ActivityQuery) -> Expr<L>,
) {
    let limits = Limits::default();
    for checking in [CheckMode::Strict, CheckMode::Editing { cursor }] {
        let own = told(&Expr::<L>::check(text, checking, &limits));
        let of_base = told(&ActivityQuery::check(text, checking, &limits));
        let is_named = |name| own.contains(name) || of_base.contains(name);
        if is_named(ZONE) || is_named(NUMBER) {
            // A text with the name of an added field, or one similar to it, means that
            // field.
            return;
        }
        assert_eq!(own, of_base, "{text:?}");
    }
    assert_eq!(Expr::<L>::highlight(text), ActivityQuery::highlight(text), "{text:?}");
    assert_eq!(told(&Expr::<L>::lint(text)), told(&ActivityQuery::lint(text)), "{text:?}");
    let values = &().at(chrono::DateTime::UNIX_EPOCH);
    let own = without_own(Expr::<L>::complete(text, cursor, values));
    assert_eq!(own, ActivityQuery::complete(text, cursor, values), "{text:?} at {cursor}");
    let Ok(query) = text.parse::<ActivityQuery>() else { return };
    let own: Expr<L> = text.parse().unwrap();
    assert_eq!(own, lift(query.clone()), "{text:?}");
    let spans = |query: &Expr<L>| query.terms().map(Spanned::span).collect::<Vec<_>>();
    assert_eq!(spans(&own), spans(&lift(query.clone())), "{text:?}");
    assert_eq!(own.to_string(), query.to_string(), "{text:?}");
    assert_eq!(own.simplified().to_string(), query.simplified().to_string(), "{text:?}");
    assert_eq!(own.never_matches(), query.never_matches(), "{text:?}");
    assert_eq!(own.always_matches(), query.always_matches(), "{text:?}");
    assert_eq!((!own).to_string(), (!query).to_string(), "{text:?}");
}
