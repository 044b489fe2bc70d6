//! The tables of a data set in the engine.

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

/// The direction of a sort order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
}

/// Returns the order of activities; one direction is the reverse of the other.
pub(super) fn order(direction: Direction) -> Vec<SortExpr> {
    let ascending = direction == Direction::Up;
    let by = |column: Column| ident(column.default_name()).sort(ascending, !ascending);
    vec![by(Column::CreationTime), by(Column::ActivityId)]
}

/// Keeps readers from taking over each other's files, since the engine would otherwise not
/// preserve the order of the files.
pub(super) fn apart(config: SessionConfig) -> SessionConfig {
    config.set_bool("datafusion.execution.enable_file_stream_work_stealing", false)
}

/// Returns the URL of a folder, since the engine treats a path with `*`, `?` or `[` as a
/// pattern.
pub(super) fn url_of(folder: &Path) -> io::Result<String> {
    let url = Url::from_directory_path(std::path::absolute(folder)?);
    url.map(Url::into).map_err(|()| io::ErrorKind::InvalidFilename.into())
}

/// Returns the table of the activities in the folder with this URL, whose files begin with
/// the newest activity.
pub(super) async fn activities(
    context: &SessionContext,
    folder: &str,
) -> Result<Arc<dyn TableProvider>> {
    let format = ParquetFormat::new().with_options(context.state().default_table_options().parquet);
    let options =
        ListingOptions::new(Arc::new(format)).with_file_sort_order(vec![order(Direction::Down)]);
    let folder = ListingTableUrl::parse(folder)?;
    // A table without files is an error here, rather than empty.
    let config = ListingTableConfig::new(folder)
        .with_listing_options(options)
        .infer_schema(&context.state())
        .await?;
    Ok(Arc::new(ListingTable::try_new(config)?))
}

/// Returns a small table, which is read completely.
pub(super) async fn small(
    context: &SessionContext,
    file: String,
) -> Result<Arc<dyn TableProvider>> {
    let frame = context.read_parquet(file, ParquetReadOptions::default()).await?;
    let schema = Arc::clone(frame.schema().inner());
    Ok(Arc::new(MemTable::try_new(schema, vec![frame.collect().await?])?))
}
