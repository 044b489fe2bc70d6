//! The values of terms, from those of Python.

use activity_query::language::Language;
use activity_query::{Expr, ValueError};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::{PyResult, Python};

use crate::error;
use crate::query::Query;

/// A value that the language checks.
pub(crate) fn checked<V, R>(value: R) -> PyResult<V>
where
    V: TryFrom<R, Error = ValueError>,
{
    V::try_from(value).map_err(|error| error::of_value(&error))
}

/// The one term that a field and a value make, as a query writes them.
pub(crate) fn written<L: Language>(py: Python<'_>, field: &str, value: &str) -> PyResult<Query<L>> {
    let text = format!("{field}:{value}");
    match text.parse::<Expr<L>>() {
        Err(error) => Err(error::of_text(py, &error)),
        Ok(expr) => {
            let mut terms = expr.terms();
            let is_whole = terms.next().is_some_and(|term| Expr::term(term.value.clone()) == expr);
            if !is_whole {
                let message = format!("`{value}` is not one value of `{field}`");
                return Err(PyValueError::new_err(message));
            }
            drop(terms);
            Ok(Query::made(expr.without_spans()))
        }
    }
}

/// A text in quotes, as a query writes it.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A size or a range of sizes, which has no quotes.
pub(crate) fn size(text: &str) -> String {
    text.to_owned()
}

/// The one term that a class of devices and one of its attributes make.
pub(crate) fn attribute<L: Language, const N: usize>(
    py: Python<'_>,
    class: &str,
    given: [(&str, Option<String>); N],
) -> PyResult<Query<L>> {
    let names = given.each_ref().map(|(name, _)| *name).join(", ");
    let mut given = given.into_iter().filter_map(|(name, value)| Some((name, value?)));
    match (given.next(), given.next()) {
        (Some((name, value)), None) => written(py, &format!("{class}.{name}"), &value),
        _ => Err(PyTypeError::new_err(format!("`{class}` takes one of {names}"))),
    }
}

/// The constructors of the terms of a language whose value is a text or a number, each with the
/// type that checks it.
macro_rules! constructors {
    (
        $class:ident of $term:ty;
        texts { $($(#[$text_doc:meta])* $text:ident($words:ident: $text_type:ty);)* }
        numbers { $($(#[$number_doc:meta])* $number:ident($figure:ident: $figure_type:ty) = $number_type:ty;)* }
        written { $($(#[$written_doc:meta])* $written:ident($value:ident) = $field:literal;)* }
        flags { $($(#[$flag_doc:meta])* $flag:ident;)* }
    ) => {
        #[pymethods]
        impl $class {
            $($(#[$text_doc])*
            #[staticmethod]
            fn $text($words: &str) -> PyResult<Self> {
                let value: $text_type = values::checked($words)?;
                Ok(Self(Query::made(Expr::<$term>::$text(value))))
            })*

            $($(#[$number_doc])*
            #[staticmethod]
            fn $number($figure: $figure_type) -> PyResult<Self> {
                let value: $number_type = values::checked($figure)?;
                Ok(Self(Query::made(Expr::<$term>::$number(value))))
            })*

            $($(#[$written_doc])*
            #[staticmethod]
            fn $written(py: Python<'_>, $value: &str) -> PyResult<Self> {
                values::written(py, $field, $value).map(Self)
            })*

            $($(#[$flag_doc])*
            #[staticmethod]
            fn $flag() -> Self {
                Self(Query::made(Expr::<$term>::$flag()))
            })*
        }
    };
}
pub(crate) use constructors;
