//! Edits of a text that a person typed: adds, removes or sets a filter, and leaves every
//! other byte as it is.
//!
//! A filter is a typed query. The filters of a text are the operands of its AND:
//! `status:failed OR status:canceled id:7` has two. An edit never changes the meaning of the
//! others, wherever the text has parentheses, `AND` and blanks.
//!
//! ```
//! use activity_query::{ActivityQuery, edit};
//!
//! let failed: ActivityQuery = "status:failed".parse()?;
//! let edited = edit::add("(id:1  OR id:007)", &failed)?;
//! assert_eq!(edited.text, "(id:1  OR id:007) status:failed");
//! assert_eq!(edit::set("status:canceled AND id:7", &failed)?.text, "status:failed AND id:7");
//! assert_eq!(edit::toggle("status:failed AND id:7", &failed)?.text, "id:7");
//!
//! // The text can't negate an added filter: it is not a query by itself.
//! assert!(edit::add("id:7 NOT", &failed).is_err());
//! # Ok::<(), activity_query::ParseError>(())
//! ```
//!
//! Texts are read within the default [`Limits`](crate::Limits).

mod fields;
mod operands;
mod removal;

use serde::Serialize;

use crate::query::diagnostic::TextEdit;
use crate::query::expr::Expr;
use crate::query::language::Language;
use crate::query::parse::ParseError;
use fields::FieldVisitor;
use operands::{Operands, list};

/// A text after an edit, with the changes.
///
/// It serialises as `{"text": "id:7 status:failed", "edits": [{"span": [4, 4],
/// "text": " status:failed"}]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Edited {
    /// The text after the edit.
    pub text: String,
    /// The changes, in the order of the old text, so that an editor can keep its cursor in
    /// place. Empty if the text is unchanged.
    pub edits: Vec<TextEdit>,
}

/// Returns whether the text has the filter: every operand of the filter is an operand of the
/// text.
///
/// ```
/// use activity_query::{ActivityQuery, edit};
///
/// let failed: ActivityQuery = "status:failed".parse()?;
/// assert!(edit::has("id:7 (status:failed)", &failed)?);
/// assert!(!edit::has("id:7 OR status:failed", &failed)?);
/// # Ok::<(), activity_query::ParseError>(())
/// ```
///
/// # Errors
/// If the text is not a query, returns the mistakes in it.
pub fn has<T: Language>(text: &str, filter: &Expr<T>) -> Result<bool, ParseError> {
    Ok(Operands::<T>::read(text)?.have(filter))
}

/// Adds a filter at the end of the text, which narrows the query to what the filter selects,
/// too. Operands that the text already has are not added.
///
/// ```
/// use activity_query::{ActivityQuery, edit};
///
/// let filter: ActivityQuery = "computer:search:web-farm".parse()?;
/// let edited = edit::add("status:failed OR status:canceled", &filter)?;
/// assert_eq!(edited.text, "status:failed OR status:canceled computer:search:web-farm");
/// assert_eq!(edit::add(&edited.text, &filter)?.edits, []);
/// # Ok::<(), activity_query::ParseError>(())
/// ```
///
/// # Errors
/// If the text is not a query, returns the mistakes in it; if the text with the filter
/// exceeds a limit, returns that.
pub fn add<T: Language>(text: &str, filter: &Expr<T>) -> Result<Edited, ParseError> {
    Operands::read(text)?.with(filter)
}

/// Removes the operands that the text has in common with the filter, and the operators that
/// joined them to the others.
///
/// ```
/// use activity_query::{ActivityQuery, edit};
///
/// let failed: ActivityQuery = "status:failed".parse()?;
/// assert_eq!(edit::remove("id:7 AND (status:failed)", &failed)?.text, "id:7");
/// assert_eq!(edit::remove("status:failed", &failed)?.text, "");
/// // It only restricts a part of this text.
/// assert_eq!(edit::remove("id:7 OR status:failed", &failed)?.edits, []);
/// # Ok::<(), activity_query::ParseError>(())
/// ```
///
/// # Errors
/// If the text is not a query, returns the mistakes in it.
pub fn remove<T: Language>(text: &str, filter: &Expr<T>) -> Result<Edited, ParseError> {
    Operands::read(text)?.without(filter)
}

/// Removes the filter if the text [`has`] it, and [adds](add) it otherwise.
///
/// ```
/// use activity_query::{ActivityQuery, edit};
///
/// let laptops: ActivityQuery = "computer:search:laptops".parse()?;
/// let on = edit::toggle("status:failed", &laptops)?.text;
/// assert_eq!(on, "status:failed computer:search:laptops");
/// assert_eq!(edit::toggle(&on, &laptops)?.text, "status:failed");
/// # Ok::<(), activity_query::ParseError>(())
/// ```
///
/// # Errors
/// The same as for [`add`].
pub fn toggle<T: Language>(text: &str, filter: &Expr<T>) -> Result<Edited, ParseError> {
    let operands = Operands::read(text)?;
    if operands.have(filter) { operands.without(filter) } else { operands.with(filter) }
}

/// Replaces those operands of the text that use only fields of the filter: terms, their
/// negations, and groups of them. The filter takes the place of the first one, or is added at
/// the end if there are none.
///
/// Inside `computer:` the fields are those of computers: the filter `computer:search:web`
/// replaces another saved search, and leaves `computer:tag:laptop` alone.
///
/// ```
/// use activity_query::{ActivityQuery, edit};
///
/// let july: ActivityQuery = "created-after:2024-07 created-before:2024-08".parse()?;
/// assert_eq!(
///     edit::set("created-after:2011 AND id:1 NOT created-before:2012", &july)?.text,
///     "created-after:2024-07 created-before:2024-08 AND id:1",
/// );
/// // An operand that also uses other fields is kept.
/// assert_eq!(
///     edit::set("id:1 OR status:failed", &"status:canceled".parse::<ActivityQuery>()?)?.text,
///     "id:1 OR status:failed status:canceled",
/// );
/// # Ok::<(), activity_query::ParseError>(())
/// ```
///
/// # Errors
/// The same as for [`add`].
pub fn set<T: Language>(text: &str, filter: &Expr<T>) -> Result<Edited, ParseError> {
    let operands = Operands::read(text)?;
    let fields = FieldVisitor::of(filter);
    let replaced = operands.which(|operand| fields.hold(operand));
    operands.replace(&replaced, &list(filter))
}

/// Removes those operands of the text that use only these fields.
///
/// A field of computers is named together with the field that leads to it, as in
/// `computer:tag`; `computer` names all of them.
///
/// ```
/// use activity_query::{ActivityTerm, edit};
///
/// let text = "status:failed created-after:2024-07 NOT (created-before:2024-08) computer:tag:laptop";
/// let edited = edit::clear::<ActivityTerm>(text, &["created-after", "created-before"])?;
/// assert_eq!(edited.text, "status:failed computer:tag:laptop");
/// let edited = edit::clear::<ActivityTerm>(&edited.text, &["computer"])?;
/// assert_eq!(edited.text, "status:failed");
/// # Ok::<(), activity_query::ParseError>(())
/// ```
///
/// # Errors
/// If the text is not a query, returns the mistakes in it.
pub fn clear<T: Language>(text: &str, fields: &[&str]) -> Result<Edited, ParseError> {
    let operands = Operands::<T>::read(text)?;
    let fields = FieldVisitor::named(fields);
    let removed = operands.which(|operand| fields.hold(operand));
    operands.replace(&removed, &[])
}
