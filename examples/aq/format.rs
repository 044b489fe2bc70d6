//! `aq format`.

use std::process::ExitCode;

use activity_query::{
    ActivityQuery, ActivityTerm, ComputerQuery, ComputerTerm, Expr, Language, NotPortable,
};
use clap::Args;
use serde_json::json;

use crate::{Failure, Report, Text, parse, print, print_json, query_text};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    text: Text,
    #[command(flatten)]
    form: Form,
    /// How many terms a portable text or a normal form may have
    #[arg(long, value_name = "N", default_value_t = 1000)]
    max_terms: usize,
    /// How to show it; as JSON: `text`
    #[arg(long, value_enum, default_value_t = Report::Human)]
    format: Report,
}

#[derive(Args)]
#[group(multiple = false)]
#[expect(clippy::struct_excessive_bools, reason = "clap reads each flag into one")]
struct Form {
    /// Without the parts that decide nothing
    #[arg(long)]
    simplify: bool,
    /// In the documented grammar alone, for a real server: no parentheses, no AND
    #[arg(long)]
    portable: bool,
    /// With NOT before terms alone: negation normal form
    #[arg(long)]
    nnf: bool,
    /// As an AND of ORs: conjunctive normal form
    #[arg(long)]
    cnf: bool,
    /// As an OR of ANDs: disjunctive normal form
    #[arg(long)]
    dnf: bool,
}

/// Prints the query as its canonical text, or as one of another form.
pub(crate) fn format(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let text = query_text(&arguments.text.query)?;
    let written = if arguments.text.computer {
        arguments
            .written::<ComputerTerm>(&text, |query: &ComputerQuery, most| Ok(query.portable(most)?))
    } else {
        arguments.written::<ActivityTerm>(&text, ActivityQuery::portable)
    }?;
    match arguments.format {
        Report::Human => print(&format!("{written}\n")),
        Report::Json => print_json(&json!({ "text": written })),
    }
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
        written.map_err(|error| error.report(text))
    }
}
