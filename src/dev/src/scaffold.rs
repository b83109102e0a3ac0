//! The scaffold of a new rule.

use std::path::{Path, PathBuf};

use redline_engine::rows::CATALOGUE;

use crate::files::{Result, update, write};
use crate::generate::{self, Source};

const MANIFEST: &str = include_str!("../templates/Cargo.toml");
const LIB: &str = include_str!("../templates/lib.rs");
const DOCS: &str = include_str!("../templates/docs.rs");
const ALLOW: &str = include_str!("../templates/allow-innocent.yaml");
const DENY: &str = include_str!("../templates/deny-violation.yaml");

/// Creates the folder of the rule `id` for a row of the catalogue. Its two cases fail until they are written. Returns the path
/// of the folder.
///
/// # Errors
/// One sentence, if there is no such row, if `id` is not a valid rule id, or if the folder exists.
pub fn new(root: &Path, row: &str, id: &str) -> Result<PathBuf> {
    let found = CATALOGUE.iter().find(|known| known.id == row);
    let found =
        found.ok_or_else(|| format!("no row `{row}` in the catalogue; rows are N1 to N8, 1 to 59 and B1 to B3"))?;
    let word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    if !id.split('-').all(word) {
        return Err(format!("`{id}` cannot be a rule id; use lower-case words joined by `-`, such as `node-deletion`"));
    }
    let folder = root.join("policies").join(id);
    if folder.exists() {
        return Err(format!("{} is there already", folder.display()));
    }
    let fill = |template: &str| {
        template
            .replace("@ID@", id)
            .replace("@CRATE@", &id.replace('-', "_"))
            .replace("@ROW@", row)
            .replace("@TITLE_EN@", &found.operation.en.replace('"', "'"))
            .replace("@TITLE_ZH@", &found.operation.zh.replace('"', "'"))
    };
    write(&folder.join("Cargo.toml"), fill(MANIFEST))?;
    write(&folder.join("src/lib.rs"), fill(LIB))?;
    write(
        &folder.join("src/main.rs"),
        fill("//! The module.\n#![no_std]\n#![no_main]\nredline_guest::policy!(@CRATE@);\n"),
    )?;
    write(&folder.join("src/docs.rs"), fill(DOCS))?;
    write(&folder.join("cases/allow-innocent.yaml"), fill(ALLOW))?;
    write(&folder.join("cases/deny-violation.yaml"), fill(DENY))?;
    update(root, generate::linkage(&Source::load(root)?)?)?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    /// The scaffold makes a crate that compiles, in a copy of the workspace's skeleton.
    #[test]
    fn what_it_makes_compiles_and_is_registered() {
        let root = crate::files::root();
        let copy = root.join("target/scaffold");
        let _ = std::fs::remove_dir_all(&copy);
        std::fs::create_dir_all(copy.join("policies")).unwrap();
        let linked =
            ["src/dev", "src/web"].map(|folder| [format!("{folder}/Cargo.toml"), format!("{folder}/src/registry.rs")]);
        let bundles = crate::bundles::BUNDLES
            .iter()
            .flat_map(|bundle| ["Cargo.toml", "src/lib.rs"].map(|file| format!("policies/{}/{file}", bundle.id)));
        let fixed = ["policies/profiles.yaml", "Cargo.lock"].map(str::to_owned);
        for file in fixed.iter().chain(linked.as_flattened()).cloned().chain(bundles) {
            write(&copy.join(&file), std::fs::read(root.join(&file)).unwrap()).unwrap();
        }
        let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
        let members = manifest.find("members = [").unwrap();
        let end = members + manifest[members..].find(']').unwrap() + 1;
        let rest = manifest[end..].lines().filter(|line| !line.starts_with("default-members"));
        let manifest = format!(
            "{}members = [\"policies/*\"]{}",
            &manifest[..members],
            rest.collect::<Vec<_>>().join("\n").replace("path = \"src/", &format!("path = \"{}/src/", root.display()))
        );
        write(&copy.join("Cargo.toml"), manifest).unwrap();

        let folder = new(&copy, "38", "host-firewall").unwrap();
        assert!(new(&copy, "38", "host-firewall").unwrap_err().contains("there already"));
        assert!(new(&copy, "38", "Host Firewall").unwrap_err().contains("cannot be a rule id"));
        assert!(new(&copy, "99", "host-firewall").unwrap_err().contains("no row"));
        let registry = std::fs::read_to_string(copy.join("src/dev/src/registry.rs")).unwrap();
        assert!(registry.contains("RegisteredRule::admission::<host_firewall::Rule>()"), "{registry}");
        let registry = std::fs::read_to_string(copy.join("src/web/src/registry.rs")).unwrap();
        assert!(registry.contains("linked!(admission, host_firewall, \"host-firewall\")"), "{registry}");

        let status = Command::new(env!("CARGO"))
            .args(["check", "--quiet", "--offline", "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", root.join("target/scaffold-build"))
            .status()
            .unwrap();
        assert!(status.success(), "the scaffold does not compile");
    }
}
