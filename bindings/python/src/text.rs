//! The methods of a class of queries that take a text which somebody types.

/// The static methods of a class of queries that take a text: checks, completion, fixes, edits.
macro_rules! query_texts {
    ($class:ident of $term:ty) => {
        #[pymethods]
        impl $class {
            /// The mistakes in a text and the remarks on it. With a cursor, what is unfinished
            /// there is not yet a mistake.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> [found.code for found in ActivityQuery.check("id:abc (status:fai")]
            /// ['invalid-value', 'unclosed-group', 'invalid-value']
            /// >>> [found.code for found in ActivityQuery.check("id:abc (status:fai", cursor=18)]
            /// ['invalid-value']
            #[staticmethod]
            #[pyo3(signature = (text, cursor = None, *, limits = None))]
            fn check<'py>(
                py: Python<'py>,
                text: &str,
                cursor: Option<usize>,
                limits: Option<&Bound<'_, PyAny>>,
            ) -> PyResult<Bound<'py, PyTuple>> {
                read::check::<$term>(py, text, cursor, &read::limits(limits)?)
            }

            /// What can be written at the cursor.
            ///
            /// ``values`` knows values that the language doesn't: it is a `MemoryStore`, or a
            /// function of the language (``activity`` or ``computer``), the field (None for a
            /// keyword) and what was typed. Dates are counted from ``now``, or else from the
            /// current time.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> def known(language, field, typed):
            /// ...     return ["laptop", "lab"] if (language, field) == ("computer", "tag") else []
            /// >>> completion = ActivityQuery.complete("computer:tag:la", 15, known)
            /// >>> completion.span, [item.text for item in completion.items]
            /// ((13, 15), ['laptop', 'lab'])
            #[staticmethod]
            #[pyo3(signature = (text, cursor, values = None, *, now = None))]
            fn complete<'py>(
                py: Python<'py>,
                text: &str,
                cursor: usize,
                values: Option<&Bound<'py, PyAny>>,
                now: Option<&Bound<'py, PyAny>>,
            ) -> result::Made<'py> {
                read::complete::<$term>(py, text, cursor, values, now)
            }

            /// What each part of a text is, whether the text is a query or not.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> [part.kind for part in ActivityQuery.highlight("status:failed OR")]
            /// ['field', 'colon', 'word', 'blank', 'error']
            #[staticmethod]
            fn highlight<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyTuple>> {
                result::highlights(py, text, &Expr::<$term>::highlight(text))
            }

            /// All that may be wrong with a text: its mistakes or, if it has none, its warnings
            /// and what can be said of the query as a whole.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> [found.code for found in ActivityQuery.lint("status:failed status:canceled")]
            /// ['never-matches']
            #[staticmethod]
            fn lint<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyTuple>> {
                let found = py.detach(|| Expr::<$term>::lint(text));
                result::diagnostics(py, text, &found)
            }

            /// The text with the certain fixes of `lint`, until none is left.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery.fix("Status:failed status:Failed").text
            /// 'status:failed'
            #[staticmethod]
            fn fix<'py>(py: Python<'py>, text: &str) -> result::Made<'py> {
                let fixed = py.detach(|| Expr::<$term>::fix(text));
                result::fixed(py, &fixed)
            }

            /// Whether the text has the filter: every operand of the filter is one of the text.
            #[staticmethod]
            fn has(py: Python<'_>, text: &str, filter: &Bound<'_, PyAny>) -> PyResult<bool> {
                let has = edit::has(text, &query::given::<Self>(filter)?.expr);
                has.map_err(|error| error::of_text(py, &error))
            }

            /// The text with the filter; every other character stays.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery.add("type:RestartRequest  OR id:7", "status:failed").text
            /// 'type:RestartRequest  OR id:7 status:failed'
            #[staticmethod]
            fn add<'py>(
                py: Python<'py>,
                text: &str,
                filter: &Bound<'_, PyAny>,
            ) -> result::Made<'py> {
                let filter = query::given::<Self>(filter)?;
                read::edited(py, text, edit::add(text, &filter.expr))
            }

            /// The text without the filter.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery.remove("id:7 status:failed", "status:failed").text
            /// 'id:7'
            #[staticmethod]
            fn remove<'py>(
                py: Python<'py>,
                text: &str,
                filter: &Bound<'_, PyAny>,
            ) -> result::Made<'py> {
                let filter = query::given::<Self>(filter)?;
                read::edited(py, text, edit::remove(text, &filter.expr))
            }

            /// The text without the filter if it has it, and else with it.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery.toggle("id:7", "status:failed").text
            /// 'id:7 status:failed'
            #[staticmethod]
            fn toggle<'py>(
                py: Python<'py>,
                text: &str,
                filter: &Bound<'_, PyAny>,
            ) -> result::Made<'py> {
                let filter = query::given::<Self>(filter)?;
                read::edited(py, text, edit::toggle(text, &filter.expr))
            }

            /// The text with the filter in the place of those of the same fields.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery.set("status:failed id:7", "status:canceled").text
            /// 'status:canceled id:7'
            #[staticmethod]
            fn set<'py>(
                py: Python<'py>,
                text: &str,
                filter: &Bound<'_, PyAny>,
            ) -> result::Made<'py> {
                let filter = query::given::<Self>(filter)?;
                read::edited(py, text, edit::set(text, &filter.expr))
            }

            /// The text without the filters of these fields.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery.clear("status:failed id:7", ["status"]).text
            /// 'id:7'
            #[staticmethod]
            fn clear<'py>(py: Python<'py>, text: &str, fields: Vec<String>) -> result::Made<'py> {
                let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
                read::edited(py, text, edit::clear::<$term>(text, &fields))
            }
        }
    };
}
pub(crate) use query_texts;
