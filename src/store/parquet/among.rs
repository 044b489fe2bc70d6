//! A test whether numbers are in a list, which the engine does by hashing each of them.

use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

use datafusion::arrow::array::{Array as _, AsArray as _, BooleanArray, RecordBatch};
use datafusion::arrow::buffer::BooleanBuffer;
use datafusion::arrow::datatypes::{DataType, Int64Type, Schema};
use datafusion::common::ScalarValue;
use datafusion::common::tree_node::{Transformed, TreeNode as _};
use datafusion::error::Result;
use datafusion::logical_expr::ColumnarValue;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::{Column, InListExpr, Literal};

/// The largest bitmap, in words: 16 MB.
const MOST: usize = 1 << 21;

/// Tests whether a column is in a list of numbers that are not far apart, by a bitmap.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Among {
    column: usize,
    negated: bool,
    least: i64,
    words: Vec<u64>,
}

/// Replaces the lists of numbers by bitmaps.
pub(super) fn by_bitmaps(expr: Arc<dyn PhysicalExpr>) -> Result<Arc<dyn PhysicalExpr>> {
    let bitmaps = expr.transform_up(|part| {
        Ok(match part.downcast_ref::<InListExpr>().and_then(Among::new) {
            Some(among) => Transformed::yes(Arc::new(among) as Arc<dyn PhysicalExpr>),
            None => Transformed::no(part),
        })
    });
    Ok(bitmaps?.data)
}

impl Among {
    fn new(list: &InListExpr) -> Option<Self> {
        let column = list.expr().downcast_ref::<Column>()?.index();
        let number = |expr: &Arc<dyn PhysicalExpr>| match expr.downcast_ref::<Literal>()?.value() {
            ScalarValue::Int64(Some(number)) => Some(*number),
            _ => None,
        };
        let numbers = list.list().iter().map(number).collect::<Option<Vec<i64>>>()?;
        let (least, most) = (*numbers.iter().min()?, *numbers.iter().max()?);
        let (end, _) = place(most, least);
        let length = end.checked_add(1).filter(|length| *length <= MOST)?;
        let mut words = vec![0; length];
        for number in numbers {
            let (word, bit) = place(number, least);
            if let Some(word) = words.get_mut(word) {
                *word |= bit;
            }
        }
        Some(Self { column, negated: list.negated(), least, words })
    }

    fn has(&self, number: i64) -> bool {
        let (word, bit) = place(number, self.least);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }
}

/// Returns the word and the bit of a number; those of smaller numbers are beyond all others.
fn place(number: i64, least: i64) -> (usize, u64) {
    let place = number.wrapping_sub(least).cast_unsigned();
    (usize::try_from(place / 64).unwrap_or(usize::MAX), 1 << (place % 64))
}

impl PhysicalExpr for Among {
    fn data_type(&self, _: &Schema) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn nullable(&self, _: &Schema) -> Result<bool> {
        Ok(true)
    }

    fn evaluate(&self, batch: &RecordBatch) -> Result<ColumnarValue> {
        let numbers = batch.column(self.column).as_primitive::<Int64Type>();
        let values = numbers.values();
        let found = BooleanBuffer::collect_bool(values.len(), |row| {
            values.get(row).is_some_and(|number| self.has(*number)) != self.negated
        });
        let found = BooleanArray::new(found, numbers.nulls().cloned());
        Ok(ColumnarValue::Array(Arc::new(found)))
    }

    fn children(&self) -> Vec<&Arc<dyn PhysicalExpr>> {
        Vec::new()
    }

    fn with_new_children(
        self: Arc<Self>,
        _: Vec<Arc<dyn PhysicalExpr>>,
    ) -> Result<Arc<dyn PhysicalExpr>> {
        Ok(self)
    }

    fn fmt_sql(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.fmt(f)
    }
}

impl Display for Among {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let not = if self.negated { "NOT " } else { "" };
        write!(f, "@{} {not}IN (a bitmap from {})", self.column, self.least)
    }
}
