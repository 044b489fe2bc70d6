//! The sentences that describe what a record has.

use crate::query::print::quote_if_needed;

/// The number of list entries that are named.
const NAMED: usize = 5;

/// The length of a value, in characters, from which it is cut.
const LONG: usize = 60;

/// Describes a single value: `status is delivered, not failed`.
pub(crate) fn one(name: &str, own: Option<&str>, wanted: &str, matches: bool) -> String {
    match own {
        None => format!("no {name}"),
        Some(own) if matches => format!("{name} is {}", value(own)),
        Some(own) => format!("{name} is {}, not {}", value(own), value(wanted)),
    }
}

/// Describes a text when a part of it is asked for: `vendor is Apple, without intel`.
pub(crate) fn part(name: &str, own: Option<&str>, wanted: &str, matches: bool) -> String {
    match own {
        None => format!("no {name}"),
        Some(own) if matches => format!("{name} is {}", value(own)),
        Some(own) => format!("{name} is {}, without {}", value(own), value(wanted)),
    }
}

/// Describes several values: `tags are web, eu, not laptop`.
pub(crate) fn several<T: AsRef<str>>(
    name: &str,
    own: impl IntoIterator<Item = T>,
    wanted: &str,
    matches: bool,
) -> String {
    match list(own) {
        None => format!("no {name}"),
        Some(own) if matches => format!("{name} are {own}"),
        Some(own) => format!("{name} are {own}, not {}", value(wanted)),
    }
}

/// Describes a value, whether it matches or not: `last ping is 2024-…`.
pub(crate) fn fact(name: &str, own: Option<String>) -> String {
    own.map_or_else(|| format!("no {name}"), |own| format!("{name} is {own}"))
}

/// Returns the values, or the first of them; `None` if there are none.
pub(crate) fn list<T: AsRef<str>>(own: impl IntoIterator<Item = T>) -> Option<String> {
    let mut own = own.into_iter();
    let named: Vec<String> = own.by_ref().take(NAMED).map(|own| value(own.as_ref())).collect();
    let more = match own.count() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!named.is_empty()).then(|| format!("{}{more}", named.join(", ")))
}

/// Returns the value, in quotes if a query would need them.
pub(crate) fn value(text: &str) -> String {
    if text.chars().count() <= LONG {
        return quote_if_needed(text).into_owned();
    }
    quote_if_needed(&text.chars().take(LONG).chain(['…']).collect::<String>()).into_owned()
}
