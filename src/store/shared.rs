//! Stores that are shared: behind references and pointers, and of a type that is
//! not known.

mod records;

use std::pin::Pin;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::{ActivityStore, Fingerprint, Page, PageRequest, Selection, StoreError};
use crate::activity::ActivityQuery;
use crate::model::ActivityId;
pub use records::AnyRecordStore;

/// Passes the methods on to what `self` points to.
macro_rules! pointers {
    ($($pointer:ty),*) => {
        $(impl<S: ActivityStore + ?Sized> ActivityStore for $pointer {
            type Error = S::Error;

            async fn get_activities(
                &self,
                query: &ActivityQuery,
                page: &PageRequest,
                now: DateTime<Utc>,
            ) -> Result<Page, StoreError<S::Error>> {
                (**self).get_activities(query, page, now).await
            }

            async fn get_activities_json(
                &self,
                query: &ActivityQuery,
                page: &PageRequest,
                now: DateTime<Utc>,
            ) -> Result<Vec<u8>, StoreError<S::Error>> {
                (**self).get_activities_json(query, page, now).await
            }

            async fn get_activity_types(&self) -> Result<Vec<String>, StoreError<S::Error>> {
                (**self).get_activity_types().await
            }

            async fn preview_change(
                &self,
                selection: &Selection,
                now: DateTime<Utc>,
            ) -> Result<Fingerprint, StoreError<S::Error>> {
                (**self).preview_change(selection, now).await
            }

            async fn cancel_activities(
                &self,
                selection: &Selection,
                now: DateTime<Utc>,
            ) -> Result<Vec<ActivityId>, StoreError<S::Error>> {
                (**self).cancel_activities(selection, now).await
            }

            async fn approve_activities(
                &self,
                selection: &Selection,
                now: DateTime<Utc>,
            ) -> Result<Vec<ActivityId>, StoreError<S::Error>> {
                (**self).approve_activities(selection, now).await
            }
        })*
    };
}

pointers!(&S, Box<S>, Arc<S>);

/// The error of a store whose type is not known: the error of that store.
#[derive(Debug, Error)]
#[error(transparent)]
pub struct AnyStoreError(Box<dyn std::error::Error + Send + Sync>);

impl AnyStoreError {
    /// Returns the error of the store, if it is of this type.
    ///
    /// ```
    /// use activity_query::store::{AnyStoreError, MemoryError};
    ///
    /// fn is_of_memory(error: &AnyStoreError) -> bool {
    ///     error.downcast_ref::<MemoryError>().is_some()
    /// }
    /// ```
    #[must_use]
    pub fn downcast_ref<E: std::error::Error + 'static>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }
}

type Answer<'a, T> =
    Pin<Box<dyn Future<Output = Result<T, StoreError<AnyStoreError>>> + Send + 'a>>;

/// A store whose type is not known: one of several that a service is configured for.
///
/// Every [`ActivityStore`] is one, and `dyn AnyStore` is an [`ActivityStore`]
/// again; each call costs an allocation more.
///
/// ```
/// use std::sync::Arc;
///
/// use activity_query::store::AnyStore;
/// use activity_query::{ActivityStore as _, MemoryStore, PageRequest};
///
/// let store = MemoryStore::new();
/// store.append([r#"{"id": 7, "activity_status": "failed"}"#.parse()?])?;
/// let store: Arc<dyn AnyStore> = Arc::new(store);
///
/// let query = "status:failed".parse()?;
/// let page = PageRequest::default();
/// let found = pollster::block_on(store.get_activities(&query, &page, chrono::Utc::now()))?;
/// assert_eq!(found.activities.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait AnyStore: Send + Sync {
    /// [`ActivityStore::get_activities`].
    fn any_activities<'a>(
        &'a self,
        query: &'a ActivityQuery,
        page: &'a PageRequest,
        now: DateTime<Utc>,
    ) -> Answer<'a, Page>;

    /// [`ActivityStore::get_activities_json`].
    fn any_activities_json<'a>(
        &'a self,
        query: &'a ActivityQuery,
        page: &'a PageRequest,
        now: DateTime<Utc>,
    ) -> Answer<'a, Vec<u8>>;

    /// [`ActivityStore::get_activity_types`].
    fn any_activity_types(&self) -> Answer<'_, Vec<String>>;

    /// [`ActivityStore::preview_change`].
    fn preview_any<'a>(
        &'a self,
        selection: &'a Selection,
        now: DateTime<Utc>,
    ) -> Answer<'a, Fingerprint>;

    /// [`ActivityStore::cancel_activities`].
    fn cancel_any<'a>(
        &'a self,
        selection: &'a Selection,
        now: DateTime<Utc>,
    ) -> Answer<'a, Vec<ActivityId>>;

    /// [`ActivityStore::approve_activities`].
    fn approve_any<'a>(
        &'a self,
        selection: &'a Selection,
        now: DateTime<Utc>,
    ) -> Answer<'a, Vec<ActivityId>>;
}

fn boxed<E: std::error::Error + Send + Sync + 'static>(
    error: StoreError<E>,
) -> StoreError<AnyStoreError> {
    match error {
        StoreError::Query(diagnostics) => StoreError::Query(diagnostics),
        StoreError::Refused(refused) => StoreError::Refused(refused),
        StoreError::SelectionChanged(changed) => StoreError::SelectionChanged(changed),
        StoreError::Interrupted => StoreError::Interrupted,
        StoreError::Store(error) => StoreError::Store(AnyStoreError(Box::new(error))),
    }
}

impl<S: ActivityStore> AnyStore for S {
    fn any_activities<'a>(
        &'a self,
        query: &'a ActivityQuery,
        page: &'a PageRequest,
        now: DateTime<Utc>,
    ) -> Answer<'a, Page> {
        Box::pin(async move { self.get_activities(query, page, now).await.map_err(boxed) })
    }

    fn any_activities_json<'a>(
        &'a self,
        query: &'a ActivityQuery,
        page: &'a PageRequest,
        now: DateTime<Utc>,
    ) -> Answer<'a, Vec<u8>> {
        Box::pin(async move { self.get_activities_json(query, page, now).await.map_err(boxed) })
    }

    fn any_activity_types(&self) -> Answer<'_, Vec<String>> {
        Box::pin(async move { self.get_activity_types().await.map_err(boxed) })
    }

    fn preview_any<'a>(
        &'a self,
        selection: &'a Selection,
        now: DateTime<Utc>,
    ) -> Answer<'a, Fingerprint> {
        Box::pin(async move { self.preview_change(selection, now).await.map_err(boxed) })
    }

    fn cancel_any<'a>(
        &'a self,
        selection: &'a Selection,
        now: DateTime<Utc>,
    ) -> Answer<'a, Vec<ActivityId>> {
        Box::pin(async move { self.cancel_activities(selection, now).await.map_err(boxed) })
    }

    fn approve_any<'a>(
        &'a self,
        selection: &'a Selection,
        now: DateTime<Utc>,
    ) -> Answer<'a, Vec<ActivityId>> {
        Box::pin(async move { self.approve_activities(selection, now).await.map_err(boxed) })
    }
}

/// Makes the boxed methods those of a store again.
macro_rules! any {
    ($($any:ty),*) => {
        $(impl ActivityStore for $any {
            type Error = AnyStoreError;

            async fn get_activities(
                &self,
                query: &ActivityQuery,
                page: &PageRequest,
                now: DateTime<Utc>,
            ) -> Result<Page, StoreError<AnyStoreError>> {
                self.any_activities(query, page, now).await
            }

            async fn get_activities_json(
                &self,
                query: &ActivityQuery,
                page: &PageRequest,
                now: DateTime<Utc>,
            ) -> Result<Vec<u8>, StoreError<AnyStoreError>> {
                self.any_activities_json(query, page, now).await
            }

            async fn get_activity_types(&self) -> Result<Vec<String>, StoreError<AnyStoreError>> {
                self.any_activity_types().await
            }

            async fn preview_change(
                &self,
                selection: &Selection,
                now: DateTime<Utc>,
            ) -> Result<Fingerprint, StoreError<AnyStoreError>> {
                self.preview_any(selection, now).await
            }

            async fn cancel_activities(
                &self,
                selection: &Selection,
                now: DateTime<Utc>,
            ) -> Result<Vec<ActivityId>, StoreError<AnyStoreError>> {
                self.cancel_any(selection, now).await
            }

            async fn approve_activities(
                &self,
                selection: &Selection,
                now: DateTime<Utc>,
            ) -> Result<Vec<ActivityId>, StoreError<AnyStoreError>> {
                self.approve_any(selection, now).await
            }
        })*
    };
}

any!(dyn AnyStore + '_, dyn AnyRecordStore + '_);
