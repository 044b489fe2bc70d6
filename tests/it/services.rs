//! The guide to web services shows the example, which is compiled and tested.

use std::path::Path;

use crate::diagnostics::is_current;

#[test]
fn the_guide_shows_the_example() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let example = top.join("examples/server/examples/web_service.rs");
    let example = std::fs::read_to_string(example).unwrap();
    let guide = top.join("docs/services.md");
    let text = std::fs::read_to_string(&guide).unwrap();
    let (before, rest) = text.split_once("```rust,ignore\n").unwrap();
    let (_, after) = rest.rsplit_once("```\n").unwrap();
    let made = format!("{before}```rust,ignore\n{example}```\n{after}");
    assert!(is_current(&guide, &made), "docs/services.md is stale: ACCEPT=1 cargo test renews it");
}
