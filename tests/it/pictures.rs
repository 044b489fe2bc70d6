//! Embeds the pictures of the documents into the documentation page, which has no files
//! beside it, as definitions of their links.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::diagnostics::is_current;

const DOCUMENTS: &[&str] =
    &["README.md", "docs/language.md", "docs/performance.md", "docs/performance-elsewhere.md"];

/// Returns the picture as a data URL.
fn embedded(path: &Path) -> Option<String> {
    let kind = match path.extension()?.to_str()? {
        "svg" => "svg+xml",
        "png" => "png",
        _ => return None,
    };
    Some(format!("data:image/{kind};base64,{}", STANDARD.encode(fs::read(path).unwrap())))
}

#[test]
fn the_documentation_page_has_the_pictures() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    for document in DOCUMENTS {
        let path = top.join(document);
        let text = fs::read_to_string(&path).unwrap();
        let mut links = String::new();
        for line in text.lines() {
            let definition = line.strip_prefix('[').and_then(|line| line.split_once("]: "));
            let Some((label, target)) = definition else { continue };
            if let Some(picture) = embedded(&path.with_file_name("").join(target)) {
                let _ = writeln!(links, "[{label}]: {picture}");
            }
        }
        let inline = [".svg)", ".png)"].iter().any(|end| text.contains(end));
        assert!(!inline, "{document} names a picture without a reference");
        let name = path.file_stem().unwrap().to_str().unwrap().to_lowercase();
        let own = top.join(format!("docs/pictures/{name}.links"));
        assert!(
            is_current(&own, &links),
            "{} is stale: ACCEPT=1 cargo test renews it",
            own.display()
        );
    }
}
