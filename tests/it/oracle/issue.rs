//! A custom language whose fields take ranges of numbers and dates. Its queries have the
//! structure of computer queries.

use activity_query::language::{Constraint, Constraints, FieldKind, NoBase, NoQuery, TermSyntax};
use activity_query::{DateRange, Field, Language, NumberRange, Text};

/// A term about issues.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum IssueTerm {
    Word(Text),
    Title(Text),
    State(State),
    Comments(NumberRange),
    Created(DateRange),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum State {
    Open,
    Closed,
}

impl State {
    const WORDS: &'static [&'static str] = &["open", "closed"];

    fn from_word(word: &str) -> Option<IssueTerm> {
        Some(IssueTerm::State(match word {
            "open" => Self::Open,
            "closed" => Self::Closed,
            _ => return None,
        }))
    }

    fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl Language for IssueTerm {
    type Nested = NoQuery;
    type Base = NoBase;
    const NAME: &'static str = "issue";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("title", FieldKind::Text(Self::Title), "its title"),
        Field::new(
            "state",
            FieldKind::OneOf { values: State::WORDS, make: State::from_word },
            "open or closed",
        ),
        Field::new("comments", FieldKind::NumberRange(Self::Comments), "how many it has"),
        Field::new("created", FieldKind::DateRange(Self::Created), "when it was opened"),
    ];

    fn keyword(text: Text) -> Option<Self> {
        Some(Self::Word(text))
    }

    fn syntax(&self) -> TermSyntax<'_> {
        match self {
            Self::Word(word) => TermSyntax::Keyword(word.as_str()),
            Self::Title(title) => TermSyntax::text("title", title.as_str()),
            Self::State(state) => TermSyntax::text("state", state.word()),
            Self::Comments(range) => TermSyntax::range("comments", range),
            Self::Created(range) => TermSyntax::range("created", range),
        }
    }

    fn constraints(&self) -> Constraints<'_> {
        match self {
            Self::Word(word) => Constraints::new(Constraint::contains("title", word.as_str())),
            Self::Title(title) => Constraints::new(Constraint::is("whole-title", title.as_str()))
                .and(Constraint::contains("title", title.as_str())),
            Self::State(state) => Constraints::new(Constraint::is("state", state.word())),
            Self::Comments(range) => Constraints::number_in("comments", *range),
            Self::Created(range) => Constraints::date_in("created", *range),
        }
    }
}
