//! Tests ranges and comparisons of numbers and dates in a custom language; its cases are in
//! tests/cases/tools/issues.toml.

use activity_query::complete::ValueProvider;
use activity_query::language::{Alias, FieldKind, NoBase, NoQuery, TermSyntax, problems};
use activity_query::{DateRange, Diagnostic, Expr, Field, Language, NumberRange, PartialDate};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::sample::select;

use crate::oracle::issue::{IssueTerm, State};
use crate::strategy::{config, date, date_range, expressions, number_range};

/// The values of an issue, some of which may be missing.
#[derive(Clone, Debug)]
struct Issue {
    title: &'static str,
    state: State,
    comments: Option<i64>,
    created: Option<DateTime<Utc>>,
}

impl Issue {
    fn has(&self, term: &IssueTerm) -> bool {
        match term {
            IssueTerm::Word(word) => self.title.contains(word.as_str()),
            IssueTerm::Title(title) => self.title == title.as_str(),
            IssueTerm::State(state) => self.state == *state,
            IssueTerm::Comments(range) => self.comments.is_some_and(|number| range.holds(number)),
            IssueTerm::Created(range) => self.created.is_some_and(|time| range.holds(time)),
        }
    }
}

/// Dates whose intervals touch, contain and overlap each other.
const DATES: &[&str] = &[
    "2023",
    "2024",
    "2023-12",
    "2024-01",
    "2024-02",
    "2023-12-31",
    "2024-01-01",
    "2024-01-31",
    "2024-02-01",
    "2024-01-01T00",
    "2024-01-01T00:00+01:00",
    "2024-01-31T23:59:59.999999",
];

fn near_date() -> BoxedStrategy<PartialDate> {
    select(DATES).prop_map(|text| text.parse().unwrap()).boxed()
}

/// Issues at the ends of the dates, at the numbers near 0, and next to them.
fn issues() -> Vec<Issue> {
    let ends = DATES.iter().flat_map(|text| {
        let date: PartialDate = text.parse().unwrap();
        [date.start(), date.end()]
    });
    let mut times: Vec<_> = ends
        .flat_map(|end| [-1, 0, 1].map(|nanos| Some(end + TimeDelta::nanoseconds(nanos))))
        .chain([None])
        .collect();
    times.sort_unstable();
    times.dedup();
    let numbers = (-3..=13).chain([i64::MIN, i64::MAX]).map(Some).chain([None]);
    let of_times = times.iter().map(|&created| (Some(5), created));
    let of_numbers = numbers.map(|comments| (comments, Some(DateTime::UNIX_EPOCH)));
    let both = of_times.chain(of_numbers).enumerate();
    both.map(|(at, (comments, created))| Issue {
        title: if at % 3 == 0 { "crash" } else { "dark mode" },
        state: if at % 2 == 0 { State::Open } else { State::Closed },
        comments,
        created,
    })
    .collect()
}

/// Terms that often exclude or imply each other.
fn related_term() -> BoxedStrategy<IssueTerm> {
    let title = select(&["crash", "dark mode"][..]).prop_map(|text| text.try_into().unwrap());
    prop_oneof![
        1 => title.prop_map(IssueTerm::Title),
        1 => select(&[State::Open, State::Closed][..]).prop_map(IssueTerm::State),
        6 => number_range().prop_map(IssueTerm::Comments),
        6 => date_range(near_date).prop_map(IssueTerm::Created),
    ]
    .boxed()
}

fn verdicts(query: &Expr<IssueTerm>, issues: &[Issue]) -> Vec<bool> {
    issues.iter().map(|issue| query.matches_with(|term| issue.has(term))).collect()
}

/// Returns whether the number is in the range, by its text.
fn naive(range: &str, number: i64) -> bool {
    let number = i128::from(number);
    let end = |text: &str| text.parse::<i128>().unwrap();
    if let Some(inner) = range.strip_prefix('[') {
        let (least, most) = inner.strip_suffix(']').unwrap().split_once(" TO ").unwrap();
        return (least == "*" || end(least) <= number) && (most == "*" || number <= end(most));
    }
    match range.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-') {
        ">" => number > end(&range[1..]),
        ">=" => number >= end(&range[2..]),
        "<" => number < end(&range[1..]),
        "<=" => number <= end(&range[2..]),
        "*" => true,
        _ => number == end(range),
    }
}

/// The text of a range of numbers, in any of its forms.
fn written() -> BoxedStrategy<String> {
    let number = || prop_oneof![4 => -2..12_i64, 1 => any::<i64>()].prop_map(|own| own.to_string());
    let end = || prop_oneof![4 => number(), 1 => Just("*".to_owned())];
    let sign = select(&["", ">", ">=", "<", "<="][..]);
    prop_oneof![
        (sign, number()).prop_map(|(sign, number)| format!("{sign}{number}")),
        (end(), end()).prop_map(|(least, most)| format!("[{least} TO {most}]")),
        Just("*".to_owned()),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(config(4_000))]

    #[test]
    fn a_range_of_numbers_holds_what_its_text_says(
        text in written(), number in prop_oneof![4 => -4..14_i64, 1 => any::<i64>()],
    ) {
        // A range that contains no number is refused.
        if let Ok(range) = text.parse::<NumberRange>() {
            prop_assert_eq!(range.holds(number), naive(&text, number), "{} {}", text, number);
            prop_assert_eq!(range.holds(number), naive(&range.to_string(), number), "{}", range);
            prop_assert_eq!(range.to_string().parse(), Ok(range));
        } else {
            prop_assert!(!naive(&text, number), "{} {}", text, number);
        }
    }

    #[test]
    fn ranges_of_the_same_numbers_are_equal(one in written(), other in written()) {
        if let (Ok(first), Ok(second)) = (one.parse::<NumberRange>(), other.parse::<NumberRange>()) {
            let same = (first.least(), first.most()) == (second.least(), second.most());
            prop_assert_eq!(first == second, same, "{} {}", one, other);
            prop_assert_eq!(first.to_string() == second.to_string(), same, "{} {}", one, other);
        }
    }

    #[test]
    fn ranges_read_back(numbers in number_range(), dates in date_range(date)) {
        prop_assert_eq!(numbers.to_string().parse(), Ok(numbers));
        prop_assert_eq!(dates.to_string().parse(), Ok(dates));
    }

    #[test]
    fn a_range_of_dates_holds_what_lies_between_its_ends(
        first in date(), last in date(), seconds in -400_000_000_000..400_000_000_000_i64,
    ) {
        let time = DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds);
        let (early, late) = (time < first.start(), time >= first.end());
        prop_assert_eq!(DateRange::within(first).holds(time), !early && !late);
        prop_assert_eq!(DateRange::after(first).holds(time), late);
        prop_assert_eq!(DateRange::since(first).holds(time), !early);
        prop_assert_eq!(DateRange::until(first).holds(time), !late);
        prop_assert_eq!(DateRange::before(first).holds(time), early);
        prop_assert!(DateRange::any().holds(time));
        if let Some(range) = DateRange::between(first, last) {
            prop_assert_eq!(range.holds(time), !early && time < last.end());
        } else {
            prop_assert!(last.end() <= first.start());
        }
    }

    #[test]
    fn a_simplified_query_finds_the_same_issues(
        query in expressions(related_term().prop_map(Expr::term).boxed()),
    ) {
        let issues = issues();
        let (decided, simple) = (verdicts(&query, &issues), query.simplified());
        prop_assert_eq!(verdicts(&simple, &issues), decided.clone(), "{}\n{}", query, simple);
        prop_assert!(simple.to_string().len() <= query.to_string().len(), "{query}\n{simple}");
        prop_assert_eq!(simple.simplified(), simple.clone(), "{}", query);
        prop_assert!(!query.never_matches() || !decided.contains(&true), "{}", query);
        prop_assert!(!query.always_matches() || !decided.contains(&false), "{}", query);
    }
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn the_language_keeps_the_rules(terms in prop::collection::vec(related_term(), 12)) {
        let found = problems(&terms, &issues(), |term, issue| issue.has(term));
        prop_assert_eq!(found, Vec::<String>::new());
    }
}

#[test]
fn ranges_are_compared_with_each_other() {
    for (text, simplified) in [
        ("comments:>7 comments:>3", "comments:>7"),
        ("comments:>=8 comments:>7", "comments:>7"),
        ("comments:20 comments:[5 TO 30] comments:*", "comments:20"),
        ("comments:[5 TO 20] comments:[7 TO 9]", "comments:[7 TO 9]"),
        ("comments:[5 TO 20] OR comments:[7 TO 9] OR comments:>3", "comments:>3"),
        ("NOT comments:[5 TO 20] NOT comments:[7 TO 9]", "NOT comments:[5 TO 20]"),
        // Windows that touch, and a range inside them.
        ("(comments:>3 comments:<10) OR (comments:>=10 comments:<20)", "comments:>3 comments:<20"),
        (
            "(comments:>3 comments:<12) OR (comments:>=8 comments:<20) OR comments:[5 TO 15]",
            "comments:>3 comments:<20",
        ),
        // The ends of a range can't be changed separately.
        (
            "comments:[5 TO 15] OR (comments:>=10 comments:<20)",
            "comments:[5 TO 15] OR (comments:>=10 comments:<20)",
        ),
        ("comments:<3 OR comments:>=3", "comments:<3 OR comments:>2"),
        ("created:>2024-01 created:>=2024-02", "created:>2024-01"),
        ("created:2024 created:[2024-02 TO 2024-03] created:>2023", "created:[2024-02 TO 2024-03]"),
        ("created:<2024-02 created:<=2024-01-31", "created:<2024-02"),
    ] {
        let query: Expr<IssueTerm> = text.parse().unwrap();
        assert_eq!(query.simplified().to_string(), simplified, "{text}");
    }
    for text in [
        "comments:<3 comments:>7",
        "comments:[5 TO 9] comments:[10 TO 20]",
        "NOT comments:* comments:<5",
        "NOT comments:[5 TO 20] comments:7",
        "created:2024-01 created:>2024-01",
        "created:<2024 created:2024-02-01T00:00",
    ] {
        assert!(text.parse::<Expr<IssueTerm>>().unwrap().never_matches(), "{text}");
    }
    for text in
        ["comments:<3 OR comments:>=3", "comments:* OR comments:5", "created:* OR created:2024"]
    {
        assert!(!text.parse::<Expr<IssueTerm>>().unwrap().always_matches(), "{text}");
    }
    assert!("comments:* OR NOT comments:5".parse::<Expr<IssueTerm>>().unwrap().always_matches());
}

/// A language without keywords, where a word by itself is a mistake.
#[derive(Clone, Debug, PartialEq)]
struct Comments(NumberRange);

impl Language for Comments {
    type Nested = NoQuery;
    type Base = NoBase;
    const NAME: &'static str = "issue";
    const FIELDS: &'static [Field<Self>] =
        &[Field::new("comments", FieldKind::NumberRange(Self), "how many it has")
            .aliases(&[Alias::certain("replies", "comments")])];
    fn syntax(&self) -> TermSyntax<'_> {
        TermSyntax::range("comments", self.0)
    }
}

#[test]
fn comparisons_in_the_words_of_others_are_fixed() {
    for (text, fixed) in [
        ("comments>7", "comments:>7"),
        ("comments > 7", "comments:>7"),
        ("comments >=7 NOT comments: 9", "comments:>=7 NOT comments:9"),
        ("comments=>7", "comments:>=7"),
        ("comments = 7", "comments:7"),
        ("comments≤7", "comments:<=7"),
        ("replies>7", "comments:>7"),
        ("-comments>7", "NOT comments:>7"),
        ("comments!=7", "NOT comments:7"),
        ("comments:1,2", "comments:1 OR comments:2"),
    ] {
        let found = Expr::<Comments>::lint(text);
        assert_eq!(Diagnostic::fix_all(&found, text), fixed, "{found:?}");
    }
    // The brackets may be missing, or something else may be meant.
    let found = Expr::<Comments>::lint("comments:5 TO 20");
    assert_eq!(found[0].fixes[0].apply("comments:5 TO 20"), "comments:[5 TO 20]");
    assert!(!found[0].fixes[0].is_certain());
}

#[test]
fn completion_offers_signs_and_dates() {
    let now = "2024-07-11T10:30:00Z".parse().unwrap();
    for (text, first) in [
        ("comments:", [">", ">=", "<", "<="].as_slice()),
        ("comments:>", &[">="]),
        ("created:<", &["<=", "<2024-07-11", "<2024-07-10"]),
        ("created:>=2024-07-0", &[">=2024-07-04", ">=2024-07-01"]),
        ("created:yest", &["2024-07-10"]),
        ("created:>=yest", &[">=2024-07-10"]),
        ("created:(2024 OR <=tod", &["<=2024-07-11"]),
    ] {
        let completion = Expr::<IssueTerm>::complete(text, text.len(), &().at(now));
        let items: Vec<&str> = completion.items.iter().map(|item| item.text.as_str()).collect();
        assert!(items.starts_with(first), "{text}: {items:?}");
    }
}
