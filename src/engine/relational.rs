//! [`Relational`]: the tests of engines with tables, and the translation of questions to them.

use chrono::{DateTime, Utc};

use crate::property::{Case, Column, Comparison, Moment, Question, Test};

/// An engine of tables. A condition is `None` if the service does not have a column that it
/// needs.
pub(super) trait Relational {
    /// The type of conditions.
    type Condition;

    /// Returns the time that `last-ping:24` counts from.
    fn now(&self) -> DateTime<Utc>;

    fn is_number(&self, column: Column, number: i64) -> Option<Self::Condition>;

    /// Tests whether a column equals a text, which is in lower case if case is ignored.
    fn equals(&self, column: Column, case: Case, text: &str) -> Option<Self::Condition>;

    /// Tests whether a column contains a text, which is in lower case if case is ignored.
    fn contains(&self, column: Column, case: Case, part: &str) -> Option<Self::Condition>;

    fn is_flag(&self, column: Column, flag: bool) -> Option<Self::Condition>;

    fn is_absent(&self, column: Column) -> Option<Self::Condition>;

    fn compares(
        &self,
        column: Column,
        comparison: Comparison,
        bound: i64,
    ) -> Option<Self::Condition>;

    /// Tests whether at most this many microseconds lie between the two times.
    fn took_at_most(&self, from: Column, to: Column, most: i64) -> Option<Self::Condition>;

    /// Tests whether a computer's access group is this one or below it.
    fn is_group_or_below(&self, name: &str) -> Option<Self::Condition>;

    /// Tests whether a row of another table about this computer passes.
    fn one_row(&self, computer: Column, passes: Self::Condition) -> Option<Self::Condition>;

    fn all(&self, parts: Vec<Self::Condition>) -> Self::Condition;

    fn any(&self, parts: Vec<Self::Condition>) -> Self::Condition;

    fn not(&self, part: Self::Condition) -> Self::Condition;
}

/// Returns the condition for a question, or `None` if the service does not have a column for
/// it.
pub(super) fn condition<R: Relational>(
    engine: &R,
    question: &Question<'_>,
) -> Option<R::Condition> {
    match question {
        Question::Row(tests) => {
            let conditions = tests.iter().map(|(column, test)| one(engine, *column, test));
            let mut conditions = conditions.collect::<Option<Vec<_>>>()?;
            let passes = match conditions.len() {
                1 => conditions.pop()?,
                _ => engine.all(conditions),
            };
            match tests.first().and_then(|(column, _)| column.table().owner()) {
                Some(computer) => engine.one_row(computer, passes),
                None => Some(passes),
            }
        }
        Question::Named(part) => {
            let part = Test::Contains(part);
            let names = [Column::Title, Column::Hostname].map(|name| one(engine, name, &part));
            Some(engine.any(names.into_iter().collect::<Option<_>>()?))
        }
        Question::GroupOrBelow(name) => engine.is_group_or_below(name),
        Question::NoticesAppliedIn(days) => {
            let most = i64::from(*days).saturating_mul(86_400_000_000);
            let in_time = engine.took_at_most(Column::UsnReleased, Column::UsnApplied, most)?;
            let late = engine.one_row(Column::UsnComputer, engine.not(in_time))?;
            let some = engine.one_row(Column::UsnComputer, engine.all(Vec::new()))?;
            Some(engine.all(vec![some, engine.not(late)]))
        }
        // Searches are already expanded.
        Question::Search(_) => None,
    }
}

/// Returns the condition for a test of a row.
fn one<R: Relational>(engine: &R, column: Column, test: &Test<'_>) -> Option<R::Condition> {
    let case = test.case(column);
    match test {
        Test::Number(number) => engine.is_number(column, *number),
        Test::Flag(flag) => engine.is_flag(column, *flag),
        Test::Is(_) | Test::Kind(_) | Test::OneOf(_) => {
            let words = test.alternatives(column);
            let equals = words.iter().map(|word| engine.equals(column, case, word));
            match equals.collect::<Option<Vec<_>>>()? {
                mut one if one.len() == 1 => one.pop(),
                several => Some(engine.any(several)),
            }
        }
        Test::Contains(_) => engine.contains(column, case, &test.text(column)),
        Test::Within(quantity) => {
            // A column holds numbers up to `i64::MAX`, so nothing is larger than that.
            let Ok(least) = i64::try_from(quantity.least()) else {
                return Some(engine.any(Vec::new()));
            };
            let most = i64::try_from(quantity.most()).unwrap_or(i64::MAX);
            Some(engine.all(vec![
                engine.compares(column, Comparison::AtLeast, least)?,
                engine.compares(column, Comparison::AtMost, most)?,
            ]))
        }
        Test::Time(comparison, moment) => compares(engine, column, *comparison, *moment),
        Test::Absent => engine.is_absent(column),
    }
}

/// Compares a time, in whole microseconds, with the moment.
fn compares<R: Relational>(
    engine: &R,
    column: Column,
    comparison: Comparison,
    moment: Moment,
) -> Option<R::Condition> {
    let instant = moment.instant(engine.now());
    let bound = match comparison {
        Comparison::AtLeast | Comparison::Below => since(instant),
        Comparison::AtMost => instant.timestamp_micros(),
    };
    let compares = engine.compares(column, comparison, bound)?;
    if column != Column::CreationTime || comparison == Comparison::AtLeast {
        return Some(compares);
    }
    // In the default schema, a missing time is stored as the least number.
    let known = since(DateTime::<Utc>::MIN_UTC);
    Some(engine.all(vec![engine.compares(column, Comparison::AtLeast, known)?, compares]))
}

/// Returns the first microsecond that is not before the time: columns have no finer
/// precision.
fn since(time: DateTime<Utc>) -> i64 {
    let rest = i64::from(!time.timestamp_subsec_nanos().is_multiple_of(1_000));
    time.timestamp_micros().saturating_add(rest)
}

/// Returns the LIKE pattern that exactly the texts containing this one match.
pub(super) fn pattern_of(part: &str) -> String {
    let mut pattern = String::with_capacity(part.len() + 2);
    pattern.push('%');
    for letter in part.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// Joins the parts as a balanced tree, since engines limit the depth of a condition. Returns
/// `None` if there are no parts.
pub(super) fn by_halves<T>(mut parts: Vec<T>, join: impl Fn(T, T) -> T) -> Option<T> {
    while parts.len() > 1 {
        let mut halved = Vec::with_capacity(parts.len().div_ceil(2));
        let mut rest = parts.into_iter();
        while let Some(left) = rest.next() {
            halved.push(match rest.next() {
                Some(right) => join(left, right),
                None => left,
            });
        }
        parts = halved;
    }
    parts.pop()
}
