//! The saved searches: made, edited, listed, removed.

use activity_query::model::{Record, SavedSearch};
use activity_query::store::{RecordStore as _, SavedSearches};
use activity_query::{ComputerQuery, Limits, ResolveError};
use serde_json::{Value, json};

use crate::answer::{self, Answer};
use crate::call::Call;
use crate::legacy::{Changed, LIMIT};
use crate::problem::Problem;
use crate::service::Service;

/// How many saved searches there may be, and how long their texts.
const MOST: usize = 1_000;
const LONGEST: Limits = Limits::new().length(64 << 10).depth(64).terms(5_000).diagnostics(100);
const LONGEST_TITLE: usize = 1_000;

fn of_store(service: &Service, call: &Call) -> Result<Vec<Record<SavedSearch>>, Problem> {
    let searches = service.store.ask(call, async |store| store.get_searches().await);
    searches.map_err(|error| Problem::store(error, ""))
}

/// The names and texts of the searches.
pub(crate) fn all(service: &Service, call: &Call) -> Result<Vec<SavedSearch>, Problem> {
    let searches = of_store(service, call)?;
    searches.iter().map(Record::read).collect::<Result<_, _>>().map_err(Problem::internal)
}

/// The text of the search of that name.
pub(crate) fn text_of<'s>(searches: &'s [SavedSearch], name: &str) -> Option<&'s str> {
    searches.iter().find(|search| search.name == name).map(SavedSearch::search)
}

pub(crate) fn create(service: &Service, call: &Call) -> Result<Changed, Problem> {
    let given = &call.parameters;
    let title = title(given.needed("title")?)?;
    let name = match given.get("name") {
        Some(name) => name.to_owned(),
        None => slug(title),
    };
    let is_slug = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.is_empty() || name.len() > LONGEST_TITLE || !name.bytes().all(is_slug) {
        let message = "`name` must consist of lower-case letters, digits and hyphens";
        return Err(Problem::bad("InvalidSavedSearchName", message));
    }
    let text = given.needed("search")?;
    change(service, call, |searches| {
        if searches.contains_key(&name) {
            let message = format!("there is a saved search `{name}` already");
            return Err(Problem::bad("DuplicateSavedSearch", message));
        }
        if searches.len() >= MOST {
            let message = format!("there are {MOST} saved searches, which is the most: remove one");
            return Err(Problem::bad("TooManySavedSearches", message));
        }
        let mut search = Record::named(&name, text);
        search.set("title", title).map_err(Problem::internal)?;
        put(searches, search)
    })
}

pub(crate) fn edit(service: &Service, call: &Call) -> Result<Changed, Problem> {
    let given = &call.parameters;
    let name = given.needed("name")?;
    let title = given.get("title").map(title).transpose()?;
    let text = given.get("search");
    if title.is_none() && text.is_none() {
        let message = "`title` or `search` is missing: nothing would change";
        return Err(Problem::bad("MissingParameter", message));
    }
    change(service, call, |searches| {
        let mut search = searches.get(name).cloned().ok_or_else(|| unknown(name))?;
        if let Some(title) = title {
            search.set("title", title).map_err(Problem::internal)?;
        }
        if let Some(text) = text {
            search.set("search", text).map_err(Problem::internal)?;
        }
        put(searches, search)
    })
}

pub(crate) fn list(service: &Service, call: &Call) -> Answer {
    let (limit, offset) = call.parameters.page(LIMIT)?;
    let searches = of_store(service, call)?;
    let page = searches.iter().skip(offset).take(limit).map(shown);
    answer::of(&page.collect::<Result<Vec<_>, _>>()?)
}

pub(crate) fn remove(service: &Service, call: &Call) -> Result<Changed, Problem> {
    let name = call.parameters.needed("name")?;
    change(service, call, |searches| {
        searches.remove(name).map(|_| Value::Null).ok_or_else(|| unknown(name))
    })
}

fn change(
    service: &Service,
    call: &Call,
    change: impl FnOnce(&mut SavedSearches) -> Result<Value, Problem> + Send,
) -> Result<Changed, Problem> {
    let changed = service.store.change(call, async |store| store.change_searches(change).await);
    changed.map_err(|error| Problem::store(error, ""))?.map(Changed::Search)
}

/// Puts a search in, if queries can use it then.
fn put(searches: &mut SavedSearches, search: Record<SavedSearch>) -> Result<Value, Problem> {
    let own = search.read().map_err(Problem::internal)?;
    let text = own.search();
    let parsed = ComputerQuery::parse(text, &LONGEST).map_err(|error| criteria(error.report()))?;
    if parsed.query.is_everything() {
        return Err(criteria("`search` is empty: it would select every computer"));
    }
    let others = searches.values().map(Record::read).collect::<Result<Vec<_>, _>>();
    let others = others.map_err(Problem::internal)?;
    let lookup = |name: &str| {
        let of_own = (name == own.name).then_some(text);
        of_own.or_else(|| text_of(&others, name))
    };
    // The one that names it, so that a circle is seen from its start.
    let error = |error: ResolveError| criteria(error.report(text));
    parsed.query.resolve(lookup).map_err(error)?;
    let value = shown(&search)?;
    searches.insert(own.name, search);
    Ok(value)
}

fn criteria(message: impl Into<String>) -> Problem {
    let message: String = message.into();
    Problem::bad("InvalidSavedSearchCriteria", message.trim_end())
}

fn unknown(name: &str) -> Problem {
    let name: String = name.chars().take(40).collect();
    Problem::bad("UnknownSavedSearch", format!("there is no saved search `{name}`"))
}

fn title(text: &str) -> Result<&str, Problem> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST_TITLE {
        let message = format!("`title` must have 1 to {LONGEST_TITLE} bytes");
        return Err(Problem::bad("InvalidParameter", message));
    }
    Ok(text)
}

/// A name of the title's letters and digits.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for character in title.chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// As callers see it, with a title in any case.
fn shown(search: &Record<SavedSearch>) -> Result<Value, Problem> {
    let own = search.read().map_err(Problem::internal)?;
    let title = search.field("title").and_then(|json| serde_json::from_str(json).ok());
    let title = title.unwrap_or_else(|| json!(own.name));
    Ok(json!({ "name": own.name, "title": title, "search": own.search() }))
}
