//! [`Parameters`]: what a call says, read strictly.

use std::str::FromStr;

use percent_encoding::percent_decode;

use crate::problem::Problem;

/// The most records that one answer holds.
pub(crate) const MOST: usize = 10_000;
/// The most parameters that a call has. Each name is compared with those before
/// it, before anything is known of the caller: a cap keeps that linear.
const MOST_NAMES: usize = 32;

/// What every call may have: its signature, and a `nonce` that makes it another
/// one than that of an equal call.
const OF_SIGNATURES: [&str; 6] =
    ["access_key_id", "nonce", "signature", "signature_method", "signature_version", "timestamp"];

/// Names and values, each name once.
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    all: Vec<(String, String)>,
    /// Whether a `+` stood where the offset of a time begins, and became a blank.
    lost_offset: bool,
}

impl Parameters {
    /// Reads a query string or a form. Unlike browsers' forms, broken escapes
    /// and text that is not UTF-8 are mistakes: guessing could change a query.
    pub(crate) fn add(&mut self, form: &[u8]) -> Result<(), Problem> {
        for pair in form.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            if self.all.len() == MOST_NAMES {
                let message = format!("the call has more than {MOST_NAMES} parameters");
                return Err(Problem::bad("TooManyParameters", message));
            }
            let mut parts = pair.splitn(2, |byte| *byte == b'=');
            let name = decoded(parts.next().unwrap_or_default())?;
            let value = decoded(parts.next().unwrap_or_default())?;
            if self.get(&name).is_some() {
                return Err(Problem::bad("InvalidParameter", format!("`{name}` is given twice")));
            }
            self.lost_offset |= has_offset(pair);
            self.all.push((name, value));
        }
        Ok(())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Refuses what the call does not take: a slip of the pen in the name of
    /// the query would select everything.
    pub(crate) fn check_names(&self, known: &[&str]) -> Result<(), Problem> {
        let all = || known.iter().chain(&OF_SIGNATURES).copied();
        let Some((name, _)) = self.iter().find(|(name, _)| all().all(|own| own != *name)) else {
            return Ok(());
        };
        let name: String = name.chars().take(40).collect();
        let distance = |own: &str| strsim::osa_distance(own, &name);
        let near = all().filter(|own| distance(own) * 2 <= name.chars().count());
        let message = match near.min_by_key(|own| distance(own)) {
            Some(nearest) => format!("the call takes no `{name}`: did you mean `{nearest}`?"),
            None if known.is_empty() => {
                format!("the call takes no `{name}`, nor any other parameter")
            }
            None => format!("the call takes no `{name}`: it takes `{}`", known.join("`, `")),
        };
        Err(Problem::bad("UnknownParameter", message))
    }

    /// A hint on a call with mistakes that a `+` may be the cause of.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        self.lost_offset.then_some(
            "hint: in a URL and in a form a `+` is a blank: write `%2B` in a time such as 2024-07-10T12:00%2B02:00",
        )
    }

    /// What can't be left out.
    pub(crate) fn needed(&self, name: &str) -> Result<&str, Problem> {
        self.get(name)
            .ok_or_else(|| Problem::bad("MissingParameter", format!("`{name}` is missing")))
    }

    /// The query; nothing selects everything.
    pub(crate) fn query(&self) -> &str {
        self.get("query").unwrap_or_default()
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<usize>, Problem> {
        let Some(text) = self.get(name) else { return Ok(None) };
        digits(text).map(Some).ok_or_else(|| invalid(name, text, "a number of 0 or more"))
    }

    /// How many records are wanted, and how many to leave out first.
    pub(crate) fn page(&self, limit: usize) -> Result<(usize, usize), Problem> {
        let limit = self.number("limit")?.unwrap_or(limit);
        if limit > MOST {
            let message = format!("`limit` is {limit}: {MOST} is the most, ask for more pages");
            return Err(Problem::bad("InvalidParameter", message));
        }
        Ok((limit, self.number("offset")?.unwrap_or_default()))
    }

    pub(crate) fn flag(&self, name: &str) -> Result<Flag, Problem> {
        match self.get(name) {
            Some("true" | "1") => Ok(Flag::Set),
            None | Some("false" | "0") => Ok(Flag::Unset),
            Some(text) => Err(invalid(name, text, "`true` or `false`")),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flag {
    Set,
    Unset,
}

/// The number that the text is, of digits alone.
pub(crate) fn digits<N: FromStr>(text: &str) -> Option<N> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

pub(crate) fn invalid(name: &str, text: &str, wanted: &str) -> Problem {
    let text: String = text.chars().take(40).collect();
    Problem::bad("InvalidParameter", format!("`{name}` is `{text}`, not {wanted}"))
}

fn decoded(text: &[u8]) -> Result<String, Problem> {
    let mut escapes = text.iter().enumerate().filter(|(_, byte)| **byte == b'%');
    let is_escape = |at: usize| {
        text.get(at + 1..at + 3).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
    };
    if !escapes.all(|(at, _)| is_escape(at)) {
        return Err(Problem::bad(
            "InvalidEncoding",
            "a `%` stands before no two hexadecimal digits",
        ));
    }
    let blanks: Vec<u8> =
        text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let text = percent_decode(&blanks).decode_utf8();
    let text = text.map_err(|_| Problem::bad("InvalidEncoding", "the text is not UTF-8"))?;
    Ok(text.into_owned())
}

/// Whether a `+` stands between a time and an offset: `T12:00+02`.
fn has_offset(pair: &[u8]) -> bool {
    let is_digit =
        |at: Option<usize>| at.and_then(|at| pair.get(at)).is_some_and(u8::is_ascii_digit);
    let mut pluses = pair.iter().enumerate().filter(|(_, byte)| **byte == b'+');
    pluses.any(|(at, _)| {
        let around = [at.checked_sub(2), at.checked_sub(1), Some(at + 1), Some(at + 2)];
        around.into_iter().all(is_digit)
    })
}
