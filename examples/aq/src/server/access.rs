//! Which server is asked, with which keys.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::call::{Address, Client};
use super::sign::Keys;
use super::{Server, Wording, tls};
use crate::failure::Failure;

/// How long completion in a shell waits for a server.
const SHORT: Duration = Duration::from_secs(2);

// The names that the client in Python reads.
const URI: &str = "LANDSCAPE_API_URI";
const KEY: &str = "LANDSCAPE_API_KEY";
const SECRET: &str = "LANDSCAPE_API_SECRET";
const CA_FILE: &str = "LANDSCAPE_API_SSL_CA_FILE";

/// A server instead of files.
#[derive(Args)]
#[command(next_help_heading = "Server")]
pub(crate) struct Access {
    /// A Landscape server instead of files, such as `https://landscape.example.com/api/` [default: that of `LANDSCAPE_API_URI`]
    ///
    /// Calls are signed with the keys in `LANDSCAPE_API_KEY` and `LANDSCAPE_API_SECRET`. The
    /// variables count where the command line names no files.
    #[arg(id = "server", long, value_name = "URL")]
    url: Option<String>,
    /// The file that holds the secret key, alone [default: the key in `LANDSCAPE_API_SECRET`]
    #[arg(long, value_name = "FILE")]
    secret_key_file: Option<PathBuf>,
    /// The certificates of authorities to trust, in PEM [default: those in the file of `LANDSCAPE_API_SSL_CA_FILE`, else the system's]
    #[arg(long, value_name = "FILE")]
    ssl_ca_file: Option<PathBuf>,
    /// How long an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// Send the query as it is written, not in the documented grammar
    #[arg(long)]
    as_written: bool,
}

impl Access {
    /// Whether the command line or the environment names a server.
    pub(crate) fn names_one(&self) -> bool {
        self.url.is_some() || variable(URI).is_some()
    }

    /// The server. Nothing is sent yet.
    pub(crate) fn open(&self) -> Result<Server, Failure> {
        self.open_within(Duration::from_secs(self.timeout))
    }

    /// The names of the saved searches, for completion at a key: what takes long is given up.
    pub(crate) fn names_of_searches(&self) -> Vec<String> {
        self.open_within(SHORT).map(Server::names_of_searches).unwrap_or_default()
    }

    fn open_within(&self, patience: Duration) -> Result<Server, Failure> {
        let (name, url) = match (&self.url, variable(URI)) {
            (Some(url), _) => ("--server", url.clone()),
            (None, Some(url)) => (URI, url),
            (None, None) => {
                let message = format!("which server? Give `--server URL`, or set `{URI}`");
                return Err(Failure::Usage(message));
            }
        };
        let address = Address::read(&url)
            .map_err(|message| Failure::Usage(format!("`{name}`: {message}")))?;
        let roots = match (&self.ssl_ca_file, variable(CA_FILE)) {
            _ if !address.is_secure => tls::Roots::default(),
            (Some(file), _) => tls::Roots::of_file(file)?,
            (None, Some(file)) => tls::Roots::of_file(Path::new(&file))?,
            (None, None) => tls::Roots::of_system()?,
        };
        let client = Client::new(address, self.keys()?, roots, patience);
        let wording = if self.as_written { Wording::AsWritten } else { Wording::Portable };
        Ok(Server { client, wording })
    }

    /// The keys; none for a server that takes calls without a signature.
    fn keys(&self) -> Result<Option<Keys>, Failure> {
        let secret = match &self.secret_key_file {
            Some(file) => Some(read(file)?.trim().to_owned()),
            None => variable(SECRET),
        };
        match (variable(KEY), secret) {
            (Some(access), Some(secret)) if !secret.is_empty() => {
                Keys::new(access, &secret).map(Some)
            }
            (None, None) => Ok(None),
            (None, Some(_)) => Err(Failure::Usage(format!(
                "there is a secret key, but no access key: set `{KEY}`"
            ))),
            (Some(_), _) => Err(Failure::Usage(format!(
                "there is an access key, but no secret key: set `{SECRET}`, or give \
                 `--secret-key-file`"
            ))),
        }
    }
}

/// The variable, if it is set and not empty.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

pub(super) fn read(file: &Path) -> Result<String, Failure> {
    fs::read_to_string(file).map_err(|error| {
        let name = file.display().to_string();
        activity_query_files::Error::Read { name, error }.into()
    })
}
