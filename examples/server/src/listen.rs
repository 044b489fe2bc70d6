//! Connections: how many there are, how long they last, and how they end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tower_http::add_extension::AddExtension;

use crate::Failure;
use crate::routes;
use crate::service::Service;
use crate::worded::Worded;

/// How many connections there are at once.
const CONNECTIONS: usize = 512;
/// How long the head of a request may take to come.
const HEAD: Duration = Duration::from_secs(10);
/// How long a connection is used before it is closed, after the answer it is at; and how
/// long it lasts whatever is under way.
const AGE: Duration = Duration::from_secs(120);
const LONGEST: Duration = Duration::from_secs(130);
/// How long calls have to end when the server does: it is to be gone ten seconds after it
/// was told.
const FAREWELL: Duration = Duration::from_secs(8);

/// The connection that a request came by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Connection {
    /// The other end of it.
    pub(crate) caller: SocketAddr,
    since: Instant,
}

/// What is written to callers when there are too many.
const TOO_MANY: &str = "HTTP/1.1 503 Service Unavailable\r\n\
    content-type: application/json\r\nretry-after: 1\r\nconnection: close\r\n\
    content-length: 75\r\n\r\n\
    {\"error\":\"Overloaded\",\"message\":\"too many connections at once: try later\"}\n";

/// Answers calls until the process is told to end.
pub(crate) async fn serve(address: SocketAddr, service: Arc<Service>) -> Result<(), Failure> {
    let fail = |error: std::io::Error| format!("error: {address}: {error}");
    let listener = TcpListener::bind(address).await.map_err(fail)?;
    let address = listener.local_addr().map_err(fail)?;
    let mut interrupted = signal(SignalKind::interrupt()).map_err(fail)?;
    let mut terminated = signal(SignalKind::terminate()).map_err(fail)?;
    let access = if service.keys.is_some() {
        "calls must be signed"
    } else {
        "without keys, everybody on this machine may call"
    };
    let store = if service.store.forgets() {
        "in memory: changes are forgotten when the server ends"
    } else {
        "in the database"
    };
    tracing::info!(url = %format_args!("http://{address}/"), access, store, "listening");

    let router = routes::router(service);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let connections = GracefulShutdown::new();
    loop {
        let (stream, caller) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // No file handle is left, or the like: it passes.
                    tracing::warn!(%error, "no connection");
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            _ = interrupted.recv() => break,
            _ = terminated.recv() => break,
        };
        let Ok(place) = room.clone().try_acquire_owned() else {
            tracing::warn!(%caller, "too many connections");
            tokio::spawn(timeout(HEAD, refuse(stream)));
            continue;
        };
        // Answers are written at once; waiting for more would only delay them.
        let _ = stream.set_nodelay(true);
        let own = Connection { caller, since: Instant::now() };
        let answers = TowerToHyperService::new(AddExtension::new(router.clone(), own));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .serve_connection(TokioIo::new(Worded::new(stream)), answers);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Ok(Err(error)) = timeout(LONGEST, connection).await {
                tracing::debug!(%caller, %error, "broken connection");
            }
            drop(place);
        });
    }
    drop(listener);
    tracing::info!("ending");
    if timeout(FAREWELL, connections.shutdown()).await.is_err() {
        tracing::warn!("calls were broken off");
    }
    Ok(())
}

/// Closes a connection that is old after this answer.
pub(crate) async fn aged(request: Request, next: Next) -> Response {
    let connection: Option<&Connection> = request.extensions().get();
    let is_old = connection.is_some_and(|own| own.since.elapsed() >= AGE);
    let mut response = next.run(request).await;
    if is_old {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Says that there is no room. What the caller sends is read first, so that
/// the refusal is not lost with it.
async fn refuse(mut stream: TcpStream) -> std::io::Result<()> {
    stream.write_all(TOO_MANY.as_bytes()).await?;
    stream.shutdown().await?;
    let mut sent = [0; 4096];
    while stream.read(&mut sent).await? > 0 {}
    Ok(())
}
