//! Times every parser on every input and prints the tables as Markdown. `--quick` runs one
//! short round, to check that everything works.

use std::env;
use std::error::Error;

use activity_query_peers::peers::{CHAIN_TERMS, Contender, YARDSTICK, contenders};
use activity_query_peers::timing::{Effort, Entry, interleave};

const SERIES: [u32; 4] = [10, 100, 1_000, 10_000];

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    let mut effort = Effort::FULL;
    for argument in env::args().skip(1) {
        match argument.as_str() {
            "--quick" => effort = Effort::QUICK,
            other => return Err(format!("unknown argument {other}; there is only --quick").into()),
        }
    }
    let contenders = contenders()?;
    for contender in &contenders {
        contender.check()?;
    }
    let ours = contenders.first().ok_or("nobody to measure")?;

    let mut columns = [
        column(&contenders, 1, |c| c.syntax.short.to_owned()),
        column(&contenders, 1, |c| c.syntax.typical.to_owned()),
        column(&contenders, CHAIN_TERMS, |c| c.syntax.chain(CHAIN_TERMS)),
        SERIES.map(|terms| Entry::new(ours, ours.syntax.chain(terms), terms)).into(),
    ];
    interleave(&mut columns, effort);

    let [short, typical, chain, series] = &columns;
    print_comparison([short, typical, chain])?;
    print_series(series);
    Ok(())
}

fn column(
    contenders: &[Contender],
    per: u32,
    text: impl Fn(&Contender) -> String,
) -> Vec<Entry<'_>> {
    contenders.iter().map(|contender| Entry::new(contender, text(contender), per)).collect()
}

fn print_comparison(columns: [&Vec<Entry<'_>>; 3]) -> Result<(), Failure> {
    println!(
        "| parser | short, ns | ratio | typical, ns | ratio | chain of {CHAIN_TERMS}, ns/term | ratio |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|");
    let [short, ..] = columns;
    for row in short {
        let name = row.contender.name;
        print!("| {name} |");
        for column in columns {
            let entry = named(column, name)?;
            let ratio = entry.ratio(named(column, YARDSTICK)?);
            print!(" {:.0} | {ratio:.2} |", entry.nanoseconds());
        }
        println!();
    }
    println!("\nRatios are to {YARDSTICK}: the median of the rounds' ratios.\n");
    Ok(())
}

fn named<'a, 'c>(column: &'a [Entry<'c>], name: &str) -> Result<&'a Entry<'c>, Failure> {
    let found = column.iter().find(|entry| entry.contender.name == name);
    found.ok_or_else(|| format!("{name} was not measured").into())
}

fn print_series(series: &[Entry<'_>]) {
    println!("| activity-query, terms in the chain | ns/term |");
    println!("|--:|--:|");
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for (terms, entry) in SERIES.iter().zip(series) {
        let nanoseconds = entry.nanoseconds();
        least = least.min(nanoseconds);
        most = most.max(nanoseconds);
        println!("| {terms} | {nanoseconds:.1} |");
    }
    println!("\nThe most over the least: {:.2}.", most / least);
}
