//! Embeds the modules of the folder in `REDLINE_EMBED` into the command line; without it none.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
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
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("embedded.rs"), text).unwrap_or_else(|e| panic!("{e}"));
}
