//! Generates changes for a store, and computes their expected results.

use std::convert::Infallible;

use activity_query::model::{Activity, Record, Time};
use activity_query::store::{Change, Fingerprint, Refusal, Scope, SelectionChanged};
use activity_query::{
    ActivityId, ActivityQuery, ActivityStore, Code, ComputerQuery, MemoryStore, PageRequest,
    Selection, Span, Status, StoreError,
};
use chrono::{DateTime, Utc};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::activity::status;
use super::named::SEARCHES;
use super::query::{activity_term, computer_term, query};
use super::{Kept, World};

/// A change, or its preview.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    change: Change,
    user: User,
    scope: Option<ActivityQuery>,
    /// Whether the user may change everything.
    may_be_everything: bool,
    expected: Option<Fingerprint>,
}

/// A user's query, and what is known about it.
#[derive(Clone, Debug)]
enum User {
    /// A tautology: if it can be resolved, it is refused.
    Everything(ActivityQuery),
    Any(ActivityQuery),
}

/// The complete result of a request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// The changed activities with their new contents, in ascending order of ids.
    Changed(Vec<Record<Activity>>),
    /// The ids of the activities that were removed, ascending.
    Removed(Vec<ActivityId>),
    Previewed(Fingerprint),
    Query(Vec<(Code, Span, String)>),
    Refused(Vec<Refusal>),
    SelectionChanged(SelectionChanged),
}

impl Request {
    fn query(&self) -> &ActivityQuery {
        match &self.user {
            User::Everything(query) | User::Any(query) => query,
        }
    }

    fn selection(&self) -> Selection {
        let mut selection = Selection::new(self.query().clone());
        if let Some(scope) = &self.scope {
            selection = selection.within(Scope::new(scope.clone()));
        }
        if self.may_be_everything {
            selection = selection.allow_everything();
        }
        match self.expected {
            Some(expected) => selection.expecting(expected),
            None => selection,
        }
    }

    /// The same request, for exactly what was previewed.
    pub(crate) fn expecting(self, previewed: Fingerprint) -> Self {
        Self { expected: Some(previewed), ..self }
    }

    /// Previews the change in a store.
    pub(crate) async fn preview<S: ActivityStore>(&self, store: &S, now: DateTime<Utc>) -> Outcome {
        match store.preview_change(&self.selection(), now).await {
            Ok(fingerprint) => Outcome::Previewed(fingerprint),
            Err(error) => failure(error),
        }
    }

    /// Makes the change in a store.
    pub(crate) async fn make<S: ActivityStore>(&self, store: &S, now: DateTime<Utc>) -> Outcome {
        let selection = self.selection();
        let changed = match self.change {
            Change::Cancel => store.cancel_activities(&selection, now).await,
            Change::Approve => store.approve_activities(&selection, now).await,
        };
        let ids = match changed {
            Ok(ids) => ids,
            Err(error) => return failure(error),
        };
        let these = ActivityQuery::any(ids.iter().map(|id| ActivityQuery::id(*id)));
        let found =
            store.get_activities(&these, &PageRequest::first(usize::MAX), now).await.unwrap();
        let record = |id| found.activities.iter().find(|own| own.id() == id).unwrap().clone();
        Outcome::Changed(ids.iter().map(record).collect())
    }
}

impl Request {
    /// Removes what the request selects from a store.
    pub(crate) fn remove(&self, store: &MemoryStore, now: DateTime<Utc>) -> Outcome {
        store.remove_selected(&self.selection(), now).map_or_else(failure, Outcome::Removed)
    }
}

fn failure<E: std::error::Error>(error: StoreError<E>) -> Outcome {
    match error {
        StoreError::Query(diagnostics) => Outcome::Query(
            diagnostics.into_iter().map(|own| (own.code, own.span, own.message)).collect(),
        ),
        StoreError::Refused(refused) => Outcome::Refused(refused.refusals),
        StoreError::SelectionChanged(changed) => Outcome::SelectionChanged(changed),
        error => panic!("{error}"),
    }
}

impl World {
    /// Returns the expected result of a preview.
    pub(crate) fn preview(&self, request: &Request) -> Outcome {
        match self.selected(request) {
            Ok(ids) => Outcome::Previewed(Fingerprint::of(ids)),
            Err(failure) => failure,
        }
    }

    /// Makes the change, if it is allowed.
    pub(crate) fn change(&mut self, request: &Request) -> Outcome {
        let ids = match self.to_change(request) {
            Ok(ids) => ids,
            Err(failure) => return failure,
        };
        let refusals: Vec<_> =
            ids.iter().filter_map(|id| self.refusal(request.change, *id)).collect();
        if !refusals.is_empty() {
            return Outcome::Refused(refusals);
        }
        Outcome::Changed(ids.into_iter().map(|id| self.changed(request.change, id)).collect())
    }

    /// Removes what the request selects, if it can be changed.
    pub(crate) fn remove_selected(&mut self, request: &Request) -> Outcome {
        let ids = match self.to_change(request) {
            Ok(ids) => ids,
            Err(failure) => return failure,
        };
        for id in &ids {
            self.remove(*id);
        }
        Outcome::Removed(ids)
    }

    /// The ids that a request selects, if it expects these.
    fn to_change(&self, request: &Request) -> Result<Vec<ActivityId>, Outcome> {
        let ids = self.selected(request)?;
        let found = Fingerprint::of(ids.iter().copied());
        match request.expected {
            Some(expected) if expected != found => {
                Err(Outcome::SelectionChanged(SelectionChanged { expected, found }))
            }
            _ => Ok(ids),
        }
    }

    /// The ids that a request selects, ascending.
    fn selected(&self, request: &Request) -> Result<Vec<ActivityId>, Outcome> {
        let user = request.query();
        if !request.may_be_everything && user.is_everything() {
            let message = "a change needs a query: the empty one would select every activity";
            return Err(refused(Code::EmptyQuery, Span::new(0, 0), message));
        }
        let user = user.resolve(|name| self.search(name));
        let user = user.map_err(|error| {
            let found = error.diagnostics().iter();
            Outcome::Query(found.map(|own| (own.code, own.span, own.message.clone())).collect())
        })?;
        if !request.may_be_everything && self.is_everything(request, &user) {
            let message = "the query selects every activity, or every one with a computer: a change needs a query that leaves some of them out";
            let span = request.query().span().unwrap_or(Span::new(0, 0));
            return Err(refused(Code::SelectsEverything, span, message));
        }
        let scope = request.scope.clone().unwrap_or_else(ActivityQuery::everything);
        let scope = scope.resolve(|name| self.search(name)).map_err(|_| {
            let message = "the part of the query that the system added can't be answered";
            refused(Code::SystemQuery, Span::new(0, 0), message)
        })?;
        // The two are evaluated separately, so that they can't affect each other.
        let of_user: Vec<ActivityId> = self.matching_ids(&user);
        let of_scope = self.matching_ids(&scope);
        Ok(of_user.into_iter().filter(|id| of_scope.binary_search(id).is_ok()).collect())
    }

    fn matching_ids(&self, query: &ActivityQuery) -> Vec<ActivityId> {
        let mut ids: Vec<_> = self.matches(query).iter().map(|own| *own.record.id()).collect();
        ids.sort();
        ids
    }

    /// Returns whether a user's query, whose searches are resolved, must be refused.
    fn is_everything(&self, request: &Request, user: &ActivityQuery) -> bool {
        if let User::Everything(_) = request.user {
            return true;
        }
        let is_refused = Selection::new(user.clone()).resolve::<Infallible>(|_| None).is_err();
        if is_refused {
            let ids = self.matching_ids(user);
            for activity in self.activities() {
                let id = activity.computer_id.get();
                let is_known = id.is_some_and(|id| self.fleet.computer(*id).is_some());
                assert!(!is_known || ids.contains(&activity.id), "{user} leaves some out");
            }
        }
        is_refused
    }

    fn refusal(&self, change: Change, id: ActivityId) -> Option<Refusal> {
        let status = self.activities[&id].view.activity_status.clone();
        let is_refused = match (change, status.get()) {
            (Change::Cancel, Some(status)) => {
                matches!(status, Status::Canceled | Status::Failed | Status::Succeeded)
            }
            (Change::Approve, Some(status)) => *status != Status::Unapproved,
            (_, None) => true,
        };
        is_refused.then_some(Refusal { id, change, status })
    }

    /// Changes one activity, and returns its new contents.
    fn changed(&mut self, change: Change, id: ActivityId) -> Record<Activity> {
        let own = self.activities.get_mut(&id).unwrap();
        let (status, time) = match change {
            Change::Cancel => (Status::Canceled, "completion_time"),
            Change::Approve => {
                let deliver = own.view.deliver_after_time.get().map(Time::instant);
                let later = deliver > Some(self.now);
                let status = if later { Status::Scheduled } else { Status::Undelivered };
                (status, "approval_time")
            }
        };
        let mut record = own.record.clone();
        record.set("activity_status", &status).unwrap();
        record.set(time, "2024-07-11T00:00:00Z").unwrap();
        record.set("modification_time", "2024-07-11T00:00:00Z").unwrap();
        *own = Kept::new(record.clone());
        record
    }
}

fn refused(code: Code, span: Span, message: &str) -> Outcome {
    Outcome::Query(vec![(code, span, message.to_owned())])
}

/// Returns the query for the activities that allow this change.
fn changeable(change: Change) -> ActivityQuery {
    let text = match change {
        Change::Cancel => "status:(undelivered OR scheduled OR waiting OR blocked OR delivered)",
        Change::Approve => "status:unapproved",
    };
    text.parse().unwrap()
}

fn user(world: &World, change: Change) -> BoxedStrategy<User> {
    let search = select(&["gone", "farm"][..]).prop_union(select(&SEARCHES[..]));
    let search = search.prop_map(|name| ActivityQuery::computer(ComputerQuery::search(name)));
    let any = prop_oneof![
        6 => query(world).prop_map(move |query| query & changeable(change)),
        4 => activity_term(world).prop_map(move |term| !term & changeable(change)),
        3 => activity_term(world),
        2 => query(world),
        2 => status().prop_map(ActivityQuery::status),
        2 => (query(world), search.clone()).prop_map(|(query, search)| query & search),
        1 => search,
        1 => select(&["", "  \n"][..]).prop_map(|text| text.parse().unwrap()),
        1 => Just(ActivityQuery::everything()),
    ];
    let everything = prop_oneof![
        activity_term(world).prop_map(|term| term.clone() | !term),
        activity_term(world).prop_map(|term| !(term.clone() & !term)),
        computer_term(world).prop_map(|term| ActivityQuery::computer(term.clone() | !term)),
        computer_term(world).prop_map(|term| !ActivityQuery::computer(term.clone() & !term)),
    ];
    prop_oneof![8 => any.prop_map(User::Any), 1 => everything.prop_map(User::Everything)].boxed()
}

/// Prints and parses a query, so that its terms have positions.
fn typed(query: &ActivityQuery) -> ActivityQuery {
    query.to_string().parse().unwrap()
}

/// Generates a change of the activities of a world.
pub(crate) fn request(world: &World) -> BoxedStrategy<Request> {
    let world = world.clone();
    let change = select(&[Change::Cancel, Change::Approve][..]);
    let scoped = world.clone();
    let request = change.prop_flat_map(move |change| {
        let broken = Just("computer:search:gone".parse().unwrap());
        let scope = prop_oneof![4 => query(&scoped), 1 => broken];
        let is_typed = any::<bool>();
        (Just(change), user(&scoped, change), option::weighted(0.3, scope), is_typed)
    });
    let ids = vec(0..60_u32, 0..4);
    let expected = (0..4_u32, ids);
    (request, prop::bool::weighted(0.2), expected)
        .prop_map(move |((change, user, scope, is_typed), may_be_everything, (which, ids))| {
            let user = match user {
                User::Everything(query) if is_typed => User::Everything(typed(&query)),
                User::Any(query) if is_typed => User::Any(typed(&query)),
                user => user,
            };
            let mut request = Request { change, user, scope, may_be_everything, expected: None };
            request.expected = match (which, world.selected(&request)) {
                (0, Ok(ids)) => Some(Fingerprint::of(ids)),
                (1, _) => Some(Fingerprint::of(ids.into_iter().map(ActivityId::from))),
                _ => None,
            };
            request
        })
        .boxed()
}
