//! The runtime that modules share: one wasm engine, its compile cache, and the clock that stops runaway calls.

use std::{
    path::{Path, PathBuf},
    sync::Once,
    thread,
    time::Duration,
};

use wasmtime_provider::{
    EpochDeadlines,
    wasmtime::{Cache, CacheConfig, Config, Engine},
};

use crate::{Error, Module};

/// How often the engine looks at the time. A call is stopped at most this much too late.
const TICK: Duration = Duration::from_millis(10);

/// What one call may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time per call.
    pub time: Duration,
    /// Linear memory per module instance, in bytes.
    pub memory: usize,
}

impl Default for Limits {
    /// Two seconds and 128 MiB.
    fn default() -> Self {
        Limits { time: Duration::from_secs(2), memory: 128 << 20 }
    }
}

impl Limits {
    pub(crate) fn deadlines(&self) -> EpochDeadlines {
        // One tick more: the first may come at once.
        let ticks = self.time.as_nanos().div_ceil(TICK.as_nanos()) as u64 + 1;
        EpochDeadlines { wapc_init: ticks, wapc_func: ticks }
    }
}

/// The wasm runtime. Clones share everything; modules keep what they need of it alive.
#[derive(Clone)]
pub struct Host {
    pub(crate) engine: Engine,
    pub(crate) limits: Limits,
}

impl Host {
    /// Starts the runtime.
    ///
    /// Compiled modules are kept on disk in `$REDLINE_CACHE_DIR`, else in the user's cache directory. A directory
    /// that cannot be used is no error: modules are compiled anew then.
    pub fn new(limits: Limits) -> Result<Self, Error> {
        let mut config = Config::new();
        config.epoch_interruption(true);
        config.cache(cache());
        // Callers judge many requests in parallel and meet in a module's first compilation. Were it to wait for the
        // same pool of threads, it could pick up a job that waits for it.
        config.parallel_compilation(false);
        let engine = Engine::new(&config).map_err(|e| Error::Runtime(one_line(&e)))?;
        start_ticker(&engine)?;
        Ok(Host { engine, limits })
    }

    /// Loads a module from a file. Its id is the file's stem. It is compiled when it is first called.
    pub fn load(&self, path: &Path) -> Result<Module, Error> {
        let wasm = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        self.load_bytes(&id, wasm)
    }

    /// Loads a module from its bytes, under the id that errors will name.
    pub fn load_bytes(&self, id: &str, wasm: Vec<u8>) -> Result<Module, Error> {
        Module::new(self, id, wasm)
    }
}

/// Advances the engine's epoch until the last user of the engine is gone.
fn start_ticker(engine: &Engine) -> Result<(), Error> {
    let engine = engine.weak();
    let tick = move || {
        loop {
            thread::sleep(TICK);
            match engine.upgrade() {
                Some(engine) => engine.increment_epoch(),
                None => return,
            }
        }
    };
    thread::Builder::new()
        .name("redline-ticker".to_owned())
        .spawn(tick)
        .map(drop)
        .map_err(|e| Error::Runtime(e.to_string()))
}

/// A folder for what can be made or fetched again: in `$REDLINE_CACHE_DIR`, else in the user's cache directory.
/// `None` when the variable is empty, or when there is no home directory.
pub fn cache_folder(part: &str) -> Option<PathBuf> {
    let directory = match std::env::var_os("REDLINE_CACHE_DIR") {
        Some(directory) if directory.is_empty() => return None,
        Some(directory) => PathBuf::from(directory),
        None => directories::ProjectDirs::from("dev", "redline", "redline")?.cache_dir().to_owned(),
    };
    Some(std::path::absolute(directory).ok()?.join(part))
}

fn cache() -> Option<Cache> {
    // A folder of its own, because the runtime removes from it what it does not know.
    let directory = cache_folder("compiled")?;
    let mut config = CacheConfig::new();
    config.with_directory(&directory);
    match Cache::new(config) {
        Ok(cache) => Some(cache),
        Err(error) => {
            static ONCE: Once = Once::new();
            ONCE.call_once(|| {
                let error = one_line(&error);
                log::warn!("no compile cache in `{}`: {error}; modules are compiled anew", directory.display());
            });
            None
        }
    }
}

/// A runtime error with its causes, on one line.
pub(crate) fn one_line(error: &wasmtime_provider::wasmtime::Error) -> String {
    format!("{error:#}").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_covers_the_whole_limit() {
        let ticks = |ms| Limits { time: Duration::from_millis(ms), ..Limits::default() }.deadlines().wapc_func;
        assert_eq!(ticks(10), 2);
        assert_eq!(ticks(11), 3);
        assert_eq!(ticks(2000), 201);
    }

    #[test]
    fn the_ticker_does_not_keep_the_engine() {
        let host = Host::new(Limits::default()).unwrap();
        let engine = host.engine.weak();
        drop(host);
        // The ticker may hold the engine for the moment of one tick.
        for _ in 0..100 {
            if engine.upgrade().is_none() {
                return;
            }
            thread::sleep(TICK / 3);
        }
        panic!("the engine outlived its host");
    }
}
