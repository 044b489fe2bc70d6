//! The layout of a data set: which columns there are, how they are written, and
//! in which order.
//!
//! Activities lie in `activities/`, from the newest to the oldest, and all else
//! in a file a table. The columns are those of the default schema; a text that
//! terms ask without regard to case has a column in lower case.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::parquet::basic::{Compression, Encoding, ZstdLevel};
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};
use datafusion::parquet::schema::types::ColumnPath;
use datafusion::prelude::SessionConfig;

use super::table;
use crate::engine::datafusion::LOWER;
use crate::property::{Asked, Column, Holds, Table};

/// Where the activities are.
pub(super) const ACTIVITIES: &str = "activities/";

/// The whole record, as it was read.
pub(super) const RECORD: &str = "record";

/// So many activities are kept or skipped as one.
pub(super) const GROUP: usize = 1 << 17;

/// So many are read as one, of a group that is kept.
const READ_AT_ONCE: usize = 1 << 13;

/// So many bytes of records are unpacked as one. A page of an answer whose
/// activities lie far apart unpacks that much for each of them: with a megabyte,
/// 1,000 of 10,000,000 took five times as long, and the files were 7 % smaller.
const RECORDS_AT_ONCE: usize = 1 << 16;

/// So many activities are in a file, unless another number is asked for.
pub(super) const FILE: usize = 64 * GROUP;

/// Where terms look for a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CaseFolding {
    /// As it is.
    Kept,
    /// With the letters A to Z in lower case.
    Lower,
}

/// A column of a file.
pub(super) struct FileColumn {
    pub(super) column: Column,
    pub(super) letters: CaseFolding,
}

impl FileColumn {
    pub(super) fn name(&self) -> String {
        match self.letters {
            CaseFolding::Kept => self.column.default_name().to_owned(),
            CaseFolding::Lower => format!("{}{LOWER}", self.column.default_name()),
        }
    }

    pub(super) fn field(&self) -> Field {
        let kind = match self.column.holds() {
            Holds::Number | Holds::Time => DataType::Int64,
            Holds::Text => DataType::Utf8,
            Holds::Flag => DataType::Boolean,
        };
        let always =
            matches!(self.column, Column::ActivityId | Column::CreationTime | Column::ComputerId);
        Field::new(self.name(), kind, !always)
    }
}

/// The columns of a table that terms ask.
pub(super) fn written(table: Table) -> Vec<FileColumn> {
    table
        .columns()
        .iter()
        .flat_map(|&column| {
            letters(column).iter().map(move |&letters| FileColumn { column, letters })
        })
        .collect()
}

fn letters(column: Column) -> &'static [CaseFolding] {
    match column.asked() {
        Asked::Name => &[CaseFolding::Kept, CaseFolding::Lower],
        Asked::WholeAnyCase | Asked::PartAnyCase => &[CaseFolding::Lower],
        Asked::Id
        | Asked::Size
        | Asked::Time
        | Asked::Flag
        | Asked::Kind
        | Asked::Whole
        | Asked::Part => &[CaseFolding::Kept],
    }
}

/// The columns of the file of a table: those that terms ask and, of activities
/// and computers, the record.
pub(super) fn fields(table: Table) -> SchemaRef {
    let mut fields: Vec<Field> = written(table).iter().map(FileColumn::field).collect();
    if matches!(table, Table::Activities | Table::Computers) {
        fields.push(Field::new(RECORD, DataType::Utf8, false));
    }
    Arc::new(Schema::new(fields))
}

/// The columns of the file of saved searches.
pub(super) fn searches() -> SchemaRef {
    let field = |name| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![field("name"), field("search")]))
}

pub(super) fn file_of(table: Table) -> String {
    format!("{}.parquet", table.default_name())
}

pub(super) const SEARCHES: &str = "searches.parquet";

/// How activities are written. What has few values is a dictionary; what rises
/// or falls with the time is written as differences. A filter of a group says
/// which ids it does not have, for ids need not rise with the time, nor do
/// parents'; of creators, statuses and types, which ones are rare in time.
pub(super) fn properties() -> WriterProperties {
    let column = |column: Column| ColumnPath::from(column.default_name());
    let creator = ColumnPath::from(format!("{}{LOWER}", Column::CreatorEmail.default_name()));
    let id = column(Column::ActivityId);
    let created = column(Column::CreationTime);
    let record = ColumnPath::from(RECORD);
    let mut properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(GROUP))
        .set_data_page_row_count_limit(READ_AT_ONCE)
        .set_write_batch_size(READ_AT_ONCE)
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_column_statistics_enabled(record.clone(), EnabledStatistics::None)
        .set_compression(Compression::UNCOMPRESSED)
        .set_column_compression(record.clone(), Compression::ZSTD(ZstdLevel::default()))
        .set_column_data_page_size_limit(record.clone(), RECORDS_AT_ONCE)
        .set_column_dictionary_enabled(record, false);
    for column in [id.clone(), created] {
        properties = properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_encoding(column, Encoding::DELTA_BINARY_PACKED);
    }
    let filters = [
        (id, GROUP as u64),
        (column(Column::ParentId), 1 << 14),
        (creator, 1 << 10),
        (column(Column::Status), 16),
        (column(Column::Type), 128),
    ];
    for (column, values) in filters {
        properties = properties
            .set_column_bloom_filter_enabled(column.clone(), true)
            .set_column_bloom_filter_max_ndv(column.clone(), values)
            .set_column_bloom_filter_fpp(column, 0.01);
    }
    properties.build()
}

/// How the engine reads: terms are tested while reading, so that of the records
/// only those that pass are read. What is known of the files says that they are
/// in order, one after the other, so that a page ends the reading: without it,
/// a page of 100,000,000 activities took up to 30 times as long.
pub(super) fn reading(config: SessionConfig) -> SessionConfig {
    table::apart(config)
        .set_bool("datafusion.execution.parquet.pushdown_filters", true)
        .set_bool("datafusion.execution.parquet.reorder_filters", true)
        .set_bool("datafusion.execution.collect_statistics", true)
        .set_bool("datafusion.execution.split_file_groups_by_statistics", true)
}
