//! Writes the JavaScript that calls a compiled module: `bindgen MODULE.wasm NAME FOLDER`.
//! It is the program `wasm-bindgen`, in the version that Cargo.lock has.

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, name, folder] = arguments.as_slice() else {
        eprintln!("error: use it as `bindgen MODULE.wasm NAME FOLDER`");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    let written = bindgen.input_path(module).out_name(name).web(true).and_then(|bindgen| {
        bindgen.remove_producers_section(true).typescript(false).generate(folder)
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
