//! Conditions on the activities of files, tested on the columns that they name.

use std::fs::File;
use std::sync::Arc;

use datafusion::arrow::array::BooleanBufferBuilder;
use datafusion::arrow::buffer::BooleanBuffer;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::DFSchema;
use datafusion::error::Result;
use datafusion::logical_expr::execution_props::ExecutionProps;
use datafusion::logical_expr::physical_planning_context::PhysicalPlanningContext;
use datafusion::logical_expr::{Expr, not};
use datafusion::optimizer::simplify_expressions::{ExprSimplifier, SimplifyContext};
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ParquetRecordBatchReaderBuilder,
};
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_expr::utils::{collect_columns, reassign_expr_columns};
use datafusion::physical_expr::{create_physical_expr, split_conjunction};
use datafusion::physical_optimizer::pruning::{PruningPredicate, PruningPredicateBuilder};

use super::part::Part;
use super::prune::Groups;
use crate::property::Table;

/// The number of rows that are tested at once.
const AT_ONCE: usize = 1 << 15;

/// A condition on activities.
pub(super) struct Condition {
    /// The tests, on batches of the columns that they name.
    parts: Vec<Part>,
    columns: Vec<usize>,
    /// Rules groups out in which no activity passes.
    some: PruningPredicate,
    /// Rules groups out in which all activities pass, if it is known what to look for.
    others: Option<PruningPredicate>,
}

/// What is known of a row group, in which activities may pass, without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// All of its activities pass.
    All,
    /// Which ones pass has to be read.
    Nothing,
}

impl Condition {
    /// Compiles an expression, for files with these columns.
    pub(super) fn new(expr: Expr, schema: &SchemaRef) -> Result<Self> {
        let name = Table::Activities.default_name();
        let own = Arc::new(DFSchema::try_from_qualified_schema(name, schema)?);
        let context = SimplifyContext::builder().with_schema(Arc::clone(&own)).build();
        let simplifier = ExprSimplifier::new(context);
        let simplify = |expr| simplifier.simplify(simplifier.coerce(expr, &own)?);
        let physical = |expr: &Expr| {
            let (props, context) = (ExecutionProps::new(), PhysicalPlanningContext::default());
            create_physical_expr(expr, &own, &props, &context)
        };
        let prunes = |expr| {
            PruningPredicateBuilder::new().with_file_schema(Arc::clone(schema)).try_build(expr)
        };

        let expr = simplify(expr)?;
        let passes = physical(&expr)?;
        let mut columns: Vec<usize> = collect_columns(&passes).iter().map(Column::index).collect();
        columns.sort_unstable();
        let some = prunes(Arc::clone(&passes))?;
        // What does not pass is false, or is neither true nor false, which needs a NULL.
        let absent = expr.column_refs().into_iter().cloned();
        let absent = absent.filter(|column| own.is_column_from_schema(column));
        let other = absent
            .fold(not(expr.clone()), |other, column| other.or(Expr::Column(column).is_null()));
        let others = simplify(other).and_then(|other| prunes(physical(&other)?)).ok();
        let named = schema.project(&columns)?;
        let passes = reassign_expr_columns(passes, &named)?;
        let parts = split_conjunction(&passes).into_iter().map(|part| Part::new(part, &named));
        let parts = parts.collect::<Result<_>>()?;
        Ok(Self { parts, columns, some, others })
    }

    /// Returns what is known of each row group of a file, or `None` if no activity passes.
    pub(super) fn known(
        &self,
        file: &File,
        metadata: &ArrowReaderMetadata,
        schema: &SchemaRef,
    ) -> Result<Vec<Option<Known>>> {
        let groups = |filtered| Groups { file, metadata: metadata.metadata(), schema, filtered };
        let count = metadata.metadata().num_row_groups();
        let unfiltered = vec![false; count];
        let left = self.some.prune(&groups(&unfiltered))?;
        let left = self.some.prune(&groups(&left))?;
        let others = match &self.others {
            Some(others) => others.prune(&groups(&unfiltered))?,
            None => vec![true; count],
        };
        let known = left.into_iter().zip(others).map(|known| match known {
            (false, _) => None,
            (true, false) => Some(Known::All),
            (true, true) => Some(Known::Nothing),
        });
        Ok(known.collect())
    }

    /// Reads which activities of a row group pass.
    pub(super) fn matches(
        &self,
        file: File,
        metadata: &ArrowReaderMetadata,
        group: usize,
    ) -> Result<BooleanBuffer> {
        let columns = self.columns.iter().copied();
        let columns = ProjectionMask::roots(metadata.parquet_schema(), columns);
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone())
            .with_row_groups(vec![group])
            .with_projection(columns)
            .with_batch_size(AT_ONCE)
            .build()?;
        let mut matches = BooleanBufferBuilder::new(0);
        for batch in reader {
            let batch = batch?;
            let mut passing = BooleanBuffer::new_set(batch.num_rows());
            for part in &self.parts {
                passing = &passing & &part.passing(&batch)?;
            }
            matches.append_buffer(&passing);
        }
        Ok(matches.finish())
    }
}
