//! The files of the page are a part of the program: new ones are embedded, too. Warns if the
//! page that was built of them, which is served in their place, is of others.

use std::path::Path;
use std::{fs, io};

use sha2::{Digest as _, Sha256};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=page");
    let built = Path::new("page/built");
    if built.exists() && fs::read(built.join("sources")).ok() != Some(sources()?) {
        println!(
            "cargo::warning=examples/server/page/built is not of the page's modules as they are, \
             and is served in their place: run `node bindings/npm/page/build.js`, or delete it"
        );
    }
    Ok(())
}

/// A digest of the page's files with their names, as `bindings/npm/page/build.js` writes it.
fn sources() -> io::Result<Vec<u8>> {
    let files = fs::read_dir("page")?.collect::<io::Result<Vec<_>>>()?;
    let mut paths: Vec<_> =
        files.iter().map(fs::DirEntry::path).filter(|path| path.is_file()).collect();
    paths.sort();
    let mut digest = Sha256::new();
    for path in paths {
        digest.update(path.file_name().unwrap_or_default().as_encoded_bytes());
        digest.update(fs::read(&path)?);
    }
    Ok(digest.finalize().to_vec())
}
