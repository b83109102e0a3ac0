//! Which crate of the workspace may depend on which.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use serde_json::Value;

use crate::{packages, text};

/// The list of arrows: a crate, what it depends on, and what its tests depend on beside that. A crate goes by its
/// name without `redline-`. `policies` is every rule, `bundles` are `redline-admission` and `redline-cloud`, and
/// `@wasm32` marks what is linked into a module alone. A crate knows only crates above it.
///
/// To allow an arrow, write it here, and say in the pull request why the line cannot stand in the crate below.
const ARROWS: &str = "
crate      | depends on                                                   | its tests also on
text       |                                                              |
json       |                                                              |
core       | json text                                                    |
kubernetes | core json text                                               |
alibaba    | core json text                                               |
shell      | text                                                         |
guards     | core json kubernetes shell text                              |
engine     | alibaba core guards json kubernetes shell text               |
guest      | engine@wasm32                                                |
policies   | engine guest@wasm32                                          |
bundles    | engine guest@wasm32 policies                                 |
input      | core                                                         |
host       | core input                                                   |
cli        | core guards host input shell                                 |
dev        | bundles engine policies                                      |
web        | engine input policies                                        |
e2e        | dev engine host input                                        |
";

/// What one kind of crate depends on.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Arrows {
    depends_on: BTreeSet<String>,
    tests_also_on: BTreeSet<String>,
}

type Table = BTreeMap<String, Arrows>;

/// How the table calls a package, which stands below `policies/` or does not.
fn node(name: &str, policy: bool) -> String {
    match name.strip_prefix("redline-") {
        Some(_) if policy => "bundles".to_owned(),
        None if policy => "policies".to_owned(),
        Some(short) => short.to_owned(),
        None => name.to_owned(),
    }
}

fn is_policy(manifest: &str) -> bool {
    Path::new(manifest).ancestors().nth(2).is_some_and(|folder| folder.ends_with("policies"))
}

/// The arrows that the packages have.
fn actual(packages: &[Value]) -> Table {
    let names: BTreeMap<&str, String> = packages
        .iter()
        .map(|package| (text(package, "name"), node(text(package, "name"), is_policy(text(package, "manifest_path")))))
        .collect();
    let mut table = Table::new();
    for package in packages {
        let of = &names[text(package, "name")];
        let arrows = table.entry(of.clone()).or_default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let Some(to) = names.get(text(dependency, "name")) else { continue };
            let wasm_only = dependency["target"].as_str().is_some_and(|target| target.contains("wasm32"));
            let to = if wasm_only { format!("{to}@wasm32") } else { to.clone() };
            match dependency["kind"].as_str() {
                Some("dev") => arrows.tests_also_on.insert(to),
                _ => arrows.depends_on.insert(to),
            };
        }
    }
    for arrows in table.values_mut() {
        arrows.tests_also_on.retain(|to| !arrows.depends_on.contains(to));
    }
    table
}

/// The crates of a table in its order.
fn order(table: &str) -> Vec<&str> {
    table.lines().filter(|line| !line.is_empty()).skip(1).map(|line| column(line, 0)).collect()
}

fn column(line: &str, index: usize) -> &str {
    line.split('|').nth(index).unwrap_or_default().trim()
}

fn parse(table: &str) -> Table {
    let words = |line, index| column(line, index).split_whitespace().map(str::to_owned).collect();
    let rows = table.lines().filter(|line| !line.is_empty()).skip(1);
    rows.map(|line| (column(line, 0).to_owned(), Arrows { depends_on: words(line, 1), tests_also_on: words(line, 2) }))
        .collect()
}

/// What is wrong, one line each; nothing when the packages have exactly the allowed arrows.
fn differences(allowed: &Table, actual: &Table) -> Vec<String> {
    let mut wrong = Vec::new();
    let none = Arrows::default();
    for of in allowed.keys().chain(actual.keys()).collect::<BTreeSet<_>>() {
        if !actual.contains_key(of) {
            wrong.push(format!("`{of}`: the table has this crate, the workspace has not"));
            continue;
        }
        if !allowed.contains_key(of) {
            wrong.push(format!("`{of}`: the workspace has this crate, the table has not"));
        }
        let (may, does) = (allowed.get(of).unwrap_or(&none), &actual[of]);
        for (what, may, does) in [
            ("depend", &may.depends_on, &does.depends_on),
            ("depend in its tests", &may.tests_also_on, &does.tests_also_on),
        ] {
            wrong.extend(does.difference(may).map(|to| format!("`{of}` may not {what} on `{to}`")));
            wrong.extend(may.difference(does).map(|to| format!("`{of}` need not {what} on `{to}`, which it may")));
        }
    }
    wrong
}

/// A table as it is written above.
fn rendered(order: &[&str], table: &Table) -> String {
    let known = order.iter().filter(|of| table.contains_key(**of)).map(|of| (*of).to_owned());
    let new = table.keys().filter(|of| !order.contains(&of.as_str())).cloned();
    let mut lines = String::new();
    for of in known.chain(new) {
        let words = |set: &BTreeSet<String>| set.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        let Arrows { depends_on, tests_also_on } = &table[&of];
        let line = format!("{of:10} | {:60} | {}", words(depends_on), words(tests_also_on));
        let _ = writeln!(lines, "{}", line.trim_end());
    }
    lines
}

#[test]
fn crates_depend_on_what_the_table_allows() {
    let actual = actual(&packages());
    let wrong = differences(&parse(ARROWS), &actual);
    assert!(
        wrong.is_empty(),
        "\n{}\n\nARCHITECTURE.md says where a line belongs. The table of allowed arrows is `ARROWS` in {}.\n\
         The workspace has these:\n\n{}",
        wrong.join("\n"),
        file!(),
        rendered(&order(ARROWS), &actual),
    );
}

#[test]
fn the_table_reads_from_the_bottom_up() {
    let (order, table) = (order(ARROWS), parse(ARROWS));
    for (index, of) in order.iter().enumerate() {
        for to in &table[*of].depends_on {
            let to = to.trim_end_matches("@wasm32");
            assert!(order[..index].contains(&to), "`{of}` depends on `{to}`, which does not stand above it");
        }
    }
}

#[test]
fn a_crate_has_the_name_of_its_folder() {
    for package in packages() {
        let (name, manifest) = (text(&package, "name"), text(&package, "manifest_path"));
        let folder = Path::new(manifest).parent().and_then(Path::file_name).unwrap_or_default();
        let expected = match is_policy(manifest) {
            true => name,
            false => name.strip_prefix("redline-").unwrap_or(name),
        };
        let folder = folder.to_string_lossy();
        assert_eq!(folder.trim_end_matches("-tests"), expected, "{manifest}: the package is called `{name}`");
    }
}

#[cfg(test)]
mod of_the_checker {
    use serde_json::json;

    use super::*;

    fn package(name: &str, folder: &str, dependencies: Value) -> Value {
        json!({ "name": name, "manifest_path": format!("/r/{folder}/Cargo.toml"), "dependencies": dependencies })
    }

    fn dependency(name: &str, kind: Option<&str>, target: Option<&str>) -> Value {
        json!({ "name": name, "kind": kind, "target": target })
    }

    fn workspace() -> Vec<Value> {
        let wasm32 = "cfg(target_arch = \"wasm32\")";
        vec![
            package("redline-engine", "src/engine", json!([dependency("serde", None, None)])),
            package("redline-guest", "src/guest", json!([dependency("redline-engine", None, None)])),
            package(
                "node-deletion",
                "policies/node-deletion",
                json!([dependency("redline-engine", None, None), dependency("redline-guest", None, Some(wasm32))]),
            ),
            package(
                "redline-admission",
                "policies/redline-admission",
                json!([dependency("redline-engine", None, None), dependency("node-deletion", Some("dev"), None)]),
            ),
        ]
    }

    const TABLE: &str = "
crate    | depends on | its tests also on
engine   |
guest    | engine
policies | engine guest@wasm32
bundles  | engine | policies
";

    #[test]
    fn what_the_table_allows_passes() {
        assert_eq!(differences(&parse(TABLE), &actual(&workspace())), Vec::<String>::new());
        assert_eq!(parse(&format!("\nhead\n{}", rendered(&order(TABLE), &parse(TABLE)))), parse(TABLE));
    }

    #[test]
    fn arrows_that_are_not_allowed_are_named() {
        let mut packages = workspace();
        packages[0]["dependencies"] = json!([dependency("redline-guest", None, None)]);
        packages[2]["dependencies"] = json!([dependency("redline-engine", None, None)]);
        packages.push(package("redline-new", "src/new", json!([])));
        let wrong = differences(&parse(TABLE), &actual(&packages));
        assert_eq!(
            wrong,
            [
                "`engine` may not depend on `guest`",
                "`new`: the workspace has this crate, the table has not",
                "`policies` need not depend on `guest@wasm32`, which it may",
            ]
        );
    }
}
