//! The measurements: what is counted and what is timed, as one JSON file (`docs/bench.json`) and the pages made from it
//! (`docs/bench.md`, `docs/zh/bench.md`).
//!
//! What is counted (bytes, fuel, memory, requests) is the same on every machine, and a test refuses it when it is out of date.
//! Times are from one machine and one run. Each stands beside the time of an empty module in the same run, because only their
//! ratio says something about a rule: a host's own work is the larger part of a call.

mod counted;
mod page;

use std::path::{Path, PathBuf};

use redline_engine::core::language::Language;
use serde::{Deserialize, Serialize};

pub use counted::{Counted, ModuleCost, ScriptCost, Share, gzip};
pub use page::page;

/// The report, below the root of the workspace.
pub const REPORT: &str = "docs/bench.json";

/// The page in English and in Chinese, below the root of the workspace.
pub const PAGES: [(Language, &str); 2] = [(Language::En, "docs/bench.md"), (Language::Zh, "docs/zh/bench.md")];

/// A waPC module that accepts everything and reads nothing.
pub const EMPTY: &str = r#"(module
  (import "wapc" "__guest_response" (func $response (param i32 i32)))
  (memory (export "memory") 8)
  (data (i32.const 0) "{\"accepted\":true}")
  (func (export "__guest_call") (param i32 i32) (result i32)
    (call $response (i32.const 0) (i32.const 17)) (i32.const 1)))"#;

/// The bytes of [`EMPTY`].
///
/// # Panics
/// Never: the text is a constant.
pub fn empty_module() -> Vec<u8> {
    wat::parse_str(EMPTY).unwrap_or_else(|e| panic!("{e}"))
}

/// Everything that `make bench` writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The same on every machine.
    pub counted: Counted,
    /// From one machine and one run.
    pub timed: Timed,
}

/// The times, and what they were taken with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Timed {
    /// Name and version of each tool, and the machine's processors.
    pub with: Vec<(String, String)>,
    /// Compilation and start of each module, and one call for the Pod of 7 kB; the empty module comes first.
    pub modules: Vec<ModuleTime>,
    /// One call for each length of the payload.
    pub lengths: Vec<CallTime>,
    /// One call for a kind that no rule looks at, for scripts, and for cloud operations.
    pub requests: Vec<CallTime>,
    /// One call of a bundle beside one call of each of its rules that would be sent the request.
    pub bundles: Vec<BundleTime>,
    /// The command line.
    pub programs: Vec<ProgramTime>,
    /// The module of the browser and the npm package.
    pub browser: BrowserTime,
}

/// How long a module takes to be ready, and then for one call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModuleTime {
    /// The rule, the bundle, or `empty`.
    pub id: String,
    /// Milliseconds to compile, without a cache.
    pub compile: f64,
    /// Microseconds to make an instance.
    pub start: f64,
    /// Microseconds of one call for the Pod of 7 kB, the median; none for a cloud rule.
    pub call: Option<f64>,
}

/// The times of many equal calls, in microseconds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CallTime {
    /// The rule, the bundle, or `empty`.
    pub id: String,
    /// What the payload holds.
    pub request: String,
    /// Bytes of the payload.
    pub bytes: usize,
    /// Half of the calls are as fast.
    pub p50: f64,
    /// All but one in a hundred are as fast.
    pub p99: f64,
    /// The median as a multiple of the empty module's for the same payload.
    pub ratio: f64,
}

/// A bundle beside its rules, in microseconds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BundleTime {
    /// The bundle.
    pub id: String,
    /// What the payload holds.
    pub request: String,
    /// How many rules would be sent the request.
    pub rules: usize,
    /// The sum of one call each.
    pub each: f64,
    /// One call of the bundle.
    pub all: f64,
    /// One call of the empty module.
    pub empty: f64,
}

/// One run of the command line.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ProgramTime {
    /// What it was told to do.
    pub what: String,
    /// Seconds.
    pub seconds: f64,
    /// The most memory that it had, in bytes.
    pub memory: u64,
}

/// The module of the browser and the npm package, under Node.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BrowserTime {
    /// Bytes of the module.
    pub raw: usize,
    /// Bytes after gzip.
    pub gzip: usize,
    /// Milliseconds from import to ready.
    pub load: f64,
    /// Milliseconds of the first verdict of all rules.
    pub verdict: f64,
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
        PAGES.iter().try_for_each(|(language, path)| write(&place(path), &page(self, *language)))
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
