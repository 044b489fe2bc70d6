//! Tests that the kernel, `src/query/`, depends on no activity, computer or engine.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The crates that the kernel may use. Engines and stores have others.
const CRATES: [&str; 10] = [
    "chrono",
    "memchr",
    "pest",
    "pest_derive",
    "serde",
    "serde_json",
    "std",
    "strsim",
    "thiserror",
    "unicode_width",
];

/// A diagnostic code with the same name as a type outside the kernel.
const CODE: &str = "NotPortable";

/// Returns the files of a module: its own, and those in its folder.
fn files(module: &Path) -> Vec<PathBuf> {
    let mut files = vec![module.with_extension("rs")];
    let mut folders = vec![module.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.retain(|file| {
        file.extension().is_some_and(|kind| kind == "rs") && !file.ends_with("tests.rs")
    });
    files
}

/// Returns the words of the code and its `::`, without comments and strings.
fn words(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let mut words = vec![String::new()];
    for line in text.lines() {
        let code = line.split("//").next().unwrap_or_default();
        for (at, code) in code.split('"').enumerate() {
            for c in code.chars().filter(|_| at % 2 == 0).chain([' ']) {
                let last = words.last_mut().unwrap();
                match c {
                    ':' if last.is_empty() || last == ":" => last.push(':'),
                    ':' => words.push(":".to_owned()),
                    'a'..='z' | 'A'..='Z' | '0'..='9' | '_' if !last.starts_with(':') => {
                        last.push(c);
                    }
                    'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => words.push(c.to_string()),
                    _ => words.push(String::new()),
                }
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Returns the types that the files define, and whether they are public.
fn types(files: &[PathBuf]) -> impl Iterator<Item = (String, bool)> {
    let of = |file: &PathBuf| {
        let words = words(file);
        let types = words.windows(3).filter_map(|definition| match definition {
            [visible, kind, name]
                if ["struct", "enum", "type", "trait"].contains(&kind.as_str()) =>
            {
                Some((name.clone(), visible == "pub"))
            }
            // The list of a language's terms begins with the name of its type.
            [list, name, checked] if list == "terms" && checked == "checked" => {
                Some((name.clone(), true))
            }
            _ => None,
        });
        types.collect::<Vec<_>>()
    };
    files.iter().flat_map(of)
}

#[test]
fn the_kernel_names_no_type_of_the_domain() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let kernel = files(&source.join("query"));
    assert!(kernel.len() > 60, "{} files", kernel.len());
    let own: BTreeSet<String> = types(&kernel).map(|(name, _)| name).collect();
    let mut rooms = BTreeSet::new();
    let mut domain = BTreeSet::new();
    for entry in fs::read_dir(&source).unwrap() {
        let module = entry.unwrap().path().with_extension("");
        if !["lib", "query"].iter().any(|name| module.ends_with(name)) {
            rooms.insert(module.file_name().unwrap().to_str().unwrap().to_owned());
            let files = files(&module);
            let public = types(&files).filter(|(_, is_public)| *is_public);
            domain.extend(public.map(|(name, _)| name).filter(|name| !own.contains(name)));
        }
    }
    for name in ["ActivityTerm", "ComputerTerm", "Activity", "Computer", "Status", "MemoryStore"] {
        assert!(domain.contains(name), "{name} is not found in the domain");
    }

    let mut found = Vec::new();
    for file in &kernel {
        let words = words(file);
        let named = words.iter().filter(|word| domain.contains(*word) && **word != CODE);
        found.extend(named.map(|name| format!("{}: {name}", file.display())));
        // No path leads out of the kernel, or to a crate that it may not use.
        for path in words.windows(3) {
            let [from, colons, to] = path else { continue };
            let is_foreign = match from.as_str() {
                "crate" => to != "query",
                "use" => false,
                other => rooms.contains(other),
            };
            if colons == "::" && is_foreign {
                found.push(format!("{}: {from}::{to}", file.display()));
            }
        }
        for pair in words.windows(3) {
            let [word, from, colons] = pair else { continue };
            let is_path = colons == "::" && word == "use";
            let known = ["crate", "super", "self"].contains(&from.as_str())
                || CRATES.contains(&from.as_str())
                || words.windows(2).any(|pair| pair[0] == "mod" && pair[1] == *from);
            if is_path && !known {
                found.push(format!("{}: use {from}", file.display()));
            }
        }
    }
    assert!(found.is_empty(), "the kernel names the domain:\n{}", found.join("\n"));
}
