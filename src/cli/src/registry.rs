//! Modules in OCI registries: which module a reference means, and a cache of pulled modules.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use redline_host::oci::{Connection, Reference, Registry, RemoteModule};
use redline_host::{Error, cache_folder};

use crate::args;
use crate::error::CliError;
use crate::faults;
use crate::language::tr;
use crate::rule_docs::RULE_DOCS;

/// The tag of the modules that belong to this program.
const TAG: &str = concat!("v", env!("CARGO_PKG_VERSION"));

/// The modules of a reference that run, each with its id: of a whole version the bundles, which hold all rules. Pulled modules
/// are cached by digest.
pub(crate) fn fetch(text: &str, connection: &args::Connection) -> Result<Vec<(String, Vec<u8>)>, CliError> {
    let registry = connect(connection)?;
    let module =
        |reference: Reference| Ok((reference.name().to_owned(), cached(&registry, &registry.find(&reference)?)?));
    let references = if text.ends_with('/') { bundles(text)? } else { vec![Reference::parse(text)?] };
    references.into_iter().map(module).collect()
}

/// The bundles of this version below a reference that ends with `/`.
pub(crate) fn bundles(folder: &str) -> Result<Vec<Reference>, CliError> {
    below(folder, RULE_DOCS.bundles.iter().map(|bundle| &*bundle.id))
}

/// The modules of single rules of this version below a reference that ends with `/`.
pub(crate) fn single_rules(folder: &str) -> Result<Vec<Reference>, CliError> {
    below(folder, RULE_DOCS.rules.iter().map(|rule| &*rule.id))
}

fn below<'i>(folder: &str, ids: impl Iterator<Item = &'i str>) -> Result<Vec<Reference>, CliError> {
    let folder = Reference::without_scheme(folder);
    Ok(ids.map(|id| Reference::parse(&format!("{folder}/{id}:{TAG}"))).collect::<Result<_, _>>()?)
}

/// Prepares to talk to a registry.
///
/// # Errors
/// A certificate that cannot be read.
pub(crate) fn connect(connection: &args::Connection) -> Result<Registry, CliError> {
    let read = |path: &PathBuf| fs::read(path).map_err(|source| Error::Read { path: path.clone(), source });
    let certificates = connection.ca_cert.as_ref().map(read).transpose()?;
    Ok(Registry::new(Connection { insecure: connection.insecure, certificates })?)
}

/// The bytes of a module, from the cache or else from its registry.
fn cached(registry: &Registry, module: &RemoteModule) -> Result<Vec<u8>, CliError> {
    let file = module.layer_digest().replace(':', "-") + ".wasm";
    let Some(path) = cache_folder("pulled").map(|folder| folder.join(file)) else {
        return Ok(registry.pull(module)?);
    };
    if let Some(wasm) = fs::read(&path).ok().filter(|wasm| module.is(wasm)) {
        return Ok(wasm);
    }
    let wasm = registry.pull(module)?;
    if let Err(CliError::Failed(reason)) = write(&path, &wasm) {
        log::warn!("{}", tr!("{reason}; the module will be pulled again next time", "{reason}；下次将重新拉取该模块"));
    }
    Ok(wasm)
}

/// Writes a file completely or not at all.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let failed = |error: std::io::Error| CliError::Failed(faults::unwritable(path, &error));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    make_readable(file.path()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Gives a file the usual permissions, because only its owner can read a temporary file.
fn make_readable(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o644))?;
    }
    let _ = path;
    Ok(())
}
