//! Tests hostile and enormous queries: each gets an answer or a diagnostic, in linear time,
//! on a small stack.

use std::time::{Duration, Instant};

use activity_query::model::Activity;
use activity_query::{
    ActivityQuery, Code, ComputerQuery, ComputerTerm, Context, Expr, Fleet, Language, Limits,
};

/// In a debug build, a smaller number takes as long.
const MANY: usize = if cfg!(debug_assertions) { 250_000 } else { 1_000_000 };
const SMALL_STACK: usize = 256 << 10;

const UNLIMITED: Limits =
    Limits::new().length(usize::MAX).depth(usize::MAX).terms(usize::MAX).diagnostics(100_000);

fn on_a_small_stack<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(SMALL_STACK);
        builder.spawn_scoped(scope, work).unwrap().join().unwrap()
    })
}

/// Parses a text, and if it is a query, prints, clones, compares and drops it.
fn handle<T: Language + Send>(text: &str, limits: &Limits) -> Duration {
    let start = Instant::now();
    match Expr::<T>::parse(text, limits) {
        Ok(parsed) => {
            let copy = parsed.query.clone();
            assert_eq!(copy, parsed.query);
            assert!(copy.to_string().len() <= 2 * text.len() + 8);
        }
        Err(error) => assert!(error.report().len() < 1_600 * error.diagnostics().len()),
    }
    start.elapsed()
}

/// In both languages, within the limits and without limits.
fn is_answered_in_linear_time(piece: &str, count: usize) {
    let large = piece.repeat(count);
    let small = piece.repeat(count / 4);
    for limits in [Limits::default(), UNLIMITED] {
        on_a_small_stack(|| {
            let few = handle::<activity_query::ActivityTerm>(&small, &limits)
                + handle::<ComputerTerm>(&small, &limits);
            let many = handle::<activity_query::ActivityTerm>(&large, &limits)
                + handle::<ComputerTerm>(&large, &limits);
            let most = 12 * few + Duration::from_secs(1);
            assert!(many < most, "{piece:?}: {few:?} for a quarter, {many:?} for all");
        });
    }
}

#[test]
fn very_many_opened_groups_take_linear_time() {
    is_answered_in_linear_time("(", MANY);
}

#[test]
fn very_many_negations_take_linear_time() {
    is_answered_in_linear_time("NOT ", MANY);
}

#[test]
fn very_many_opened_computer_groups_take_linear_time() {
    is_answered_in_linear_time("computer:(", MANY);
}

#[test]
fn very_many_quotes_take_linear_time() {
    is_answered_in_linear_time("\"", MANY);
}

#[test]
fn very_many_alternatives_take_linear_time() {
    is_answered_in_linear_time("tag:a OR ", MANY);
}

#[test]
fn many_of_anything_take_linear_time() {
    for piece in [")", "id:1 ", "(id:1 OR ", "x(", ":[", "tag:[a TO ", "a ", "« "] {
        is_answered_in_linear_time(piece, MANY / 8);
    }
}

/// Looking ahead must not copy the parts of an earlier word.
#[test]
fn many_values_after_a_word_of_many_parts_take_linear_time() {
    let text =
        |count: usize| format!("tag:a{}{}", "\"\"".repeat(count), " tag: a or b".repeat(count));
    let few = handle::<ComputerTerm>(&text(5_000), &UNLIMITED);
    let many = handle::<ComputerTerm>(&text(20_000), &UNLIMITED);
    assert!(many < 12 * few + Duration::from_secs(1), "{few:?} for a quarter, {many:?} for all");
}

/// Each one has a guess, which is tried out.
#[test]
fn many_mistakes_take_linear_time() {
    for piece in ["tagg:a ", "statu:failed ", "status:faild "] {
        let few = handle::<ComputerTerm>(&piece.repeat(60), &UNLIMITED);
        let many = handle::<ComputerTerm>(&piece.repeat(960), &UNLIMITED);
        let most = 30 * few + Duration::from_millis(300);
        assert!(many < most, "{piece}: {few:?} for a sixteenth, {many:?} for all");
    }
}

/// Returns how long it takes to lint many parts, which the function numbers.
fn linted(count: usize, piece: impl Fn(usize) -> String) -> Duration {
    let text: String = (0..count).map(piece).collect();
    let start = Instant::now();
    assert!(ActivityQuery::lint(&text).len() <= Limits::default().diagnostics);
    start.elapsed()
}

/// The query without a part is built only while there is a trial left.
#[test]
fn a_thousand_remarks_take_no_longer_than_the_query_itself() {
    let pieces: [&dyn Fn(usize) -> String; 2] =
        [&|number| format!("computer:(NOT title:x{number}) "), &|number| {
            format!("(id:{number} OR status:failed) ")
        }];
    for piece in pieces {
        let none = linted(10_000, piece);
        let all = linted(10_000, |_| piece(1));
        let most = 5 * none + Duration::from_millis(300);
        assert!(all < most, "{}: {none:?} without remarks, {all:?} with", piece(1));
    }
}

#[test]
fn remarks_on_many_alternatives_take_linear_time() {
    let piece = |number| format!("(id:{number} OR id:{}) ", number + 1);
    let (few, many) = (linted(6_000, piece), linted(24_000, piece));
    let most = 8 * few + Duration::from_millis(300);
    assert!(many < most, "{few:?} for a quarter, {many:?} for all");
}

#[test]
fn a_query_of_constructors_may_be_as_deep_as_memory_lets_it() {
    on_a_small_stack(|| {
        let mut query = ActivityQuery::id(1);
        for _ in 0..MANY / 4 {
            query = !(query & ActivityQuery::id(2)) | ActivityQuery::id(3);
        }
        let copy = query.clone();
        assert!(copy == query);
        assert!(query.to_string().len() > MANY);
        let activity: Activity = serde_json::from_str(r#"{"id": 3}"#).unwrap();
        let fleet = Fleet::default();
        let context = Context::new(chrono::DateTime::UNIX_EPOCH, &fleet);
        assert!(query.matches(&activity, &context).unwrap());
    });
}

#[test]
fn a_tree_is_limited_to_the_depth_of_serialisers() {
    let nested = |depth: usize| {
        (0..depth).fold(ActivityQuery::id(1), |query, _| !(query & ActivityQuery::id(2)))
    };
    assert!(serde_json::to_value(nested(100).tree()).is_ok());
    assert!(serde_json::to_value(nested(1_000).tree()).is_err());
}

fn code(text: &str, limits: &Limits) -> Code {
    let error = ActivityQuery::parse(text, limits).unwrap_err();
    error.diagnostics()[0].code
}

#[test]
fn each_limit_has_its_diagnostic() {
    let limits = Limits::new().length(10);
    assert!(ActivityQuery::parse("id:1 id:22", &limits).is_ok());
    assert_eq!(code("id:1 id:222", &limits), Code::TextTooLong);
    let limits = Limits::new().depth(2);
    assert!(ActivityQuery::parse("((id:1))", &limits).is_ok());
    assert_eq!(code("(((id:1)))", &limits), Code::TooDeep);
    assert!(ActivityQuery::parse("(computer:(a b))", &limits).is_ok());
    assert_eq!(code("((computer:(a b)))", &limits), Code::TooDeep);
    let limits = Limits::new().terms(2);
    assert!(ActivityQuery::parse("id:1 id:2", &limits).is_ok());
    assert_eq!(code("id:1 id:2 id:3", &limits), Code::TooManyTerms);
    let limits = Limits::new().diagnostics(2);
    let error = ActivityQuery::parse("a b c d", &limits).unwrap_err();
    let codes: Vec<Code> = error.diagnostics().iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::BareWord, Code::BareWord, Code::TooManyMistakes]);
}

#[test]
fn the_default_depth_is_64() {
    let nested = |depth| format!("{}a{}", "(b NOT ".repeat(depth), ")".repeat(depth));
    assert!(nested(64).parse::<ComputerQuery>().is_ok());
    assert!(nested(65).parse::<ComputerQuery>().is_err());
}
