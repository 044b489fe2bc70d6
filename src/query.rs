//! The kernel: everything that query languages of this shape have in common.
//!
//! Nothing in here knows about activities, computers, clocks or engines. The modules are
//! listed from the bottom up: each one uses only those before it.

pub(crate) mod span;

pub(crate) mod suggest;
pub(crate) mod value;

pub(crate) mod expr;

pub(crate) mod constraint;
pub(crate) mod language;

pub(crate) mod diagnostic;
pub(crate) mod line_index;

pub(crate) mod combine;
pub(crate) mod print;
pub(crate) mod replace;
pub(crate) mod tree;
pub(crate) mod withheld;

pub(crate) mod terms;

pub(crate) mod classified;
pub(crate) mod parse;

pub(crate) mod resolve;

pub(crate) mod forms;
pub(crate) mod simplify;

pub(crate) mod complete;
pub mod edit;
pub(crate) mod highlight;
pub(crate) mod lint;

pub(crate) mod backend;
pub(crate) mod evaluate;

pub(crate) mod explain;
pub(crate) mod verify;
