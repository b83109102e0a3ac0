//! `redline push` and `redline pull`, and modules that other commands take from a registry.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use crate::rule_docs::BOOK;
use redline_host::oci::{Found, Manner, Place, Registry};
use redline_host::{Error, cache_folder};

use crate::args;
use crate::error::{CliError, Outcome};
use crate::modules;

/// The tag of the modules that belong to this program.
const TAG: &str = concat!("v", env!("CARGO_PKG_VERSION"));

/// Pushes modules and prints their references by digest.
pub(crate) fn push(args: &args::Push) -> Result<Outcome, CliError> {
    let Some((target, sources)) = args.places.split_last() else {
        return Err("name a reference, such as ghcr.io/me/node-deletion:v0.1.0".to_owned().into());
    };
    if target.ends_with(".wasm") || Path::new(target).exists() {
        return Err(format!("`{target}` is a file; the reference to push to comes last").into());
    }
    let mut all = Vec::new();
    for source in sources {
        all.extend(modules::files(Some(PathBuf::from(source)), &args.connection)?);
    }
    if sources.is_empty() {
        all = modules::files(None, &args.connection)?;
    }
    let folder = target.ends_with('/');
    if all.len() > 1 && !folder {
        let count = all.len();
        return Err(format!("{count} modules cannot go to one reference; end it with `/`, as in `{target}/`").into());
    }
    let registry = connect(&args.connection)?;
    let mut out = anstream::stdout();
    for (id, wasm) in all {
        let place =
            if folder { Place::parse(&format!("{}/{id}", Place::bare(target)))? } else { Place::parse(target)? };
        let (place, reference) = registry.push(&place, &wasm)?;
        writeln!(anstream::stderr(), "pushed {place}")?;
        writeln!(out, "{reference}")?;
    }
    Ok(Outcome::Clean)
}

/// Pulls modules into files and prints their references by digest.
pub(crate) fn pull(args: &args::Pull) -> Result<Outcome, CliError> {
    let places = places(&args.reference)?;
    let folder = args.reference.ends_with('/');
    let registry = connect(&args.connection)?;
    let mut out = anstream::stdout();
    for place in places {
        let file = format!("{}.wasm", place.name());
        let path = match &args.output {
            Some(output) if folder || output.is_dir() => output.join(file),
            Some(output) => output.clone(),
            None => PathBuf::from(file),
        };
        let found = registry.find(&place)?;
        let wasm = registry.pull(&found)?;
        keep(&path, &wasm)?;
        writeln!(anstream::stderr(), "wrote {}", path.display())?;
        writeln!(out, "{}", found.reference)?;
    }
    Ok(Outcome::Clean)
}

/// The modules at a place in a registry, each with its id. What was pulled before is kept by digest.
pub(crate) fn fetch(text: &str, connection: &args::Connection) -> Result<Vec<(String, Vec<u8>)>, CliError> {
    let registry = connect(connection)?;
    let take = |place: Place| Ok((place.name().to_owned(), cached(&registry, &registry.find(&place)?)?));
    places(text)?.into_iter().map(take).collect()
}

/// What a reference means: one module, or all modules of this version in a folder.
fn places(text: &str) -> Result<Vec<Place>, CliError> {
    if !text.ends_with('/') {
        return Ok(vec![Place::parse(text)?]);
    }
    let folder = Place::bare(text);
    let ids = BOOK.rules.iter().map(|rule| &rule.id).chain(BOOK.bundles.iter().map(|bundle| &bundle.id));
    Ok(ids.map(|id| Place::parse(&format!("{folder}/{id}:{TAG}"))).collect::<Result<_, _>>()?)
}

fn connect(connection: &args::Connection) -> Result<Registry, CliError> {
    let read = |path: &PathBuf| fs::read(path).map_err(|source| Error::Read { path: path.clone(), source });
    let certificates = connection.ca_cert.as_ref().map(read).transpose()?;
    Ok(Registry::new(Manner { insecure: connection.insecure, certificates })?)
}

/// The bytes of a module from the cache, else from its registry.
fn cached(registry: &Registry, found: &Found) -> Result<Vec<u8>, CliError> {
    let file = found.layer_digest().replace(':', "-") + ".wasm";
    let Some(path) = cache_folder("pulled").map(|folder| folder.join(file)) else {
        return Ok(registry.pull(found)?);
    };
    if let Some(wasm) = fs::read(&path).ok().filter(|wasm| found.is(wasm)) {
        return Ok(wasm);
    }
    let wasm = registry.pull(found)?;
    if let Err(CliError::Failed(why)) = keep(&path, &wasm) {
        log::warn!("{why}; the module will be pulled again");
    }
    Ok(wasm)
}

/// Writes a file whole or not at all.
fn keep(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let failed = |error: std::io::Error| CliError::Failed(format!("cannot write `{}`: {error}", path.display()));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    readable(file.path()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// A new file may be read as other files are: temporary ones are for their owner alone.
fn readable(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o644))?;
    }
    let _ = path;
    Ok(())
}
