//! What is shown: tables and reports to people, diagnostics to editors.

use std::fmt::Write as _;
use std::io::IsTerminal as _;

use activity_query::Diagnostic;
use activity_query::diagnostic::{LineIndex, visible};
use activity_query::model::Record;
use anstyle::{AnsiColor, Style};
use comfy_table::{ContentArrangement, Table, presets};
use serde_json::{Value, json};

use crate::columns::{Listed, cell};
use crate::failure::Failure;
use activity_query_files::views;

/// The fields of the records as a table on a terminal, else as lines with tabs,
/// without a heading: one record a line, whatever its texts hold.
pub(crate) fn table<T: Listed>(
    fields: &[String],
    records: &[Record<T>],
) -> Result<String, Failure> {
    let cells = |record| fields.iter().map(move |field| visible(&cell(record, field)));
    if !std::io::stdout().is_terminal() {
        let line = |record| cells(record).collect::<Vec<_>>().join("\t") + "\n";
        return Ok(records.iter().map(line).collect());
    }
    let views = views(records)?;
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(fields.iter().map(|field| heading(field)));
    table.add_rows(records.iter().map(cells));
    let mut shown = String::new();
    for (index, line) in table.lines().enumerate() {
        let style = match index.checked_sub(1).and_then(|row| views.get(row)) {
            None => Style::new().bold(),
            Some(record) => record.style(),
        };
        // Writing to a string does not fail.
        let _ = writeln!(shown, "{style}{}{style:#}", line.trim_end());
    }
    Ok(shown)
}

/// How many records there are, in words.
pub(crate) fn count<T: Listed>(count: usize) -> String {
    format!("{count} {}", if count == 1 { T::KIND } else { T::MANY })
}

/// The heading of a field.
fn heading(field: &str) -> String {
    match field {
        "activity_status" => "STATUS".to_owned(),
        "computer_id" => "COMPUTER".to_owned(),
        "creator.email" => "CREATOR".to_owned(),
        "creation_time" => "CREATED".to_owned(),
        field => visible(field).to_uppercase(),
    }
}

/// The text with its line breaks, and nothing else that could move the cursor
/// or turn the direction of what a terminal shows.
pub(crate) fn visible_lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// The same JSON, in which an escape is in the place of what is not visible.
pub(crate) fn escaped(json: &str) -> String {
    let is_visible = |c: char| matches!(c, ' '..='~' | '\n') || visible(&c.to_string()) != " ";
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if is_visible(c) {
            escaped.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a string does not fail.
            let _ = write!(escaped, "\\u{unit:04x}");
        }
    }
    escaped
}

/// A report with its first words in colour.
pub(crate) fn report(text: &str) -> String {
    let color = |color: AnsiColor| Style::new().bold().fg_color(Some(color.into()));
    let mut shown = String::new();
    for line in text.lines() {
        let (style, mark) = if line.starts_with("error") {
            (color(AnsiColor::Red), "error")
        } else if line.starts_with("warning[") {
            (color(AnsiColor::Yellow), "warning")
        } else {
            (Style::new(), "")
        };
        let rest = visible(line.strip_prefix(mark).unwrap_or(line));
        // Writing to a string does not fail.
        let _ = writeln!(shown, "{style}{mark}{style:#}{rest}");
    }
    shown.trim_end().to_owned()
}

/// All diagnostics of the text in JSON, with their places as editors count them.
pub(crate) fn diagnostics(text: &str, diagnostics: &[Diagnostic]) -> Vec<Value> {
    let index = LineIndex::new(text);
    diagnostics.iter().map(|diagnostic| json!(diagnostic.located(&index))).collect()
}

/// The style of secondary details.
pub(crate) fn muted() -> Style {
    Style::new().fg_color(Some(AnsiColor::BrightBlack.into()))
}
