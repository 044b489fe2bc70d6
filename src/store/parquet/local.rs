//! The files of a data set on this machine, read without the engine.
//!
//! The engine makes a plan of each query, and rows of what it reads. A count needs neither: the
//! columns that terms name are read as they are in the files, mostly with small dictionaries, and
//! tested.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::buffer::BooleanBuffer;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::exec_datafusion_err;
use datafusion::error::Result;
use datafusion::logical_expr::Expr;
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection,
};
use datafusion::parquet::file::metadata::PageIndexPolicy;

use super::ParquetError;
use super::condition::{Condition, Known};
use super::layout::{ACTIVITIES, RECORD};
use super::parallel::in_parallel;
use crate::model::{Activity, Record};
use crate::property::Column;
use crate::store::{Order, PageRequest};

/// The files of activities, from the newest to the oldest.
#[derive(Clone)]
pub(super) struct LocalFiles {
    files: Arc<[LocalFile]>,
    schema: SchemaRef,
}

/// A file, with what was known of it when it was opened.
struct LocalFile {
    path: PathBuf,
    length: u64,
    modified: SystemTime,
    metadata: ArrowReaderMetadata,
}

/// A row group of a file.
#[derive(Clone, Copy)]
struct Group {
    file: usize,
    index: usize,
    rows: usize,
    known: Known,
}

impl LocalFiles {
    /// Opens the files of the data set in a folder.
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder.join(ACTIVITIES))? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "parquet") {
                paths.push(path);
            }
        }
        paths.sort_unstable();
        let files: Vec<_> = paths.into_iter().map(LocalFile::open).collect::<Result<_>>()?;
        let schema = files.first().map(|file| Arc::clone(file.metadata.schema()));
        let schema = schema.ok_or_else(|| exec_datafusion_err!("no files of activities"))?;
        if files.iter().any(|file| *file.metadata.schema() != schema) {
            return Err(exec_datafusion_err!("the files of activities have other columns each"));
        }
        Ok(Self { files: files.into(), schema })
    }

    /// Counts the activities that pass.
    pub(super) async fn count(&self, expr: Expr, threads: usize) -> Result<u64> {
        let condition = Arc::new(Condition::new(expr, &self.schema)?);
        let groups = self.groups(&condition, threads).await?;
        let own = self.clone();
        let counts = in_parallel(threads, groups, move |&group| own.count_in(&condition, group));
        Ok(counts.await?.into_iter().sum::<usize>() as u64)
    }

    /// Reads the records of a page, and of one more activity.
    pub(super) async fn page(
        &self,
        expr: Expr,
        page: &PageRequest,
        threads: usize,
    ) -> Result<Vec<Record<Activity>>, ParquetError> {
        let condition = Arc::new(Condition::new(expr, &self.schema)?);
        let mut groups = self.groups(&condition, threads).await?;
        if page.order == Order::OldestFirst {
            groups.reverse();
        }
        let (mut skipped, mut wanted) = (page.offset, page.limit.saturating_add(1));
        let (mut groups, mut at_once) = (groups.as_slice(), threads);
        let mut chosen = Vec::new();
        while wanted > 0 && !groups.is_empty() {
            let (now, later) = groups.split_at(at_once.min(groups.len()));
            let (own, condition) = (self.clone(), Arc::clone(&condition));
            let matches =
                in_parallel(threads, now.to_vec(), move |&group| own.matches(&condition, group));
            for (&group, matches) in now.iter().zip(matches.await?) {
                let found = matches.count_set_bits();
                let rows = some_of(&matches, skipped, wanted, page.order);
                skipped -= skipped.min(found);
                wanted -= rows.len();
                if !rows.is_empty() {
                    chosen.push((group, rows));
                }
            }
            (groups, at_once) = (later, at_once * 2);
        }
        let own = self.clone();
        let read = in_parallel(threads, chosen, move |(group, rows)| own.records(*group, rows));
        let mut records = Vec::new();
        for batches in read.await? {
            let start = records.len();
            for batch in batches {
                records.extend(super::read_records(&batch)?);
            }
            if page.order == Order::OldestFirst {
                records.get_mut(start..).unwrap_or_default().reverse();
            }
        }
        Ok(records)
    }

    /// Finds the row groups in which activities may pass, in order.
    async fn groups(&self, condition: &Arc<Condition>, threads: usize) -> Result<Vec<Group>> {
        let (own, condition) = (self.clone(), Arc::clone(condition));
        let files = (0..self.files.len()).collect();
        let groups = in_parallel(threads, files, move |&file| own.groups_of(file, &condition));
        Ok(groups.await?.into_iter().flatten().collect())
    }

    fn groups_of(&self, file: usize, condition: &Condition) -> Result<Vec<Group>> {
        let own = self.file(file)?;
        let known = condition.known(&own.reader()?, &own.metadata, &self.schema)?;
        let groups = own.metadata.metadata().row_groups().iter().zip(known).enumerate();
        let left = groups.filter_map(|(index, (group, known))| Some((index, group, known?)));
        let groups = left.map(|(index, group, known)| {
            let rows = usize::try_from(group.num_rows());
            let rows = rows.map_err(|error| exec_datafusion_err!("{error}"))?;
            Ok(Group { file, index, rows, known })
        });
        groups.collect()
    }

    fn count_in(&self, condition: &Condition, group: Group) -> Result<usize> {
        match group.known {
            Known::All => Ok(group.rows),
            Known::Nothing => Ok(self.matches(condition, group)?.count_set_bits()),
        }
    }

    /// Reads which activities of a row group pass.
    fn matches(&self, condition: &Condition, group: Group) -> Result<BooleanBuffer> {
        match group.known {
            Known::All => Ok(BooleanBuffer::new_set(group.rows)),
            Known::Nothing => {
                let file = self.file(group.file)?;
                condition.matches(file.reader()?, &file.metadata, group.index)
            }
        }
    }

    /// Reads the ids and records of some activities of a row group.
    fn records(&self, group: Group, rows: &[usize]) -> Result<Vec<RecordBatch>> {
        let file = self.file(group.file)?;
        let names = [Column::ActivityId.default_name(), RECORD];
        let columns = ProjectionMask::columns(file.metadata.parquet_schema(), names);
        let rows = rows.iter().map(|&row| row..row + 1);
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(
            file.reader()?,
            file.metadata.clone(),
        );
        let reader = reader
            .with_row_groups(vec![group.index])
            .with_projection(columns)
            .with_row_selection(RowSelection::from_consecutive_ranges(rows, group.rows))
            .build()?;
        Ok(reader.collect::<Result<_, _>>()?)
    }

    fn file(&self, file: usize) -> Result<&LocalFile> {
        self.files.get(file).ok_or_else(|| exec_datafusion_err!("a file is missing"))
    }
}

impl LocalFile {
    fn open(path: PathBuf) -> Result<Self> {
        let file = File::open(&path)?;
        let known = file.metadata()?;
        let options = ArrowReaderOptions::new()
            .with_column_index_policy(PageIndexPolicy::Skip)
            .with_offset_index_policy(PageIndexPolicy::Optional);
        let metadata = ArrowReaderMetadata::load(&file, options.clone())?;
        let options = options.with_schema(dictionaries(metadata.schema()));
        let metadata = ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options)?;
        Ok(Self { path, length: known.len(), modified: known.modified()?, metadata })
    }

    /// Opens the file again, since threads can't share a position in it.
    fn reader(&self) -> Result<File> {
        let file = File::open(&self.path)?;
        let known = file.metadata()?;
        if known.len() == self.length && known.modified()? == self.modified {
            Ok(file)
        } else {
            Err(exec_datafusion_err!(
                "`{}` has changed since the data set was opened",
                self.path.display()
            ))
        }
    }
}

/// Returns the places of the activities of a page in a row group.
fn some_of(matches: &BooleanBuffer, skipped: usize, wanted: usize, order: Order) -> Vec<usize> {
    let mut places = match order {
        Order::NewestFirst => return matches.set_indices().skip(skipped).take(wanted).collect(),
        Order::OldestFirst => matches.set_indices().collect::<Vec<_>>(),
    };
    places.truncate(places.len().saturating_sub(skipped));
    places.split_off(places.len().saturating_sub(wanted))
}

/// Returns the columns with texts as dictionaries, which they are in the files: a term is tested
/// once for each of the values, and the values are not copied for each row.
fn dictionaries(schema: &Schema) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Utf8 if field.name() != RECORD => {
            let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            Field::clone(field).with_data_type(kind)
        }
        _ => Field::clone(field),
    });
    Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone()))
}
