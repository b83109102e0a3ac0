//! Log lines on standard error, for `-v`.

use std::io::Write;

use log::{Level, LevelFilter, Log, Metadata, Record};

struct Logger;

/// Starts logging: nothing without `-v`, the messages of modules with `-v`, everything with `-vv`.
pub(crate) fn start(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => LevelFilter::Info,
        _ => LevelFilter::Debug,
    };
    if log::set_logger(&Logger).is_ok() {
        log::set_max_level(level);
    }
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Below warnings, the wasm compiler logs too much.
        let ours = ["policy", "wapc", "wasmtime_provider", "redline"];
        metadata.level() <= Level::Warn || ours.iter().any(|target| metadata.target().starts_with(target))
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let level = record.level().as_str().to_lowercase();
            let line = crate::terminal::escape(&record.args().to_string()).into_owned();
            // A failure to log is no reason to stop.
            let _ = writeln!(std::io::stderr().lock(), "{level}: {line}");
        }
    }

    fn flush(&self) {}
}
