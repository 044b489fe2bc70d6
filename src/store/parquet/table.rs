//! The tables of a data set, as the engine sees them.

use std::io;
use std::path::Path;
use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::datasource::MemTable;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};
use datafusion::error::Result;
use datafusion::logical_expr::{SortExpr, ident};
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use url::Url;

use crate::property::Column;

/// Whether what is more comes later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
}

/// The order of activities; the one is the other reversed.
pub(super) fn order(direction: Direction) -> Vec<SortExpr> {
    let ascending = direction == Direction::Up;
    let by = |column: Column| ident(column.default_name()).sort(ascending, !ascending);
    vec![by(Column::CreationTime), by(Column::ActivityId)]
}

/// Readers leave each other's files alone: otherwise the engine breaks the order
/// in which files follow each other.
pub(super) fn apart(config: SessionConfig) -> SessionConfig {
    config.set_bool("datafusion.execution.enable_file_stream_work_stealing", false)
}

/// The URL of a folder: the engine takes a path with `*`, `?` or `[` for a
/// pattern.
pub(super) fn url_of(folder: &Path) -> io::Result<String> {
    let url = Url::from_directory_path(std::path::absolute(folder)?);
    url.map(Url::into).map_err(|()| io::ErrorKind::InvalidFilename.into())
}

/// The activities in the folder with this URL, each file from the newest on.
pub(super) async fn activities(
    context: &SessionContext,
    folder: &str,
) -> Result<Arc<dyn TableProvider>> {
    let format = ParquetFormat::new().with_options(context.state().default_table_options().parquet);
    let options =
        ListingOptions::new(Arc::new(format)).with_file_sort_order(vec![order(Direction::Down)]);
    let folder = ListingTableUrl::parse(folder)?;
    // What has no file is an error here, and no empty table.
    let config = ListingTableConfig::new(folder)
        .with_listing_options(options)
        .infer_schema(&context.state())
        .await?;
    Ok(Arc::new(ListingTable::try_new(config)?))
}

/// A small table, which is read as a whole.
pub(super) async fn small(
    context: &SessionContext,
    file: String,
) -> Result<Arc<dyn TableProvider>> {
    let frame = context.read_parquet(file, ParquetReadOptions::default()).await?;
    let schema = Arc::clone(frame.schema().inner());
    Ok(Arc::new(MemTable::try_new(schema, vec![frame.collect().await?])?))
}
