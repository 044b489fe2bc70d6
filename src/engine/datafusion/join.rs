//! AND, OR and NOT of expressions: parts that test the same column or the same rows are
//! merged.

use std::sync::Arc;

use datafusion_common::ScalarValue;
use datafusion_expr::expr::InSubquery;
use datafusion_expr::{
    BinaryExpr, Expr, LogicalPlan, Operator, Projection, binary_expr, in_subquery, lit,
};

use crate::engine::relational::by_halves;

/// A list of more numbers than this is combined with its bounds, which engines compare with
/// the statistics of whole blocks of rows.
const FEW: usize = 3;

/// Joins parts with AND. If a row has at most `one` related row, all tests of related rows
/// are combined into one.
pub(super) fn all(parts: Vec<Expr>, one: Option<&Expr>) -> Expr {
    let (mut joined, mut negated, mut asked) = (Vec::new(), Vec::new(), All::new());
    for part in parts {
        match part {
            Expr::IsNotTrue(part) => negated.push(*part),
            part => match Asked::of(&part) {
                Some(own) if Some(&own.own) == one => add(&mut asked, own),
                _ => joined.push(part),
            },
        }
    }
    if !negated.is_empty() {
        joined.push(any(negated).is_not_true());
    }
    joined.extend(asked.into_iter().map(|(own, passes)| own.rows(all(passes, None))));
    by_halves(joined, Expr::and).unwrap_or_else(|| lit(true))
}

/// Joins parts with OR.
pub(super) fn any(parts: Vec<Expr>) -> Expr {
    let (mut joined, mut asked) = (Vec::new(), All::new());
    let mut equal: Vec<(Expr, Vec<ScalarValue>)> = Vec::new();
    for part in parts {
        if let Some(own) = Asked::of(&part) {
            add(&mut asked, own);
            continue;
        }
        match equality(part) {
            Ok((left, value)) => match equal.iter_mut().find(|(own, _)| *own == left) {
                Some((_, values)) => values.push(value),
                None => equal.push((left, vec![value])),
            },
            Err(part) => joined.push(part),
        }
    }
    joined.extend(equal.into_iter().map(|(left, values)| one_of(left, values)));
    joined.extend(asked.into_iter().map(|(own, passes)| own.rows(any(passes))));
    by_halves(joined, Expr::or).unwrap_or_else(|| lit(false))
}

/// Negates a part. A comparison is flipped instead, so that engines can still use the
/// statistics of whole blocks of rows.
pub(super) fn not(part: Expr) -> Expr {
    match part {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => match (&*left, op, &*right) {
            (
                Expr::Column(_),
                Operator::Lt | Operator::LtEq | Operator::Gt | Operator::GtEq,
                Expr::Literal(..),
            ) => {
                let absent = left.clone().is_null();
                match op.negate() {
                    Some(other) => binary_expr(*left, other, *right).or(absent),
                    None => binary_expr(*left, op, *right).is_not_true(),
                }
            }
            _ => binary_expr(*left, op, *right).is_not_true(),
        },
        part => part.is_not_true(),
    }
}

/// Splits an equality into its column and value.
fn equality(part: Expr) -> Result<(Expr, ScalarValue), Expr> {
    match part {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) => match (*left, *right) {
            (left @ Expr::Column(_), Expr::Literal(value, _)) => Ok((left, value)),
            (left, right) => Err(left.eq(right)),
        },
        part => Err(part),
    }
}

/// Tests whether the column equals one of the values.
fn one_of(left: Expr, mut values: Vec<ScalarValue>) -> Expr {
    values.sort_by(|one, other| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal));
    values.dedup();
    let bounds = match values.as_slice() {
        [least @ ScalarValue::Int64(_), .., most] if values.len() > FEW => {
            Some((least.clone(), most.clone()))
        }
        _ => None,
    };
    let mut values: Vec<Expr> =
        values.into_iter().map(|value| Expr::Literal(value, None)).collect();
    if values.len() == 1
        && let Some(value) = values.pop()
    {
        return left.eq(value);
    }
    let list = left.clone().in_list(values, false);
    match bounds {
        Some((least, most)) => {
            let value = |value| Expr::Literal(value, None);
            left.clone().gt_eq(value(least)).and(left.lt_eq(value(most))).and(list)
        }
        None => list,
    }
}

/// A test of rows of another table.
struct Asked {
    own: Expr,
    /// The ids of the rows that pass.
    ids: Projection,
    passes: Expr,
}

/// For each relation, all tests of its rows.
type All = Vec<(Asked, Vec<Expr>)>;

fn add(all: &mut All, asked: Asked) {
    let passes = asked.passes.clone();
    match all.iter_mut().find(|(own, _)| own.own == asked.own && own.ids.expr == asked.ids.expr) {
        Some((_, parts)) => parts.push(passes),
        None => all.push((asked, vec![passes])),
    }
}

impl Asked {
    /// Returns `None` if the part does not test another table.
    fn of(part: &Expr) -> Option<Self> {
        let (own, ids, passes) = related(part)?;
        Some(Self { own: own.clone(), ids: ids.clone(), passes: passes.clone() })
    }

    /// The same, for the rows that pass this.
    fn rows(mut self, passes: Expr) -> Expr {
        if let LogicalPlan::Filter(rows) = Arc::make_mut(&mut self.ids.input) {
            rows.predicate = passes;
        }
        in_subquery(self.own, LogicalPlan::Projection(self.ids).into())
    }
}

/// Returns the column that is looked up, the ids it is looked up in, and the test of their
/// rows.
fn related(part: &Expr) -> Option<(&Expr, &Projection, &Expr)> {
    let Expr::InSubquery(InSubquery { expr, subquery, negated: false }) = part else {
        return None;
    };
    let LogicalPlan::Projection(ids) = &*subquery.subquery else { return None };
    let LogicalPlan::Filter(rows) = &*ids.input else { return None };
    Some((expr, ids, &rows.predicate))
}

/// Returns whether the expression has more than this many levels.
pub(super) fn is_deeper(expr: &Expr, levels: usize) -> bool {
    let mut open = vec![(expr, 0)];
    while let Some((expr, depth)) = open.pop() {
        if depth > levels {
            return true;
        }
        match expr {
            Expr::BinaryExpr(BinaryExpr { left, right, .. }) => {
                open.extend([(&**left, depth + 1), (&**right, depth + 1)]);
            }
            Expr::IsNotTrue(part) => open.push((part, depth + 1)),
            part => open.extend(related(part).map(|(_, _, passes)| (passes, depth + 1))),
        }
    }
    false
}
