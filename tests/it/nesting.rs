//! A language whose queries hold queries of the same language, with quotes inside quotes.

use activity_query::language::{FieldKind, NoBase, TermSyntax};
use activity_query::{Code, Expr, Field, Language, Limits, Text};

/// A term of a language that nests itself, and has saved searches.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Nest {
    Name(Text),
    In(Expr<Nest>),
    On(Expr<Nest>),
    Saved(Text),
}

impl Language for Nest {
    type Nested = Self;
    type Base = NoBase<Self>;
    const NAME: &'static str = "nest";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("name", FieldKind::Text(Self::Name), "its name"),
        Field::new("in", FieldKind::Query(Self::In), "what it is in"),
        Field::new("on", FieldKind::Query(Self::On), "what it is on"),
        Field::new("saved", FieldKind::Text(Self::Saved), "selected by a saved search"),
    ];

    fn syntax(&self) -> TermSyntax<'_, Self> {
        match self {
            Self::Name(name) => TermSyntax::text("name", name.as_str()),
            Self::In(query) => TermSyntax::Query("in", query),
            Self::On(query) => TermSyntax::Query("on", query),
            Self::Saved(name) => TermSyntax::text("saved", name.as_str()),
        }
    }

    fn search(&self) -> Option<&str> {
        match self {
            Self::Saved(name) => Some(name.as_str()),
            Self::Name(_) | Self::In(_) | Self::On(_) => None,
        }
    }
}

#[test]
fn queries_in_queries_print_and_read_back() {
    for text in [
        "in:(name:a OR on:name:b)",
        "in:(in:(in:name:a NOT name:b))",
        "on:(name:a name:\"b c\") name:d",
    ] {
        let query: Expr<Nest> = text.parse().unwrap();
        assert_eq!(query, query.to_string().parse().unwrap(), "{text}");
    }
    let quoted = r#"in:"in:\"on:\\\"name:a name:b\\\" name:c\"""#;
    let grouped = "in:(in:(on:(name:a name:b) name:c))";
    assert_eq!(quoted.parse::<Expr<Nest>>().unwrap(), grouped.parse().unwrap());
}

#[test]
fn places_inside_quotes_in_quotes_are_those_of_the_text() {
    let text = r#"in:"name:\"ü\" in:\"on:\\\"name:a foo:\\\\\\\"b\\\\\\\"\\\"\"" name:x"#;
    let error = Expr::<Nest>::parse(text, &Limits::default()).unwrap_err();
    let found = &error.diagnostics()[0];
    assert_eq!(found.code, Code::UnknownField);
    assert_eq!(&text[found.span.range()], "foo");
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| format!("{}name:a", "in:".repeat(depth));
    assert!(nested(8).parse::<Expr<Nest>>().is_ok());
    let error = nested(9).parse::<Expr<Nest>>().unwrap_err();
    assert_eq!(error.diagnostics()[0].code, Code::TooDeep);
    let deep = format!("{}name:a{}", "in:(".repeat(100_000), ")".repeat(100_000));
    assert!(deep.parse::<Expr<Nest>>().is_err());
}
