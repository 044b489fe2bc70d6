//! Generates random expressions of any terms, and configures the number of cases.

use activity_query::{Expr, Language};
use proptest::collection::vec;
use proptest::prelude::*;

/// Sets the number of cases, unless `PROPTEST_CASES` sets another one.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(cases),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Expressions over the terms, built with the operators and the constructors.
pub(crate) fn expressions<T: Language>(term: BoxedStrategy<Expr<T>>) -> BoxedStrategy<Expr<T>> {
    let leaf = prop_oneof![30 => term, 1 => Just(Expr::everything()), 1 => Just(Expr::nothing())];
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(Expr::all),
            vec(inner.clone(), 1..4).prop_map(Expr::any),
            inner.clone().prop_map(|query| !query),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| left & !right),
            (inner.clone(), inner).prop_map(|(left, right)| left | right),
        ]
    })
    .boxed()
}
