//! AND and OR of conditions: parts that test the same column or computer are merged.

use sea_query::{Expr, ExprTrait, Func, Query};

use super::{Cardinality, Condition, JoinablePart, Operand, Relation};
use crate::engine::relational::by_halves;
use crate::engine::sql::Dialect;

/// A list of more values than this is bound as one parameter, since engines limit the number
/// of parameters.
const FEW: usize = 8;

impl Condition {
    /// Joins parts with AND.
    pub(in crate::engine::sql) fn all(parts: Vec<Self>, dialect: Dialect) -> Self {
        let (mut joined, mut negated, mut related) = (Vec::new(), Vec::new(), Vec::new());
        for condition in parts {
            match condition.part {
                JoinablePart::Not(part) => negated.push(*part),
                // There is only one row, which has to pass all tests.
                JoinablePart::Related(relation, passes) if relation.count == Cardinality::One => {
                    add(&mut related, *relation, *passes);
                }
                JoinablePart::Related(..) | JoinablePart::Expr(_) | JoinablePart::Equals(..) => {
                    joined.push(condition);
                }
            }
        }
        if !negated.is_empty() {
            joined.push(Self::any(negated, dialect).negated());
        }
        for (relation, passes) in related {
            joined.push(Self::related(relation, Self::all(passes, dialect)));
        }
        join(joined, truth(true), Expr::and)
    }

    /// Joins parts with OR.
    pub(in crate::engine::sql) fn any(parts: Vec<Self>, dialect: Dialect) -> Self {
        let (mut joined, mut related) = (Vec::new(), Vec::new());
        let mut equal: Vec<(Expr, Vec<Operand>)> = Vec::new();
        for condition in parts {
            match condition.part {
                JoinablePart::Related(relation, passes) => add(&mut related, *relation, *passes),
                JoinablePart::Equals(left, right) => {
                    match equal.iter_mut().find(|(own, _)| *own == left) {
                        Some((_, values)) => values.push(right),
                        None => equal.push((left, vec![right])),
                    }
                }
                JoinablePart::Expr(_) | JoinablePart::Not(_) => joined.push(condition),
            }
        }
        for (left, values) in equal {
            joined.extend(one_of(&left, values, dialect));
        }
        for (relation, passes) in related {
            joined.push(Self::related(relation, Self::any(passes, dialect)));
        }
        join(joined, truth(false), Expr::or)
    }
}

/// A relation, and all tests of its rows.
type Asked = (Relation, Vec<Condition>);

fn add(all: &mut Vec<Asked>, relation: Relation, passes: Condition) {
    match all.iter_mut().find(|(own, _)| *own == relation) {
        Some((_, asked)) => asked.push(passes),
        None => all.push((relation, vec![passes])),
    }
}

fn truth(verdict: bool) -> Expr {
    Expr::Constant(verdict.into())
}

/// Joins all parts.
fn join(parts: Vec<Condition>, of_none: Expr, with: fn(Expr, Expr) -> Expr) -> Condition {
    let joined = by_halves(parts, |left, right| Condition {
        depth: Ord::max(left.depth, right.depth) + 1,
        part: JoinablePart::Expr(with(left.into(), right.into())),
    });
    joined.unwrap_or_else(|| of_none.into())
}

/// Tests whether the expression equals one of the values.
fn one_of(left: &Expr, values: Vec<Operand>, dialect: Dialect) -> Vec<Condition> {
    let equals = |value| Condition::equals(left.clone(), value);
    if values.len() <= FEW {
        return values.into_iter().map(equals).collect();
    }
    let (mut numbers, mut texts, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    for value in values {
        match value {
            Operand::Number(number) => numbers.push(number),
            // JSON functions end a text at the character NUL.
            Operand::Text(Some(text)) if !text.contains('\0') => texts.push(text),
            Operand::Text(_) => alone.push(equals(value)),
        }
    }
    if !numbers.is_empty() {
        let array = array(numbers.iter().map(i64::to_string));
        alone.push(among(left.clone(), numbers, array, "bigint[]", dialect));
    }
    if !texts.is_empty() {
        let array = array(texts.iter().map(|text| quoted(text)));
        alone.push(among(left.clone(), texts, array, "text[]", dialect));
    }
    alone
}

/// Tests whether the expression is in the list, which is one parameter: JSON in `SQLite`, and
/// in `PostgreSQL` an array in its text form. Both can use an index.
fn among(
    left: Expr,
    list: impl Into<serde_json::Value>,
    array: String,
    of: &'static str,
    dialect: Dialect,
) -> Condition {
    match dialect {
        Dialect::Sqlite => {
            let json = list.into().to_string();
            let values = Query::select()
                .column("value")
                .from_function(Func::cust("json_each").arg(json), "listed")
                .take();
            left.in_subquery(values).into()
        }
        Dialect::Postgres => left.eq(Func::cust("ANY").arg(Expr::val(array).cast_as(of))).into(),
    }
}

/// Returns the text form of an array.
fn array(elements: impl Iterator<Item = String>) -> String {
    format!("{{{}}}", elements.collect::<Vec<_>>().join(","))
}

/// Returns the text as an element of an array, with quotes and backslashes escaped.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
