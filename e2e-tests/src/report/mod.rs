//! The measurements: what is counted and what is timed, as one JSON file (`docs/bench.json`) and the pages made from it
//! (`docs/bench.md`, `docs/zh/bench.md`).
//!
//! What is counted (bytes, fuel, memory, requests) is the same on every machine, and a test refuses it when it is out of date.
//! Times are from one machine and one run. Each stands beside the time of an empty module in the same run, because only their
//! ratio says something about a rule: a host's own work is the larger part of a call.

mod counted;
mod page;
mod times;

use std::path::{Path, PathBuf};

use redline_engine::core::language::Language;
use serde::{Deserialize, Serialize};

pub use counted::{Counted, ModuleCost, ScriptCost, Share, gzip};
pub use page::page;
pub use times::{BrowserTime, BundleTime, CallTime, ModuleTime, ProgramTime, Timed};

/// The report, below the root of the workspace.
pub const REPORT: &str = "docs/bench.json";

/// The page in English and in Chinese, below the root of the workspace.
pub const PAGES: [(Language, &str); 2] = [(Language::En, "docs/bench.md"), (Language::Zh, "docs/zh/bench.md")];

/// Everything that `make bench` writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The same on every machine.
    pub counted: Counted,
    /// From one machine and one run.
    pub timed: Timed,
}

impl Report {
    /// The report of the repository.
    ///
    /// # Errors
    /// One sentence that names the file and the command that writes it.
    pub fn load() -> Result<Report, String> {
        let path = place(REPORT);
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{REPORT}: {e}; run `make bench`"))?;
        serde_json::from_str(&text).map_err(|e| format!("{REPORT}: {e}; run `make bench`"))
    }

    /// Writes the report and its pages into the repository.
    ///
    /// # Errors
    /// One sentence that names the file.
    pub fn store(&self) -> Result<(), String> {
        let text = serde_json::to_string_pretty(self).map_err(|e| e.to_string())? + "\n";
        write(&place(REPORT), &text)?;
        PAGES.iter().try_for_each(|(language, path)| write(&place(path), &page(&self.counted, &self.timed, *language)))
    }
}

/// A path below the root of the workspace.
pub fn place(path: &str) -> PathBuf {
    redline_dev::root().join(path)
}

/// Writes a file.
///
/// # Errors
/// One sentence that names the file.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}
