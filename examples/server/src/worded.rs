//! [`Worded`]: a connection whose every refusal says in words what is wrong.
//!
//! What can't be read as a request never reaches the routes: hyper refuses it
//! with a status alone, and has no place to say more.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

pub(crate) struct Worded {
    stream: TcpStream,
    /// A refusal that is still to be written.
    refusal: Vec<u8>,
}

impl Worded {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self { stream, refusal: Vec::new() }
    }

    fn poll_refusal(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.refusal.is_empty() {
            let count = ready!(Pin::new(&mut self.stream).poll_write(context, &self.refusal))?;
            self.refusal.drain(..count);
        }
        Poll::Ready(Ok(()))
    }
}

/// The refusal with a body, if it is one without.
fn in_words(head: &[u8]) -> Option<Vec<u8>> {
    let (code, message) = match head.strip_prefix(b"HTTP/1.1 ")?.get(..3)? {
        b"400" => ("InvalidRequest", "this can't be read as a request of HTTP/1.1"),
        b"414" => ("UrlTooLong", "the URL is too long: send the parameters as a form, by POST"),
        b"431" => ("RequestTooLarge", "the head of the request is too large"),
        _ => return None,
    };
    let head = std::str::from_utf8(head).ok()?;
    let (before, after) = head.split_once("content-length: 0\r\n")?;
    let body = format!("{{\"error\":\"{code}\",\"message\":\"{message}\"}}");
    let length = body.len();
    let head = format!(
        "{before}content-type: application/json\r\nx-content-type-options: nosniff\r\ncontent-length: {length}\r\n{after}"
    );
    head.ends_with("\r\n\r\n").then(|| [head, body].concat().into_bytes())
}

impl AsyncRead for Worded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Worded {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_refusal(context))?;
        if let Some(refusal) = in_words(bytes) {
            self.refusal = refusal;
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    /// Has hyper write a head and its body as they are, without a copy of the body after the head.
    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        // A refusal by hyper has no body.
        if let [head] = parts {
            return self.poll_write(context, head);
        }
        ready!(self.poll_refusal(context))?;
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_refusal(context))?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_refusal(context))?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
