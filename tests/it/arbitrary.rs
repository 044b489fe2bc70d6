//! Generates records of any form: numbers of any size, escapes, lone surrogates, fields in
//! any order and more than once, nested records.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A record as its parts, so that the result of a change is known without the library.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(crate) id: u32,
    fields: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    /// The name without escapes.
    name: String,
    /// The name as JSON, with the colon and the white space around both.
    before: String,
    value: String,
    after: String,
}

impl Parts {
    /// Returns the text of the record.
    pub(crate) fn text(&self) -> String {
        let fields = self.fields.iter();
        let fields = fields.map(|part| format!("{}{}{}", part.before, part.value, part.after));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    }

    /// Returns the JSON of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let part = self.fields.iter().find(|part| part.name == name)?;
        Some(&part.value)
    }

    /// Sets the value of a field, or adds the field at the end.
    pub(crate) fn set(&mut self, name: &str, json: &str) {
        let json = json.to_owned();
        if let Some(part) = self.fields.iter_mut().find(|part| part.name == name) {
            part.value = json;
            return;
        }
        let last = self.fields.last_mut().unwrap();
        let (before, after) = (format!("\"{name}\":"), std::mem::take(&mut last.after));
        self.fields.push(Part { name: name.to_owned(), before, value: json, after });
    }
}

fn white_space() -> impl Strategy<Value = &'static str> + Clone {
    select(&["", "", "", " ", "  ", "\t"][..])
}

fn number() -> impl Strategy<Value = String> {
    let odd = &[
        "0",
        "-0",
        "-0.0",
        "1.50",
        "1e400",
        "1E+2",
        "18446744073709551616",
        "12345678901234567890123456789",
        "0.12345678901234567890",
        "9007199254740993",
    ];
    prop_oneof![
        select(&odd[..]).prop_map(str::to_owned),
        "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,24})?([eE][+-]?[0-9]{1,3})?",
    ]
}

/// A JSON string of characters and escapes.
fn text() -> impl Strategy<Value = String> {
    let pieces = &[
        "a",
        "é",
        "\u{10ffff}",
        " ",
        "\u{7f}",
        "{",
        "]",
        ",",
        ":",
        "/",
        "\\/",
        "\\\\",
        "\\\"",
        "\\n",
        "\\u0000",
        "\\u0041",
        "\\u00E9",
        "\\ud83d\\ude00",
        "\\ud800",
        "\\uDFFF",
        "\\u2028",
    ];
    vec(select(&pieces[..]), 0..6).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

/// The name of a field that no term reads, in plain form and with escapes.
fn other_name() -> impl Strategy<Value = (String, String)> {
    let names = &[
        ("summary", "summary"),
        ("summary", "s\\u0075mmary"),
        ("progress", "progress"),
        ("children", "children"),
        ("Id", "Id"),
        ("", ""),
        ("é", "é"),
        ("é", "\\u00e9"),
        ("\u{fffd}", "\\ud800"),
        ("a\"b", "a\\\"b"),
    ];
    select(&names[..]).prop_map(|(name, json)| (name.to_owned(), json.to_owned()))
}

/// Any JSON.
pub(crate) fn json() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        number(),
        text(),
        select(&["null", "true", "false", "[]", "{ }"][..]).prop_map(str::to_owned),
        // Nested records are not records of the file.
        Just("[{\"id\": 1, \"activity_status\":\"failed\", \"id\": 2}]".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let list = (vec(inner.clone(), 0..4), white_space())
            .prop_map(|(values, blank)| format!("[{blank}{}]", values.join(&format!("{blank},"))));
        let fields = vec((other_name(), inner, white_space()), 0..4).prop_map(|fields| {
            let fields = fields.into_iter().map(|((_, name), value, blank)| {
                format!("{blank}\"{name}\"{blank}:{blank}{value}{blank}")
            });
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        });
        prop_oneof![list, fields]
    })
    .boxed()
}

/// A field with one name, in one of its spellings, and one of these values.
type Choice = (&'static [&'static str], BoxedStrategy<String>);

fn one_of(values: &'static [&'static str]) -> BoxedStrategy<String> {
    select(values).prop_map(str::to_owned).boxed()
}

fn times() -> BoxedStrategy<String> {
    let times = &[
        "\"2024-07-10T12:00:00Z\"",
        "\"2024-07-10T12:00:00.5+02:00\"",
        "\"2025-01-01T00\\u003a00:00Z\"",
        "\"None\"",
        "null",
    ];
    one_of(times)
}

/// The fields of an activity that terms and changes read.
fn of_activity() -> Vec<Choice> {
    let statuses = &[
        "\"undelivered\"",
        "\"unapproved\"",
        "\"undeliver\\u0065d\"",
        "\"failed\"",
        "\"Odd\"",
        "\"\\ud800\"",
        "null",
        "1e400",
    ];
    let creator = (json(), text(), any::<bool>()).prop_map(|(value, name, known)| {
        let email = if known { "\"jane@example.com\"" } else { "18446744073709551616" };
        format!("{{\"x\":{value},\"email\" : {email},\"x\": {name}}}")
    });
    vec![
        (&["parent_id"], one_of(&["7", "null", "\"None\""])),
        (&["activity_status", "activity\\u005fstatus"], one_of(statuses)),
        (&["creation_time"], times()),
        (&["creator"], prop_oneof![creator, json()].boxed()),
        (&["computer_id"], one_of(&["3", "null"])),
        (
            &["type", "t\\u0079pe"],
            one_of(&["\"A\"", "\"\\u0041\"", "\"\\udc00\"", "[1.0]", "-1e999"]),
        ),
        (&["deliver_after_time"], prop_oneof![times(), json()].boxed()),
        (&["approval_time"], json()),
        (&["completion_time"], json()),
        (&["modification_time"], json()),
    ]
}

/// The fields of a computer that terms read.
fn of_computer() -> Vec<Choice> {
    let tags = vec(prop_oneof![3 => one_of(&["\"laptop\"", "\"l\\u0061b\""]), 1 => number()], 0..4);
    vec![
        (&["title"], one_of(&["\"A\"", "null", "1.0", "\"\\ud800\""])),
        (&["tags"], tags.prop_map(|tags| format!("[{}]", tags.join(" ,"))).boxed()),
        (&["last_ping_time"], times()),
        (
            &["annotations"],
            one_of(&["{\"a\": \"b\", \"c\": [1e400, \"d\"], \"\\ud800\": 1}", "null"]),
        ),
        (&["license_id"], one_of(&["7", "18446744073709551616", "\"None\""])),
        (&["profiles"], one_of(&["[null, {\"id\": 8, \"type\": \"usg\", \"x\": 1e400}]", "7"])),
        (
            &["grouped_hardware"],
            prop_oneof![json(), one_of(&["{\"cpu\": [1, {\"size\": 1e400}]}"])].boxed(),
        ),
    ]
}

/// A record with an id below `ids`, some of these fields, and others, in any order.
fn record(ids: u32, choices: Vec<Choice>) -> BoxedStrategy<Parts> {
    let mut fields: Vec<BoxedStrategy<Vec<(String, String, String)>>> = Vec::new();
    for (names, values) in choices {
        let name = names[0].to_owned();
        let field = (select(names), values);
        let field = field.prop_map(move |(json, value)| (name.clone(), json.to_owned(), value));
        fields.push(vec(field, 0..2).boxed());
    }
    let others = (other_name(), json()).prop_map(|((name, json), value)| (name, json, value));
    fields.push(vec(others, 0..5).boxed());
    let id = (0..ids, select(&["id", "i\\u0064"][..]));
    (id, fields, white_space(), white_space())
        .prop_flat_map(|((id, name), fields, one, other)| {
            let mut fields: Vec<_> = fields.into_iter().flatten().collect();
            fields.push(("id".to_owned(), name.to_owned(), id.to_string()));
            let part = move |(name, json, value): (String, String, String)| Part {
                name,
                before: format!("{one}\"{json}\"{other}:{one}"),
                value,
                after: other.to_owned(),
            };
            let parts: Vec<Part> = fields.into_iter().map(part).collect();
            (Just(id), Just(parts).prop_shuffle())
        })
        .prop_map(|(id, fields)| Parts { id, fields })
        .boxed()
}

fn distinct(mut records: Vec<Parts>) -> Vec<Parts> {
    records.sort_by_key(|record| record.id);
    records.dedup_by_key(|record| record.id);
    records
}

/// Activities of any form, in ascending order of ids.
pub(crate) fn activities() -> impl Strategy<Value = Vec<Parts>> {
    vec(record(1000, of_activity()), 1..12).prop_map(distinct)
}

/// Computers of any form, in ascending order of ids.
pub(crate) fn computers() -> impl Strategy<Value = Vec<Parts>> {
    vec(record(1000, of_computer()), 1..6).prop_map(distinct)
}
