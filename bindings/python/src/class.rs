//! The class of queries of one language: how they are made, combined and put in other words.

/// A class of Python that holds queries of one language. Its other methods are those of
/// `query_texts`, `query_calls` and `constructors`.
macro_rules! query_class {
    ($(#[$doc:meta])* $class:ident of $term:ty;) => {
        $(#[$doc])*
        #[pyclass(frozen, module = "activity_query")]
        #[derive(Debug)]
        pub(crate) struct $class(Query<$term>);

        impl From<Query<$term>> for $class {
            fn from(query: Query<$term>) -> Self {
                Self(query)
            }
        }

        impl AsRef<Query<$term>> for $class {
            fn as_ref(&self) -> &Query<$term> {
                &self.0
            }
        }

        #[pymethods]
        impl $class {
            #[new]
            #[pyo3(signature = (text = "", *, limits = None))]
            fn new(
                py: Python<'_>,
                text: &str,
                limits: Option<&Bound<'_, PyAny>>,
            ) -> PyResult<Self> {
                query::read(py, text, &read::limits(limits)?).map(Self)
            }

            /// The query that selects everything: the empty text.
            #[staticmethod]
            fn everything() -> Self {
                Self(Query::made(Expr::everything()))
            }

            /// The query that selects nothing.
            #[staticmethod]
            fn nothing() -> Self {
                Self(Query::made(Expr::nothing()))
            }

            /// What every one of the queries selects; everything, if there is none.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> str(ActivityQuery.all(["id:1", "status:failed"]))
            /// 'id:1 status:failed'
            #[staticmethod]
            fn all(queries: &Bound<'_, PyAny>) -> PyResult<Self> {
                Ok(Self(Query::made(Expr::all(query::several::<Self>(queries)?))))
            }

            /// What at least one of the queries selects; nothing, if there is none.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> str(ActivityQuery.any(ActivityQuery.id(id) for id in range(3)))
            /// 'id:0 OR id:1 OR id:2'
            #[staticmethod]
            fn any(queries: &Bound<'_, PyAny>) -> PyResult<Self> {
                Ok(Self(Query::made(Expr::any(query::several::<Self>(queries)?))))
            }

            /// What the system's query and the user's query both select. Whatever the user
            /// wrote can only narrow what the system allows, and no message or explanation
            /// shows the system's part.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> str(ActivityQuery.scoped("parent-id:4", "id:7 OR id:8"))
            /// 'parent-id:4 id:7 OR id:8'
            #[staticmethod]
            fn scoped(system: &Bound<'_, PyAny>, user: &Bound<'_, PyAny>) -> PyResult<Self> {
                let system = query::given::<Self>(system)?.into_owned();
                Ok(Self(Query::scoped(system, &*query::given::<Self>(user)?)))
            }

            fn __str__(&self) -> String {
                self.0.expr.to_string()
            }

            fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
                let text = PyString::new(py, &self.__str__()).repr()?;
                Ok(format!(concat!(stringify!($class), "({})"), text.to_str()?))
            }

            fn __eq__(&self, other: &Self) -> bool {
                self.0.expr == other.0.expr
            }

            fn __hash__(&self) -> u64 {
                let mut hasher = DefaultHasher::new();
                self.0.expr.hash(&mut hasher);
                hasher.finish()
            }

            fn __and__(&self, other: &Self) -> Self {
                Self(Query::made(self.0.alone() & other.0.alone()))
            }

            fn __or__(&self, other: &Self) -> Self {
                Self(Query::made(self.0.alone() | other.0.alone()))
            }

            fn __invert__(&self) -> Self {
                Self(self.0.derived(!self.0.expr.clone()))
            }

            fn __copy__<'a, 'py>(this: &'a Bound<'py, Self>) -> &'a Bound<'py, Self> {
                this
            }

            fn __deepcopy__<'a, 'py>(
                this: &'a Bound<'py, Self>,
                #[expect(unused_variables, reason = "a query holds no other objects")]
                memo: &Bound<'_, PyAny>,
            ) -> &'a Bound<'py, Self> {
                this
            }

            fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
                self.0.pickled(py)
            }

            /// The query as a tree of dicts and lists: ``{"all": [...]}``, ``{"any": [...]}``,
            /// ``{"not": ...}``, ``{"field": ..., "value": ...}``, ``{"field": ..., "query":
            /// ...}`` and ``{"keyword": ...}``.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery("NOT status:failed").tree()
            /// {'not': {'field': 'status', 'value': 'failed'}}
            fn tree<'py>(&self, py: Python<'py>) -> result::Made<'py> {
                let text = serde_json::to_string(&self.0.expr.tree());
                result::json(py, &text.map_err(|error| result::too_deep(&error))?)
            }

            /// The terms, each as canonical text, in the order of the query.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery("status:failed NOT id:7").terms
            /// ['status:failed', 'id:7']
            #[getter]
            fn terms(&self) -> Vec<String> {
                self.0.expr.terms().map(|term| term.value.to_string()).collect()
            }

            /// The same query without what decides nothing in it.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery("id:7 OR id:7 OR (id:7 status:failed)").simplified()
            /// ActivityQuery('id:7')
            fn simplified(&self, py: Python<'_>) -> Self {
                Self(self.0.derived(py.detach(|| self.0.expr.simplified())))
            }

            /// The same query with NOT before terms alone.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery("NOT (id:7 OR id:8)").negation_normal()
            /// ActivityQuery('NOT id:7 NOT id:8')
            fn negation_normal(&self) -> Self {
                Self(self.0.derived(self.0.expr.negation_normal()))
            }

            /// The same query as an AND of ORs, with at most ``most`` terms.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery("id:7 OR (id:8 status:failed)").conjunctive(100)
            /// ActivityQuery('id:7 OR id:8 id:7 OR status:failed')
            #[pyo3(signature = (most = 10_000))]
            fn conjunctive(&self, py: Python<'_>, most: usize) -> PyResult<Self> {
                let form = py.detach(|| self.0.expr.conjunctive(most));
                form.map(|form| Self(self.0.derived(form))).map_err(|error| {
                    error::of_rewriting(py, &error.to_string(), error.span, self.0.text())
                })
            }

            /// The same query as an OR of ANDs, with at most ``most`` terms.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery("status:failed id:7 OR id:8").disjunctive(100)
            /// ActivityQuery('(status:failed id:7) OR (status:failed id:8)')
            #[pyo3(signature = (most = 10_000))]
            fn disjunctive(&self, py: Python<'_>, most: usize) -> PyResult<Self> {
                let form = py.detach(|| self.0.expr.disjunctive(most));
                form.map(|form| Self(self.0.derived(form))).map_err(|error| {
                    error::of_rewriting(py, &error.to_string(), error.span, self.0.text())
                })
            }

            /// The text of the query in the documented grammar alone, with at most ``most``
            /// terms: no parentheses and no AND.
            ///
            /// >>> from activity_query import ActivityQuery
            /// >>> ActivityQuery("id:7 OR (id:8 status:failed)").portable()
            /// 'id:7 OR id:8 id:7 OR status:failed'
            #[pyo3(signature = (most = 10_000))]
            fn portable(&self, py: Python<'_>, most: usize) -> PyResult<String> {
                let text = py.detach(|| <Self as QueryClass>::portable(&self.0.expr, most));
                text.map_err(|(message, span)| {
                    error::of_rewriting(py, &message, span, self.0.text())
                })
            }

            /// Whether the query is known to match no record, whatever the records are.
            fn never_matches(&self, py: Python<'_>) -> bool {
                py.detach(|| self.0.expr.never_matches())
            }

            /// Whether the query is known to match every record, whatever the records are.
            fn always_matches(&self, py: Python<'_>) -> bool {
                py.detach(|| self.0.expr.always_matches())
            }

            /// The query with every saved search of a fleet expanded.
            ///
            /// >>> from activity_query import ComputerQuery, Fleet
            /// >>> fleet = Fleet(searches={"farm": "tag:web OR tag:db"})
            /// >>> ComputerQuery("NOT search:farm").resolve(fleet)
            /// ComputerQuery('NOT (tag:web OR tag:db)')
            fn resolve(&self, py: Python<'_>, fleet: &Bound<'_, Fleet>) -> PyResult<Self> {
                call::resolve::<Self>(py, &self.0, fleet.get()).map(Self)
            }
        }

        crate::text::query_texts!($class of $term);
        crate::call::query_calls!($class);
    };
}
pub(crate) use query_class;
