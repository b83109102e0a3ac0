//! Builds the modules: one cargo call for all, then `wasm-opt`, then the metadata section.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_encoder::{CustomSection, Encode, Section};

use crate::bundles::BUNDLES;
use crate::files::{Result, write};
use crate::metadata::Metadata;
use crate::registry::RULES;
use crate::target;

/// The folder of the finished modules, below the root.
pub const FOLDER: &str = "target/modules";

/// The compiler that [`build`] takes, for people.
///
/// # Errors
/// One sentence that says what to install.
pub fn compiler() -> Result<String> {
    target::find()?.version()
}

/// Builds the modules of the rules and bundles with these ids, or of all if `ids` is empty. Returns their paths.
///
/// # Errors
/// One sentence, after the output of the tools.
pub fn build(root: &Path, ids: &[String]) -> Result<Vec<PathBuf>> {
    let all = RULES.iter().map(|rule| (rule.id(), Metadata::of(rule)));
    let all = all.chain(BUNDLES.iter().map(|bundle| (bundle.id, Metadata::of_bundle(bundle)))).collect::<Vec<_>>();
    if let Some(id) = ids.iter().find(|id| !all.iter().any(|(known, _)| known == id)) {
        return Err(format!("no rule `{id}`; `cargo dev rules` lists them"));
    }
    let wanted = all.into_iter().filter(|(id, _)| ids.is_empty() || ids.iter().any(|wanted| wanted == id));
    let wanted: Vec<_> = wanted.collect();
    let toolchain = target::find()?;
    let wasm_opt = target::wasm_opt()?;
    let build_folder = root.join("target/wasm");
    let mut cargo = toolchain.cargo(root, "build", false);
    cargo.env("CARGO_TARGET_DIR", &build_folder);
    // With the same features a bundle has the same bytes, whether the modules of its rules are built beside it or not.
    let bundled = BUNDLES.iter().filter(|bundle| wanted.iter().any(|(id, _)| *id == bundle.id));
    let features = bundled.flat_map(|bundle| bundle.rules()).map(|rule| format!("{}/module", rule.id()));
    cargo.args(["--features", &["module".to_owned()].into_iter().chain(features).collect::<Vec<_>>().join(",")]);
    for (id, _) in &wanted {
        cargo.args(["--package", id]);
    }
    let status = cargo.status().map_err(|e| format!("cargo: {e}"))?;
    if !status.success() {
        return Err("the modules do not build".to_owned());
    }
    let mut paths = Vec::new();
    for (id, metadata) in wanted {
        let built = build_folder.join("wasm32-unknown-unknown/module").join(format!("{id}.wasm"));
        let path = root.join(FOLDER).join(format!("{id}.wasm"));
        let metadata = serde_json::to_vec(&metadata).map_err(|e| e.to_string())?;
        write(&path, annotate(&optimise(&wasm_opt, &built)?, &metadata))?;
        paths.push(path);
    }
    Ok(paths)
}

/// Builds the bundles alone, which hold every rule. Where they are others than before, the modules of single rules that stand
/// beside them come from other sources, and are removed.
///
/// # Errors
/// As for [`build`].
pub fn build_bundles(root: &Path) -> Result<Vec<PathBuf>> {
    let path = |id: &str| root.join(FOLDER).join(format!("{id}.wasm"));
    let bytes = || BUNDLES.iter().map(|bundle| std::fs::read(path(bundle.id)).ok()).collect::<Vec<_>>();
    let before = bytes();
    let ids: Vec<String> = BUNDLES.iter().map(|bundle| bundle.id.to_owned()).collect();
    let paths = build(root, &ids)?;
    if bytes() != before {
        for single in RULES.iter().map(|rule| path(rule.id())).filter(|single| single.exists()) {
            std::fs::remove_file(&single).map_err(|e| format!("{}: {e}", single.display()))?;
        }
    }
    Ok(paths)
}

/// What `wasm-opt` does. Building the control flow anew, and giving the shortest numbers to the functions that are called
/// most, takes two percent off a module that reads scripts, and one off the others.
const PASSES: [&str; 5] = ["--flatten", "--rereloop", "-Oz", "-Oz", "--reorder-functions"];

/// Shrinks a module with `wasm-opt`. With `--low-memory-unused` it may assume that the first kilobyte of memory is unused,
/// which is the far end of the stack. `--ignore-implicit-traps` is not set, because it would move loads in front of their
/// conditions. The features are those that rustc's wasm32 target enables, and the vectors of [`target`].
fn optimise(wasm_opt: &Path, module: &Path) -> Result<Vec<u8>> {
    let shrunk = module.with_extension("opt.wasm");
    let features = [
        "--enable-bulk-memory",
        "--enable-multivalue",
        "--enable-mutable-globals",
        "--enable-nontrapping-float-to-int",
        "--enable-reference-types",
        "--enable-sign-ext",
        "--enable-simd",
    ];
    let mut command = Command::new(wasm_opt);
    command.args(PASSES).args(["--low-memory-unused", "--strip-producers"]).args(features);
    command.arg(module).arg("-o").arg(&shrunk);
    let output = command.output().map_err(|e| format!("wasm-opt: {e}"))?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        return Err(format!("wasm-opt cannot read {}: {}", module.display(), reason.trim()));
    }
    std::fs::read(&shrunk).map_err(|e| format!("{}: {e}", shrunk.display()))
}

/// Adds the custom section that Kubewarden reads a policy's metadata from.
fn annotate(module: &[u8], metadata: &[u8]) -> Vec<u8> {
    let section = CustomSection { name: Cow::Borrowed("io.kubewarden.metadata"), data: Cow::Borrowed(metadata) };
    let mut out = module.to_vec();
    out.push(section.id());
    section.encode(&mut out);
    out
}
