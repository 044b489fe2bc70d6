//! The activity query language, as a library.
