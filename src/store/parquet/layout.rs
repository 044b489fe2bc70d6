//! The layout of a data set: its columns, their encoding, and the order of rows.
//!
//! Activities are in `activities/`, from the newest to the oldest, and every other table is
//! in a file of its own. The columns are those of the default schema; a text that terms
//! compare without regard to case also has a column in lower case.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::parquet::basic::{Compression, Encoding, ZstdLevel};
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};
use datafusion::parquet::schema::types::ColumnPath;
use datafusion::prelude::SessionConfig;

use super::table;
use crate::engine::datafusion::LOWER;
use crate::property::{Asked, Column, Holds, Table};

/// The folder of the activities.
pub(super) const ACTIVITIES: &str = "activities/";

/// The column of the whole record, as it was read.
pub(super) const RECORD: &str = "record";

/// The number of activities in a row group, which is read or skipped as a unit.
pub(super) const GROUP: usize = 1 << 17;

/// The number of rows that are read at once in a row group.
const READ_AT_ONCE: usize = 1 << 13;

/// The number of bytes of records that are decompressed at once. If the activities of a page
/// are far apart, that much is decompressed for each of them: with a megabyte, 1,000 of
/// 10,000,000 took five times as long, while the files were only 7 % smaller.
const RECORDS_AT_ONCE: usize = 1 << 16;

/// The default number of activities in a file.
pub(super) const FILE: usize = 64 * GROUP;

/// The form in which a text is stored to be searched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CaseFolding {
    /// Unchanged.
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

/// Returns the columns of a table that terms ask for.
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

/// Returns the columns of a table's file: those that terms ask for and, for activities and
/// computers, the record.
pub(super) fn fields(table: Table) -> SchemaRef {
    let mut fields: Vec<Field> = written(table).iter().map(FileColumn::field).collect();
    if matches!(table, Table::Activities | Table::Computers) {
        fields.push(Field::new(RECORD, DataType::Utf8, false));
    }
    Arc::new(Schema::new(fields))
}

/// Returns the columns of the file of saved searches.
pub(super) fn searches() -> SchemaRef {
    let field = |name| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![field("name"), field("search")]))
}

pub(super) fn file_of(table: Table) -> String {
    format!("{}.parquet", table.default_name())
}

pub(super) const SEARCHES: &str = "searches.parquet";

/// Returns how activities are written. Columns with few values use a dictionary; columns that
/// rise or fall with the time are delta encoded. Bloom filters show which ids a row group
/// does not have, since ids and parents' ids need not rise with the time, and which creators,
/// statuses and types, since some occur only for a short time.
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

/// Returns how the engine reads: it evaluates terms while reading, so that only the records
/// of matching activities are read. It also knows that the files are sorted and follow each
/// other, so it stops reading after a page: otherwise, a page of 100,000,000 activities took
/// up to 30 times as long.
pub(super) fn reading(config: SessionConfig) -> SessionConfig {
    table::apart(config)
        .set_bool("datafusion.execution.parquet.pushdown_filters", true)
        .set_bool("datafusion.execution.parquet.reorder_filters", true)
        .set_bool("datafusion.execution.collect_statistics", true)
        .set_bool("datafusion.execution.split_file_groups_by_statistics", true)
}
