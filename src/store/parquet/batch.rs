//! Collects rows as columns.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanBuilder, Int64Builder, RecordBatch, StringBuilder,
};
use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::error::DataFusionError;
use serde_json::Value;

use super::layout::{CaseFolding, fields, written};
use crate::property::{Column, Table};

/// Rows of a table, stored as columns.
pub(super) struct RowBatch {
    columns: Vec<Growing>,
    schema: SchemaRef,
    bytes: usize,
}

/// A column, and the index of its values in a row.
struct Growing {
    place: usize,
    letters: CaseFolding,
    values: ColumnValues,
}

enum ColumnValues {
    Numbers(Int64Builder),
    Flags(BooleanBuilder),
    Texts(StringBuilder),
}

impl ColumnValues {
    fn of(kind: &DataType) -> Self {
        match kind {
            DataType::Int64 => Self::Numbers(Int64Builder::new()),
            DataType::Boolean => Self::Flags(BooleanBuilder::new()),
            _ => Self::Texts(StringBuilder::new()),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Numbers(numbers) => Arc::new(numbers.finish()),
            Self::Flags(flags) => Arc::new(flags.finish()),
            Self::Texts(texts) => Arc::new(texts.finish()),
        }
    }
}

impl RowBatch {
    pub(super) fn new(table: Table) -> Self {
        let own = table.columns();
        let place = |column: Column| own.iter().position(|own| *own == column).unwrap_or(own.len());
        let mut places: Vec<_> =
            written(table).iter().map(|own| (place(own.column), own.letters)).collect();
        let schema = fields(table);
        // The record is the last value, in rows and in files.
        if schema.fields().len() > places.len() {
            places.push((own.len(), CaseFolding::Kept));
        }
        let columns = schema.fields().iter().zip(places).map(|(field, (place, letters))| Growing {
            place,
            letters,
            values: ColumnValues::of(field.data_type()),
        });
        let columns = columns.collect();
        Self { columns, schema, bytes: 0 }
    }

    /// Adds a row: the values of the table's columns, in order, and the record.
    pub(super) fn add(&mut self, row: &[Value]) {
        for column in &mut self.columns {
            let value = row.get(column.place).unwrap_or(&Value::Null);
            match &mut column.values {
                ColumnValues::Numbers(numbers) => numbers.append_option(value.as_i64()),
                ColumnValues::Flags(flags) => flags.append_option(value.as_bool()),
                ColumnValues::Texts(texts) => {
                    let text = value.as_str();
                    self.bytes += text.map_or(0, str::len);
                    match column.letters {
                        CaseFolding::Kept => texts.append_option(text),
                        CaseFolding::Lower => {
                            texts.append_option(text.map(str::to_ascii_lowercase));
                        }
                    }
                }
            }
        }
    }

    /// Returns the number of bytes of the texts.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Returns the rows that were added so far, and starts anew.
    pub(super) fn finish(&mut self) -> Result<RecordBatch, DataFusionError> {
        self.bytes = 0;
        let columns = self.columns.iter_mut().map(|column| column.values.finish()).collect();
        Ok(RecordBatch::try_new(Arc::clone(&self.schema), columns)?)
    }
}
