//! `redline pull`: modules from an OCI registry.

use std::io::Write;
use std::path::PathBuf;

use crate::args;
use crate::error::{CliError, Outcome};
use crate::registry;

/// Pulls modules into files and prints their references by digest.
pub(crate) fn run(args: &args::Pull) -> Result<Outcome, CliError> {
    let references = registry::references(&args.reference)?;
    let folder = args.reference.ends_with('/');
    let client = registry::connect(&args.connection)?;
    let mut out = anstream::stdout();
    for reference in references {
        let file = format!("{}.wasm", reference.name());
        let path = match &args.output {
            Some(output) if folder || output.is_dir() => output.join(file),
            Some(output) => output.clone(),
            None => PathBuf::from(file),
        };
        let module = client.find(&reference)?;
        let wasm = client.pull(&module)?;
        registry::write(&path, &wasm)?;
        writeln!(anstream::stderr(), "wrote {}", path.display())?;
        writeln!(out, "{}", module.by_digest)?;
    }
    Ok(Outcome::Clean)
}
