//! `aq man`, and the parts that the manual page and the help have in common.

use std::io;

use clap::builder::Styles;
use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, italic, roman};

use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::usage;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The command whose page is printed, such as `find` [default: the page of `aq` itself]
    command: Option<String>,
}

/// What a command is for, and the command.
const EXAMPLES: &[(&str, &str)] = &[
    ("Find what failed on laptops:", "aq find 'status:failed computer:tag:laptop'"),
    (
        "Show which part of a query empties its result:",
        "aq explain 'status:failed computer:tag:laptop created-after:2030' --counts",
    ),
    ("Explain why an activity does not match:", "aq explain 'status:failed OR id:7' --id 136"),
    ("Fix what is certainly a mistake:", "aq lint --fix 'Status:failed type:RestartRequest'"),
    (
        "Write the results of scripts as CSV:",
        "aq find type:ExecuteScriptRequest --format csv --fields id,computer_id,result_text",
    ),
    (
        "Cancel the waiting activities of a file, and write the file back:",
        "aq cancel status:waiting --activities FILE --output FILE",
    ),
    #[cfg(feature = "server")]
    (
        "Find what failed on the laptops of a server:",
        "aq find 'status:failed computer:tag:laptop' --server URL",
    ),
];

/// What each variable of the environment does.
const VARIABLES: &[(&str, &str)] = &[
    ("NO_COLOR", "If it is set and not empty, answers and reports have no colours."),
    (
        "CLICOLOR_FORCE",
        "If it is set and not 0, they have colours even where no terminal shows them.",
    ),
    #[cfg(feature = "server")]
    (
        "LANDSCAPE_API_URI",
        "The server that is asked where the command line names no server and no files.",
    ),
    #[cfg(feature = "server")]
    (
        "LANDSCAPE_API_KEY, LANDSCAPE_API_SECRET",
        "The access key and the secret key that calls of a server are signed with.",
    ),
    #[cfg(feature = "server")]
    (
        "LANDSCAPE_API_SSL_CA_FILE",
        "A file with the certificates of the authorities to trust, in PEM.",
    ),
];

/// The end of the short help.
pub(crate) fn after_help() -> String {
    format!("{}\n{}", heading("Exit codes:"), exit_codes())
}

/// The end of the long help.
pub(crate) fn after_long_help() -> String {
    let examples =
        EXAMPLES.iter().map(|(purpose, example)| format!("  {purpose}\n    {example}\n"));
    let examples: String = examples.collect();
    format!("{}\n{examples}\n{}", heading("Examples:"), after_help())
}

fn heading(text: &str) -> String {
    let style = *Styles::default().get_header();
    format!("{style}{text}{style:#}")
}

fn exit_codes() -> String {
    let line = |exit: Exit| format!("  {}  {}\n", exit.code(), exit.meaning());
    Exit::ALL.into_iter().map(line).collect::<String>().trim_end().to_owned()
}

/// Prints a manual page.
pub(crate) fn manual(arguments: &Arguments) -> Result<Exit, Failure> {
    let command = usage::command();
    let mut page = Vec::new();
    let written = match &arguments.command {
        None => write_all(&command, &mut page),
        Some(name) => match command.find_subcommand(name) {
            Some(subcommand) => Man::new(subcommand.clone()).render(&mut page),
            None => return Err(Failure::Usage(format!("there is no command `{name}`"))),
        },
    };
    written.map_err(|error| Failure::Write { name: "the manual page".to_owned(), error })?;
    print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Success)
}

/// The page of all commands.
fn write_all(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let man = Man::new(command.clone());
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    man.render_subcommands_section(page)?;
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for exit in Exit::ALL {
        roff.control("TP", []);
        roff.text([bold(exit.code().to_string())]);
        roff.text([roman(exit.meaning())]);
    }
    roff.control("SH", ["ENVIRONMENT"]);
    for &(name, effect) in VARIABLES {
        roff.control("TP", []);
        roff.text([bold(name)]);
        roff.text([roman(effect)]);
    }
    roff.control("SH", ["EXAMPLES"]);
    for &(purpose, example) in EXAMPLES {
        roff.control("PP", []);
        roff.text([roman(purpose)]);
        // A line of its own, as it is typed.
        roff.control("RS", ["4"]);
        roff.control("nf", []);
        roff.text([italic(example)]);
        roff.control("fi", []);
        roff.control("RE", []);
    }
    roff.to_writer(page)?;
    man.render_version_section(page)
}
