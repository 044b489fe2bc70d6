//! Arguments that several commands have in common.

use activity_query::model::Time;
use activity_query::parse::Parsed;
use activity_query::{Expr, Language, Limits};
use activity_query_files::Input;
use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};

use crate::failure::Failure;
use crate::show;

/// A query, as it was given.
#[derive(Args)]
pub(crate) struct QueryText {
    /// The query, such as 'status:failed computer:tag:laptop'; `-` reads it from standard input
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
}

/// A query of either language, as it was given.
#[derive(Args)]
pub(crate) struct AnyQueryText {
    #[command(flatten)]
    pub(crate) query: QueryText,
    /// Read the query as one for computers, not for activities
    #[arg(long)]
    pub(crate) computer: bool,
}

/// The time that a run uses as now.
#[derive(Args)]
pub(crate) struct Clock {
    /// The time to use as now, such as 2024-07-01T10:30:00Z [default: the current time]
    ///
    /// Terms such as `last-ping:24` count from it, and changes are dated with it.
    #[arg(long, value_name = "TIME")]
    now: Option<Time>,
}

/// The format of an answer.
#[derive(Args)]
pub(crate) struct Format {
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = Report::Human)]
    pub(crate) format: Report,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Report {
    /// For people to read
    Human,
    /// JSON
    Json,
}

impl QueryText {
    /// The text of the query: one argument, several that are joined by blanks, or
    /// standard input.
    pub(crate) fn read(&self) -> Result<String, Failure> {
        match self.query.as_slice() {
            [dash] if dash == "-" => {
                let text = Input::standard()?.text()?;
                Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
            }
            [text] => Ok(text.clone()),
            words => match words.iter().find(|word| word.trim().contains(char::is_whitespace)) {
                // The shell has removed the quotes, and their places are not known.
                Some(word) => Err(Failure::Usage(format!(
                    "`{word}` is one argument with a blank in it: put single quotes around the \
                     whole query, as in 'title:\"My laptop\" tag:web'"
                ))),
                None => Ok(words.join(" ")),
            },
        }
    }

    /// The text, and the query that it is; warnings are printed.
    pub(crate) fn parse<T: Language>(&self) -> Result<(String, Expr<T>), Failure> {
        let text = self.read()?;
        let parsed = parse::<T>(&text)?;
        warn(&text, &parsed);
        Ok((text, parsed.query))
    }
}

impl Clock {
    /// Whether another time than the current one was given.
    #[cfg(feature = "server")]
    pub(crate) fn is_set(&self) -> bool {
        self.now.is_some()
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now.as_ref().map_or_else(Utc::now, Time::instant)
    }
}

pub(crate) fn parse<T: Language>(text: &str) -> Result<Parsed<T>, Failure> {
    Ok(Expr::parse(text, &Limits::default())?)
}

pub(crate) fn warn<T>(text: &str, parsed: &Parsed<T>) {
    if !parsed.warnings.is_empty() {
        anstream::eprintln!("{}", show::report(parsed.report(text).trim_end()));
    }
}
