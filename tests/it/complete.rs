//! What can be written at the cursor, which is `|` in these texts.

use std::time::{Duration, Instant};

use activity_query::{
    ActivityTerm, Checking, Completion, CompletionKind, ComputerTerm, Diagnostic, Expr, Fix,
    Language, Limits, Lookup,
};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::strategy::any_text;
use crate::typing::with_cursor;

/// Values of a small fleet, hostile ones among them.
fn fleet(wanted: &Lookup<'_>) -> Vec<String> {
    let values: &[&str] = match (wanted.language, wanted.field) {
        ("computer", Some("tag")) => &["laptop", "large office", "server"],
        ("computer", Some("title")) => &["My laptop", "Büro", "C:\\", "a \"b\" c", "(x", "OR", ""],
        ("computer", Some("search")) => &["web-farm", "No Name"],
        ("computer", Some("annotation")) => &["owner", "cost centre", "owner:jane"],
        ("computer", None) => &["web01", "my laptop", "tag:x", "NOT", "or", ""],
        ("activity", Some("creator")) => &["jane@example.com", "joe@example.com"],
        _ => &[],
    };
    values.iter().map(|&value| value.to_owned()).collect()
}

fn complete<L: Language>(marked: &str) -> (String, Completion) {
    let (text, cursor) = with_cursor(marked);
    let completion = Expr::<L>::complete(&text, cursor, &fleet);
    (text, completion)
}

/// What the completion's first suggestions are, and what they replace.
fn first<L: Language>(marked: &str, count: usize) -> String {
    let (text, completion) = complete::<L>(marked);
    let texts: Vec<&str> =
        completion.items.iter().take(count).map(|item| item.text.as_str()).collect();
    format!("{} <- {}", &text[completion.span.range()], texts.join(","))
}

/// What is suggested, where it is not what is expected.
fn differs<L: Language>(marked: &str, count: usize, expected: &str) -> Option<String> {
    let found = first::<L>(marked, count);
    (found != expected).then(|| format!("{marked}\n  found    {found}\n  expected {expected}\n"))
}

#[test]
fn activity_queries_are_completed() {
    let mut wrong = Vec::new();
    for (marked, expected) in [
        (
            "|",
            " <- status:,type:,computer:,created-after:,created-before:,creator:,id:,parent-id:,NOT ",
        ),
        ("sta|", "sta <- status:"),
        ("Sta|", "Sta <- status:"),
        ("statsu|", "statsu <- status:"),
        ("cre|", "cre <- created-after:,created-before:,creator:"),
        ("created_b|", "created_b <- created-before:"),
        ("id|", "id <- id:"),
        ("after|", "after <- created-after:"),
        ("xyz|", "xyz <- "),
        (
            "status:|",
            " <- undelivered,unapproved,delivered,canceled,failed,succeeded,scheduled,waiting,blocked",
        ),
        ("status:fai|", "fai <- failed"),
        ("status:f|ai", "fai <- failed"),
        (
            "status:|fai",
            "fai <- undelivered,unapproved,delivered,canceled,failed,succeeded,scheduled,waiting,blocked",
        ),
        ("status:fiald|", "fiald <- failed"),
        ("status:FAI|", "FAI <- failed"),
        ("status:\"fai|", "\"fai <- failed"),
        ("status:\"fai|\"", "\"fai\" <- failed"),
        (
            "status: |",
            "  <- undelivered,unapproved,delivered,canceled,failed,succeeded,scheduled,waiting,blocked",
        ),
        ("status: fai|", "fai <- failed"),
        ("status:fai| id:7", "fai <- failed"),
        ("(status:fai|)", "fai <- failed"),
        ("(status:fai|", "fai <- failed"),
        ("foo status:fai|", "fai <- failed"),
        ("foo:x status:fai|", "fai <- failed"),
        ("status:failed O|", "O <- OR "),
        ("status:failed o|", "o <- OR "),
        ("status:failed A|", "A <- AND "),
        ("status:failed N|", "N <- NOT "),
        ("N|", "N <- NOT "),
        ("O|", "O <- "),
        ("status:failed OR sta|", "sta <- status:"),
        (
            "status:failed OR |",
            " <- status:,type:,computer:,created-after:,created-before:,creator:,id:,parent-id:,NOT ",
        ),
        ("status:failed OR|", "OR <- OR "),
        (
            "status:failed |",
            " <- status:,type:,computer:,created-after:,created-before:,creator:,id:,parent-id:,OR ,AND ,NOT ",
        ),
        (
            "| status:failed",
            " <- status:,type:,computer:,created-after:,created-before:,creator:,id:,parent-id:,NOT",
        ),
        (
            "(|",
            " <- status:,type:,computer:,created-after:,created-before:,creator:,id:,parent-id:,NOT ",
        ),
        (
            "(id:1)|",
            " <- status:,type:,computer:,created-after:,created-before:,creator:,id:,parent-id:,OR ,AND ,NOT ",
        ),
        ("NOT sta|", "sta <- status:"),
        ("st|atus:failed", "status <- status"),
        ("cre|:jane", "cre <- creator"),
        ("typ|:x id:1", "typ <- type"),
        ("id:|", " <- "),
        ("id:7|", "7 <- "),
        ("created-after:2011|", "2011 <- "),
        ("type:Rest|", "Rest <- RestartRequest"),
        ("type:restart|", "restart <- RestartRequest"),
        ("creator:j|", "j <- jane@example.com,joe@example.com"),
        ("creator:\"ja|", "\"ja <- jane@example.com"),
        ("nothing:x|", " <- "),
        ("id:1\u{a0}sta|", "sta <- status:"),
        ("id:1\nsta|", "sta <- status:"),
        ("failed|", "failed <- "),
        (
            "status:failed)|",
            " <- status:,type:,computer:,created-after:,created-before:,creator:,id:,parent-id:,OR ,AND ,NOT ",
        ),
    ] {
        wrong.extend(differs::<ActivityTerm>(marked, 20, expected));
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn computer_queries_are_completed_alone_and_inside() {
    let mut wrong = Vec::new();
    for (marked, expected) in [
        ("ta|", "ta <- tag:,\"tag:x\""),
        ("we|", "we <- web01"),
        ("my|", "my <- \"my laptop\""),
        ("\"my|", "\"my <- \"my laptop\""),
        ("\"my|\"", "\"my\" <- \"my laptop\""),
        ("tag:la|", "la <- laptop,\"large office\""),
        ("tag:\"la|", "\"la <- laptop,\"large office\""),
        ("tag:\"la| web", "\"la <- laptop,\"large office\""),
        ("tag:l|aptop web", "laptop <- laptop,\"large office\""),
        ("title:\"My lap|", "\"My lap <- \"My laptop\""),
        ("title:My\" lap|\"", "My\" lap\" <- \"My laptop\""),
        ("title:B|", "B <- \"Büro\""),
        ("title:C|", "C <- C:\\"),
        ("title:a|", "a <- \"a \\\"b\\\" c\""),
        ("title:(|", "( <- \"(x\""),
        ("alert:computer|", "computer <- computer-offline,computer-reboot,computer-duplicates"),
        ("alert:offline|", "offline <- computer-offline"),
        ("needs:|", " <- reboot,license"),
        ("license-id:|", " <- none"),
        ("profile:|", " <- usg:,wsl:,script:,repository:,package:,upgrade:,reboot:,removal:"),
        ("profile:us|", "us <- usg:"),
        ("profile:usg:8:|", "usg:8: <- usg:8:pass,usg:8:fail,usg:8:in-progress"),
        ("profile:wsl:8:n|", "wsl:8:n <- wsl:8:noncompliant"),
        ("profile:script:8:|", "script:8: <- "),
        ("search:|", " <- web-farm"),
        ("annotation:ow|", "ow <- owner,owner:jane"),
        ("annotation:c|", "c <- \"cost centre\""),
        ("annotation:owner:j|", "owner:j <- owner:jane"),
        ("cpu|", "cpu <- cpu.vendor:,cpu.product:,cpu.version:,cpu.size:"),
        ("cpu.s|", "cpu.s <- cpu.size:"),
        ("ping|", "ping <- last-ping:,last-ping-minutes:"),
        ("tag:a O|", "O <- OR ,or"),
    ] {
        wrong.extend(differs::<ComputerTerm>(marked, 20, expected));
        if marked.starts_with('"') || marked.contains(" O|") {
            continue;
        }
        let inside = format!("status:failed computer:({marked}");
        wrong.extend(differs::<ActivityTerm>(&inside, 20, expected));
    }
    for (marked, expected) in [
        ("computer:ta|", "ta <- tag:,(\"tag:x\")"),
        ("computer:|ta", "ta <- tag:,title:,hostname:"),
        ("computer:|", " <- tag:,title:,hostname:"),
        ("computer: |", "  <- tag:,title:,hostname:"),
        ("computer:my|", "my <- (\"my laptop\")"),
        ("computer:tag:la|", "la <- laptop,\"large office\""),
        ("computer:(tag:la|)", "la <- laptop,\"large office\""),
        ("computer:(tag:a O|)", "O <- OR ,or"),
        ("computer:(tag:a OR |)", " <- tag:,title:,hostname:"),
        ("computer:(|)", " <- tag:,title:,hostname:"),
        ("computer:\"|", " <- tag:,title:,hostname:"),
        ("computer:\"|\"", " <- tag:,title:,hostname:"),
        ("computer:\"ta|", "ta <- tag:,\\\"tag:x\\\""),
        ("computer:\"tag:a OR tag:la|\" id:1", "la <- laptop,\\\"large office\\\""),
        ("computer:\"tag:la|", "la <- laptop,\\\"large office\\\""),
        ("computer:\"title:\\\"My|", "\\\"My <- \\\"My laptop\\\""),
        ("computer:\"title:\\\"My|\\\"\"", "\\\"My\\\" <- \\\"My laptop\\\""),
        ("computer:\"title:C|\"", "C <- C:\\\\"),
        ("computer:tag:a sta|", "sta <- status:"),
        ("computer:(tag:a) sta|", "sta <- status:"),
        ("computer:N|", "N <- (\"NOT\"),needs:,network.vendor:"),
        ("computer:comp|", "comp <- "),
        ("comp| id:1", "comp <- computer:"),
    ] {
        wrong.extend(differs::<ActivityTerm>(marked, 3, expected));
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn a_completion_serialises_as_documented() {
    let (_, completion) = complete::<ActivityTerm>("status:fai|");
    assert_eq!(
        serde_json::to_value(&completion).unwrap(),
        serde_json::json!({"span": [7, 10], "items": [
            {"text": "failed", "kind": "value", "help": "where the activity stands"},
        ]}),
    );
}

fn errors<L: Language>(text: &str, checking: Checking) -> usize {
    let limits = Limits { diagnostics: usize::MAX, ..Limits::default() };
    Expr::<L>::check(text, checking, &limits)
        .iter()
        .filter(|found| Diagnostic::is_error(found))
        .count()
}

/// No suggestion brings a mistake, at any cursor.
fn brings_no_mistake<L: Language>(text: &str, cursor: usize) -> Result<(), TestCaseError> {
    let completion = Expr::<L>::complete(text, cursor, &fleet);
    prop_assert!(text.get(completion.span.range()).is_some());
    let at = cursor.min(text.len());
    prop_assert!(completion.span.start() <= at, "{:?} {}", text, cursor);
    let strict = errors::<L>(text, Checking::Strict);
    let typing = errors::<L>(text, Checking::Typing { cursor });
    for item in &completion.items {
        let fix = Fix { span: completion.span, text: item.text.clone() };
        let after = fix.apply(text);
        let cursor = completion.span.start() + item.text.len();
        let waits = item.kind == CompletionKind::Operator || item.text.trim_end().ends_with(':');
        if waits {
            let left = errors::<L>(&after, Checking::Typing { cursor });
            prop_assert!(left <= typing, "{:?} became {:?}", text, after);
        } else {
            let left = errors::<L>(&after, Checking::Strict);
            prop_assert!(left <= strict, "{:?} became {:?}", text, after);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::strategy::config(1_000))]

    #[test]
    fn no_suggestion_brings_a_mistake(text in any_text(), cursor in any::<Index>()) {
        let cursor = cursor.index(text.len() + 2);
        brings_no_mistake::<ActivityTerm>(&text, cursor)?;
        brings_no_mistake::<ComputerTerm>(&text, cursor)?;
    }
}

#[test]
fn long_texts_are_completed_and_highlighted_in_linear_time() {
    const LENGTH: usize = 256 << 10;
    for piece in [
        "status:failed OR ",
        "(",
        "computer:(",
        "\"",
        "a ",
        "foo:x ",
        "x(",
        ":[",
        "tag: ",
        "NOT ",
        "statu:x ",
    ] {
        let text = piece.repeat(LENGTH / piece.len());
        let time = |work: &dyn Fn(&str)| {
            let start = Instant::now();
            work(&text[..text.len() / 4]);
            let few = start.elapsed();
            let start = Instant::now();
            work(&text);
            (few, start.elapsed())
        };
        let (few, all) = time(&|text| {
            let _ = Expr::<ActivityTerm>::complete(text, text.len(), &fleet);
            let _ = Expr::<ComputerTerm>::complete(text, text.len() / 2, &fleet);
        });
        assert!(all < 12 * few + Duration::from_millis(500), "{piece:?}: {few:?} {all:?}");
        let (few, all) = time(&|text| {
            let _ = Expr::<ActivityTerm>::highlight(text);
            let _ = Expr::<ComputerTerm>::highlight(text);
        });
        assert!(all < 12 * few + Duration::from_millis(500), "{piece:?}: {few:?} {all:?}");
        assert!(all < Duration::from_secs(2), "{piece:?}: {all:?}");
    }
}
