//! The wasm engine that all modules share, its compile cache, and the thread that stops calls at their time limit.

use std::{path::PathBuf, sync::Once, thread, time::Duration};

use wasmtime_provider::{
    EpochDeadlines,
    wasmtime::{Cache, CacheConfig, Config, Engine},
};

use crate::error::Error;

/// How often the engine checks the time. A call is stopped at most this late.
const TICK: Duration = Duration::from_millis(10);

/// What one call of a module may use.
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
        // One more tick, because the first may come at once.
        let ticks = self.time.as_nanos().div_ceil(TICK.as_nanos()) as u64 + 1;
        EpochDeadlines { wapc_init: ticks, wapc_func: ticks }
    }
}

/// The engine and the limits of the calls that it runs. Clones share the engine.
#[derive(Clone)]
pub(crate) struct Runtime {
    pub(crate) engine: Engine,
    pub(crate) limits: Limits,
}

impl Runtime {
    /// Starts the engine.
    ///
    /// # Errors
    /// [`Error::Runtime`].
    pub(crate) fn new(limits: Limits) -> Result<Self, Error> {
        let mut config = Config::new();
        config.epoch_interruption(true);
        config.cache(cache());
        // Callers evaluate many requests in parallel and may all wait for a module's first compilation. If it used the
        // same pool of threads, it could pick up a job that in turn waits for it.
        config.parallel_compilation(false);
        let engine = Engine::new(&config).map_err(|e| Error::Runtime(one_line(&e)))?;
        start_ticker(&engine)?;
        Ok(Runtime { engine, limits })
    }
}

/// Advances the epoch of the engine until the engine is dropped.
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

/// A folder in the cache, which is `$REDLINE_CACHE_DIR` or else the user's cache directory. `None` when the variable is
/// empty or there is no home directory.
pub fn cache_folder(part: &str) -> Option<PathBuf> {
    let directory = match std::env::var_os("REDLINE_CACHE_DIR") {
        Some(directory) if directory.is_empty() => return None,
        Some(directory) => PathBuf::from(directory),
        None => directories::ProjectDirs::from("dev", "redline", "redline")?.cache_dir().to_owned(),
    };
    Some(std::path::absolute(directory).ok()?.join(part))
}

fn cache() -> Option<Cache> {
    // A separate folder, because wasmtime removes unknown files from it.
    let directory = cache_folder("compiled")?;
    let mut config = CacheConfig::new();
    config.with_directory(&directory);
    match Cache::new(config) {
        Ok(cache) => Some(cache),
        Err(error) => {
            static ONCE: Once = Once::new();
            ONCE.call_once(|| {
                let error = one_line(&error);
                log::warn!("no compile cache in `{}`: {error}; modules are compiled each time", directory.display());
            });
            None
        }
    }
}

/// An error of the runtime and its causes on one line.
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
        let runtime = Runtime::new(Limits::default()).unwrap();
        let engine = runtime.engine.weak();
        drop(runtime);
        // The ticker may hold the engine for the moment of one tick.
        for _ in 0..100 {
            if engine.upgrade().is_none() {
                return;
            }
            thread::sleep(TICK / 3);
        }
        panic!("the engine outlived its runtime");
    }
}
