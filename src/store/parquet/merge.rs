//! Merges sorted activities that were spilled to disk.

use std::fs::{self, File};
use std::path::PathBuf;

use datafusion::arrow::array::RecordBatch;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};
use datafusion::prelude::{SessionConfig, SessionContext};

use super::ParquetError;
use super::table::{self, Direction};

/// The approximate number of bytes of each file that are in memory while files are merged;
/// the decoded data takes as much again.
const PIECE: usize = 1 << 20;

/// Files of sorted activities.
pub(super) struct Runs {
    folder: PathBuf,
    count: usize,
    /// The number of activities of any file that fit into a piece.
    piece: usize,
}

impl Runs {
    pub(super) fn in_folder(folder: PathBuf) -> Result<Self, ParquetError> {
        fs::create_dir(&folder)?;
        Ok(Self { folder, count: 0, piece: 8_192 })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Writes activities, which have this many bytes, to a file.
    pub(super) fn spill(&mut self, sorted: &RecordBatch, bytes: usize) -> Result<(), ParquetError> {
        let rows = sorted.num_rows();
        if rows == 0 {
            return Ok(());
        }
        self.piece = self.piece.min(rows * PIECE / bytes.max(1)).max(1);
        let properties = WriterProperties::builder()
            .set_max_row_group_row_count(Some(self.piece))
            .set_dictionary_enabled(false)
            .set_statistics_enabled(EnabledStatistics::None)
            .set_compression(Compression::ZSTD(ZstdLevel::default()));
        let file = File::create(self.folder.join(format!("{:06}.parquet", self.count)))?;
        let mut writer = ArrowWriter::try_new(file, sorted.schema(), Some(properties.build()))?;
        for start in (0..rows).step_by(self.piece) {
            writer.write(&sorted.slice(start, self.piece.min(rows - start)))?;
        }
        writer.close()?;
        self.count += 1;
        Ok(())
    }

    /// Returns all of them in one order. Each file is read as a partition of its own, so it
    /// is not sorted again.
    pub(super) async fn merged(&self) -> Result<SendableRecordBatchStream, ParquetError> {
        let config = table::apart(SessionConfig::new())
            .with_target_partitions(self.count)
            .with_batch_size(self.piece)
            .with_repartition_file_scans(false)
            .set_bool("datafusion.execution.parquet.schema_force_view_types", false);
        let context = SessionContext::new_with_config(config);
        let runs = table::activities(&context, &table::url_of(&self.folder)?).await?;
        let frame = context.read_table(runs)?.sort(table::order(Direction::Down))?;
        Ok(frame.execute_stream().await?)
    }
}
