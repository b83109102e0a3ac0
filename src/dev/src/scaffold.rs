//! A new rule: the folder with everything but the thought in it.

use std::path::{Path, PathBuf};

use crate::generate::{self, Source, rows};
use crate::{Result, write};

const MANIFEST: &str = include_str!("../templates/Cargo.toml");
const LIB: &str = include_str!("../templates/lib.rs");
const ALLOW: &str = include_str!("../templates/allow-innocent.yaml");
const DENY: &str = include_str!("../templates/deny-violation.yaml");

/// Makes the folder of a rule for a row of the catalogue: of the one named, or of the first that the row names
/// and that is not there. The two cases fail until they are written. Returns the folder.
///
/// # Errors
/// One sentence: no such row, no such rule in it, or all of its rules are there.
pub fn new(root: &Path, row: &str, id: Option<&str>) -> Result<PathBuf> {
    let source = Source::load(root)?;
    let found = source.rows.iter().find(|r| r.row == row);
    let found =
        found.ok_or_else(|| format!("no row `{row}` in the catalogue; rows are N1 to N8, 1 to 59 and B1 to B3"))?;
    let id =
        match id {
            Some(id) if !found.rules.iter().any(|r| r == id) => {
                return Err(format!("row {row} does not name `{id}`, it names {}", found.rules.join(", ")));
            }
            Some(id) => id,
            None => found.rules.iter().find(|id| !source.there.contains(id) && !id.starts_with("cloud-")).ok_or_else(
                || format!("every admission rule of row {row} is there; name a cloud rule with RULE=..."),
            )?,
        };
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
    write(&folder.join("src/rows.rs"), rows(&source.rows, id))?;
    write(&folder.join("cases/allow-innocent.yaml"), fill(ALLOW))?;
    write(&folder.join("cases/deny-violation.yaml"), fill(DENY))?;
    generate::bless(root, generate::linkage(&Source::load(root)?)?)?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    /// The scaffold makes a crate that compiles, in a copy of the workspace's skeleton.
    #[test]
    fn what_it_makes_compiles_and_is_registered() {
        let root = crate::root();
        let copy = root.join("target/scaffold");
        let _ = std::fs::remove_dir_all(&copy);
        std::fs::create_dir_all(copy.join("policies")).unwrap();
        let linked =
            ["src/dev", "src/web"].map(|folder| [format!("{folder}/Cargo.toml"), format!("{folder}/src/registry.rs")]);
        let bundles = crate::BUNDLES
            .iter()
            .flat_map(|bundle| ["Cargo.toml", "src/lib.rs"].map(|file| format!("policies/{}/{file}", bundle.id)));
        let fixed = ["policies/catalogue.yaml", "Cargo.lock"].map(str::to_owned);
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

        let folder = new(&copy, "38", Some("host-firewall")).unwrap();
        assert!(new(&copy, "38", Some("host-firewall")).unwrap_err().contains("there already"));
        assert!(new(&copy, "38", Some("node-clock")).unwrap_err().contains("does not name"));
        assert!(new(&copy, "99", None).unwrap_err().contains("no row"));
        let registry = std::fs::read_to_string(copy.join("src/dev/src/registry.rs")).unwrap();
        assert!(registry.contains("entry!(host_firewall)"), "{registry}");
        let registry = std::fs::read_to_string(copy.join("src/web/src/registry.rs")).unwrap();
        assert!(registry.contains("entry!(host_firewall, \"host-firewall\")"), "{registry}");

        let status = Command::new(env!("CARGO"))
            .args(["check", "--quiet", "--offline", "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", root.join("target/scaffold-build"))
            .status()
            .unwrap();
        assert!(status.success(), "the scaffold does not compile");
    }
}
