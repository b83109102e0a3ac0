//! Log lines on standard error, for `-v`.

use std::io::Write;

use log::{Level, LevelFilter, Log, Metadata, Record};

struct Logger;

/// Starts logging: nothing without `-v`, what modules say with it, everything with `-vv`.
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
        // The compiler is chatty below warnings.
        let ours = ["policy", "wapc", "wasmtime_provider", "redline"];
        metadata.level() <= Level::Warn || ours.iter().any(|target| metadata.target().starts_with(target))
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let level = record.level().as_str().to_lowercase();
            let line = crate::report::plain(&record.args().to_string()).into_owned();
            // A log that cannot be written is not worth stopping for.
            let _ = writeln!(std::io::stderr().lock(), "{level}: {line}");
        }
    }

    fn flush(&self) {}
}
