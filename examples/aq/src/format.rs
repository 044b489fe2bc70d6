//! `aq format`.

use activity_query::edit::{self, Edited};
use activity_query::rewrite::NotPortable;
use activity_query::{
    ActivityQuery, ActivityTerm, ComputerQuery, ComputerTerm, Expr, Language, ParseError,
};
use clap::Args;
use serde_json::json;

use crate::arguments::{AnyQueryText, Format, Report, parse};
use crate::failure::{Exit, Failure};
use crate::output::{print, print_json};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    text: AnyQueryText,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    edits: Edits,
    /// Allow this many terms at most in a portable text or a normal form
    #[arg(long, value_name = "N", default_value_t = 1000)]
    max_terms: usize,
    #[command(flatten)]
    format: Format,
}

#[derive(Args)]
#[group(multiple = false)]
#[expect(clippy::struct_excessive_bools, reason = "clap reads each flag into one")]
struct Form {
    /// Leave out the parts that have no effect
    #[arg(long)]
    simplify: bool,
    /// Use the documented grammar alone, for a real server: no parentheses, no AND
    #[arg(long)]
    portable: bool,
    /// Move each NOT to a term: negation normal form
    #[arg(long)]
    nnf: bool,
    /// Make it an AND of ORs: conjunctive normal form
    #[arg(long)]
    cnf: bool,
    /// Make it an OR of ANDs: disjunctive normal form
    #[arg(long)]
    dnf: bool,
}

/// Edits, which keep every other byte of the text.
#[derive(Args)]
#[group(conflicts_with = "Form")]
struct Edits {
    /// Remove this filter; may be given several times
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    remove: Vec<String>,
    /// Replace the filters of the same fields by this one, after `--remove`
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    set: Vec<String>,
    /// Add this filter, after `--set`
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    add: Vec<String>,
}

/// Prints the query as its canonical text, as one of another form, or with
/// other filters.
pub(crate) fn format(arguments: &Arguments) -> Result<Exit, Failure> {
    let text = arguments.text.query.read()?;
    let written = if !arguments.edits.is_empty() {
        let edits = &arguments.edits;
        if arguments.text.computer {
            edits.made::<ComputerTerm>(text)
        } else {
            edits.made::<ActivityTerm>(text)
        }
    } else if arguments.text.computer {
        arguments
            .written::<ComputerTerm>(&text, |query: &ComputerQuery, most| Ok(query.portable(most)?))
    } else {
        arguments.written::<ActivityTerm>(&text, ActivityQuery::portable)
    }?;
    match arguments.format.format {
        Report::Human => print(&format!("{}\n", written.strip_suffix('\n').unwrap_or(&written))),
        Report::Json => print_json(&json!({ "text": written })),
    }?;
    Ok(Exit::Success)
}

impl Arguments {
    fn written<T: Language>(
        &self,
        text: &str,
        portable: impl Fn(&Expr<T>, usize) -> Result<String, NotPortable>,
    ) -> Result<String, Failure> {
        let query = parse::<T>(text)?.query;
        let Form { simplify, portable: is_portable, nnf, cnf, dnf } = self.form;
        let written = if is_portable {
            portable(&query, self.max_terms)
        } else if cnf {
            query.conjunctive(self.max_terms).map(|query| query.to_string()).map_err(Into::into)
        } else if dnf {
            query.disjunctive(self.max_terms).map(|query| query.to_string()).map_err(Into::into)
        } else if nnf {
            Ok(query.negation_normal().to_string())
        } else if simplify {
            Ok(query.simplified().to_string())
        } else {
            Ok(query.to_string())
        };
        written.map_err(|error| Failure::Query(error.report(text)))
    }
}

impl Edits {
    fn is_empty(&self) -> bool {
        self.remove.is_empty() && self.set.is_empty() && self.add.is_empty()
    }

    fn made<T: Language>(&self, text: String) -> Result<String, Failure> {
        let text = each::<T>(&self.remove, text, edit::remove)?;
        let text = each::<T>(&self.set, text, edit::set)?;
        each::<T>(&self.add, text, edit::add)
    }
}

fn each<T: Language>(
    filters: &[String],
    text: String,
    edit: impl Fn(&str, &Expr<T>) -> Result<Edited, ParseError>,
) -> Result<String, Failure> {
    filters.iter().try_fold(text, |text, filter| Ok(edit(&text, &parse(filter)?.query)?.text))
}
