//! Builds the rules for JavaScript: the npm package and the playground, from `src/web`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};
use wasm_bindgen_cli_support::Bindgen;

use crate::files::{Result, fresh, read, write};
use crate::registry::RULES;
use crate::{modules, target};

/// The npm package, below the root.
pub const PACKAGE: &str = "target/npm";
/// The playground, below the root.
pub const PLAYGROUND: &str = "target/playground";

const SOURCE: &str = "src/web";

/// Builds package and playground. Returns their folders.
///
/// # Errors
/// One sentence, after the output of the tools.
pub fn build(root: &Path) -> Result<[PathBuf; 2]> {
    let built = compile(root)?;
    Ok([package(root, &built)?, playground(root, &built)?])
}

/// Compiles `src/web`. Returns the module as the compiler leaves it.
fn compile(root: &Path) -> Result<PathBuf> {
    let toolchain = target::find()?;
    let build_folder = root.join("target/wasm");
    let mut cargo = toolchain.cargo(root, "rustc", true);
    cargo.env("CARGO_TARGET_DIR", &build_folder);
    cargo.args(["--package", "redline-web", "--lib", "--crate-type", "cdylib"]);
    // wasm-bindgen asks the module which features of WebAssembly it may use, and strips it itself.
    cargo.args(["--", "-Cstrip=none"]);
    let status = cargo.status().map_err(|e| format!("cargo: {e}"))?;
    if !status.success() {
        return Err("src/web does not build".to_owned());
    }
    Ok(build_folder.join("wasm32-unknown-unknown/module/redline_web.wasm"))
}

/// The kinds of script that wasm-bindgen writes here.
enum Form {
    /// An ES module, with types.
    Module,
    /// A classic script, for the worker of a page that may be opened as a file.
    Script,
}

/// Writes the module and its script into a folder.
///
/// No `wasm-opt` here: it saves nothing after gzip, and Debian's release 108 mixes up the tables of functions and of
/// JavaScript values.
fn bind(built: &Path, folder: &Path, form: Form) -> Result<()> {
    let bind = || -> anyhow::Result<()> {
        let mut bindgen = Bindgen::new();
        bindgen.input_path(built).out_name("redline").remove_name_section(true).remove_producers_section(true);
        match form {
            Form::Module => bindgen.web(true)?.typescript(true).omit_default_module_path(false),
            Form::Script => bindgen.no_modules(true)?.typescript(false),
        };
        bindgen.generate(folder)
    };
    bind().map_err(|e| format!("wasm-bindgen: {e:#}"))
}

fn package(root: &Path, built: &Path) -> Result<PathBuf> {
    let folder = fresh(root, PACKAGE)?;
    bind(built, &folder, Form::Module)?;
    let from = root.join(SOURCE).join("npm");
    for name in ["README.md", "node.js", "node.d.ts", "wapc.d.ts"] {
        write(&folder.join(name), read(&from.join(name))?)?;
    }
    write(&folder.join("wapc.js"), read(&root.join(SOURCE).join("playground/wapc.js"))?)?;
    write(&folder.join("LICENSE"), read(&root.join("LICENSE"))?)?;
    // As text: the order of the conditions in `exports` counts, and a JSON value would sort them.
    let manifest = read(&from.join("package.json"))?;
    let version = |number: &str| format!("\"version\": \"{number}\"");
    if !manifest.contains(&version("0.0.0")) {
        return Err(format!("{SOURCE}/npm/package.json: `{}` must be there, for the real version", version("0.0.0")));
    }
    let manifest = manifest.replace(&version("0.0.0"), &version(env!("CARGO_PKG_VERSION")));
    write(&folder.join("package.json"), manifest)?;
    Ok(folder)
}

/// The page as it stands in the sources, with three things added that a page opened as a file cannot fetch: the worker
/// with all rules in it, the examples, and the policy modules as scripts beside the modules themselves.
fn playground(root: &Path, built: &Path) -> Result<PathBuf> {
    let from = root.join(SOURCE).join("playground");
    let folder = fresh(root, PLAYGROUND)?;
    for name in listing(&from)? {
        if !matches!(name.as_str(), "worker.js" | "wapc.js" | "examples.json") {
            write(&folder.join(&name), read(&from.join(&name))?)?;
        }
    }
    let bound = fresh(root, "target/web")?;
    bind(built, &bound, Form::Script)?;
    // The worker is a classic script: a page opened as a file cannot start another kind.
    let host = read(&from.join("wapc.js"))?.replace("export class", "class");
    let worker = [read(&bound.join("redline.js"))?, host, read(&from.join("worker.js"))?].join("\n");
    let wasm = bytes(&bound.join("redline_bg.wasm"))?;
    write(
        &folder.join("engine.js"),
        script("ENGINE", &json!({"version": env!("CARGO_PKG_VERSION"), "worker": worker, "wasm": BASE64.encode(wasm)})),
    )?;
    write(&folder.join("examples.js"), script("EXAMPLES", &examples(root, &from)?))?;
    for rule in RULES {
        let name = format!("{}.wasm", rule.id());
        let module = bytes(&root.join(modules::FOLDER).join(&name))
            .map_err(|e| format!("{e}; run `make modules RULE={}`", rule.id()))?;
        let text = script("MODULE", &json!({"rule": rule.id(), "wasm": BASE64.encode(&module)}));
        write(&folder.join("modules").join(format!("{}.js", rule.id())), text)?;
        write(&folder.join("modules").join(name), module)?;
    }
    Ok(folder)
}

/// `examples.json` with the files that it names in place of their names.
fn examples(root: &Path, from: &Path) -> Result<Value> {
    let path = from.join("examples.json");
    let mut examples: Value = serde_json::from_str(&read(&path)?).map_err(|e| format!("{}: {e}", path.display()))?;
    for example in examples.as_array_mut().into_iter().flatten() {
        for member in ["text", "old", "inventory"] {
            if let Some(name) = example[member].as_str() {
                example[member] = read(&root.join(name))?.into();
            }
        }
    }
    Ok(examples)
}

/// A classic script that leaves a value where the page finds it.
fn script(name: &str, value: &Value) -> String {
    let mut text = String::from("\"use strict\";\n");
    let _ = writeln!(text, "globalThis.{name} = {value};");
    text
}

fn listing(folder: &Path) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    Ok(entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect())
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))
}
