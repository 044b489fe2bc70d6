//! The engines: `SQLite` in files, and a `PostgreSQL` server.

use std::io::Write as _;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use activity_query::store::SqlStore;
use sqlx::{AssertSqlSafe, PgPool};
use tempfile::TempDir;
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap());

pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    RUNTIME.block_on(future)
}

/// An engine with an empty database.
pub(crate) struct Engine {
    pub(crate) name: &'static str,
    pub(crate) url: String,
    pub(crate) store: SqlStore,
    /// The folder of the file.
    _folder: Option<TempDir>,
}

/// Returns every engine that is available on this machine.
pub(crate) fn engines() -> Vec<Engine> {
    let mut engines = vec![sqlite()];
    engines.extend(postgres());
    engines
}

pub(crate) fn sqlite() -> Engine {
    let (url, folder) = empty_sqlite();
    engine("SQLite", url, Some(folder))
}

/// Returns the URL of a file that does not exist yet, and its folder.
pub(crate) fn empty_sqlite() -> (String, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (format!("sqlite:{}", folder.path().join("activities.db").display()), folder)
}

/// Creates a database, or prints a message and returns `None` if there is no server.
pub(crate) fn postgres() -> Option<Engine> {
    Some(engine("PostgreSQL", empty_postgres()?, None))
}

/// Returns the URL of a database without tables.
pub(crate) fn empty_postgres() -> Option<String> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = SERVER.as_ref()?;
    let name =
        format!("activity_query_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    wait(async {
        let pool = PgPool::connect(server).await.unwrap();
        let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::query(create).execute(&pool).await.unwrap();
        pool.close().await;
    });
    let (start, _) = server.rsplit_once('/').unwrap();
    Some(format!("{start}/{name}"))
}

fn engine(name: &'static str, url: String, folder: Option<TempDir>) -> Engine {
    let store = wait(async {
        let store = SqlStore::connect(&url).await.unwrap();
        store.migrate().await.unwrap();
        store
    });
    Engine { name, url, store, _folder: folder }
}

/// The URL of a server: the one that was given, or one that is started for this process.
static SERVER: LazyLock<Option<String>> = LazyLock::new(|| {
    if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
        return Some(url);
    }
    let server = started();
    if server.is_none() {
        let message = "NOT RUN on PostgreSQL: no TEST_DATABASE_URL, no initdb; \
                       `apt-get install -y postgresql` has it";
        // Unlike the output of `eprintln!`, this is not captured.
        std::io::stderr().write_all(format!("\n{message}\n").as_bytes()).unwrap();
        assert!(std::env::var_os("CI").is_none(), "{message}");
    }
    server
});

/// Starts a server that ends when its standard input is closed, which happens however this
/// process ends.
const START: &str = r#"
PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)"
command -v initdb >/dev/null || exit 1
folder=$(mktemp -d)
as=
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; as="runuser -u postgres -- env PATH=$PATH"; fi
cd "$folder"
# Letters are compared as people do, so that what must be compared as bytes shows.
$as initdb -D data -U postgres -A trust -E UTF8 --no-sync --locale-provider=icu --icu-locale=en >/dev/null 2>&1 ||
  { rm -rf data; $as initdb -D data -U postgres -A trust -E UTF8 --no-sync >/dev/null; }
$as postgres -D data -k "$folder" -h 127.0.0.1 -p "$PORT" -c fsync=off -c max_connections=200 >log 2>&1 </dev/null &
cat >/dev/null
kill -INT "$(head -n 1 data/postmaster.pid)"
wait
rm -rf "$folder"
"#;

fn started() -> Option<String> {
    /// Keeps the standard input of the server open.
    static STARTED: Mutex<Option<Child>> = Mutex::new(None);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = Command::new("sh");
    command.args(["-c", START]).env("PORT", port.to_string());
    command.stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
    let patience = Instant::now();
    loop {
        if child.try_wait().unwrap().is_some() {
            return None;
        }
        if wait(PgPool::connect(&url)).is_ok() {
            *STARTED.lock().unwrap() = Some(child);
            return Some(url);
        }
        assert!(patience.elapsed() < Duration::from_secs(60), "the server does not start");
        std::thread::sleep(Duration::from_millis(100));
    }
}
