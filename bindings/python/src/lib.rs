//! The Python package `activity-query`: queries of activities and of computers, matching of
//! dicts, and a store in memory.
//!
//! What the classes of this module answer with, and the exceptions they raise, are plain Python
//! in `python/activity_query`.
#![expect(
    clippy::doc_link_with_quotes,
    reason = "the documentation is that of Python, where a list of strings is not a link"
)]

mod activity;
mod call;
mod class;
mod computer;
mod error;
mod fleet;
mod places;
mod query;
mod read;
mod record;
mod result;
mod store;
mod text;
mod time;
mod values;

use pyo3::prelude::pymodule;

/// What is compiled of the package `activity_query`.
#[pymodule]
mod _native {
    use pyo3::prelude::{Bound, PyModule, PyModuleMethods as _, PyResult};

    #[pymodule_export]
    use crate::activity::ActivityQuery;
    #[pymodule_export]
    use crate::computer::ComputerQuery;
    #[pymodule_export]
    use crate::fleet::Fleet;
    #[pymodule_export]
    use crate::store::{MemoryStore, Page};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
