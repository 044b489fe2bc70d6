//! The tables beside activities: computers, access groups, saved searches.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::insert::{self, Target};
use super::pool::Fetched;
use super::{SqlError, SqlStore, finish_loading, load, select, tables};
use crate::computer::ComputerQuery;
use crate::model::{Computer, ComputerId, Record, SavedSearch};
use crate::property::Table;
use crate::store::StoreError;
use crate::store::rows::{Row, of_group};

impl SqlStore {
    /// Adds computers; each one replaces an existing one with the same id.
    ///
    /// # Errors
    /// If the database fails; then none was added.
    pub async fn put_computers(
        &self,
        computers: impl IntoIterator<Item = Record<Computer>>,
    ) -> Result<(), SqlError> {
        let computers: Vec<Record<Computer>> = computers.into_iter().collect();
        let mut transaction = self.pool.write().await?;
        let count = computers.len();
        load::put_computers(&mut transaction, computers).await?;
        finish_loading(transaction, count).await
    }

    /// Removes a computer, and returns whether it existed. Its activities stay, but their
    /// computer is then unknown.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn remove_computer(&self, id: ComputerId) -> Result<bool, SqlError> {
        let mut transaction = self.pool.write().await?;
        let removed = load::remove_computers(&mut transaction, &[id.get()]).await?;
        transaction.commit().await?;
        Ok(removed > 0)
    }

    /// Sets the access groups: each group's name and its parent's.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_access_groups<N: Into<String>, P: Into<String>>(
        &self,
        parents: impl IntoIterator<Item = (N, P)>,
    ) -> Result<(), SqlError> {
        let parents: HashMap<String, String> =
            parents.into_iter().map(|(name, parent)| (name.into(), parent.into())).collect();
        let rows: Vec<_> = parents.iter().map(|(name, parent)| of_group(name, parent)).collect();
        self.replace_all(&Table::AccessGroups.into(), &rows).await
    }

    /// Sets the saved searches; if a name occurs twice, the later one counts.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn set_searches(
        &self,
        searches: impl IntoIterator<Item = Record<SavedSearch>>,
    ) -> Result<(), SqlError> {
        let searches = searches.into_iter().map(|search| (search.id().clone(), search)).collect();
        self.replace_all(&Target::searches(), &rows(&searches)).await
    }

    /// `GetComputers`: returns the computers that the query selects in the order of their
    /// ids, from the start of the range to its end.
    ///
    /// # Errors
    /// If the query refers to a saved search that can't be expanded, or the database fails.
    pub async fn computers(
        &self,
        query: &ComputerQuery,
        places: Range<usize>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Record<Computer>>, StoreError<SqlError>> {
        let mut transaction = self.pool.read().await?;
        let searches = tables::search_texts(&mut transaction).await?;
        let query = query.resolve(|name| searches.get(name).map(String::as_str))?;
        let select = select::computers(query.compile(&self.sql(now))?, &places);
        let rows = transaction.rows(select::built(&select, self.dialect())).await?;
        transaction.commit().await?;
        let record = |(id, text): Fetched| Record::trusted(ComputerId::read(id), text.into());
        Ok(rows.into_iter().map(record).collect())
    }

    /// Returns the access groups: each group's name and its parent's.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn access_groups(&self) -> Result<Vec<(String, String)>, SqlError> {
        let mut transaction = self.pool.read().await?;
        let groups = tables::access_groups(&mut transaction).await?;
        transaction.commit().await?;
        Ok(groups)
    }

    /// Returns the saved searches in the order of their names.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn searches(&self) -> Result<Vec<Record<SavedSearch>>, SqlError> {
        let mut transaction = self.pool.read().await?;
        let searches = tables::searches(&mut transaction).await?;
        transaction.commit().await?;
        Ok(searches.into_values().collect())
    }

    /// Changes the saved searches, which are keyed by name, in one transaction.
    ///
    /// # Errors
    /// If the database fails; then nothing was changed.
    pub async fn update_searches<R: Send>(
        &self,
        change: impl FnOnce(&mut BTreeMap<String, Record<SavedSearch>>) -> R + Send,
    ) -> Result<R, SqlError> {
        let mut transaction = self.pool.write().await?;
        // Otherwise two concurrent PostgreSQL transactions could both read before either one
        // writes.
        tables::lock_searches(&mut transaction).await?;
        let mut searches = tables::searches(&mut transaction).await?;
        let result = change(&mut searches);
        insert::replace_all(&mut transaction, &Target::searches(), &rows(&searches)).await?;
        transaction.commit().await?;
        Ok(result)
    }
}

fn rows(searches: &BTreeMap<String, Record<SavedSearch>>) -> Vec<Row> {
    searches.iter().map(|(name, search)| vec![json!(name), json!(search.text())]).collect()
}
