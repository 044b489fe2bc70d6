//! [`ParquetWriter`]: writes records as a data set.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::BufRead;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, RecordBatch, StringArray};
use datafusion::arrow::compute::{SortColumn, SortOptions, lexsort_to_indices, take_record_batch};
use datafusion::parquet::arrow::ArrowWriter;
use futures::StreamExt as _;
use roaring::RoaringTreemap;
use tempfile::TempDir;

use super::batch::RowBatch;
use super::layout::{self, ACTIVITIES, FILE};
use super::merge::Runs;
use super::{ParquetError, ParquetLoadError};
use crate::model::{Activity, Computer, ComputerId, Indexed, Record, SavedSearch};
use crate::property::{Column, Table};
use crate::store::lines::Lines;
use crate::store::load::Line;
use crate::store::rows::{of_activity, of_computer, of_group};
use crate::store::{Duplicate, DuplicateIds, LoadError, Loaded};

/// The number of bytes of text from which activities are sorted and spilled to disk.
const HELD: usize = 256 << 20;

/// The number of rows written to a file at once.
const CHUNK: usize = 8_192;

/// Writes a data set: a folder of Parquet files that [`ParquetStore`](super::ParquetStore)
/// reads.
///
/// The folder does not exist before [`finish`](Self::finish); until then everything is
/// written to a staging directory beside it. Any number of activities is sorted: those that
/// don't fit into memory are spilled to disk.
///
/// ```
/// use activity_query::PageRequest;
/// use activity_query::store::{ParquetStore, ParquetWriter};
///
/// # let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("data");
/// # runtime.block_on(async {
/// let lines = r#"
/// {"id": 7, "activity_status": "undelivered", "computer_id": 3}
/// {"id": 8, "activity_status": "failed"}
/// "#;
/// let mut writer = ParquetWriter::create(&path)?; // such as `fleet.parquet`
/// writer.put_computers([r#"{"id": 3, "tags": ["laptop"]}"#.parse()?]);
/// writer.load(lines.as_bytes(), |_| {})?;
/// assert_eq!(writer.finish().await?, 2);
///
/// let store = ParquetStore::open(&path).await?;
/// let query = "computer:tag:laptop".parse()?;
/// let found = store.get_activities(&query, &PageRequest::default(), chrono::Utc::now()).await?;
/// assert_eq!(found.activities[0].id(), &7_u32.into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ParquetWriter {
    /// The path of the data set.
    path: PathBuf,
    /// The staging directory, which is removed with the writer.
    staging: TempDir,
    activities: Activities,
    per_file: usize,
    computers: BTreeMap<ComputerId, Record<Computer>>,
    parents: HashMap<String, String>,
    searches: HashMap<String, Record<SavedSearch>>,
}

/// The activities that were added so far.
struct Activities {
    ids: RoaringTreemap,
    repeated: Vec<Duplicate>,
    held: RowBatch,
    runs: Runs,
}

impl std::fmt::Debug for Activities {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Activities").field("count", &self.ids.len()).finish_non_exhaustive()
    }
}

impl ParquetWriter {
    /// Creates a writer for a data set at this path, which must not exist.
    ///
    /// # Errors
    /// If the path exists, or the folder around it is not writable.
    pub fn create(path: impl Into<PathBuf>) -> Result<Self, ParquetError> {
        let path = path.into();
        if path.exists() {
            return Err(ParquetError::Exists(path));
        }
        let around = match path.parent() {
            Some(around) if !around.as_os_str().is_empty() => around,
            _ => Path::new("."),
        };
        let staging = TempDir::with_prefix_in(".data-set-", around)?;
        fs::create_dir_all(staging.path().join(SET).join(ACTIVITIES))?;
        let activities = Activities {
            ids: RoaringTreemap::new(),
            repeated: Vec::new(),
            held: RowBatch::new(Table::Activities),
            runs: Runs::in_folder(staging.path().join("runs"))?,
        };
        Ok(Self {
            path,
            staging,
            activities,
            per_file: FILE,
            computers: BTreeMap::new(),
            parents: HashMap::new(),
            searches: HashMap::new(),
        })
    }

    /// Loads activities, one JSON object per line; `progress` is called with the number of
    /// bytes of each line.
    ///
    /// # Errors
    /// If reading fails, a line is not an activity, or activities can't be spilled to disk.
    pub fn load(
        &mut self,
        lines: impl BufRead,
        mut progress: impl FnMut(usize),
    ) -> Result<Loaded, ParquetLoadError> {
        let mut lines = Lines::new(lines);
        while lines.advance(&mut progress).map_err(LoadError::from)? {
            let Some(Line { activity, record, number }) = lines.read()? else { continue };
            self.activities.add(&activity, record, Some(number))?;
        }
        Ok(lines.loaded())
    }

    /// Adds activities.
    ///
    /// # Errors
    /// If activities can't be spilled to disk.
    pub fn append(
        &mut self,
        activities: impl IntoIterator<Item = Record<Activity>>,
    ) -> Result<(), ParquetError> {
        for activity in activities {
            self.activities.add(&Indexed::read(activity.text())?, activity.text(), None)?;
        }
        Ok(())
    }

    /// Adds computers; each one replaces an earlier one with the same id.
    pub fn put_computers(&mut self, computers: impl IntoIterator<Item = Record<Computer>>) {
        self.computers.extend(computers.into_iter().map(|computer| (*computer.id(), computer)));
    }

    /// Sets the number of activities in a file; the default is 8,388,608. The machines of a
    /// cluster divide the files among themselves, but every query takes longer if there are
    /// more of them.
    pub fn set_activities_per_file(&mut self, activities: NonZeroUsize) {
        self.per_file = activities.get();
    }

    /// Sets the access groups: each group's name and its parent's.
    pub fn set_access_groups<N: Into<String>, P: Into<String>>(
        &mut self,
        parents: impl IntoIterator<Item = (N, P)>,
    ) {
        let parents = parents.into_iter();
        self.parents = parents.map(|(name, parent)| (name.into(), parent.into())).collect();
    }

    /// Sets the saved searches; if a name occurs twice, the later one counts.
    pub fn set_searches(&mut self, searches: impl IntoIterator<Item = Record<SavedSearch>>) {
        let searches = searches.into_iter();
        self.searches = searches.map(|search| (search.id().clone(), search)).collect();
    }

    /// Writes the data set, and returns its number of activities.
    ///
    /// # Errors
    /// If two activities have the same id, something was created at the path in the meantime,
    /// or writing fails; then there is no data set.
    pub async fn finish(self) -> Result<u64, ParquetLoadError> {
        let Self { path, staging, mut activities, per_file, computers, parents, searches } = self;
        let repeated = std::mem::take(&mut activities.repeated);
        DuplicateIds::refuse::<Activity>(repeated).map_err(LoadError::from)?;
        let set = staging.path().join(SET);
        let count = activities.ids.len();
        activities.write(Files::new(&set.join(ACTIVITIES), per_file)).await?;
        write_computers(&set, computers)?;
        write_groups(&set, parents)?;
        write_searches(&set, searches)?;
        if path.exists() {
            return Err(ParquetError::Exists(path).into());
        }
        fs::rename(&set, &path).map_err(ParquetError::from)?;
        Ok(count)
    }
}

/// The folder in the staging directory that becomes the data set.
const SET: &str = "set";

impl Activities {
    fn add(
        &mut self,
        activity: &Indexed<'_>,
        record: &str,
        line: Option<usize>,
    ) -> Result<(), ParquetError> {
        if !self.ids.insert(activity.id.get().cast_unsigned()) {
            self.repeated.push(Duplicate { id: activity.id.to_string(), line });
        }
        self.held.add(&of_activity(activity, record));
        if self.held.bytes() >= HELD {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> Result<(), ParquetError> {
        let bytes = self.held.bytes();
        let sorted = newest_first(&self.held.finish()?)?;
        self.runs.spill(&sorted, bytes)
    }

    async fn write(mut self, mut files: Files<'_>) -> Result<(), ParquetError> {
        if self.runs.is_empty() {
            files.write(&newest_first(&self.held.finish()?)?)?;
        } else {
            self.spill()?;
            let mut merged = self.runs.merged().await?;
            while let Some(batch) = merged.next().await {
                files.write(&batch?)?;
            }
        }
        files.finish()
    }
}

fn newest_first(batch: &RecordBatch) -> Result<RecordBatch, ParquetError> {
    let by = |column: Column| {
        let values = batch.column_by_name(column.default_name());
        let values = values.ok_or(ParquetError::Column(column.default_name()))?;
        let options = Some(SortOptions { descending: true, nulls_first: true });
        Ok::<_, ParquetError>(SortColumn { values: Arc::clone(values), options })
    };
    let places = lexsort_to_indices(&[by(Column::CreationTime)?, by(Column::ActivityId)?], None)?;
    Ok(take_record_batch(batch, &places)?)
}

/// The files of activities, one after the other.
struct Files<'p> {
    folder: &'p Path,
    length: usize,
    finished: usize,
    open: Option<(ArrowWriter<File>, usize)>,
}

impl<'p> Files<'p> {
    fn new(folder: &'p Path, length: usize) -> Self {
        Self { folder, length, finished: 0, open: None }
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), ParquetError> {
        let mut place = 0;
        // There is at least one file, even if it is empty.
        while place < batch.num_rows() || self.open.is_none() {
            let (mut writer, rows) = match self.open.take() {
                Some(open) => open,
                None => (self.next()?, 0),
            };
            let some = CHUNK.min(batch.num_rows() - place).min(self.length - rows);
            writer.write(&batch.slice(place, some))?;
            place += some;
            if rows + some == self.length {
                writer.close()?;
                self.finished += 1;
                if place == batch.num_rows() {
                    break;
                }
            } else {
                self.open = Some((writer, rows + some));
            }
        }
        Ok(())
    }

    /// The names sort in the order of the activities.
    fn next(&self) -> Result<ArrowWriter<File>, ParquetError> {
        let file = File::create(self.folder.join(format!("{:06}.parquet", self.finished)))?;
        let schema = layout::fields(Table::Activities);
        Ok(ArrowWriter::try_new(file, schema, Some(layout::properties()))?)
    }

    fn finish(self) -> Result<(), ParquetError> {
        if let Some((writer, _)) = self.open {
            writer.close()?;
        }
        Ok(())
    }
}

fn write_computers(
    set: &Path,
    computers: BTreeMap<ComputerId, Record<Computer>>,
) -> Result<(), ParquetError> {
    let own = |table: &&Table| !matches!(table, Table::Activities | Table::AccessGroups);
    let mut batches: HashMap<Table, RowBatch> =
        Table::ALL.iter().filter(own).map(|&table| (table, RowBatch::new(table))).collect();
    for computer in computers.into_values() {
        for (table, row) in of_computer(&computer.read()?, computer.text()) {
            if let Some(batch) = batches.get_mut(&table) {
                batch.add(&row);
            }
        }
    }
    for (table, mut batch) in batches {
        write_file(&set.join(layout::file_of(table)), &batch.finish()?)?;
    }
    Ok(())
}

fn write_groups(set: &Path, parents: HashMap<String, String>) -> Result<(), ParquetError> {
    let mut batch = RowBatch::new(Table::AccessGroups);
    for (name, parent) in parents {
        batch.add(&of_group(&name, &parent));
    }
    write_file(&set.join(layout::file_of(Table::AccessGroups)), &batch.finish()?)
}

fn write_searches(
    set: &Path,
    searches: HashMap<String, Record<SavedSearch>>,
) -> Result<(), ParquetError> {
    let mut texts = Vec::with_capacity(searches.len());
    for search in searches.values() {
        texts.push(search.read()?.search().to_owned());
    }
    let names: Vec<String> = searches.into_keys().collect();
    let columns: Vec<ArrayRef> =
        vec![Arc::new(StringArray::from(names)), Arc::new(StringArray::from(texts))];
    let batch = RecordBatch::try_new(layout::searches(), columns)?;
    write_file(&set.join(layout::SEARCHES), &batch)
}

fn write_file(path: &Path, batch: &RecordBatch) -> Result<(), ParquetError> {
    let mut writer = ArrowWriter::try_new(File::create(path)?, batch.schema(), None)?;
    writer.write(batch)?;
    writer.close()?;
    Ok(())
}
