//! The files of the suite that contain queries.

/// The files, with the number of cases in each.
pub(crate) const FILES: [(&str, usize); 16] = [
    ("activity-terms", 101),
    ("blanks", 29),
    ("computer-nesting", 98),
    ("computer-terms", 377),
    ("dates", 153),
    ("fields", 90),
    ("groups", 61),
    ("lints", 67),
    ("operators", 109),
    ("quotes", 87),
    ("ranges", 92),
    ("saved-searches", 21),
    ("value-groups", 56),
    ("values", 81),
    ("values-of-no-record", 124),
    ("warnings", 17),
];
