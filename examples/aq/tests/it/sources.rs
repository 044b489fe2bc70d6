//! Explanations and completions, wherever the records are.

use super::{answer, failure, mistake};

/// The sample fleet is explained and completed the same as over files.
pub(super) fn are_answered_alike(source: &[&str]) {
    for command in [
        &["explain", "status:failed OR id:136 computer:(tag:laptop NOT tag:server)", "--id", "136"]
            [..],
        &["explain", "status:failed computer:tag:laptop created-after:2030", "--counts"],
        &["explain", "computer:(search:web-farm access-group-recursive:global)", "--id", "136"],
        &["explain", "computer:search:web-farm NOT type:ActivityGroup", "--counts"],
        &["explain", "computer:web", "--id", "100"],
        &["explain", "", "--counts"],
        &["explain", "--computer", "tag:laptop OR search:web-farm", "--id", "5"],
        &["explain", "--computer", "access-group-recursive:global NOT tag:laptop", "--counts"],
        &["complete", "computer:tag:lap"],
        &["complete", "computer:search:"],
        &["complete", "creator:"],
        &["complete", "--computer", "access-group:"],
        &["complete", "--computer", "sa"],
    ] {
        let json = [command, &["--json", "--now", "2024-07-11T00:00:00Z"]].concat();
        let there = answer(&[&json, source].concat());
        assert_eq!(there, answer(&json), "{command:?}");
        assert!(there.len() > 60, "{command:?}: {there}");
    }
    let none = failure(&[&["explain", "id:1", "--id", "9223372036854775807"], source].concat());
    assert_eq!(none, "error: there is no activity 9223372036854775807\n");
    let none = failure(&[&["explain", "--computer", "web", "--id", "99"], source].concat());
    assert_eq!(none, "error: there is no computer 99\n");
    for more in [&["--counts"][..], &["--id", "136"]] {
        let unknown = [&["explain", "computer:search:missing"], more, source].concat();
        assert!(mistake(&unknown).contains("no saved search"));
    }
    let types = answer(&[&["complete", "type:ActivityG"], source].concat());
    assert!(types.starts_with("ActivityGroup\tvalue\t"), "{types}");
}
