//! Loads modules into one runtime.

use std::path::Path;

use crate::error::Error;
use crate::module::Module;
use crate::runtime::{Limits, Runtime};

/// Loads modules, which then share one wasm engine. Cheap to clone.
#[derive(Clone)]
pub struct Host(Runtime);

impl Host {
    /// Starts the wasm engine.
    ///
    /// Compiled modules are cached on disk in `$REDLINE_CACHE_DIR`, or else in the user's cache directory. If that
    /// directory cannot be used, modules are compiled again in each process, which is no error.
    pub fn new(limits: Limits) -> Result<Self, Error> {
        Runtime::new(limits).map(Host)
    }

    /// Loads a module from a file. Its id is the name of the file without the extension. It is compiled on its first call.
    pub fn load(&self, path: &Path) -> Result<Module, Error> {
        let wasm = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        self.load_bytes(&id, wasm)
    }

    /// Loads a module from its bytes. Error messages name it by this id.
    pub fn load_bytes(&self, id: &str, wasm: Vec<u8>) -> Result<Module, Error> {
        Module::new(&self.0, id, wasm)
    }
}
