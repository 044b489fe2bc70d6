//! Tests expressions of `DataFusion`: which parts are merged, and which terms are refused.
//! That they select what the reference selects is tested in examples/cluster.

use activity_query::ActivityQuery;
use activity_query::datafusion::{Column, DataFusion, Schema};
use chrono::DateTime;

fn backend() -> DataFusion {
    DataFusion::new(Schema::default(), DateTime::UNIX_EPOCH)
}

fn said(text: &str) -> String {
    let query: ActivityQuery = text.parse().unwrap();
    query.compile(&backend()).unwrap().to_string()
}

#[test]
fn ids_are_one_list_with_its_bounds() {
    let text = (1..=5_000).map(|id| format!("id:{id}")).collect::<Vec<_>>().join(" OR ");
    let said = said(&text);
    let bounds = "activities.id >= Int64(1) AND activities.id <= Int64(5000) AND activities.id IN";
    assert!(said.starts_with(bounds), "{}", &said[..200]);
    assert_eq!(said.matches(" OR ").count(), 0);
}

#[test]
fn a_negation_is_true_of_what_is_absent() {
    assert_eq!(
        said("NOT status:failed"),
        r#"activities.activity_status = Utf8("failed") IS NOT TRUE"#
    );
    assert_eq!(
        said("NOT created-after:1970"),
        "activities.creation_time < Int64(0) OR activities.creation_time IS NULL"
    );
}

#[test]
fn texts_are_values() {
    assert_eq!(said(r#"type:"x' OR 1=1 --""#), r#"activities.type = Utf8("x' OR 1=1 --")"#);
}

#[test]
fn deep_queries_are_compiled_or_refused() {
    let nested = |depth: u32| {
        let mut query = ActivityQuery::id(1_u32);
        for id in 0..depth {
            query = !(ActivityQuery::parent_id(id) & (ActivityQuery::id(id) | query));
        }
        query
    };
    nested(60).compile(&backend()).unwrap();
    let error = nested(3_000).compile(&backend()).unwrap_err();
    assert_eq!(error.to_string(), "a query that is nested this deep is not supported here");
}

#[test]
fn missing_columns_are_errors_with_positions() {
    let schema = Schema::default().without(Column::ParentId);
    let backend = DataFusion::new(schema, DateTime::UNIX_EPOCH);
    let query: ActivityQuery = "id:1 parent-id:4".parse().unwrap();
    let span = query.compile(&backend).unwrap_err().span().unwrap();
    assert_eq!((span.start(), span.end()), (5, 16));
}
