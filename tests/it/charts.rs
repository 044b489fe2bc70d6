//! Draws the charts of the documents on performance from their tables.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::diagnostics::is_current;

const PERFORMANCE: &str = concat!(
    include_str!("../../docs/performance.md"),
    include_str!("../../docs/performance-elsewhere.md")
);

/// A chart: its name, the heading of its table, the columns of its figures by index and name,
/// and the unit of the axis.
struct Chart {
    name: &'static str,
    heading: &'static str,
    series: &'static [(usize, &'static str)],
    unit: &'static str,
    title: &'static str,
}

const CHARTS: &[Chart] = &[
    Chart {
        name: "parse",
        heading: "## Parsing",
        series: &[(1, "short"), (3, "typical"), (5, "chain, a term")],
        unit: "ns",
        title: "Time to read a query",
    },
    Chart {
        name: "page",
        heading: "## Finding and counting",
        series: &[(1, "activity-query"), (2, "SQLite"), (3, "DuckDB"), (4, "Polars")],
        unit: "µs",
        title: "The ids of the first page of 1,000, of 10,000,000 activities",
    },
    Chart {
        name: "count",
        heading: "## Finding and counting",
        series: &[(6, "activity-query"), (7, "SQLite"), (8, "DuckDB"), (9, "Polars")],
        unit: "µs",
        title: "The count of all that match, of 10,000,000 activities",
    },
    Chart {
        name: "records",
        heading: "### With their records",
        series: &[(1, "activity-query"), (2, "SQLite"), (3, "DuckDB"), (4, "Polars")],
        unit: "µs",
        title: "1,000 records as JSON, of 10,000,000 activities",
    },
    Chart {
        name: "parquet",
        heading: "## In Parquet files",
        series: &[(1, "page"), (2, "page, DuckDB"), (3, "count"), (4, "count, DuckDB")],
        unit: "ms",
        title: "From Parquet files, of 10,000,000 activities",
    },
];

const LABELS: f64 = 300.0;
const PLOT: f64 = 440.0;
const ROW: f64 = 20.0;
const TOP: f64 = 70.0;

/// Colours that can be told apart with any colour vision, and different shapes.
const MARKS: [(&str, &str); 4] =
    [("#d55e00", "●"), ("#0072b2", "■"), ("#009e73", "▲"), ("#a06ba5", "◆")];

/// Returns the rows of the first table below the heading: the label, and the cells.
fn rows(heading: &str) -> Vec<Vec<String>> {
    let (_, section) = PERFORMANCE.split_once(heading).unwrap();
    let table = section.lines().skip_while(|line| !line.starts_with("|--")).skip(1);
    let table = table.take_while(|line| line.starts_with('|'));
    table.map(cells).collect()
}

fn cells(line: &str) -> Vec<String> {
    line.trim_matches('|').split(" | ").map(|own| own.trim().to_owned()).collect()
}

/// Parses the figure in a cell such as `1,345`, `**0.91**` or `5.5 *`.
fn figure(cell: &str) -> f64 {
    let number: String = cell.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    number.parse().unwrap_or_else(|_| panic!("`{cell}` is not a figure"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Shortens a label that is too long for its place.
fn label(cell: &str) -> String {
    const MOST: usize = 40;
    let text = cell.replace('`', "");
    if text.chars().count() <= MOST {
        return escaped(&text);
    }
    escaped(&text.chars().take(MOST - 1).chain(['…']).collect::<String>())
}

/// Formats a power of ten of the unit, in the largest unit of which it is a whole number.
fn tick(power: i32, unit: &str) -> String {
    const UNITS: [&str; 4] = ["ns", "µs", "ms", "s"];
    let own = UNITS.iter().position(|name| *name == unit).unwrap();
    let power = power + 3 * i32::try_from(own).unwrap();
    let index = power.div_euclid(3).clamp(0, 3);
    format!(
        "{} {}",
        10_i32.pow(u32::try_from(power - 3 * index).unwrap()),
        UNITS[usize::try_from(index).unwrap()]
    )
}

fn draw(chart: &Chart) -> String {
    let rows = rows(chart.heading);
    // A zero in the table means less than its last digit.
    let time = |row: &[String], column: usize| figure(&row[column]).max(0.05);
    let all = || rows.iter().flat_map(|row| chart.series.iter().map(|own| time(row, own.0)));
    #[expect(clippy::cast_possible_truncation, reason = "times are between 10^-9 and 10^9")]
    let powers = all().fold(f64::INFINITY, f64::min).log10().floor() as i32
        ..=all().fold(0.0, f64::max).log10().ceil() as i32;
    let (least, most) = (f64::from(*powers.start()), f64::from(*powers.end()));
    let x = |power: f64| LABELS + (power - least) / (most - least) * PLOT;
    let end = TOP + ROW * f64::from(u32::try_from(rows.len()).unwrap());
    let (width, height) = (LABELS + PLOT + 40.0, end + 12.0);

    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\">\n<style>\n\
         text {{ fill: #1f2328 }} .grid {{ stroke: #d1d9e0 }} .back {{ fill: #fff }}\n\
         @media (prefers-color-scheme: dark) {{ text {{ fill: #e6edf3 }} \
         .grid {{ stroke: #3d444d }} .back {{ fill: #0d1117 }} }}\n</style>\n\
         <rect class=\"back\" width=\"{width}\" height=\"{height}\"/>\n\
         <text x=\"8\" y=\"20\" font-size=\"14\" font-weight=\"600\">{}</text>\n",
        chart.title,
    );
    for (index, (_, name)) in chart.series.iter().enumerate() {
        let (color, mark) = MARKS[index];
        let at = LABELS + 110.0 * f64::from(u32::try_from(index).unwrap());
        let _ = writeln!(
            svg,
            "<text x=\"{at}\" y=\"40\"><tspan style=\"fill:{color}\">{mark}</tspan> {name}</text>"
        );
    }
    for power in powers {
        let at = x(f64::from(power));
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{}\" y2=\"{end}\"/>\
             <text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            TOP - 6.0,
            TOP - 10.0,
            tick(power, chart.unit),
        );
    }
    for (index, row) in rows.iter().enumerate() {
        let y = TOP + ROW * (f64::from(u32::try_from(index).unwrap()) + 0.75);
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{y}\" text-anchor=\"end\">{}</text>",
            LABELS - 14.0,
            label(&row[0]),
        );
        // Our series is drawn last, above the others.
        for (index, (column, name)) in chart.series.iter().enumerate().rev() {
            let (color, mark) = MARKS[index];
            let _ = writeln!(
                svg,
                "<text x=\"{:.1}\" y=\"{y}\" text-anchor=\"middle\" style=\"fill:{color}\">{mark}\
                 <title>{name}: {} {}</title></text>",
                x(time(row, *column).log10()),
                row[*column].trim_matches(['*', ' ']),
                chart.unit,
            );
        }
    }
    svg + "</svg>\n"
}

#[test]
fn the_charts_show_the_tables() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    for chart in CHARTS {
        let is_current = is_current(&folder.join(format!("{}.svg", chart.name)), &draw(chart));
        let name = chart.name;
        assert!(is_current, "docs/pictures/{name}.svg is stale: ACCEPT=1 cargo test renews it");
    }
}
