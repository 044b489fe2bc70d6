//! The parts of a condition, all of which a row has to pass.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array as _, AsArray as _, BooleanArray, DictionaryArray, Int32Array, RecordBatch,
};
use datafusion::arrow::buffer::BooleanBuffer;
use datafusion::arrow::compute::prep_null_mask_filter;
use datafusion::arrow::datatypes::{DataType, Int32Type, Schema, SchemaRef};
use datafusion::error::Result;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_expr::utils::{collect_columns, reassign_expr_columns};

use super::among::by_bitmaps;

/// A part of a condition.
pub(super) enum Part {
    /// A test of one column with a dictionary: of each of its values once, and then of the keys.
    Values { test: Arc<dyn PhysicalExpr>, column: usize, schema: SchemaRef },
    /// Any other test, of each row.
    Rows(Arc<dyn PhysicalExpr>),
}

impl Part {
    /// Returns the test as a part, on batches of these columns.
    pub(super) fn new(test: &Arc<dyn PhysicalExpr>, columns: &Schema) -> Result<Self> {
        let (test, named) = (Arc::clone(test), collect_columns(test));
        let mut named = named.iter().map(Column::index);
        if let (Some(column), None) = (named.next(), named.next())
            && matches!(columns.field(column).data_type(), DataType::Dictionary(..))
        {
            let schema = Arc::new(columns.project(&[column])?);
            return Ok(Self::Values {
                test: reassign_expr_columns(test, &schema)?,
                column,
                schema,
            });
        }
        Ok(Self::Rows(by_bitmaps(test)?))
    }

    /// Returns which rows pass.
    pub(super) fn passing(&self, batch: &RecordBatch) -> Result<BooleanBuffer> {
        let (test, column, schema) = match self {
            Self::Rows(test) => return passing(test, batch),
            Self::Values { test, column, schema } => (test, *column, schema),
        };
        let rows = batch.column(column).as_dictionary::<Int32Type>();
        let values = Arc::clone(rows.values());
        let each = (0_i32..).take(values.len()).map(Some).chain([None]);
        let each = each.collect::<Int32Array>();
        let each = DictionaryArray::try_new(each, values)?;
        let each = RecordBatch::try_new(Arc::clone(schema), vec![Arc::new(each)])?;
        let each: Vec<bool> = passing(test, &each)?.iter().collect();
        let absent = each.last().copied().unwrap_or_default();
        let keys = rows.keys().values();
        let found = BooleanBuffer::collect_bool(keys.len(), |row| {
            let key = keys.get(row).map_or(0, |key| key.cast_unsigned() as usize);
            each.get(key).copied().unwrap_or_default()
        });
        Ok(match rows.keys().nulls() {
            None => found,
            // The keys of these rows have no meaning.
            Some(valid) if absent => &found | &!valid.inner(),
            Some(valid) => &found & valid.inner(),
        })
    }
}

fn passing(test: &Arc<dyn PhysicalExpr>, batch: &RecordBatch) -> Result<BooleanBuffer> {
    let passed = test.evaluate(batch)?.into_array(batch.num_rows())?;
    let passed: &BooleanArray = passed.as_boolean();
    Ok(match passed.nulls() {
        Some(_) => prep_null_mask_filter(passed).values().clone(),
        None => passed.values().clone(),
    })
}
