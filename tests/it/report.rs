//! Reports as they are drawn: carets below what is meant.

use activity_query::{ActivityQuery, Code, Diagnostic};

/// What is drawn of a text with an unknown field, and below it.
fn drawn(text: &str) -> Vec<String> {
    let mut found = ActivityQuery::lint(text);
    found.retain(|diagnostic| diagnostic.code == Code::UnknownField);
    let report = Diagnostic::report_all(&found, text);
    report.lines().skip(2).take(2).map(str::to_owned).collect()
}

#[test]
fn carets_are_below_what_is_meant() {
    for (text, shown, carets) in [
        ("id:1 x:1", "1 | id:1 x:1", "  |      ^"),
        // East Asian letters take two columns, half-width ones one.
        ("creator:\"山田\" x:1", "1 | creator:\"山田\" x:1", "  |                ^"),
        ("creator:\"ﾔﾏ\" x:1", "1 | creator:\"ﾔﾏ\" x:1", "  |              ^"),
        ("日本:1", "1 | 日本:1", "  | ^^^^"),
        ("ｘｙ:1", "1 | ｘｙ:1", "  | ^^^^"),
        // A mark takes none, wherever the place begins.
        ("creator:\"e\u{301}\" x:1", "1 | creator:\"e\u{301}\" x:1", "  |             ^"),
        ("x\u{301}:1", "1 | x\u{301}:1", "  | ^"),
        ("id:1 \u{301}:1", "1 | id:1 \u{301}:1", "  |      ^"),
        // Emoji take two, and joined ones are drawn apart.
        ("creator:\"💻\" x:1", "1 | creator:\"💻\" x:1", "  |              ^"),
        ("creator:\"👍🏽\" x:1", "1 | creator:\"👍🏽\" x:1", "  |              ^"),
        ("creator:\"👩\u{200D}💻\" x:1", "1 | creator:\"👩 💻\" x:1", "  |                 ^"),
        ("creator:\"❤\u{FE0F}\" x:1", "1 | creator:\"❤ \" x:1", "  |              ^"),
        // What can't be seen is a blank.
        ("creator:\"\t\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{200B}\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{AD}\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{FEFF}\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{202E}\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{61C}\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{2028}\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{1B}[2J\" x:1", "1 | creator:\" [2J\" x:1", "  |                ^"),
        // A line ends as in editors.
        ("id:1\nx:1", "2 | x:1", "  | ^"),
        ("id:1\r\nx:1 id:2\r\nid:3", "2 | x:1 id:2", "  | ^"),
        ("id:1\rx:1", "2 | x:1", "  | ^"),
        ("id:1\n\nx:1", "3 | x:1", "  | ^"),
    ] {
        assert_eq!(drawn(text), [shown, carets], "{text:?}");
    }
}

#[test]
fn a_long_line_is_cut_by_columns() {
    let before = format!("creator:\"{}\" x:1", "山".repeat(100));
    let shown = format!("1 | …{}\" x:1", "山".repeat(29));
    let carets = format!("  | {}^", " ".repeat(1 + 2 * 29 + 2));
    assert_eq!(drawn(&before), [shown, carets]);

    let meant = format!("{}:1", "山".repeat(100));
    let shown = format!("1 | {}…", "山".repeat(66));
    let carets = format!("  | {}", "^".repeat(72));
    assert_eq!(drawn(&meant), [shown, carets]);

    let marks = format!("x{}:1", "\u{301}".repeat(1_000));
    let shown = format!("1 | x{}…", "\u{301}".repeat(131));
    assert_eq!(drawn(&marks), [shown, "  | ^".to_owned()]);
}
