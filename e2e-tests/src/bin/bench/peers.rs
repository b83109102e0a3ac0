//! Policies of others, measured as the modules of this workspace are, and some of these beside them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;
use redline_dev::{BUNDLES, RULES};
use redline_e2e::fuel::Meter;
use redline_e2e::report::{ModuleCost, ModuleTime};
use redline_e2e::sample::empty_module;
use redline_e2e::{host, module_bytes};
use redline_engine::core::rule::RuleKind;
use serde_json::{Value, json};

use crate::timed;

/// The modules of this workspace that peers stand beside: one that reads annotations, one that reads volumes, one that reads
/// scripts as well, and the bundle.
const OURS: [&str; 4] = ["reserved-annotation", "shared-disk", "host-firewall", "redline-admission"];

/// Each time is the best of so many rounds over all modules, because other work on the machine only ever adds to it.
const ROUNDS: usize = 7;

struct Peer {
    id: String,
    wasm: Vec<u8>,
    settings: Value,
}

/// Prints a table of the empty module, of some of ours, and of every `NAME.wasm` in the folder. Its settings are those of
/// `NAME.json`, if that file is there. Then how long a server takes to be ready with every rule, or with the bundles.
///
/// # Errors
/// When a file cannot be read, or a module does not compile, fails, or denies the sample.
pub(crate) fn print(folder: &Path) -> Result<(), String> {
    let mut peers = vec![Peer { id: "empty".to_owned(), wasm: empty_module(), settings: json!({}) }];
    peers.extend(OURS.map(|id| Peer { id: id.to_owned(), wasm: module_bytes(id), settings: json!({}) }));
    peers.extend(read(folder)?);
    let host = host();
    let time = |peer: &Peer| timed::module_of(&host, &peer.id, &peer.wasm, &peer.settings);
    let round = || peers.iter().map(time).collect::<Result<Vec<ModuleTime>, String>>();
    let mut best = round()?;
    for _ in 1..ROUNDS {
        for (best, time) in best.iter_mut().zip(round()?) {
            best.compile = best.compile.min(time.compile);
            best.start = best.start.min(time.start);
            best.call = best.call.zip(time.call).map(|(best, time)| best.min(time));
        }
    }
    println!(
        "| module | raw | gzip | compile | start | one call | of empty | fuel | fuel a byte | memory | memory, 1 MB |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    let empty = best[0].call.unwrap_or_default();
    for (peer, time) in peers.iter().zip(&best) {
        let cost = ModuleCost::of(&peer.id, &peer.wasm, RuleKind::Admission, &peer.settings)?;
        let call = time.call.unwrap_or_default();
        let mebi = |bytes: usize| bytes as f64 / f64::from(1 << 20);
        println!(
            "| `{}` | {} | {} | {:.0} ms | {:.1} µs | {call:.1} µs | {:.2} | {} | {:.1} | {:.1} MiB | {:.1} MiB |",
            cost.id,
            cost.raw,
            cost.gzip,
            time.compile,
            time.start,
            call / empty,
            cost.fuel,
            cost.fuel_a_byte,
            mebi(cost.memory),
            mebi(cost.memory_large),
        );
    }
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.id()).collect();
    let bundles: Vec<&str> = BUNDLES.iter().map(|bundle| bundle.id).collect();
    for ids in [rules, bundles] {
        println!("{} modules compiled and started: {:.2} s", ids.len(), ready(&ids)?);
    }
    Ok(())
}

/// Seconds in which a policy server compiles its modules, on all processors, and starts each once.
fn ready(ids: &[&str]) -> Result<f64, String> {
    let modules: Vec<Vec<u8>> = ids.iter().map(|id| module_bytes(id)).collect();
    let once = || -> Result<f64, String> {
        let begin = Instant::now();
        let compiled: Vec<Meter> = modules.par_iter().map(|wasm| Meter::unmetered(wasm)).collect::<Result<_, _>>()?;
        compiled.iter().try_for_each(|module| module.start().map(drop))?;
        Ok(begin.elapsed().as_secs_f64())
    };
    (0..3).try_fold(f64::INFINITY, |best, _| Ok(once()?.min(best)))
}

/// The modules of a folder, by name.
fn read(folder: &Path) -> Result<Vec<Peer>, String> {
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let entries = fs::read_dir(folder).map_err(|e| told(folder, e))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "wasm"));
    paths.sort();
    let each = paths.into_iter().map(|path| {
        let wasm = fs::read(&path).map_err(|e| told(&path, e))?;
        let beside = path.with_extension("json");
        let settings = match fs::read(&beside) {
            Ok(text) => serde_json::from_slice(&text).map_err(|e| format!("{}: {e}", beside.display()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => json!({}),
            Err(error) => return Err(told(&beside, error)),
        };
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Peer { id, wasm, settings })
    });
    each.collect()
}
