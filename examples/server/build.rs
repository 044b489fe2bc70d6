//! The files of the page are a part of the program: new ones are embedded, too.

fn main() {
    println!("cargo::rerun-if-changed=page");
}
