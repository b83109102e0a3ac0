//! Times of modules, each beside an empty module in the same run.

use std::time::Instant;

use redline_dev::{BUNDLES, RULES};
use redline_e2e::fuel::Meter;
use redline_e2e::report::{BundleTime, CallTime, ModuleTime};
use redline_e2e::sample::{creation, deletion, empty_module, of_no_interest, pod, pod_of, pod_with_script};
use redline_e2e::{host, module, module_bytes};
use redline_engine::core::rule::RuleKind;
use redline_host::{Host, Module};
use serde_json::{Value, json};

/// Microseconds below which half, and all but one in a hundred, of the calls stay.
#[derive(Debug, Clone, Copy)]
struct Times {
    p50: f64,
    p99: f64,
}

/// The modules that stand for all, beside the empty one: one that skips a Pod, one that reads it, one that reads its scripts,
/// and the bundle.
const SAMPLES: [&str; 4] = ["network-crd", "shared-disk", "host-firewall", "redline-admission"];

/// Lengths of Pods, and their names.
const LENGTHS: [(usize, &str); 4] = [(1_500, "1.5 kB"), (10_000, "10 kB"), (100_000, "100 kB"), (1_000_000, "1 MB")];

/// How long one figure may take, in seconds.
const PATIENCE: f64 = 0.6;

fn load(host: &Host, id: &str) -> Result<Module, String> {
    if id == "empty" {
        return host.load_bytes("empty", empty_module()).map_err(|e| e.to_string());
    }
    Ok(module(host, id))
}

/// Times calls without settings.
fn time(module: &Module, request: &Value) -> Result<Times, String> {
    time_with(module, request, &json!({}))
}

/// Times calls as Kubewarden makes them: the request is a value that is written out for each policy.
fn time_with(module: &Module, request: &Value, settings: &Value) -> Result<Times, String> {
    let once = || {
        let start = Instant::now();
        // Kubewarden turns the request into a value, for the object, and then into text.
        let value = request.clone();
        let payload =
            serde_json::to_vec(&json!({"request": value, "settings": settings})).map_err(|e| e.to_string())?;
        let answer = module.validate(&payload, None).map_err(|e| e.to_string())?;
        let took = start.elapsed().as_secs_f64() * 1e6;
        answer.accepted.then_some(took).ok_or_else(|| format!("{} denies the sample", module.id()))
    };
    for _ in 0..20 {
        once()?;
    }
    let (start, mut all) = (Instant::now(), Vec::new());
    while all.len() < 30 || (start.elapsed().as_secs_f64() < PATIENCE && all.len() < 5_000) {
        all.push(once()?);
    }
    all.sort_by(f64::total_cmp);
    Ok(Times { p50: all[all.len() / 2], p99: all[all.len() * 99 / 100] })
}

/// One request to the empty module and then to these.
fn beside_empty(host: &Host, ids: &[&str], what: &str, request: &Value) -> Result<Vec<CallTime>, String> {
    let bytes = json!({"request": request, "settings": {}}).to_string().len();
    let mut empty = 0.0;
    let mut times = Vec::new();
    for id in ["empty"].iter().chain(ids) {
        let Times { p50, p99 } = time(&load(host, id)?, request)?;
        if *id == "empty" {
            empty = p50;
        }
        times.push(CallTime { id: (*id).to_owned(), request: what.to_owned(), bytes, p50, p99, ratio: p50 / empty });
    }
    Ok(times)
}

/// Calls with payloads of several lengths.
///
/// # Errors
/// When a module does not load, fails, or denies the sample.
pub(crate) fn lengths() -> Result<Vec<CallTime>, String> {
    let host = host();
    let each = LENGTHS
        .iter()
        .map(|(bytes, name)| beside_empty(&host, &SAMPLES, &format!("Pod of {name}"), &creation(pod_of(*bytes))));
    Ok(each.collect::<Result<Vec<_>, _>>()?.concat())
}

/// Calls for a kind that no rule looks at, for scripts, and for cloud operations.
///
/// # Errors
/// When a module does not load, fails, or denies the sample.
pub(crate) fn requests() -> Result<Vec<CallTime>, String> {
    let host = host();
    let readers = ["host-firewall", "redline-admission"];
    let cloud = ["cloud-slb-deletion", "cloud-node-command", "redline-cloud"];
    let mut all = beside_empty(&host, &SAMPLES, "another kind", &of_no_interest(pod(0)))?;
    all.extend(beside_empty(&host, &readers, "Pod with a script", &creation(pod_with_script(4_000)))?);
    all.extend(beside_empty(&host, &cloud, "`slb:DeleteLoadBalancer`", &deletion(0))?);
    Ok(all)
}

/// Compilation, start, and one call of each module.
///
/// # Errors
/// When a module does not compile, fails, or denies the sample.
pub(crate) fn modules() -> Result<Vec<ModuleTime>, String> {
    let host = host();
    let pod = creation(pod(0));
    let rules = RULES.iter().map(|rule| (rule.id(), rule.kind));
    let bundles = BUNDLES.iter().map(|bundle| (bundle.id, bundle.kind));
    let all = [("empty", RuleKind::Admission)].into_iter().chain(rules).chain(bundles);
    let each = all.map(|(id, kind)| {
        let wasm = if id == "empty" { empty_module() } else { module_bytes(id) };
        let (compile, start) = ready(&wasm)?;
        let call = match kind {
            RuleKind::Admission => Some(time(&load(&host, id)?, &pod)?.p50),
            RuleKind::Cloud => None,
        };
        Ok(ModuleTime { id: id.to_owned(), compile, start, call })
    });
    each.collect()
}

/// Compilation, start, and one call of any module that accepts the Pod of 7 kB with these settings.
///
/// # Errors
/// When the module does not compile, fails, or denies the sample.
pub(crate) fn module_of(host: &Host, id: &str, wasm: &[u8], settings: &Value) -> Result<ModuleTime, String> {
    let (compile, start) = ready(wasm)?;
    let module = host.load_bytes(id, wasm.to_vec()).map_err(|e| e.to_string())?;
    let call = time_with(&module, &creation(pod(0)), settings)?.p50;
    Ok(ModuleTime { id: id.to_owned(), compile, start, call: Some(call) })
}

/// Milliseconds to compile a module, and microseconds to make an instance.
fn ready(wasm: &[u8]) -> Result<(f64, f64), String> {
    let begin = Instant::now();
    let meter = Meter::unmetered(wasm)?;
    let compile = begin.elapsed().as_secs_f64() * 1e3;
    let mut starts = Vec::new();
    for _ in 0..200 {
        let begin = Instant::now();
        meter.start()?;
        starts.push(begin.elapsed().as_secs_f64() * 1e6);
    }
    starts.sort_by(f64::total_cmp);
    Ok((compile, starts[starts.len() / 2]))
}

/// One call of each bundle beside one call of each of its rules that the request would be sent to.
///
/// # Errors
/// When a module does not load, fails, or denies the sample.
pub(crate) fn bundles() -> Result<Vec<BundleTime>, String> {
    let host = host();
    let each = BUNDLES.iter().map(|bundle| {
        let (request, what) = match bundle.kind {
            RuleKind::Admission => (creation(pod(0)), "Pod of 7 kB"),
            RuleKind::Cloud => (deletion(0), "`slb:DeleteLoadBalancer`"),
        };
        let modules: Vec<Module> = bundle.rules().map(|rule| module(&host, rule.id())).collect();
        let sent = |module: &&Module| {
            bundle.kind == RuleKind::Cloud || module.metadata().is_some_and(|metadata| metadata.matches(&request))
        };
        let sent: Vec<&Module> = modules.iter().filter(sent).collect();
        let mut each = 0.0;
        for module in &sent {
            each += time(module, &request)?.p50;
        }
        Ok(BundleTime {
            id: bundle.id.to_owned(),
            request: what.to_owned(),
            rules: sent.len(),
            each,
            all: time(&module(&host, bundle.id), &request)?.p50,
            empty: time(&load(&host, "empty")?, &request)?.p50,
        })
    });
    each.collect()
}
