//! Activities in bulk: from bytes, a text, a file or anything that can be read.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::PathBuf;

use activity_query::store::{LoadError, Loaded};
use activity_query::{ActivityQuery, ActivityStore as _, PageRequest};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::{Bound, Py, PyAny, PyAnyMethods as _, PyResult, Python, pymethods};
use pyo3::types::{
    PyBytes, PyBytesMethods as _, PyString, PyStringMethods as _, PyTypeMethods as _,
};
use pyo3::{PyErr, intern};

use super::MemoryStore;
use crate::{error, result, time};

#[pymethods]
impl MemoryStore {
    /// Loads activities: a JSON object a line. All of them, or none.
    ///
    /// ``lines`` is bytes or a text, the path of a file (a ``Path``, since a text is lines), or
    /// an object with ``read``.
    ///
    /// >>> from activity_query import MemoryStore
    /// >>> MemoryStore().load(b'{"id": 7}\n{"id": 8, "activity_status": "odd"}\n')
    /// Loaded(activities=2, unreadable=('line 2: field `activity_status`: `odd` is not a status',), more=0)
    fn load<'py>(&self, py: Python<'py>, lines: &Bound<'py, PyAny>) -> result::Made<'py> {
        let loaded = if let Ok(bytes) = lines.cast::<PyBytes>() {
            let bytes = bytes.as_bytes();
            py.detach(|| self.store.load(bytes, |_| {}))
        } else if let Ok(text) = lines.cast::<PyString>() {
            let text = text.to_str()?;
            py.detach(|| self.store.load(text.as_bytes(), |_| {}))
        } else if lines.hasattr(intern!(py, "read"))? {
            let reader = Readable { object: lines.clone().unbind(), read: Vec::new(), at: 0 };
            py.detach(|| self.store.load(BufReader::new(reader), |_| {}))
        } else if let Ok(path) = lines.extract::<PathBuf>() {
            py.detach(|| self.load_file(&path))
        } else {
            let kind = lines.get_type().name()?;
            let message = format!("lines are bytes, a str, a path or a file, not {kind}");
            return Err(PyTypeError::new_err(message));
        };
        result::loaded(py, &loaded.map_err(|error| error::of_loading(py, error))?)
    }
}

/// How many records are written at once.
const WRITTEN: usize = 10_000;

#[pymethods]
impl MemoryStore {
    /// Writes every activity to a binary file, each on a line, oldest first, and gives their
    /// number. What is loaded from it is the same store.
    ///
    /// >>> import io
    /// >>> from activity_query import MemoryStore
    /// >>> store = MemoryStore()
    /// >>> store.load('{"id": 7, "size": 1.50}\n{"id": 8}').activities
    /// 2
    /// >>> file = io.BytesIO()
    /// >>> store.dump(file), file.getvalue()
    /// (2, b'{"id": 7, "size": 1.50}\n{"id": 8}\n')
    fn dump(&self, py: Python<'_>, file: &Bound<'_, PyAny>) -> PyResult<usize> {
        let (all, now) = (ActivityQuery::everything(), time::now(None)?);
        let mut page = PageRequest::first(WRITTEN).oldest_first();
        let mut count = 0;
        loop {
            let found = py.detach(|| {
                let found = pollster::block_on(self.store.get_activities(&all, &page, now))?;
                let mut lines = String::new();
                for record in &found.activities {
                    lines.push_str(&record.line());
                    lines.push('\n');
                }
                Ok((found.activities.len(), found.next, lines))
            });
            let (written, next, lines) = found.map_err(|error| error::of_store(py, &error, ""))?;
            if written > 0 {
                file.call_method1(intern!(py, "write"), (PyBytes::new(py, lines.as_bytes()),))?;
            }
            count += written;
            let Some(next) = next else { return Ok(count) };
            page = page.after(next);
        }
    }
}

impl MemoryStore {
    fn load_file(&self, path: &std::path::Path) -> Result<Loaded, LoadError> {
        self.store.load(BufReader::with_capacity(1 << 16, File::open(path)?), |_| {})
    }
}

/// How many bytes or characters are read at once.
const CHUNK: usize = 1 << 20;

/// An object of Python with `read`, which gives bytes or text.
struct Readable {
    object: Py<PyAny>,
    /// What was read last.
    read: Vec<u8>,
    /// How much of that was handed on.
    at: usize,
}

impl Readable {
    fn chunk(&self) -> PyResult<Vec<u8>> {
        Python::attach(|py| {
            let chunk = self.object.bind(py).call_method1(intern!(py, "read"), (CHUNK,))?;
            if let Ok(text) = chunk.cast::<PyString>() {
                return Ok(text.to_str()?.as_bytes().to_vec());
            }
            chunk.extract()
        })
    }
}

impl Read for Readable {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.read.len() {
            self.read = self.chunk().map_err(|error: PyErr| io::Error::other(error))?;
            self.at = 0;
        }
        let mut rest = self.read.get(self.at..).unwrap_or_default();
        let count = rest.read(buffer)?;
        self.at += count;
        Ok(count)
    }
}
