//! What is counted: sizes, fuel, memory, and the share of everyday requests that reach a webhook.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use rayon::prelude::*;
use redline_dev::generate::match_conditions::of_bundle;
use redline_dev::{BUNDLES, RULES};
use redline_engine::core::rule::RuleKind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::condition::{Condition, request};
use crate::everyday::requests;
use crate::fuel::{Cost, Meter};
use crate::sample::{creation, deletion, empty_module, pod, pod_with_script};
use crate::{host, module, module_bytes};

/// The same on every machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// The empty module first, then the rules, then the bundles.
    pub modules: Vec<ModuleCost>,
    /// What scripts of several lengths cost a rule that reads them and the bundle.
    pub scripts: Vec<ScriptCost>,
    /// The everyday requests.
    pub everyday: Share,
}

/// A module, and what it takes for the Pod (or, a cloud rule, the call) that nobody minds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModuleCost {
    /// The rule, the bundle, or `empty`.
    pub id: String,
    /// Bytes of the module.
    pub raw: usize,
    /// Bytes after gzip.
    pub gzip: usize,
    /// Bytes of linear memory before the first call.
    pub memory: usize,
    /// Fuel for the Pod of 7 kB, or the call.
    pub fuel: u64,
    /// Fuel for each further byte, up to 1 MB.
    pub fuel_a_byte: f64,
    /// Bytes of linear memory after a payload of 1 MB.
    pub memory_large: usize,
}

/// What a script costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScriptCost {
    /// The rule or the bundle.
    pub id: String,
    /// Bytes of the script.
    pub bytes: usize,
    /// Fuel for each byte, over the same Pod without the script.
    pub fuel_a_byte: f64,
    /// Bytes of linear memory when the call ends.
    pub memory: usize,
}

/// How many everyday requests the API server sends to the bundle.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Requests that an API server would send in the form of the corpus.
    pub requests: usize,
    /// Those whose kind and operation some rule of the bundle looks at.
    pub matching: usize,
    /// Those of them for which `matchConditions` hold.
    pub sent: usize,
}

/// Lengths of scripts, in bytes.
const SCRIPTS: [usize; 4] = [1_000, 4_000, 16_000, 64_000];

/// A rule that reads scripts, and the bundle.
const READERS: [&str; 2] = ["host-firewall", "redline-admission"];

impl Counted {
    /// Counts everything. Needs all modules.
    ///
    /// # Errors
    /// When a module does not compile or fails.
    pub fn measure() -> Result<Counted, String> {
        let rules = RULES.iter().map(|rule| (rule.id(), rule.kind));
        let bundles = BUNDLES.iter().map(|bundle| (bundle.id, bundle.kind));
        let all: Vec<_> = [("empty", RuleKind::Admission)].into_iter().chain(rules).chain(bundles).collect();
        let modules = all.into_par_iter().map(|(id, kind)| ModuleCost::measure(id, kind)).collect::<Result<_, _>>()?;
        let scripts = READERS.into_par_iter().map(scripts).collect::<Result<Vec<_>, _>>()?.concat();
        Ok(Counted { modules, scripts, everyday: Share::measure() })
    }
}

impl ModuleCost {
    /// Counts for one module.
    ///
    /// # Errors
    /// When the module does not compile or fails.
    pub fn measure(id: &str, kind: RuleKind) -> Result<ModuleCost, String> {
        let wasm = if id == "empty" { empty_module() } else { module_bytes(id) };
        ModuleCost::of(id, &wasm, kind, &json!({}))
    }

    /// Counts for any module that accepts the Pod, or the call, with these settings.
    ///
    /// # Errors
    /// When the module does not compile or fails.
    pub fn of(id: &str, wasm: &[u8], kind: RuleKind, settings: &Value) -> Result<ModuleCost, String> {
        let meter = Meter::new(wasm)?;
        let input = |extra| match kind {
            RuleKind::Admission => creation(pod(extra)),
            RuleKind::Cloud => deletion(extra),
        };
        let (bytes, small) = spend(&meter, &input(0), settings)?;
        let (bytes_large, large) = spend(&meter, &input(1_000_000), settings)?;
        Ok(ModuleCost {
            id: id.to_owned(),
            raw: wasm.len(),
            gzip: gzip(wasm)?,
            memory: meter.start()?,
            fuel: small.fuel,
            fuel_a_byte: per_byte(large.fuel - small.fuel, bytes_large - bytes),
            memory_large: large.memory,
        })
    }
}

fn scripts(id: &str) -> Result<Vec<ScriptCost>, String> {
    let meter = Meter::new(&module_bytes(id))?;
    let (_, without) = spend(&meter, &creation(pod_with_script(0)), &json!({}))?;
    let each = SCRIPTS.into_iter().map(|bytes| {
        let (_, Cost { fuel, memory }) = spend(&meter, &creation(pod_with_script(bytes)), &json!({}))?;
        let fuel_a_byte = per_byte(fuel.saturating_sub(without.fuel), bytes);
        Ok(ScriptCost { id: id.to_owned(), bytes, fuel_a_byte, memory })
    });
    each.collect()
}

impl Share {
    /// Counts again.
    ///
    /// # Panics
    /// When the module of the bundle is not built.
    pub fn measure() -> Share {
        let mut share = Share { requests: 0, matching: 0, sent: 0 };
        for bundle in BUNDLES.iter().filter(|bundle| bundle.kind == RuleKind::Admission) {
            let module = module(&host(), bundle.id);
            let condition = Condition::new(of_bundle(bundle));
            for request in requests().iter().filter_map(|everyday| request(&everyday.case)) {
                share.requests += 1;
                if !module.metadata().is_some_and(|metadata| metadata.matches(&request)) {
                    continue;
                }
                share.matching += 1;
                // An API server sends what it cannot evaluate.
                if condition.as_ref().is_none_or(|condition| condition.holds(&request) != Ok(false)) {
                    share.sent += 1;
                }
            }
        }
        share
    }
}

/// Bytes of the payload, and what the call takes.
fn spend(meter: &Meter, request: &Value, settings: &Value) -> Result<(usize, Cost), String> {
    let payload = json!({"request": request, "settings": settings}).to_string();
    Ok((payload.len(), meter.validate(payload.as_bytes())?))
}

/// Rounded to tenths.
fn per_byte(fuel: u64, bytes: usize) -> f64 {
    (fuel as f64 / bytes as f64 * 10.0).round() / 10.0
}

/// The length after gzip at its best.
///
/// # Errors
/// Never in practice; the encoder's words.
pub fn gzip(bytes: &[u8]) -> Result<usize, String> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).map_err(|e| e.to_string())?;
    Ok(encoder.finish().map_err(|e| e.to_string())?.len())
}
