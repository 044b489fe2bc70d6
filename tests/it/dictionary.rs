//! Generates the dictionary of the fuzz targets: the words of the languages, from their
//! tables of fields. `ACCEPT=1 cargo test --test it dictionary` writes it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use activity_query::language::{self, Alias, FieldInfo, ValueKind};
use activity_query::{ActivityTerm, ComputerTerm, Language};

use crate::diagnostics::is_current;
use crate::oracle::issue::IssueTerm;

/// The signs between terms and around values.
const SIGNS: &[&str] = &[" AND ", " OR ", "NOT ", " TO ", "(", ")", "[", "]", "\"", "\\\"", "\\\\"];

/// Values that no table lists: dates, numbers, sizes and texts.
const VALUES: &[&str] = &[
    "2024-07",
    "2024-07-10T23:00:00.5+02:00",
    "9223372036854775807",
    "[1Ghz TO 4Ghz]",
    "[1Gb TO 500Gb]",
    "[5 TO *]",
    "..",
    "jane@example.com",
    "\u{A0}",
    "é",
];

fn aliases(aliases: &'static [Alias]) -> impl Iterator<Item = &'static str> {
    aliases.iter().map(|alias| alias.word)
}

/// Returns the words that a value of the field may begin or continue with.
fn values(field: &FieldInfo) -> Vec<String> {
    let mut values: Vec<String> = field.kind.words().iter().copied().map(str::to_owned).collect();
    if let ValueKind::Form { words, deprecated, follow, .. } = field.kind {
        values.extend(deprecated.iter().map(|(word, _)| (*word).to_owned()));
        for begun in words.iter().map(|word| format!("{word}:8:")) {
            values.extend(follow(&begun).iter().map(|word| format!("{begun}{word}")));
        }
    }
    values.extend(aliases(field.synonyms).map(str::to_owned));
    values
}

/// Returns the fields of a language, with their colons.
fn fields<L: Language>() -> BTreeSet<String> {
    let names =
        |field: &'static FieldInfo| std::iter::once(field.name).chain(aliases(field.aliases));
    language::fields::<L>().flat_map(names).map(|name| format!("{name}:")).collect()
}

/// Returns a word in quotes, escaped as libFuzzer requires.
fn entry(word: &str) -> String {
    let mut entry = String::from('"');
    for byte in word.bytes() {
        match byte {
            b'"' | b'\\' => entry.extend(['\\', char::from(byte)]),
            b' '..=b'~' => entry.push(char::from(byte)),
            _ => write!(entry, "\\x{byte:02X}").unwrap(),
        }
    }
    entry + "\""
}

fn section(text: &mut String, title: &str, words: impl IntoIterator<Item = impl AsRef<str>>) {
    writeln!(text, "\n# {title}").unwrap();
    for word in words {
        writeln!(text, "{}", entry(word.as_ref())).unwrap();
    }
}

#[test]
fn the_dictionary_has_the_words_of_the_tables() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/dictionary.txt");
    // The published package contains no fuzz targets.
    if !path.parent().unwrap().is_dir() {
        return;
    }
    let mut listed: BTreeSet<String> =
        language::fields::<ActivityTerm>().flat_map(values).collect();
    listed.extend(language::fields::<ComputerTerm>().flat_map(values));
    listed.extend(language::fields::<IssueTerm>().flat_map(values));
    let mut text = "# Words for the fuzz targets, made from the tables of fields by\n\
        # `ACCEPT=1 cargo test --test it dictionary`.\n"
        .to_owned();
    section(&mut text, "Operators and signs", SIGNS);
    section(&mut text, "Fields of activities", fields::<ActivityTerm>());
    section(&mut text, "Fields of computers", fields::<ComputerTerm>());
    section(&mut text, "Fields of issues", fields::<IssueTerm>());
    section(&mut text, "Values that the tables list", listed);
    section(&mut text, "Other values", VALUES);
    assert!(is_current(&path, &text), "{path:?} is not what the tables of fields give");
}
