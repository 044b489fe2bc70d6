//! The conformance suite, on the engine.

use std::path::Path;

use activity_query::model::{Activity, Record};
use activity_query::store::{ParquetStore, ParquetWriter};
use activity_query::{ActivityQuery, ComputerQuery, Diagnostic, PageRequest, StoreError};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use tempfile::TempDir;

use crate::computers::of_computers;
use crate::files::FILES;
use crate::fixture::{Fixture, access_groups, fixture, views};
use crate::suite::{Of, read};
use crate::wait;

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

/// Of a case, what concerns an engine; what the answer is, other tests ask of the
/// reference.
#[derive(Deserialize)]
struct Case {
    name: String,
    #[serde(default)]
    language: Of,
    query: String,
    /// Only of a text that is a query.
    canonical: Option<String>,
}

/// A data set of the fixture's records with these activities.
async fn data_set(
    fixture: &Fixture,
    activities: Vec<Record<Activity>>,
    path: &Path,
) -> ParquetStore {
    let mut writer = ParquetWriter::create(path).unwrap();
    writer.put_computers(fixture.records.computers.clone());
    writer.set_access_groups(access_groups());
    writer.set_searches(fixture.records.searches.clone());
    writer.append(activities).unwrap();
    writer.finish().await.unwrap();
    ParquetStore::open(path).await.unwrap()
}

#[test]
fn the_suite_holds_on_the_engine() {
    let fixture = fixture();
    let place = TempDir::new().unwrap();
    let (activities, computers) = wait(async {
        let each = of_computers(&fixture.records.computers);
        (
            data_set(
                &fixture,
                fixture.records.activities.clone(),
                &place.path().join("activities"),
            )
            .await,
            data_set(&fixture, each, &place.path().join("computers")).await,
        )
    });
    let mut answered = 0;
    for (file, count) in FILES {
        let cases = read::<File>(&format!("{file}.toml")).case;
        assert_eq!(cases.len(), count, "{file}");
        for case in cases {
            let (store, query) = match case.language {
                Of::Activity => (&activities, case.query.parse::<ActivityQuery>()),
                Of::Computer => {
                    let query = case.query.parse::<ComputerQuery>();
                    (&computers, query.map(ActivityQuery::computer))
                }
            };
            assert_eq!(query.is_ok(), case.canonical.is_some(), "{file}: {}", case.name);
            let Ok(query) = query else { continue };
            let own = wait(ids(store, &query, fixture.now()));
            let expected = expected(&fixture, &query, case.language);
            assert_eq!(own, expected, "{file}: {}: {query}", case.name);
            answered += 1;
        }
    }
    eprintln!("{answered} cases on DataFusion");
}

/// The ids that the store finds, ascending; or what is wrong with the query.
async fn ids(
    store: &ParquetStore,
    query: &ActivityQuery,
    now: DateTime<Utc>,
) -> Result<Vec<i64>, Vec<Diagnostic>> {
    match store.get_activities(query, &PageRequest::first(usize::MAX), now).await {
        Ok(found) => {
            let mut ids: Vec<i64> = found.activities.iter().map(|found| found.id().get()).collect();
            ids.sort_unstable();
            Ok(ids)
        }
        Err(StoreError::Query(diagnostics)) => Err(diagnostics),
        Err(error) => panic!("{error}: {query}"),
    }
}

/// The same by the reference.
fn expected(
    fixture: &Fixture,
    query: &ActivityQuery,
    language: Of,
) -> Result<Vec<i64>, Vec<Diagnostic>> {
    let activities = match language {
        Of::Activity => fixture.activities.clone(),
        Of::Computer => views(&of_computers(&fixture.records.computers)),
    };
    let context = fixture.context();
    let mut ids = Vec::new();
    for activity in activities {
        if query.matches(&activity, &context).map_err(|error| error.diagnostics().to_vec())? {
            ids.push(activity.id.get());
        }
    }
    ids.sort_unstable();
    Ok(ids)
}
