//! What an answer cost: how much was skipped, and how much was read.

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::error::Result;
use datafusion::physical_plan::metrics::MetricValue;
use datafusion::physical_plan::{ExecutionPlan, collect};
use datafusion::prelude::DataFrame;

/// What was read of Parquet files for an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Bytes of columns.
    pub bytes: usize,
    /// Groups of rows that the least and the greatest values rule out.
    pub groups_by_statistics: usize,
    /// Groups of rows that a filter says have no such value.
    pub groups_by_filter: usize,
    /// Groups of rows that are left.
    pub groups_read: usize,
    /// Pages of the groups that are left which their least and greatest values
    /// rule out.
    pub pages: usize,
}

/// The answer, and what was read for it.
///
/// # Errors
/// When the engine fails.
pub async fn read(frame: DataFrame) -> Result<(Vec<RecordBatch>, Reading)> {
    let context = frame.task_ctx();
    let plan = frame.create_physical_plan().await?;
    let answer = collect(Arc::clone(&plan), Arc::new(context)).await?;
    let mut reading = Reading::default();
    let mut open: Vec<Arc<dyn ExecutionPlan>> = vec![plan];
    while let Some(plan) = open.pop() {
        if let Some(metrics) = plan.metrics() {
            metrics.iter().for_each(|metric| reading.add(metric.value()));
        }
        open.extend(plan.children().into_iter().cloned());
    }
    Ok((answer, reading))
}

impl Reading {
    fn add(&mut self, metric: &MetricValue) {
        match metric {
            MetricValue::Count { name, count } if name == "bytes_scanned" => {
                self.bytes += count.value();
            }
            MetricValue::PruningMetrics { name, pruning_metrics } => {
                let pruned = pruning_metrics.pruned();
                match name.as_ref() {
                    "row_groups_pruned_statistics" => self.groups_by_statistics += pruned,
                    // The last to be asked: what it keeps is read.
                    "row_groups_pruned_bloom_filter" => {
                        self.groups_by_filter += pruned;
                        self.groups_read += pruning_metrics.matched();
                    }
                    "page_index_pages_pruned" => self.pages += pruned,
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
