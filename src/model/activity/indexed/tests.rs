use proptest::prelude::*;

use super::*;
use crate::model::Record;

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "id",
        "i\\u0064",
        "parent_id",
        "activity_status",
        "creation_time",
        "creator",
        "computer_id",
        "type",
        "t\\u0079pe",
        "deliver_after_time",
        "approval_time",
        "completion_time",
        "modification_time",
        "summary",
        "n\u{e4}me",
        "n\u{1c}me",
        "n\u{1}\\nme",
    ])
}

fn value() -> impl Strategy<Value = String> {
    let text = prop::sample::select(vec![
        "null",
        "true",
        "1",
        "7",
        "-1",
        "1.5",
        "1e999",
        "18446744073709551616",
        "\"None\"",
        "\"failed\"",
        "\"fail\\u0065d\"",
        "\"soon\"",
        "\"2023-03-06T18:52:09Z\"",
        "\"2023-03-06T18:52:09.25\"",
        "\"J\u{e4}ne\"",
        "\"\\ud800\"",
        "\"\\\"\"",
        "[]",
        "[1, {}]",
        "{}",
        "{\"email\": \"jane@example.com\", \"email\": 1}",
        "{\"x\": 1e999}",
        "{\"\u{1c}email\": 1}",
        "{\"\u{1c}\\n\": 1, \"email\": \"x\"}",
        "{\"email\": null, \"name\": \"\\n\", \"\\u0065mail\": \"j\\u0061ne\"}",
        "nul",
        "[1",
    ]);
    prop_oneof![9 => text.prop_map(str::to_owned),
        1 => (120_usize..130).prop_map(|depth| "[".repeat(depth) + &"]".repeat(depth))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn indexed_reads_what_an_activity_reads(
        fields in prop::collection::vec((name(), value()), 0..5),
        bare in prop::bool::weighted(0.1),
    ) {
        let mut json = if bare { String::from("{") } else { String::from("{\"id\": 7,") };
        for (name, value) in fields {
            json.extend(["\"", name, "\": ", &value, ","]);
        }
        json.pop();
        json.push('}');
        let activity = serde_json::from_str::<Activity>(&json).ok();
        let expected = activity.clone().map(Indexed::from);
        prop_assert_eq!(&Indexed::read(&json).ok(), &expected, "{}", json);
        prop_assert_eq!(Record::<Activity>::new(json.as_str()).is_ok(), activity.is_some());
    }
}
