//! Connections to databases, and why there is none.

use activity_query::store::{SqlError, SqlStore};

use crate::Failure;

/// The store, once it is connected and its tables are up to date.
pub async fn connected(
    url: &str,
    store: impl Future<Output = Result<SqlStore, SqlError>>,
) -> Result<SqlStore, Failure> {
    let store = store.await.map_err(|error| unconnected(url, &error))?;
    if let Err(error) = store.migrate().await {
        store.close().await;
        return Err(unconnected(url, &error));
    }
    Ok(store)
}

fn unconnected(url: &str, error: &SqlError) -> Failure {
    match error {
        SqlError::Missing(_) => format!("error: {error}; `aq load` creates one"),
        SqlError::NoTables => format!("error: {}: {error}; `aq load` makes them", named(url)),
        SqlError::UnknownUrl if cfg!(feature = "sqlite") && !url.contains(':') => {
            format!("error: {error}; that of the file `{url}` is `sqlite:{url}`")
        }
        SqlError::UnknownUrl => format!("error: {error}"),
        error => format!("error: {}: {error}", named(url)),
    }
}

/// What the database is called in messages, which show no password.
fn named(url: &str) -> &str {
    if url.starts_with("sqlite:") { url } else { "the database" }
}
