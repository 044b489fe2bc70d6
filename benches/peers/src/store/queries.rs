//! The questions in our language and, as far as possible, in SQL.

use std::fmt::Display;

/// A question, and the page that is requested.
#[derive(Debug, Clone)]
pub struct Question {
    pub name: String,
    pub text: String,
    pub offset: u64,
    pub oldest_first: bool,
}

fn ids(count: u64, all: u64) -> String {
    let ids = (0..count).map(|index| format!("id:{}", index * 102_947 % all + 1));
    ids.collect::<Vec<_>>().join(" OR ")
}

/// Returns the questions for this number of activities.
#[must_use]
pub fn questions(all: u64) -> Vec<Question> {
    let named = |name: &dyn Display, text: &str| Question {
        name: name.to_string(),
        text: text.to_owned(),
        offset: 0,
        oldest_first: false,
    };
    let plain = |text: &str| named(&text, text);
    vec![
        plain(&format!("id:{}", all / 2)),
        plain("status:failed created-after:2022 created-before:2023"),
        plain("NOT status:succeeded"),
        plain("computer:tag:laptop"),
        named(&"1,000 ids", &ids(1_000, all)),
        plain("computer:web-01234"),
        plain("status:failed OR status:canceled computer:tag:laptop NOT type:ActivityGroup"),
        // Twenty more questions.
        plain("NOT computer:tag:laptop"),
        plain("computer:(tag:web OR alert:computer-offline) NOT computer:tag:db"),
        plain("computer:annotation:owner:jane"),
        named(&"status:failed, 5,000 ids", &format!("status:failed {}", ids(5_000, all))),
        named(&"(everything)", ""),
        plain("status:failed status:canceled"),
        plain("created-after:1990"),
        Question {
            offset: all * 29 / 100,
            ..plain("status:failed OR status:canceled OR status:succeeded")
        },
        plain("creator:user7@example.com"),
        plain("creator:USER7@example.com status:failed"),
        plain("type:ArchiveRequest"),
        plain("type:ArchiveRequest creator:user700@example.com"),
        plain(&format!("parent-id:{}", all / 100 * 50 + 1)),
        plain("computer:id:77"),
        plain("computer:access-group:server"),
        plain("computer:last-ping:24"),
        plain("computer:distribution:22.04 status:succeeded"),
        plain("computer:hostname:web-00042.example.com"),
        plain("computer:tag:rare"),
        Question { oldest_first: true, ..plain("status:failed") },
        plain("created-after:2022-05-05 created-before:2022-05-06"),
        plain("NOT (created-after:2021 created-before:2024)"),
        plain("NOT (status:failed OR type:ArchiveRequest)"),
        plain(
            "(status:failed type:ArchiveRequest) OR (status:succeeded creator:user7@example.com)",
        ),
        plain("status:unapproved computer:tag:db created-after:2024"),
    ]
}
