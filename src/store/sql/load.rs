//! Loads records in bulk.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::BufRead;

use sea_query::{Expr, ExprTrait, Query};

use super::insert::{CHUNK, insert, insert_new};
use super::pool::Transaction;
use super::select::built;
use super::{SqlError, SqlLoadError};
use crate::engine::sql::{Column, Table};
use crate::model::{Activity, Computer, Indexed, Record};
use crate::store::lines::Lines;
use crate::store::load::Line;
use crate::store::rows::{Row, of_activity, of_computer};
use crate::store::{Duplicate, DuplicateIds, LoadError, Loaded};

/// Activities that are inserted one chunk at a time.
pub(super) struct Loading<'t> {
    transaction: &'t mut Transaction,
    rows: Vec<Row>,
    /// The line that each row was read from.
    lines: Vec<Option<usize>>,
    count: usize,
    repeated: Vec<Duplicate>,
}

impl<'t> Loading<'t> {
    pub(super) fn new(transaction: &'t mut Transaction) -> Self {
        Self { transaction, rows: Vec::new(), lines: Vec::new(), count: 0, repeated: Vec::new() }
    }

    pub(super) async fn lines(
        mut self,
        reader: impl BufRead + Send,
        progress: &mut (impl FnMut(usize) + Send),
    ) -> Result<Loaded, SqlLoadError> {
        let mut lines = Lines::new(reader);
        while lines.advance(progress).map_err(LoadError::from)? {
            let Some(Line { activity, record, number }) = lines.read()? else { continue };
            self.rows.push(of_activity(&activity, record));
            self.lines.push(Some(number));
            self.insert_full().await?;
        }
        self.finish().await?;
        Ok(lines.loaded())
    }

    pub(super) async fn activities(
        mut self,
        activities: impl IntoIterator<Item = Record<Activity>, IntoIter: Send> + Send,
    ) -> Result<usize, SqlLoadError> {
        for activity in activities {
            let own = Indexed::read(activity.text()).map_err(SqlError::from)?;
            self.rows.push(of_activity(&own, activity.text()));
            self.lines.push(None);
            self.insert_full().await?;
        }
        self.finish().await
    }

    async fn insert_full(&mut self) -> Result<(), SqlError> {
        if self.rows.len() < CHUNK { Ok(()) } else { self.insert().await }
    }

    async fn insert(&mut self) -> Result<(), SqlError> {
        let rows = std::mem::take(&mut self.rows);
        let lines = std::mem::take(&mut self.lines);
        let inserted = insert_new(self.transaction, &rows).await?;
        self.count += rows.len();
        if inserted.len() < rows.len() {
            let mut new: HashSet<i64> = inserted.into_iter().collect();
            let ids = rows.iter().filter_map(|row| row.first()?.as_i64());
            let repeated = ids.zip(lines).filter(|(id, _)| !new.remove(id));
            self.repeated.extend(repeated.map(|(id, line)| Duplicate { id: id.to_string(), line }));
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<usize, SqlLoadError> {
        self.insert().await?;
        DuplicateIds::refuse::<Activity>(self.repeated).map_err(LoadError::from)?;
        Ok(self.count)
    }
}

/// Adds computers, replacing those with the same ids.
pub(super) async fn put_computers(
    transaction: &mut Transaction,
    computers: impl IntoIterator<Item = Record<Computer>>,
) -> Result<(), SqlError> {
    let mut latest = BTreeMap::new();
    for computer in computers {
        latest.insert(computer.id().get(), computer);
    }
    let ids: Vec<i64> = latest.keys().copied().collect();
    for ids in ids.chunks(CHUNK) {
        remove_computers(transaction, ids).await?;
    }
    let mut tables: HashMap<Table, Vec<Row>> = HashMap::new();
    for computer in latest.into_values() {
        for (table, row) in of_computer(&computer.read()?, computer.text()) {
            let rows = tables.entry(table).or_default();
            rows.push(row);
            if rows.len() >= CHUNK {
                insert(transaction, &table.into(), &std::mem::take(rows)).await?;
            }
        }
    }
    for (table, rows) in tables {
        insert(transaction, &table.into(), &rows).await?;
    }
    Ok(())
}

/// Removes computers, and returns how many there were.
pub(super) async fn remove_computers(
    transaction: &mut Transaction,
    ids: &[i64],
) -> Result<u64, SqlError> {
    let mut removed = 0;
    // The computers' own table comes last, so that its count is returned.
    let owners = Table::ALL.iter().filter_map(|table| table.owner());
    for column in owners.chain([Column::ComputerId]) {
        let delete = Query::delete()
            .from_table(column.table().default_name())
            .and_where(Expr::col(column.default_name()).is_in(ids.iter().copied()))
            .take();
        removed = transaction.execute(built(&delete, transaction.dialect())).await?;
    }
    Ok(removed)
}
