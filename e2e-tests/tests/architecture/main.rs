//! The shape of the workspace, held by tests: which crate may know which, no circle of files within a crate,
//! constants that stand in one file only, and lines that fit. ARCHITECTURE.md explains the shape; `arrows.rs` holds its table.

mod arrows;
mod circles;
mod constants;
mod lines;
mod resolve;
mod source;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// A path as failure messages show it.
fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// The packages of the workspace, as `cargo metadata` describes them.
fn packages() -> Vec<Value> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1", "--no-deps", "--offline"]).current_dir(root());
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let mut metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    match metadata["packages"].take() {
        Value::Array(packages) => packages,
        other => panic!("expected a list of packages, found {other}"),
    }
}

/// A member of a package that is a text.
fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("cargo metadata: no `{name}` in {value}"))
}

/// The files at which the library and the programs of a package begin.
fn crate_roots(package: &Value) -> Vec<PathBuf> {
    let targets = package["targets"].as_array().expect("targets are a list");
    let of_kind = |target: &&Value| {
        target["kind"].as_array().is_some_and(|kinds| {
            kinds.iter().filter_map(Value::as_str).any(|kind| matches!(kind, "lib" | "rlib" | "cdylib" | "bin"))
        })
    };
    targets.iter().filter(of_kind).map(|target| PathBuf::from(text(target, "src_path"))).collect()
}
