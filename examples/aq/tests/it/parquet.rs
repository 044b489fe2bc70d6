//! `aq` with data sets, run as its users run it.

use super::{answer, failure, misuse, sources};

#[test]
fn what_was_exported_is_found_as_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    // A path is no pattern.
    let path = folder.path().join("my [fleet] 100%?*");
    let path = path.to_str().unwrap();
    assert_eq!(answer(&["export", "--parquet", path]), "44 activities, 6 computers\n");
    for query in ["", "computer:tag:laptop status:succeeded", "NOT created-before:2024-07-05"] {
        for more in [&["--limit", "7"][..], &["--offset", "3", "--oldest-first"][..]] {
            let find = |source: &[&str]| {
                let find = ["find", query, "--format", "json", "--now", "2024-07-11T00:00:00Z"];
                answer(&[&find, more, source].concat())
            };
            assert_eq!(find(&["--parquet", path]), find(&[]), "{query}");
        }
    }
    assert_eq!(answer(&["types", "--parquet", path]), answer(&["types"]));
    sources::are_answered_alike(&["--parquet", path]);
    let refused = misuse(&["cancel", "id:142", "--parquet", path]);
    assert!(refused.contains("a data set is read-only"), "{refused}");
    let refused = failure(&["export", "--parquet", path]);
    assert!(refused.contains("already exists"), "{refused}");
    let refused = failure(&["find", "id:1", "--parquet", "/nowhere"]);
    assert!(refused.contains("/nowhere: the data set can't be read"), "{refused}");
}
