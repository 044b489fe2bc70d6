//! Connections to databases, and why there is none.

use activity_query::store::{SqlError, SqlStore};

use crate::Error;

/// The store, once it is connected and its tables are up to date.
pub async fn connected(
    url: &str,
    store: impl Future<Output = Result<SqlStore, SqlError>>,
) -> Result<SqlStore, Error> {
    let failed = |error| Error::Database { url: url.to_owned(), error };
    let store = store.await.map_err(failed)?;
    if let Err(error) = store.migrate().await {
        store.close().await;
        return Err(failed(error));
    }
    Ok(store)
}

/// Why a database can't be opened, and what to do about it.
pub(crate) fn unconnected(url: &str, error: &SqlError) -> String {
    match error {
        SqlError::Missing(_) => format!("{error}; `aq load` creates one"),
        SqlError::NoTables => format!("{}: {error}; `aq load` creates them", named(url)),
        SqlError::UnknownUrl if cfg!(feature = "sqlite") && !url.contains(':') => {
            format!("{error}; that of the file `{url}` is `sqlite:{url}`")
        }
        SqlError::UnknownUrl => error.to_string(),
        error => format!("{}: {error}", named(url)),
    }
}

/// What the database is called in messages, which show no password.
fn named(url: &str) -> &str {
    if url.starts_with("sqlite:") { url } else { "the database" }
}
