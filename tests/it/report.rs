//! Tests that reports have carets below the right part, and a bounded length.

use activity_query::parse::CheckMode;
use activity_query::{ActivityQuery, Code, ComputerQuery, Diagnostic, Limits};
use proptest::prelude::*;

use crate::strategy::any_text;

/// Returns the line and the carets for a text with an unknown field.
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
        ("가나:1", "1 | 가나:1", "  | ^^^^"),
        // A combining mark takes no column, wherever the span begins.
        ("creator:\"e\u{301}\" x:1", "1 | creator:\"e\u{301}\" x:1", "  |             ^"),
        ("x\u{301}:1", "1 | x\u{301}:1", "  | ^"),
        ("id:1 \u{301}:1", "1 | id:1 \u{301}:1", "  |      ^"),
        // Emoji take two columns, and joined ones are drawn separately.
        ("creator:\"💻\" x:1", "1 | creator:\"💻\" x:1", "  |              ^"),
        ("creator:\"👍🏽\" x:1", "1 | creator:\"👍🏽\" x:1", "  |              ^"),
        ("creator:\"👩\u{200D}💻\" x:1", "1 | creator:\"👩 💻\" x:1", "  |                 ^"),
        ("creator:\"❤\u{FE0F}\" x:1", "1 | creator:\"❤ \" x:1", "  |              ^"),
        // An invisible character is drawn as a blank.
        ("creator:\"\t\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{200B}\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{AD}\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{FEFF}\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{202E}\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{61C}\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{2028}\" x:1", "1 | creator:\" \" x:1", "  |             ^"),
        ("creator:\"\u{1B}[2J\" x:1", "1 | creator:\" [2J\" x:1", "  |                ^"),
        // Line ends are those of editors.
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

#[test]
fn mistakes_of_one_kind_are_drawn_five_times_and_counted() {
    let report = |text: &str| text.parse::<ActivityQuery>().unwrap_err().report();
    let few = report(&"x:1 ".repeat(5));
    assert_eq!(few.matches("error[unknown-field]").count(), 5);
    assert!(!few.contains('…'), "{few}");

    let many = report(&format!("{}id:y {}", "x:1 ".repeat(10), "x:1 ".repeat(290)));
    assert_eq!(many.matches("error[unknown-field]").count(), 5);
    assert_eq!(many.matches("error[invalid-value]").count(), 1);
    assert!(many.ends_with("\n… and 295 more of `unknown-field`\n"), "{many}");
    assert!(many.len() < 2_500, "{}", many.len());
}

/// The bound that the documentation of `Diagnostic::report_all` states.
const MOST: usize = 24 << 10;

type Check = fn(&str, CheckMode, &Limits) -> Vec<Diagnostic>;

fn is_bounded(text: &str) -> Result<(), TestCaseError> {
    let check = |check: Check| check(text, CheckMode::Strict, &Limits::default());
    for found in [check(ActivityQuery::check), check(ComputerQuery::check)] {
        let report = Diagnostic::report_all(&found, text);
        prop_assert!(report.len() <= MOST, "{} bytes", report.len());
        let codes: std::collections::BTreeSet<Code> = found.iter().map(|one| one.code).collect();
        for code in codes {
            let (drawn, counted) = (format!("[{code}]"), format!(" more of `{code}`"));
            prop_assert!(report.contains(&drawn) || report.contains(&counted), "{code}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::strategy::config(40))]

    #[test]
    fn a_report_is_bounded(text in any_text(), times in 1..40_usize) {
        is_bounded(&format!("{text} ").repeat(times))?;
    }
}

#[test]
fn a_report_of_long_words_is_bounded() {
    let long = "\u{10FFFD}".repeat(1_000);
    let kinds = [
        format!("{long}:1 "),
        format!("id:{long} "),
        format!("{long} "),
        format!("created-after:{long} "),
        format!("status:{long} "),
        format!("tag:[{long} "),
        format!("type:{long} "),
        format!("creator:({long} "),
        format!("\"tag:{long}\" "),
        "() OR OR ) ".to_owned(),
    ];
    let text = kinds.concat().repeat(20);
    assert!(is_bounded(&text).is_ok());
}

/// The list of diagnostics is complete, up to the limit.
#[test]
fn only_the_report_leaves_out() {
    let text = "x:1 ".repeat(2_000);
    let error = ActivityQuery::parse(&text, &Limits::default()).unwrap_err();
    assert_eq!(error.diagnostics().len(), 1_001);
    assert!(error.report().contains("[too-many-mistakes]"));
    assert!(error.report().contains("… and 995 more of `unknown-field`"));
}

/// A message quotes the text and lists valid values; both are shortened.
#[test]
fn messages_and_drawn_fixes_are_bounded() {
    let long = "x".repeat(100_000);
    for text in [
        format!("{long}:1"),
        format!("status:{long}"),
        format!("id:{long}"),
        format!("created-after:{long}"),
        format!("type:{long}"),
        format!("\"{long}"),
        format!("title:{long}"),
        format!("computer:({long}:1)"),
        format!("creator:{long}é"),
        format!("NOT({long})"),
        format!("creator: {long}"),
    ] {
        for diagnostic in ActivityQuery::lint(&text) {
            assert!(diagnostic.message.chars().count() <= 401, "{}", diagnostic.message.len());
            let report = Diagnostic::report_all(std::slice::from_ref(&diagnostic), &text);
            assert!(report.len() < 2_000, "{report}");
        }
    }
}
