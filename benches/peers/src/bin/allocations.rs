//! Counts the allocations of one parse, for every parser and input, and prints them as a
//! Markdown table. Growing a block counts as a new allocation.

use std::alloc::System;
use std::error::Error;

use activity_query_peers::peers::{CHAIN_TERMS, Contender, contenders};
use alloc_tracker::{Allocator, Session};

#[global_allocator]
static ALLOCATOR: Allocator<System> = Allocator::system();

fn main() -> Result<(), Box<dyn Error>> {
    println!("| parser | short | typical | chain of {CHAIN_TERMS}, per term |");
    println!("|---|--:|--:|--:|");
    for contender in contenders()? {
        // The check also initialises what a parser sets up once and keeps.
        contender.check()?;
        let short = count(&contender, contender.syntax.short);
        let typical = count(&contender, contender.syntax.typical);
        let chain = count(&contender, &contender.syntax.chain(CHAIN_TERMS));
        let per_term = chain / f64::from(CHAIN_TERMS);
        println!("| {} | {short:.0} | {typical:.0} | {per_term:.2} |", contender.name);
    }
    Ok(())
}

fn count(contender: &Contender, text: &str) -> f64 {
    let session = Session::new().no_stdout().no_file();
    let operation = session.operation("parse");
    {
        let _span = operation.measure_thread().iterations(1);
        (contender.parse)(text);
    }
    let report = session.to_report();
    let mut operations = report.operations();
    operations.next().and_then(|(_, measured)| measured.allocations()).unwrap_or(f64::NAN)
}
