//! What is known of the row groups of a file without reading them.

use std::collections::HashSet;
use std::fs::File;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BooleanArray, UInt64Array};
use datafusion::arrow::datatypes::Schema;
use datafusion::common::pruning::PruningStatistics;
use datafusion::common::{Column, ScalarValue};
use datafusion::parquet::arrow::arrow_reader::statistics::StatisticsConverter;
use datafusion::parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};

use super::bloom::Blocks;

/// The most values that are looked up in filters: of more, one is in nearly every group.
const FEW: usize = 16;

/// The statistics and Bloom filters of a file's row groups.
pub(super) struct Groups<'f> {
    pub(super) file: &'f File,
    pub(super) metadata: &'f ParquetMetaData,
    pub(super) schema: &'f Schema,
    /// The groups whose filters are read.
    pub(super) filtered: &'f [bool],
}

impl Groups<'_> {
    fn statistics(&self, column: &Column) -> Option<StatisticsConverter<'_>> {
        let file = self.metadata.file_metadata().schema_descr();
        let statistics = StatisticsConverter::try_new(&column.name, self.schema, file).ok()?;
        Some(statistics.with_missing_null_counts_as_zero(false))
    }

    fn may_have(
        &self,
        group: &RowGroupMetaData,
        name: &str,
        values: &HashSet<ScalarValue>,
    ) -> bool {
        let column = group.columns().iter().find(|column| column.column_path().string() == name);
        let Some(column) = column else { return true };
        // What can't be read here is read, or is an error, later.
        match Blocks::of(column, self.file) {
            Ok(Some(blocks)) => {
                values.iter().any(|value| blocks.may_have(value, self.file).unwrap_or(true))
            }
            _ => true,
        }
    }
}

impl PruningStatistics for Groups<'_> {
    fn min_values(&self, column: &Column) -> Option<ArrayRef> {
        self.statistics(column)?.row_group_mins(self.metadata.row_groups()).ok()
    }

    fn max_values(&self, column: &Column) -> Option<ArrayRef> {
        self.statistics(column)?.row_group_maxes(self.metadata.row_groups()).ok()
    }

    fn num_containers(&self) -> usize {
        self.metadata.num_row_groups()
    }

    fn null_counts(&self, column: &Column) -> Option<ArrayRef> {
        let counts = self.statistics(column)?.row_group_null_counts(self.metadata.row_groups());
        Some(Arc::new(counts.ok()?))
    }

    fn row_counts(&self) -> Option<ArrayRef> {
        let groups = self.metadata.row_groups().iter();
        let counts = groups.map(|group| u64::try_from(group.num_rows()).ok());
        Some(Arc::new(counts.collect::<UInt64Array>()))
    }

    fn contained(&self, column: &Column, values: &HashSet<ScalarValue>) -> Option<BooleanArray> {
        if values.len() > FEW || !self.filtered.contains(&true) {
            return None;
        }
        // A filter shows that a group has none of the values, never that it has one.
        let groups = self.metadata.row_groups().iter().zip(self.filtered);
        let absent = groups.map(|(group, &filtered)| {
            (filtered && !self.may_have(group, &column.name, values)).then_some(false)
        });
        Some(absent.collect())
    }
}
