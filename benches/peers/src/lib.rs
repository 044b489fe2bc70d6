//! The activity query parser beside other parsers, in one run.
//!
//! Every parser reads the same questions ([`inputs`]), each in its own syntax, and builds
//! what it always builds for its callers. The binary `parse` times them, and the binary
//! `allocations` counts their allocations. These are two binaries, because counting
//! allocations takes time, which would be added to the parsers that allocate most.

pub mod http;
pub mod inputs;
pub mod ours;
pub mod peers;
pub mod store;
pub mod timing;
