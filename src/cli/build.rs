//! What the command line carries: what is written about the rules, from `target/dist` (or the folder in `REDLINE_DIST`), and
//! the modules of the folder in `REDLINE_EMBED`. `make cli` builds both before. A plain `cargo build` embeds no modules, and
//! where `make dist` never ran no documentation of the rules; the program then says so.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The files that `make dist` writes, each with what stands for it where there is none.
const DOCS: [(&str, &str); 2] = [("rule-docs.json", "{}"), ("cloud-actions.json", r#"{"roles": [], "rules": {}}"#)];

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    docs(&out);
    modules(&out);
}

fn docs(out: &Path) {
    println!("cargo::rerun-if-env-changed=REDLINE_DIST");
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/dist");
    let named = env::var_os("REDLINE_DIST").map(PathBuf::from);
    let folder = named.as_deref().unwrap_or(&workspace);
    for (name, empty) in DOCS {
        let path = folder.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(&path).unwrap_or_else(|e| {
            assert!(named.is_none(), "REDLINE_DIST={}: {name}: {e}; run `make dist`", folder.display());
            println!(
                "cargo::warning=no {name} in target/dist, so this build cannot explain the rules; run `make dist`"
            );
            empty.to_owned()
        });
        fs::write(out.join(name), text).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

fn modules(out: &Path) {
    println!("cargo::rerun-if-env-changed=REDLINE_EMBED");
    let mut modules = Vec::new();
    if let Some(folder) = env::var_os("REDLINE_EMBED") {
        let folder = Path::new(&folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("REDLINE_EMBED={}: {e}", folder.display()));
        modules.extend(
            entries.flatten().map(|entry| entry.path()).filter(|path| path.extension() == Some("wasm".as_ref())),
        );
        assert!(!modules.is_empty(), "REDLINE_EMBED={}: no modules there; run `make modules`", folder.display());
        modules.sort();
    }
    let mut text = String::from("static EMBEDDED: &[(&str, &[u8])] = &[\n");
    for path in modules {
        println!("cargo::rerun-if-changed={}", path.display());
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let _ = writeln!(text, "    ({id:?}, include_bytes!({:?})),", path.display().to_string());
    }
    text.push_str("];\n");
    fs::write(out.join("embedded.rs"), text).unwrap_or_else(|e| panic!("{e}"));
}
