//! Properties of every query and every text.

use activity_query::expr::{ExprRef, View, Visit};
use activity_query::{
    ActivityQuery, ActivityTerm, ComputerQuery, ComputerTerm, Diagnostic, Expr, Language, Limits,
    Span,
};
use proptest::prelude::*;

use crate::oracle::issue::IssueTerm;
use crate::strategy::{
    activity_query, any_text, computer_query, issue_query, near_query, near_terms,
};

/// Returns the diagnostics of a text, whether it is a query or not.
fn diagnostics<T: Language>(text: &str) -> Vec<Diagnostic> {
    match Expr::<T>::parse(text, &Limits::default()) {
        Ok(parsed) => parsed.warnings,
        Err(error) => error.diagnostics().to_vec(),
    }
}

fn prints_and_reads_back<T: Language>(query: &Expr<T>) -> Result<(), TestCaseError> {
    let text = query.to_string();
    let parsed = Expr::<T>::parse(&text, &Limits::default());
    prop_assert!(parsed.is_ok(), "{text}\n{parsed:?}");
    let read = parsed.unwrap().query;
    prop_assert_eq!(&read, query, "{}", text);
    prop_assert_eq!(read.to_string(), text);
    let json = serde_json::to_string(query).unwrap();
    prop_assert_eq!(&serde_json::from_str::<Expr<T>>(&json).unwrap(), query);
    Ok(())
}

fn is_flat<T: Language>(query: &Expr<T>) -> bool {
    fn check<T>(part: ExprRef<'_, T>, top: bool) -> bool {
        match part.view() {
            View::Term(_) => true,
            View::Not(part) => !matches!(part.view(), View::Not(_)) && check(part, false),
            View::All(parts) if parts.len() == 0 => top,
            View::All(parts) => {
                parts.len() > 1
                    && parts.clone().all(|part| !matches!(part.view(), View::All(_)))
                    && parts.into_iter().all(|part| check(part, false))
            }
            View::Any(parts) => {
                parts.len() > 1
                    && parts.clone().all(|part| !matches!(part.view(), View::Any(_)))
                    && parts.into_iter().all(|part| check(part, false))
            }
        }
    }
    check(query.as_ref(), true)
}

fn diagnostics_are_sound<T: Language>(text: &str) -> Result<(), TestCaseError> {
    let parsed = Expr::<T>::parse(text, &Limits::default());
    let refused = parsed.is_err();
    if let Ok(parsed) = parsed {
        prop_assert!(is_flat(&parsed.query), "{:?}", parsed.query);
        prints_and_reads_back(&parsed.query)?;
        for term in parsed.query.terms() {
            let span = term.span().unwrap();
            prop_assert!(text.get(span.range()).is_some(), "{span:?}");
        }
    }
    let found = diagnostics::<T>(text);
    prop_assert_eq!(refused, found.iter().any(Diagnostic::is_error));
    for diagnostic in &found {
        prop_assert!(text.get(diagnostic.span.range()).is_some(), "{:?}", diagnostic);
        prop_assert!(!diagnostic.message.contains("Rule::"), "{}", diagnostic.message);
        prop_assert!(!diagnostic.message.ends_with('.'), "{}", diagnostic.message);
        let certain = diagnostic.fixes.iter().filter(|fix| fix.is_certain()).count();
        prop_assert!(certain == 0 || diagnostic.fixes.len() == 1, "{:?}", diagnostic);
        for fix in &diagnostic.fixes {
            helps::<T>(text, &found, &fix.apply(text))?;
        }
    }
    if found.iter().any(|diagnostic| diagnostic.certain_fix().is_some()) {
        helps::<T>(text, &found, &Diagnostic::fix_all(&found, text))?;
    }
    fixes_are_apart(&found)
}

/// Checks that the fixed text has fewer mistakes, or as many and fewer warnings, and no new
/// kind of mistake.
fn helps<T: Language>(text: &str, found: &[Diagnostic], fixed: &str) -> Result<(), TestCaseError> {
    let left = diagnostics::<T>(fixed);
    let errors = |all: &[Diagnostic]| all.iter().filter(|one| one.is_error()).count();
    let (before, after) = (errors(found), errors(&left));
    prop_assert!(
        after < before || (after == before && left.len() < found.len()),
        "{text:?} became {fixed:?}\nbefore: {found:?}\nafter: {left:?}"
    );
    let is_new = |one: &Diagnostic| one.is_error() && found.iter().all(|had| had.code != one.code);
    prop_assert!(!left.iter().any(is_new), "{text:?} became {fixed:?}: {left:?}");
    Ok(())
}

/// Checks that no two diagnostics change the same part of the text.
fn fixes_are_apart(found: &[Diagnostic]) -> Result<(), TestCaseError> {
    let spans = |one: &Diagnostic| -> Vec<Span> {
        one.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span).collect()
    };
    let all: Vec<(usize, Span)> = found
        .iter()
        .enumerate()
        .flat_map(|(number, one)| spans(one).into_iter().map(move |span| (number, span)))
        .collect();
    for (number, span) in &all {
        for (other, beside) in all.iter().filter(|(other, _)| other > number) {
            let apart = span.end() <= beside.start() || beside.end() <= span.start();
            prop_assert!(apart && span != beside, "{number} and {other}: {found:?}");
        }
    }
    Ok(())
}

/// Checks that the text at the span of each term is the term or, in a group of values, its
/// value.
fn spans_hold_their_terms(text: &str) -> Result<(), TestCaseError> {
    if let Ok(query) = text.parse::<ActivityQuery>() {
        for term in query.terms() {
            let meant = Expr::term(term.clone());
            let written = &text[term.span().unwrap().range()];
            let canonical = meant.to_string();
            let (field, _) = canonical.split_once(':').unwrap();
            // In a group of one value, since not every value can follow a colon directly.
            let group = format!("{field}:({written})");
            let reads = |text: &str| text.parse::<ActivityQuery>().is_ok_and(|read| read == meant);
            prop_assert!(reads(written) || reads(&group), "{text:?}: {written:?}");
        }
    }
    Ok(())
}

/// Collects every part of a query.
struct Collect<'q, T>(Vec<ExprRef<'q, T>>);

impl<'q, T> Visit<'q, T> for Collect<'q, T> {
    fn enter(&mut self, part: ExprRef<'q, T>) {
        self.0.push(part);
    }
}

/// Checks that the text at the position of each part reads as that part: a NOT with its word,
/// a group with its parentheses.
fn places_hold_their_parts<T: Language>(text: &str) -> Result<(), TestCaseError> {
    // In a group of values, a part has no field of its own.
    if text.replace("computer:(", "").contains(":(") {
        return Ok(());
    }
    if let Ok(query) = text.parse::<Expr<T>>() {
        let mut parts = Collect(Vec::new());
        query.visit(&mut parts);
        for part in parts.0.into_iter().filter(|part| part.terms().next().is_some()) {
            let written = &text[part.place().unwrap().range()];
            let read = written.parse::<Expr<T>>();
            prop_assert_eq!(read.ok(), Some(part.to_expr()), "{:?} in {:?}", written, text);
        }
    }
    Ok(())
}

/// Returns the operands of the AND at the top.
fn conjuncts(query: &ActivityQuery) -> Vec<ActivityQuery> {
    match query.root() {
        View::All(parts) => parts.map(ExprRef::to_expr).collect(),
        View::Any(_) | View::Not(_) | View::Term(_) => vec![query.clone()],
    }
}

proptest! {
    #![proptest_config(crate::strategy::config(2_500))]

    #[test]
    fn activity_queries_print_and_read_back(query in activity_query()) {
        prop_assert!(is_flat(&query), "{:?}", query);
        prints_and_reads_back(&query)?;
    }

    #[test]
    fn computer_queries_print_and_read_back(query in computer_query()) {
        prop_assert!(is_flat(&query), "{:?}", query);
        prints_and_reads_back(&query)?;
    }

    #[test]
    fn any_text_is_a_query_or_has_sound_diagnostics(text in any_text()) {
        diagnostics_are_sound::<ActivityTerm>(&text)?;
        diagnostics_are_sound::<ComputerTerm>(&text)?;
        spans_hold_their_terms(&text)?;
        places_hold_their_parts::<ActivityTerm>(&text)?;
        places_hold_their_parts::<ComputerTerm>(&text)?;
    }

    #[test]
    fn issue_queries_print_and_read_back(query in issue_query()) {
        prints_and_reads_back(&query)?;
    }

    #[test]
    fn near_issue_queries_have_sound_diagnostics(text in near_terms::<IssueTerm>()) {
        diagnostics_are_sound::<IssueTerm>(&text)?;
        places_hold_their_parts::<IssueTerm>(&text)?;
    }

    /// Whatever a user types, the system's parts stay operands of the AND at the top: in the
    /// typed query, in its text, and in concatenated texts.
    #[test]
    fn what_a_user_types_stays_in_its_scope(system in activity_query(), text in near_query()) {
        if let Ok(user) = text.parse::<ActivityQuery>() {
            let query = ActivityQuery::scoped(system.clone(), user);
            let printed: ActivityQuery = query.to_string().parse().unwrap();
            let glued: ActivityQuery = format!("{text} {system}").parse().unwrap();
            for part in conjuncts(&system) {
                if !system.is_everything() {
                    prop_assert!(conjuncts(&query).contains(&part), "{}", query);
                    prop_assert!(conjuncts(&printed).contains(&part), "{}", printed);
                    prop_assert!(conjuncts(&glued).contains(&part), "{}", glued);
                }
            }
        }
    }

    #[test]
    fn a_computer_query_reads_the_same_inside_an_activity_query(query in computer_query()) {
        let inside = ActivityQuery::computer(query.clone());
        let View::Term(term) = inside.root() else { panic!("one term") };
        prop_assert_eq!(&term.value, &ActivityTerm::Computer(query.clone()));
        let quoted = format!("computer:\"{}\"", query.to_string().replace('\\', "\\\\").replace('"', "\\\""));
        if !query.is_everything() {
            prop_assert_eq!(quoted.parse::<ActivityQuery>().unwrap(), inside);
        }
        let alone = ComputerQuery::parse(&query.to_string(), &Limits::default());
        prop_assert!(alone.is_ok());
    }
}
