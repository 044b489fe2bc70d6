//! Sorted activities that were laid aside, merged.

use std::fs::{self, File};
use std::path::PathBuf;

use datafusion::arrow::array::RecordBatch;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::prelude::{SessionConfig, SessionContext};

use super::ParquetError;
use super::table::{self, Direction};

/// Files of sorted activities.
pub(super) struct Runs {
    folder: PathBuf,
    count: usize,
}

impl Runs {
    pub(super) fn in_folder(folder: PathBuf) -> Result<Self, ParquetError> {
        fs::create_dir(&folder)?;
        Ok(Self { folder, count: 0 })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn lay_aside(&mut self, sorted: &RecordBatch) -> Result<(), ParquetError> {
        let file = File::create(self.folder.join(format!("{:06}.parquet", self.count)))?;
        let mut writer = ArrowWriter::try_new(file, sorted.schema(), None)?;
        writer.write(sorted)?;
        writer.close()?;
        self.count += 1;
        Ok(())
    }

    /// All of them in one order. Each file is read as a part of its own, so
    /// that none is sorted again.
    pub(super) async fn merged(&self) -> Result<SendableRecordBatchStream, ParquetError> {
        let config = SessionConfig::new()
            .with_target_partitions(self.count)
            .with_repartition_file_scans(false)
            .set_bool("datafusion.execution.parquet.schema_force_view_types", false);
        let context = SessionContext::new_with_config(config);
        let runs = table::activities(&context, &table::url_of(&self.folder)?).await?;
        let frame = context.read_table(runs)?.sort(table::order(Direction::Down))?;
        Ok(frame.execute_stream().await?)
    }
}
