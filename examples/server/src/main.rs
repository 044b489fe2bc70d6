//! A service with the documented methods, on loopback: for the search page at
//! `/`, and to try scripts against.
//!
//! ```text
//! cargo run --release --package activity-query-server
//! ```

mod activities;
mod answer;
mod audit;
mod budget;
mod call;
mod computers;
mod explain;
mod histogram;
mod keys;
mod legacy;
mod listen;
mod origin;
mod page;
mod parameters;
mod problem;
mod routes;
mod searches;
mod service;
mod store;
mod tools;
mod worded;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use tracing::level_filters::LevelFilter;

use keys::Keys;
use origin::Hosts;
use service::Service;
use store::Store;

/// Why the server ends, as it is printed on standard error.
type Failure = String;

#[derive(Parser)]
#[command(
    name = "activity-query-server",
    version,
    about = "Answer the activity methods and serve a search page; on loopback, with a sample fleet, if nothing else is said"
)]
struct Cli {
    /// Where to listen; port 0 is any free port
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Another name that callers know this host by; may be given several times
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// The access key that callers must sign with
    #[arg(long, value_name = "KEY", requires = "secret_key_file")]
    access_key: Option<String>,
    /// The file that holds the secret key, alone
    #[arg(long, value_name = "FILE", requires = "access_key")]
    secret_key_file: Option<PathBuf>,
    #[command(flatten)]
    files: activity_query_files::Files,
    /// A database in the place of files, which `aq load` has made: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`
    #[arg(long, value_name = "URL", conflicts_with_all = ["activities", "computers", "searches", "access_groups"])]
    db: Option<String>,
    /// How long a call may take, the wait for its turn included
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = clap::value_parser!(u64).range(1..=600))]
    patience: u64,
    /// What to log on standard error: off, error, warn, info (a line a call) or debug
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    log: LevelFilter,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_target(false)
        .with_max_level(cli.log)
        .init();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(1)
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let address = address(&cli.listen)?;
    let keys = match (cli.access_key, cli.secret_key_file) {
        (Some(access), Some(file)) => Some(Keys::read(access, &file)?),
        _ if address.ip().is_loopback() => None,
        _ => {
            return Err(format!(
                "error: without keys, anybody who reaches {address} could cancel activities: give `--access-key` and `--secret-key-file`, or listen on a loopback address such as 127.0.0.1:8080"
            ));
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("error: {error}"))?;
    let ended = runtime.block_on(async {
        let store = match cli.db {
            Some(url) => Store::open(&url).await?,
            None => Store::Memory(Box::new(cli.files.store()?)),
        };
        let hosts = Hosts::new(&cli.listen, address, &cli.hosts);
        let patience = Duration::from_secs(cli.patience);
        listen::serve(address, Arc::new(Service::new(store, keys, hosts, patience))).await
    });
    // Whatever is still under way is not waited for.
    runtime.shutdown_background();
    ended
}

/// The address to listen at.
fn address(text: &str) -> Result<SocketAddr, Failure> {
    use std::net::ToSocketAddrs as _;
    let mut found = text.to_socket_addrs().map_err(|error| {
        format!("error: `{text}` is no place to listen, such as 127.0.0.1:8080: {error}")
    })?;
    found.next().ok_or_else(|| format!("error: `{text}` has no address"))
}
