//! A server that answers as a test tells it to.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request: its path, its type and its form.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) kind: String,
    pub(crate) form: String,
}

/// What is done with a request.
pub(crate) enum Reply {
    /// A status, further headers, and a body.
    Whole(u16, &'static str, String),
    /// These bytes, and then the end of the connection.
    Bytes(&'static str),
    /// Nothing, for as long as the caller waits.
    Silence,
}

/// A server on a free port.
pub(crate) struct Fake {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Fake {
    pub(crate) fn new(reply: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/api/", listener.local_addr().unwrap());
        let requests = Arc::<Mutex<Vec<Request>>>::default();
        let (reply, seen) = (Arc::new(reply), Arc::clone(&requests));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (reply, seen) = (Arc::clone(&reply), Arc::clone(&seen));
                thread::spawn(move || answer(stream.unwrap(), &*reply, &seen));
            }
        });
        Self { url, requests }
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// How often this method was called.
    pub(crate) fn calls(&self, action: &str) -> usize {
        let action = format!("action={action}&");
        self.requests().iter().filter(|request| request.form.contains(&action)).count()
    }
}

/// Reads one request, and replies.
fn answer(stream: TcpStream, reply: &dyn Fn(&Request) -> Reply, seen: &Mutex<Vec<Request>>) {
    let mut reader = BufReader::new(stream);
    let Some(request) = read(&mut reader) else { return };
    seen.lock().unwrap().push(request.clone());
    let mut stream = reader.into_inner();
    let _ = match reply(&request) {
        Reply::Whole(status, headers, body) => {
            let length = body.len();
            write!(
                stream,
                "HTTP/1.1 {status} Told\r\n{headers}connection: close\r\ncontent-length: {length}\r\n\r\n{body}"
            )
        }
        Reply::Bytes(bytes) => stream.write_all(bytes.as_bytes()),
        Reply::Silence => stream.read_to_end(&mut Vec::new()).map(drop),
    };
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let (mut path, mut kind, mut length) = (String::new(), String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        let lower = line.to_ascii_lowercase();
        if let Some(rest) = line.strip_prefix("POST ") {
            rest.split(' ').next()?.clone_into(&mut path);
        } else if let Some(value) = lower.strip_prefix("content-length: ") {
            length = value.parse().ok()?;
        } else if let Some(value) = lower.strip_prefix("content-type: ") {
            value.clone_into(&mut kind);
        }
    }
    let mut form = vec![0; length];
    reader.read_exact(&mut form).ok()?;
    Some(Request { path, kind, form: String::from_utf8(form).ok()? })
}
