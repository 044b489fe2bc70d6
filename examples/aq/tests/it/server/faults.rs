//! Servers that refuse, hang, talk nonsense, or end in the middle.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::super::text;
use super::fake::{Fake, Reply};
use super::running::{ACCESS, SECRET};
use super::{Running, answer_of, asked, report_of};

const SELECTED: &str = r#"[{"id": 7, "activity_status": "waiting"}]"#;

fn whole(status: u16, body: &str) -> Reply {
    Reply::Whole(status, "", body.to_owned())
}

#[test]
fn a_wrong_key_is_named() {
    let server = Running::signed(&[]);
    let types = |access, secret| {
        report_of(4, &asked(&server.url(), Some((access, secret)), &["types"], ""))
    };
    let secret = types(ACCESS, "other");
    assert!(secret.contains("the server says SignatureDoesNotMatch (403): "), "{secret}");
    assert!(secret.contains("\nhint: check `LANDSCAPE_API_SECRET`"), "{secret}");
    let access = types("OTHER", SECRET);
    assert!(access.contains("AuthFailure (401): the access key is unknown\n"), "{access}");
    assert!(access.contains("\nhint: check `LANDSCAPE_API_KEY`"), "{access}");
    for shown in [secret, access] {
        assert!(!shown.contains(SECRET), "{shown}");
    }
    let unsigned = report_of(4, &asked(&server.url(), None, &["types"], ""));
    assert!(unsigned.contains("\nhint: set `LANDSCAPE_API_KEY` and `LANDSCAPE_API_SECRET`"));
    let half = report_of(2, &asked(&server.url(), Some((ACCESS, "")), &["types"], ""));
    assert!(half.contains("there is an access key, but no secret key"), "{half}");
}

#[test]
fn a_url_that_is_none_is_a_wrong_command_line() {
    for (url, said) in [
        ("landscape.example.com", "`http://` or `https://` is missing"),
        ("ftp://landscape.example.com/", "`ftp` is neither `http` nor `https`"),
        ("https://key:secret@landscape.example.com/api/", "keys are not a part of the URL"),
        ("https://landscape.example.com/api/?action=x", "a URL with a `?`"),
        ("https://", "`https://landscape.example.com/api/`"),
    ] {
        let report = report_of(2, &asked(url, None, &["types"], ""));
        assert!(report.starts_with("error: `LANDSCAPE_API_URI`: "), "{report}");
        assert!(report.contains(said), "{report}");
    }
}

#[test]
fn no_connection_is_no_change() {
    for url in ["http://127.0.0.1:1/api/", "http://nowhere.invalid/api/"] {
        let report = report_of(4, &asked(url, None, &["types"], ""));
        assert!(report.contains("hint: check the URL"), "{report}");
    }
}

#[test]
fn a_server_that_hangs_is_given_up() {
    let fake = Fake::new(|_| Reply::Silence);
    let begun = Instant::now();
    let report = report_of(4, &asked(&fake.url, None, &["types", "--timeout", "1"], ""));
    assert!(report.contains("there was no answer within 1 seconds\n"), "{report}");
    assert!(report.contains("`--timeout`"), "{report}");
    assert!(begun.elapsed().as_secs() < 10);
    assert_eq!(fake.requests().len(), 1, "waiting again would only take longer");
}

#[test]
fn nonsense_is_named() {
    for (reply, said) in [
        ("<html><body>Log in</body></html>", "it begins with `<html><body>Log in</body></html>`"),
        ("{\"records\": []}", "it begins with `{\"records\": []}`"),
        ("[{\"id\": \"x\"}]", "not one of Landscape's API: "),
        ("[1, 2", "not one of Landscape's API: "),
        ("\u{1b}[31m", "not one of Landscape's API: "),
    ] {
        let fake = Fake::new(move |_| whole(200, reply));
        let report = report_of(4, &asked(&fake.url, None, &["find", "id:7"], ""));
        assert!(report.contains(said), "{report}");
        assert!(
            report.contains("\nhint: check the URL, which usually ends in `/api/`"),
            "{report}"
        );
        assert!(!report.contains('\u{1b}'), "{report:?}");
        assert_eq!(fake.requests().len(), 1);
    }
    let fake = Fake::new(|_| whole(404, "<h1>Not Found</h1>"));
    let report = report_of(4, &asked(&fake.url, None, &["types"], ""));
    assert!(
        report.contains("the server answers with status 404\nhint: is this the API"),
        "{report}"
    );
    let fake = Fake::new(|_| Reply::Whole(301, "location: https://other/api/\r\n", String::new()));
    let report = report_of(4, &asked(&fake.url, None, &["types"], ""));
    assert!(report.contains("try `--server https://other/api/`"), "{report}");
    let fake = Fake::new(|_| Reply::Bytes("SSH-2.0-OpenSSH_9.6\r\n"));
    let report = report_of(4, &asked(&fake.url, None, &["types"], ""));
    assert!(report.contains("error: 127.0.0.1:"), "{report}");
    let fake = Fake::new(|request| {
        let ids = if request.form.contains("offset=") { 500..1500 } else { 0..1000 };
        let records = ids.map(|id| format!("{{\"id\": {id}}}")).collect::<Vec<_>>();
        whole(200, &format!("[{}]", records.join(",")))
    });
    let all = ["find", "", "--limit", "9000", "--format", "ids"];
    let again = asked(&fake.url, None, &all, "");
    assert_eq!(again.status.code(), Some(4));
    assert!(text(&again.stderr).contains("it is the page before, again"));
    assert_eq!(text(&again.stdout).lines().count(), 1500, "each record once");
}

#[test]
fn reading_is_tried_again_where_that_may_help() {
    let calls = AtomicUsize::new(0);
    let fake = Fake::new(move |_| match calls.fetch_add(1, Ordering::Relaxed) {
        0 => Reply::Bytes(""),
        1 => Reply::Whole(
            503,
            "retry-after: 0\r\n",
            "{\"error\":\"Overloaded\",\"message\":\"later\"}".into(),
        ),
        _ => whole(200, "[\"A\"]"),
    });
    assert_eq!(answer_of(&asked(&fake.url, None, &["types"], "")), "A\n");
    assert_eq!(fake.requests().len(), 3);
    let fake = Fake::new(|_| whole(503, "{\"error\":\"TooSlow\",\"message\":\"ask for less\"}"));
    let report = report_of(4, &asked(&fake.url, None, &["types"], ""));
    assert!(report.contains("the server says TooSlow (503): ask for less\n"), "{report}");
    assert_eq!(fake.requests().len(), 1);
    let fake = Fake::new(|_| whole(502, ""));
    report_of(4, &asked(&fake.url, None, &["types"], ""));
    assert_eq!(fake.requests().len(), 3, "and no more");
}

#[test]
fn a_server_that_sends_too_much_is_cut_off() {
    let fake = Fake::new(|_| {
        let records = (0..900).map(|id| format!("{{\"id\": {id}}}")).collect::<Vec<_>>();
        whole(200, &format!("[{}]", records.join(",")))
    });
    let few = ["find", "", "--limit", "3", "--format", "ids"];
    assert_eq!(answer_of(&asked(&fake.url, None, &few, "")), "0\n1\n2\n");
}

/// Whatever a server does in the middle of a change: it is asked once, and what is not
/// known is called so.
#[test]
fn a_change_without_an_answer_is_unknown() {
    for reply in [
        || Reply::Bytes(""),
        || Reply::Bytes("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n[7"),
        || Reply::Bytes("HTTP/1.1 200"),
        || Reply::Silence,
        || whole(200, "done"),
        || whole(200, "[\"x\"]"),
        || whole(500, "{\"error\":\"InternalError\",\"message\":\"the server has failed\"}"),
        || whole(502, "<h1>Bad Gateway</h1>"),
        || whole(504, ""),
        || whole(503, "{\"error\":\"OutcomeUnknown\",\"message\":\"not confirmed\"}"),
    ] {
        let fake = Fake::new(move |request| {
            if request.form.contains("action=GetActivities") {
                whole(200, SELECTED)
            } else {
                reply()
            }
        });
        let command = ["cancel", "id:7", "--yes", "--timeout", "1"];
        let report = report_of(4, &asked(&fake.url, None, &command, ""));
        assert!(report.contains("outcome unknown: "), "{report}");
        assert!(report.contains("look it up before you try again\n"), "{report}");
        assert!(!report.contains("nothing was changed"), "{report}");
        assert_eq!(fake.calls("CancelActivities"), 1, "{report}");
    }
    let fake = Fake::new(|request| {
        if request.form.contains("action=GetActivities") {
            return whole(200, SELECTED);
        }
        whole(503, "{\"error\":\"Overloaded\",\"message\":\"try later\"}")
    });
    let report = report_of(4, &asked(&fake.url, None, &["cancel", "id:7", "--yes"], ""));
    assert!(report.contains("the server says Overloaded (503): try later\n"), "{report}");
    assert!(!report.contains("outcome unknown"), "{report}");
    assert_eq!(fake.calls("CancelActivities"), 1);
}

/// What was selected after the question is not changed.
#[test]
fn only_what_was_shown_is_changed() {
    let fake = Fake::new(|request| {
        let is_reading = request.form.contains("action=GetActivities");
        whole(200, if is_reading { r#"[{"id": 7}, {"id": 9}]"# } else { "[9]" })
    });
    let left = asked(&fake.url, None, &["cancel", "status:waiting OR id:7"], "yes\n");
    assert_eq!(answer_of(&left), "9\n");
    assert!(
        text(&left.stderr).ends_with("1 of them changed in the meantime, and was left alone\n")
    );
    let other = Fake::new(|request| {
        let is_reading = request.form.contains("action=GetActivities");
        whole(200, if is_reading { r#"[{"id": 7}]"# } else { "[7, 8]" })
    });
    let more = asked(&other.url, None, &["cancel", "id:7"], "y\n");
    assert_eq!(answer_of(&more), "7\n8\n");
    let said = text(&more.stderr);
    assert!(said.contains("warning: activities were changed that were not shown: "), "{said}");
    let narrowed = |sent: &str| sent.contains("%20id%3A7%20OR%20id%3A9&");
    let sent = || fake.requests().pop().unwrap().form;
    assert!(narrowed(&sent()));
    let preview = ["cancel", "status:waiting", "--preview"];
    let preview = answer_of(&asked(&fake.url, None, &preview, ""));
    let expect = ["cancel", "status:waiting", "--yes", "--expect", preview.trim()];
    answer_of(&asked(&fake.url, None, &expect, ""));
    assert!(narrowed(&sent()));
    answer_of(&asked(&fake.url, None, &expect[..3], ""));
    let sent = sent();
    assert!(sent.contains("query=status%3Awaiting&"), "{sent}");
}
