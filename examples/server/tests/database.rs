//! The server in front of a database.
#![cfg(feature = "sqlite")]
#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::net::TcpListener;
use std::process::Command;

#[test]
fn the_server_creates_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no-such.db");
    // Where another one listens, a server ends in any case.
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    let mut server = Command::new(env!("CARGO_BIN_EXE_activity-query-server"));
    server.args(["--listen", &address, "--db", &format!("sqlite:{}", path.display())]);
    let told = String::from_utf8(server.output().unwrap().stderr).unwrap();
    let path = path.display();
    assert_eq!(told, format!("error: there is no database at `{path}`; `aq load` creates one\n"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
