//! The files of a data set beside its activities, as `docs/scale.md` lays them out:
//! computers, access groups and saved searches.

use std::fs::File;
use std::path::Path;

use activity_query::backend::{Column, Table};
use activity_query::model::{Computer, Record, SavedSearch};
use datafusion::arrow::array::AsArray as _;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use datafusion::parquet::errors::ParquetError;

use crate::failure::Failure;

/// The computers, in the order of their ids.
pub(super) fn computers(folder: &Path) -> Result<Vec<Record<Computer>>, Failure> {
    let rows = texts(folder, Table::Computers.default_name(), ["record"])?;
    let records = rows.into_iter().map(|[record]| Record::new(record)).collect::<Result<_, _>>();
    Ok(records.map_err(activity_query_files::Error::from)?)
}

/// The access groups: each one's name, and its parent's.
pub(super) fn access_groups(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let columns = [Column::GroupName, Column::GroupParent].map(Column::default_name);
    let rows = texts(folder, Table::AccessGroups.default_name(), columns)?;
    Ok(rows.into_iter().map(|[name, parent]| (name, parent)).collect())
}

pub(super) fn searches(folder: &Path) -> Result<Vec<Record<SavedSearch>>, Failure> {
    let rows = texts(folder, "searches", ["name", "search"])?;
    Ok(rows.into_iter().map(|[name, search]| Record::named(&name, &search)).collect())
}

/// The texts in these columns of a file, row by row.
fn texts<const N: usize>(
    folder: &Path,
    table: &str,
    columns: [&str; N],
) -> Result<Vec<[String; N]>, Failure> {
    let path = folder.join(format!("{table}.parquet"));
    rows(&path, columns).map_err(|error| Failure::Store(format!("{}: {error}", path.display())))
}

fn rows<const N: usize>(path: &Path, names: [&str; N]) -> Result<Vec<[String; N]>, ParquetError> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
    let wanted = ProjectionMask::columns(reader.parquet_schema(), names);
    let mut rows = Vec::new();
    for batch in reader.with_projection(wanted).build()? {
        let batch = batch?;
        let column = |name: &&str| match batch.column_by_name(name) {
            Some(column) => Ok(cast(column, &DataType::Utf8)?),
            None => Err(ParquetError::General(format!("there is no column `{name}`"))),
        };
        let columns = names.iter().map(column).collect::<Result<Vec<_>, _>>()?;
        for row in 0..batch.num_rows() {
            let mut texts = columns.iter().map(|column| column.as_string::<i32>().value(row));
            rows.push(std::array::from_fn(|_| texts.next().unwrap_or_default().to_owned()));
        }
    }
    Ok(rows)
}
