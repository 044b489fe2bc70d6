//! ```text
//! cargo run -- demonstrate fleet.parquet 'status:failed computer:tag:laptop'
//! cargo run -- find --scheduler df://10.0.0.1:50050 /mnt/fleet.parquet 'status:failed'
//! ```

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use activity_query::{ActivityQuery, PageRequest};
use activity_query_cluster::demonstration::Cluster;
use activity_query_cluster::node::{self, Executor};
use activity_query_cluster::open;
use clap::{Args, Parser, Subcommand};

/// What is told on standard error.
type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Parser)]
#[command(version, about = "Find activities in Parquet files on a cluster")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find the activities that a query selects, newest first, on a cluster
    Find {
        /// The URL of the scheduler
        #[arg(long, value_name = "URL", default_value = "df://127.0.0.1:50050")]
        scheduler: String,
        #[command(flatten)]
        find: Find,
    },
    /// Do so on a cluster that is started here for it: a scheduler and executors
    Demonstrate {
        /// How many executors
        #[arg(long, value_name = "N", default_value_t = 2)]
        executors: usize,
        #[command(flatten)]
        find: Find,
    },
    /// Run a scheduler on this machine
    Scheduler {
        #[arg(long, default_value_t = 50050)]
        port: u16,
    },
    /// Run an executor on this machine
    Executor {
        /// The port of the scheduler
        #[arg(long, default_value_t = 50050)]
        scheduler: u16,
        /// The port for results
        #[arg(long, default_value_t = 50051)]
        port: u16,
        /// The port for tasks
        #[arg(long, default_value_t = 50052)]
        grpc_port: u16,
        /// How many tasks it runs at once
        #[arg(long, default_value_t = 1)]
        cores: usize,
        /// Where it keeps what one stage hands to the next
        #[arg(long)]
        folder: PathBuf,
    },
}

#[derive(Args)]
struct Find {
    /// The data set: a folder or a URL that every executor sees
    data_set: String,
    /// The query, such as 'status:failed computer:tag:laptop'
    query: ActivityQuery,
    /// How many activities to show at most
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: usize,
    /// How many activities to skip first
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Show the oldest activities first
    #[arg(long)]
    oldest_first: bool,
    /// How many seconds to wait for the scheduler, and for the answer
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
}

fn main() -> ExitCode {
    // Plans are read and written by recursion: as much stack as Ballista's own
    // programs have.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(32 << 20)
        .build();
    let answer = match runtime {
        Ok(runtime) => runtime.block_on(run(Cli::parse().command)),
        Err(error) => Err(error.into()),
    };
    match answer {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Find { scheduler, find } => self::find(&scheduler, &find).await,
        Command::Demonstrate { executors, find } => {
            let cluster = Cluster::start(&std::env::current_exe()?, executors).await?;
            self::find(&cluster.url(), &find).await
        }
        Command::Scheduler { port } => Ok(node::scheduler(port).await?),
        Command::Executor { scheduler, port, grpc_port, cores, folder } => {
            Ok(node::executor(Executor { scheduler, port, grpc_port, cores, folder }).await?)
        }
    }
}

/// Prints the records, one a line.
async fn find(scheduler: &str, find: &Find) -> Result<(), Failure> {
    let patience = Duration::from_secs(find.timeout);
    let store = open(scheduler, &find.data_set, patience).await?;
    let mut page = PageRequest::first(find.limit).skipping(find.offset);
    if find.oldest_first {
        page = page.oldest_first();
    }
    let found = store.get_activities(&find.query, &page, chrono::Utc::now());
    let found = tokio::time::timeout(patience, found)
        .await
        .map_err(|_| format!("no answer within {} s", find.timeout))??;
    for activity in found.activities {
        println!("{}", activity.line());
    }
    Ok(())
}
