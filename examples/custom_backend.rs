//! A custom backend: it compiles queries to filters of a search service, as JSON. If the
//! service can't express a term, the error names the term and its position.
//!
//!     cargo run --example custom_backend -- 'status:failed NOT type:RestartRequest'

use activity_query::backend::{Compile, Unsupported};
use activity_query::{ActivityQuery, ActivityTerm, Backend, ComputerTerm, Spanned};
use serde_json::{Value, json};

/// A service that has activities, and the tags of computers.
struct SearchService;

impl Backend for SearchService {
    type Filter = Value;
    type Error = Unsupported;

    fn all(&self, parts: Vec<Value>) -> Result<Value, Unsupported> {
        Ok(json!({"bool": {"filter": parts}}))
    }

    fn any(&self, parts: Vec<Value>) -> Result<Value, Unsupported> {
        Ok(json!({"bool": {"should": parts, "minimum_should_match": 1}}))
    }

    fn not(&self, part: Value) -> Result<Value, Unsupported> {
        Ok(json!({"bool": {"must_not": part}}))
    }
}

impl Compile<ActivityTerm> for SearchService {
    fn term(&self, term: &Spanned<ActivityTerm>) -> Result<Value, Unsupported> {
        Ok(match &term.value {
            ActivityTerm::Id(id) => json!({"term": {"id": id}}),
            ActivityTerm::Status(status) => json!({"term": {"status": status}}),
            ActivityTerm::Type(kind) => json!({"term": {"type": kind.as_str()}}),
            ActivityTerm::CreatedAfter(date) => {
                json!({"range": {"created": {"gte": date.start().to_rfc3339()}}})
            }
            ActivityTerm::Computer(query) => {
                json!({"nested": {"path": "computer", "query": query.compile(self)?}})
            }
            _ => return Err(Unsupported::new(term)),
        })
    }
}

impl Compile<ComputerTerm> for SearchService {
    fn term(&self, term: &Spanned<ComputerTerm>) -> Result<Value, Unsupported> {
        match &term.value {
            ComputerTerm::Tag(tag) => Ok(json!({"term": {"computer.tags": tag.as_str()}})),
            _ => Err(Unsupported::new(term)),
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::env::args().nth(1).unwrap_or("status:failed computer:tag:laptop".to_owned());
    println!("{:#}", text.parse::<ActivityQuery>()?.compile(&SearchService)?);
    Ok(())
}
