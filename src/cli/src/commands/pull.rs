//! `redline pull`: modules from an OCI registry.

use std::io::Write;
use std::path::PathBuf;

use redline_host::Error;
use redline_host::oci::{Reference, Registry, RemoteModule};

use crate::args;
use crate::error::{CliError, Outcome};
use crate::language::tr;
use crate::registry;

/// Pulls modules into files and prints their references by digest.
pub(crate) fn run(args: &args::Pull) -> Result<Outcome, CliError> {
    let client = registry::connect(&args.connection)?;
    if !args.reference.ends_with('/') {
        let reference = Reference::parse(&args.reference)?;
        save(&client, &client.find(&reference)?, &reference, args)?;
        return Ok(Outcome::Clean);
    }
    for bundle in registry::bundles(&args.reference)? {
        save(&client, &client.find(&bundle)?, &bundle, args)?;
    }
    let mut missing = 0;
    for rule in registry::single_rules(&args.reference)? {
        match client.find(&rule) {
            Ok(module) => save(&client, &module, &rule, args)?,
            Err(Error::NoModule { .. }) => missing += 1,
            Err(error) => return Err(error.into()),
        }
    }
    if missing > 0 {
        let note = tr!(
            "{missing} rules have no module of their own there; the bundles hold all rules",
            "仓库中没有其中 {missing} 条规则的单独模块；规则包已包含全部规则"
        );
        writeln!(anstream::stderr(), "{note}")?;
    }
    Ok(Outcome::Clean)
}

/// Pulls a module, writes it to its file, and prints its reference by digest.
fn save(client: &Registry, module: &RemoteModule, reference: &Reference, args: &args::Pull) -> Result<(), CliError> {
    let file = format!("{}.wasm", reference.name());
    let path = match &args.output {
        Some(output) if args.reference.ends_with('/') || output.is_dir() => output.join(file),
        Some(output) => output.clone(),
        None => PathBuf::from(file),
    };
    registry::write(&path, &client.pull(module)?)?;
    let written = path.display();
    writeln!(anstream::stderr(), "{}", tr!("wrote {written}", "已写入 {written}"))?;
    writeln!(anstream::stdout(), "{}", module.by_digest)?;
    Ok(())
}
