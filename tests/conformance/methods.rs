//! Runs the cases of the documented methods: pages in tests/cases/methods/pages.toml, changes
//! in changes.toml.

use activity_query::model::{Activity, Record};
use activity_query::store::Scope;
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore, PageRequest, Selection, StoreError,
};
use chrono::{DateTime, Utc};
use pollster::block_on;
use serde::Deserialize;

use crate::suite::read;
use crate::{FIXTURE, Findings, Suite};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    page: Vec<PageCase>,
    #[serde(default)]
    change: Vec<ChangeCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageCase {
    name: String,
    query: String,
    limit: Option<usize>,
    offset: Option<usize>,
    #[serde(default)]
    oldest_first: bool,
    /// The ids of the page, in order.
    ids: Vec<i64>,
    /// The number of all matching activities.
    total: u64,
    /// The ids of the next page, at its cursor; absent if there is none.
    next: Option<Vec<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeCase {
    name: String,
    change: Method,
    query: String,
    /// The scope that the system allows.
    #[serde(default)]
    within: String,
    /// Whether the caller allows a query that selects everything.
    #[serde(default)]
    everything: bool,
    /// The ids of the changed activities, ascending.
    changed: Option<Vec<i64>>,
    /// The ids of the activities that can't be changed as requested, ascending.
    refused: Option<Vec<i64>>,
    /// The code of the mistake in the query.
    code: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Method {
    Cancel,
    Approve,
}

pub(crate) fn add_to(suite: &mut Suite) {
    let cases = read::<File>("methods/pages.toml").page;
    suite.count("pages", 14, cases.len());
    for case in cases {
        suite.add("pages", &case.name.clone(), move || {
            let mut findings = Findings::default();
            block_on(case.check(&FIXTURE.store, &mut findings));
            #[cfg(all(feature = "sqlite", feature = "postgres"))]
            for engine in crate::engines::activities() {
                crate::engine::wait(case.check(&engine.store, &mut findings));
            }
            findings
        });
    }
    let cases = read::<File>("methods/changes.toml").change;
    suite.count("changes", 16, cases.len());
    for case in cases {
        suite.add("changes", &case.name.clone(), move || {
            let mut findings = Findings::default();
            let own = FIXTURE.records.store(FIXTURE.records.activities.clone());
            block_on(case.check(&own, &mut findings));
            #[cfg(all(feature = "sqlite", feature = "postgres"))]
            for engine in crate::engines::own_activities() {
                crate::engine::wait(case.check(&engine.store, &mut findings));
            }
            findings
        });
    }
}

fn now() -> DateTime<Utc> {
    FIXTURE.now()
}

fn ids<'a>(activities: impl IntoIterator<Item = &'a ActivityId>) -> Vec<i64> {
    activities.into_iter().map(|id| id.get()).collect()
}

async fn found<S: ActivityStore>(
    store: &S,
    query: &ActivityQuery,
    page: &PageRequest,
) -> activity_query::Page {
    store.get_activities(query, page, now()).await.unwrap_or_else(|error| panic!("{error}"))
}

impl PageCase {
    async fn check<S: ActivityStore>(&self, store: &S, findings: &mut Findings) {
        let query = self.query.parse().unwrap();
        let limit = self.limit.unwrap_or(1000);
        let order = |page: PageRequest| if self.oldest_first { page.oldest_first() } else { page };
        let page = order(PageRequest::first(limit)).skipping(self.offset.unwrap_or(0)).counted();
        let answer = found(store, &query, &page).await;
        findings.compare("ids", &self.ids, &of(&answer.activities));
        findings.compare("total", &Some(self.total), &answer.total);
        let next = match answer.next {
            Some(cursor) => {
                let page = order(PageRequest::first(limit)).after(cursor);
                Some(of(&found(store, &query, &page).await.activities))
            }
            None => None,
        };
        findings.compare("next", &self.next, &next);
    }
}

fn of(activities: &[Record<Activity>]) -> Vec<i64> {
    activities.iter().map(|activity| activity.id().get()).collect()
}

impl ChangeCase {
    async fn check<S: ActivityStore>(&self, store: &S, findings: &mut Findings) {
        let before = records(store).await;
        let scope = Scope::new(self.within.parse().unwrap());
        let mut selection = Selection::new(self.query.parse().unwrap()).within(scope);
        if self.everything {
            selection = selection.allow_everything();
        }
        let answer = match self.change {
            Method::Cancel => store.cancel_activities(&selection, now()).await,
            Method::Approve => store.approve_activities(&selection, now()).await,
        };
        let (changed, refused, code) = match answer {
            Ok(changed) => (Some(ids(&changed)), None, None),
            Err(StoreError::Refused(refused)) => {
                (None, Some(ids(refused.refusals.iter().map(|refusal| &refusal.id))), None)
            }
            Err(StoreError::Query(found)) => (None, None, Some(found[0].code.to_string())),
            Err(error) => panic!("{error}"),
        };
        findings.compare("changed", &self.changed, &changed);
        findings.compare("refused", &self.refused, &refused);
        findings.compare("code", &self.code, &code);

        let expected = changed.unwrap_or_default();
        let after = records(store).await;
        let differs = |(old, new): &(&(i64, String), &(i64, String))| old != new;
        let differing = before.iter().zip(&after).filter(differs).map(|(old, _)| old.0);
        findings.compare("records that differ", &expected, &differing.collect());
        findings.compare("records", &before.len(), &after.len());
    }
}

/// Returns the id and the text of every record, by id.
async fn records<S: ActivityStore>(store: &S) -> Vec<(i64, String)> {
    let all = found(store, &ActivityQuery::everything(), &PageRequest::first(usize::MAX)).await;
    let text = |record: &Record<Activity>| (record.id().get(), record.line().to_string());
    let mut records: Vec<_> = all.activities.iter().map(text).collect();
    records.sort_unstable();
    records
}
