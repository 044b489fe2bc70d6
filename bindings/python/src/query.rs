//! [`Query`]: an expression and the text it was read from; and the classes that hold one.

use std::borrow::Cow;
use std::hash::Hash;

use activity_query::explain::Counts;
use activity_query::language::Language;
use activity_query::{Context, Explanation, Expr, Limits, ResolveError, Span, Spanned};
use pyo3::PyClass;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::{Bound, PyAny, PyAnyMethods as _, PyResult, Python};
use pyo3::pyclass::boolean_struct::True;
use pyo3::types::{
    PyDict, PyDictMethods as _, PyString, PyStringMethods as _, PyTuple, PyTypeMethods as _,
};

use crate::error;

/// A query, as a class of Python holds it.
#[derive(Clone, Debug)]
pub(crate) struct Query<L> {
    pub(crate) expr: Expr<L>,
    /// The text that the places in the expression are places of.
    pub(crate) source: Option<Box<str>>,
}

impl<L: Language> Query<L> {
    /// A query that was made, not read.
    pub(crate) fn made(expr: Expr<L>) -> Self {
        Self { expr, source: None }
    }

    /// Another expression with places in the same text.
    pub(crate) fn derived(&self, expr: Expr<L>) -> Self {
        Self { expr, source: self.source.clone() }
    }

    /// The text to draw mistakes on; empty if the query has places in none.
    pub(crate) fn text(&self) -> &str {
        self.source.as_deref().unwrap_or_default()
    }

    /// The expression alone, without places.
    pub(crate) fn alone(&self) -> Expr<L> {
        self.expr.clone().without_spans()
    }

    /// What the class is called with to make the query again.
    pub(crate) fn pickled<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        if self.expr.terms().any(Spanned::is_withheld) {
            // Read again, it would not be hidden any more.
            return Err(PyTypeError::new_err("a scoped query can't be pickled"));
        }
        let limits = py.import("activity_query._results")?.getattr("Limits")?;
        let most = isize::MAX;
        let named = PyDict::new(py);
        named.set_item("limits", limits.call1((most, most, most, most))?)?;
        let arguments = PyTuple::new(py, [self.expr.to_string()])?;
        PyTuple::new(py, [arguments.into_any(), named.into_any()])
    }

    /// The same query with places in a text: that it was read from, or its canonical one.
    ///
    /// A query that was scoped keeps what it hides, and may have no text.
    pub(crate) fn located(&self) -> Cow<'_, Self> {
        if self.source.is_some() || self.expr.terms().any(Spanned::is_withheld) {
            return Cow::Borrowed(self);
        }
        let text = self.expr.to_string();
        match Expr::parse(&text, &UNLIMITED) {
            Ok(parsed) => Cow::Owned(Self { expr: parsed.query, source: Some(text.into()) }),
            // Canonical text reads back, so this is not reached.
            Err(_) => Cow::Borrowed(self),
        }
    }

    /// The query that the system's part narrows.
    pub(crate) fn scoped(system: Self, user: &Self) -> Self {
        let user = user.located().into_owned();
        Self { expr: Expr::scoped(system.expr, user.expr), source: user.source }
    }
}

/// Limits that no text reaches.
pub(crate) const UNLIMITED: Limits =
    Limits::new().length(usize::MAX).depth(usize::MAX).terms(usize::MAX);

/// A class of Python that holds queries of one language.
pub(crate) trait QueryClass:
    PyClass<Frozen = True> + AsRef<Query<Self::Term>> + Send + Sync
{
    type Term: Language + Eq + Hash + Send + Sync;

    /// What terms read of a record.
    type View;

    /// What a query looks at in a record.
    type Reads: Copy;

    fn reads(query: &Expr<Self::Term>) -> Self::Reads;

    /// Reads a dict.
    fn view(record: &Bound<'_, PyAny>, reads: Self::Reads) -> PyResult<Self::View>;

    /// Reads a dict as a whole, so that what is odd in it can be shown.
    fn whole_view(record: &Bound<'_, PyAny>) -> PyResult<Self::View>;

    fn matches(
        query: &Expr<Self::Term>,
        record: &Self::View,
        context: &Context<'_>,
    ) -> Result<bool, ResolveError>;

    fn explain(
        query: &Expr<Self::Term>,
        record: &Self::View,
        context: &Context<'_>,
    ) -> Result<Explanation, ResolveError>;

    fn counts(
        query: &Expr<Self::Term>,
        records: &[Self::View],
        context: &Context<'_>,
    ) -> Result<Counts, ResolveError>;

    /// The text in the documented grammar, or why there is none and the part to blame.
    fn portable(query: &Expr<Self::Term>, most: usize) -> Result<String, (String, Option<Span>)>;
}

/// The query that was given: one of the class, or a text.
pub(crate) fn given<'a, C: QueryClass>(
    value: &'a Bound<'_, PyAny>,
) -> PyResult<Cow<'a, Query<C::Term>>> {
    if let Ok(text) = value.cast::<PyString>() {
        return read(value.py(), text.to_str()?, &Limits::default()).map(Cow::Owned);
    }
    if let Ok(query) = value.cast::<C>() {
        return Ok(Cow::Borrowed(query.get().as_ref()));
    }
    let kind = value.get_type().name()?;
    Err(PyTypeError::new_err(format!("expected a str or {}, not {kind}", C::NAME)))
}

/// Reads a text.
pub(crate) fn read<L: Language>(py: Python<'_>, text: &str, limits: &Limits) -> PyResult<Query<L>> {
    match Expr::parse(text, limits) {
        Ok(parsed) => Ok(Query { expr: parsed.query, source: Some(text.into()) }),
        Err(error) => Err(error::of_text(py, &error)),
    }
}

/// The queries that were given, without their places, which are places of several texts.
pub(crate) fn several<C: QueryClass>(values: &Bound<'_, PyAny>) -> PyResult<Vec<Expr<C::Term>>> {
    let query = |value: PyResult<Bound<'_, PyAny>>| Ok(given::<C>(&value?)?.alone());
    values.try_iter()?.map(query).collect()
}
