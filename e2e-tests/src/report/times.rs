//! What is timed: from one machine and one run, each beside an empty module.

use serde::{Deserialize, Serialize};

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
