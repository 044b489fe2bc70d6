//! Tests saved searches of custom languages: in their own terms, in those of a base, and in
//! nested queries.

use activity_query::language::{BaseOf, FieldKind, TermSyntax};
use activity_query::{
    ActivityTerm, Code, ComputerQuery, ComputerTerm, Expr, Field, Language, ResolveError, Span,
    Spanned, Text,
};

use crate::nesting::Nest;

/// Activities, and saved searches of them.
#[derive(Clone, Debug, PartialEq)]
enum Saved {
    Activity(ActivityTerm),
    Saved(Text),
}

impl BaseOf<Saved> for ActivityTerm {
    fn lift(self) -> Saved {
        Saved::Activity(self)
    }

    fn of(term: &Saved) -> Option<&Self> {
        match term {
            Saved::Activity(term) => Some(term),
            Saved::Saved(_) => None,
        }
    }
}

impl Language for Saved {
    type Nested = ComputerTerm;
    type Base = ActivityTerm;
    const NAME: &'static str = "activity";
    const FIELDS: &'static [Field<Self>] =
        &[Field::new("saved", FieldKind::Text(Self::Saved), "selected by a saved search")];

    fn syntax(&self) -> TermSyntax<'_, ComputerTerm> {
        match self {
            Self::Activity(term) => term.syntax(),
            Self::Saved(name) => TermSyntax::text("saved", name.as_str()),
        }
    }

    fn search(&self) -> Option<&str> {
        match self {
            Self::Activity(term) => term.search(),
            Self::Saved(name) => Some(name.as_str()),
        }
    }
}

fn lookup(name: &str) -> Option<&'static str> {
    Some(match name {
        "mine" => "status:failed saved:older",
        "older" => "created-before:2024 OR id:7",
        "farm" => "tag:web OR search:eu",
        "eu" => "tag:eu",
        "of-farm" => "status:failed computer:(needs:reboot NOT search:farm)",
        "of-gone" => "computer:(search:farm search:gone)",
        "names-gone" => "saved:of-gone",
        "wrong" => "statsu:failed",
        "one" => "id:1 OR saved:two",
        "two" => "saved:one id:2",
        "blank" => "",
        _ => return None,
    })
}

fn read(text: &str) -> Expr<Saved> {
    text.parse().unwrap()
}

fn resolved(text: &str) -> Result<String, ResolveError> {
    read(text).resolve(lookup).map(|query| query.to_string())
}

#[test]
fn own_and_nested_searches_are_expanded() {
    for (text, expected) in [
        ("id:5", "id:5"),
        ("NOT saved:mine", "NOT (status:failed created-before:2024 OR id:7)"),
        ("saved:older OR id:5", "created-before:2024 OR id:7 OR id:5"),
        ("computer:search:farm", "computer:(tag:web OR tag:eu)"),
        (
            "saved:of-farm computer:search:eu",
            "status:failed computer:(needs:reboot NOT (tag:web OR tag:eu)) computer:tag:eu",
        ),
        ("id:5 saved:blank", "id:5 id:0 OR NOT id:0"),
    ] {
        assert_eq!(resolved(text).unwrap(), expected, "{text}");
        assert_eq!(read(text).names_searches(), text != "id:5", "{text}");
    }
    let expanded = read("id:5 saved:blank computer:search:blank").expand(lookup).unwrap();
    assert_eq!(expanded.to_string(), "id:5 saved:blank computer:search:blank");
}

#[test]
fn mistakes_of_a_search_are_reported_at_its_term() {
    for (text, place, code, message) in [
        ("id:5 saved:gone", "saved:gone", Code::UnknownSearch, "there is no saved search `gone`"),
        (
            "id:5 computer:(search:eu search:gone)",
            "search:gone",
            Code::UnknownSearch,
            "there is no saved search `gone`",
        ),
        (
            "id:5 saved:names-gone",
            "saved:names-gone",
            Code::UnknownSearch,
            "saved search `names-gone`: saved search `of-gone`: there is no saved search `gone`",
        ),
        (
            "NOT saved:wrong",
            "saved:wrong",
            Code::InvalidSearch,
            "saved search `wrong` has mistakes: unknown activity field `statsu`: \
             did you mean `status`?",
        ),
        (
            "saved:one",
            "saved:one",
            Code::SearchCycle,
            "saved searches refer to each other in a cycle: one → two → one",
        ),
        // A search for computers can't be used as one for activities.
        (
            "computer:search:mine",
            "search:mine",
            Code::InvalidSearch,
            "saved search `mine` has mistakes: unknown computer field `status`: \
             to look for a word with a colon, put it in quotes; unknown computer field `saved`: \
             to look for a word with a colon, put it in quotes",
        ),
    ] {
        let error = resolved(text).unwrap_err();
        let [found] = error.diagnostics() else { panic!("{text}: {error}") };
        assert_eq!((found.code, found.message.as_str()), (code, message), "{text}");
        assert_eq!(&text[found.span.range()], place, "{text}");
    }
    let text = "computer:search:lost saved:gone computer:search:gone";
    let error = resolved(text).unwrap_err();
    let places: Vec<&str> =
        error.diagnostics().iter().map(|found| &text[found.span.range()]).collect();
    assert_eq!(places, ["search:lost", "saved:gone", "search:gone"]);
}

#[test]
fn an_expanded_search_has_the_position_of_its_term() {
    let text = "id:5 saved:of-farm";
    let query = read(text).resolve(lookup).unwrap();
    let place = Some(Span::new(5, text.len()));
    let computers = query.terms().filter_map(|term| term.value.query());
    let inner: Vec<_> = computers.flat_map(Expr::terms).map(Spanned::span).collect();
    assert_eq!(inner, [place; 3]);
    let outer: Vec<_> = query.terms().skip(1).map(Spanned::span).collect();
    assert_eq!(outer, [place; 2]);
}

#[test]
fn faults_of_a_withheld_search_are_not_reported() {
    let query = Expr::scoped(read("saved:of-gone"), read("computer:search:lost"));
    let error = query.resolve(lookup).unwrap_err();
    let codes: Vec<Code> = error.diagnostics().iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::UnknownSearch, Code::SystemQuery]);
    assert_eq!(error.withheld(), ["saved search `of-gone`: there is no saved search `gone`"]);
}

#[test]
fn the_terms_of_all_searches_are_bounded_together() {
    let large = "tag:a OR ".repeat(29_999) + "tag:a";
    let saved = |name: &str| match name {
        "large" => Some(large.as_str()),
        "three" => Some("computer:search:large computer:search:large computer:search:large"),
        "two" => Some("computer:search:large computer:search:large"),
        _ => None,
    };
    assert!(read("saved:three").resolve(saved).is_ok());
    for text in [
        "saved:three computer:search:large",
        "saved:two OR NOT saved:two",
        &"computer:search:large ".repeat(4),
        &"computer:search:large ".repeat(10_000),
    ] {
        let error = read(text).resolve(saved).unwrap_err();
        assert!(error.diagnostics().iter().all(|found| found.code == Code::SearchTooLarge));
    }
}

#[test]
fn searches_that_nest_each_other_come_to_an_end() {
    let many = |name: &str| format!("in:saved:{name} ").repeat(100);
    let texts: Vec<String> = (0..9).map(|at| many(&format!("s{}", at + 1))).collect();
    let saved = |name: &str| match name {
        "circle" => Some("name:a in:saved:circle"),
        "end" => Some("name:b OR in:name:c"),
        _ => texts.get(name.strip_prefix('s')?.parse::<usize>().ok()?).map(String::as_str),
    };
    let resolve = |text: &str| text.parse::<Expr<Nest>>().unwrap().resolve(saved);
    let query = resolve("in:in:saved:end saved:end").unwrap();
    assert_eq!(query.to_string(), "in:(in:(name:b OR in:name:c)) name:b OR in:name:c");
    let error = resolve("saved:circle").unwrap_err();
    assert_eq!(error.diagnostics()[0].code, Code::TooDeep);
    // A hundred searches in each of a hundred, and so on.
    assert!(resolve("saved:s0").is_err());
    assert!(resolve("saved:s6").is_err());
}

/// Computers, with one more field.
#[derive(Clone, Debug, PartialEq)]
enum Racked {
    Computer(ComputerTerm),
    Rack(Text),
}

impl BaseOf<Racked> for ComputerTerm {
    fn lift(self) -> Racked {
        Racked::Computer(self)
    }

    fn of(term: &Racked) -> Option<&Self> {
        match term {
            Racked::Computer(term) => Some(term),
            Racked::Rack(_) => None,
        }
    }
}

impl Language for Racked {
    type Nested = activity_query::language::NoQuery;
    type Base = ComputerTerm;
    const NAME: &'static str = "computer";
    const FIELDS: &'static [Field<Self>] =
        &[Field::new("rack", FieldKind::Text(Self::Rack), "the rack it is in")];

    fn syntax(&self) -> TermSyntax<'_> {
        match self {
            Self::Computer(term) => term.syntax(),
            Self::Rack(name) => TermSyntax::text("rack", name.as_str()),
        }
    }
}

#[test]
fn a_search_of_the_base_may_ask_for_own_fields() {
    let saved = |name: &str| (name == "north").then_some("rack:n1 OR rack:n2 OR search:south");
    let south = |name: &str| saved(name).or((name == "south").then_some("tag:south"));
    let query: Expr<Racked> = "NOT search:north web".parse().unwrap();
    let resolved = query.resolve(south).unwrap();
    assert_eq!(resolved.to_string(), "NOT (rack:n1 OR rack:n2 OR tag:south) web");
    let plain: ComputerQuery = "search:south".parse().unwrap();
    let lifted = plain.clone().lift::<Racked>();
    assert_eq!(lifted.resolve(south).unwrap(), plain.resolve(south).unwrap().lift());
}
