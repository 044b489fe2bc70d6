//! The activity query parser beside its peers, in one run.
//!
//! Every parser reads the same questions ([`inputs`]), each in its own syntax,
//! and builds what it always builds for its callers. The binary `parse` times
//! them, the binary `allocations` counts what they ask of the allocator; two
//! binaries, because counting an allocation takes time that would be charged to
//! whoever allocates most.

pub mod inputs;
pub mod ours;
pub mod peers;
pub mod store;
pub mod timing;
