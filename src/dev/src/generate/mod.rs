//! Everything that is derived from declarations and catalogue. Pure: no clock, no network, sorted output.
//! The files are committed; a test compares them with what is rendered here.

mod actions;
mod artifacthub;
mod book;
mod bundle;
mod deploy;
mod helm;
mod manifests;
mod readme;
mod rows;
mod schema;
mod suite;

use std::path::{Path, PathBuf};

use crate::catalogue::{self, Row};
use crate::{BUNDLES, RULES, Result, read, write};

pub use rows::rows;

/// A generated file: path below the root, and content.
pub type File = (PathBuf, String);

/// What the generators read beside the declarations.
pub struct Source {
    /// The catalogue.
    pub rows: Vec<Row>,
    /// Ids of the rules that are there.
    pub there: Vec<String>,
    /// Root of the workspace.
    pub root: PathBuf,
}

impl Source {
    /// Reads the catalogue and lists the rules.
    ///
    /// # Errors
    /// A sentence with the file.
    pub fn load(root: &Path) -> Result<Source> {
        Ok(Source { rows: catalogue::load(root)?, there: catalogue::rules_there(root)?, root: root.to_owned() })
    }
}

/// The files that the linking of the rules itself needs: rows, registry, dependency list. They depend on the
/// folders alone, not on what was linked.
///
/// # Errors
/// A sentence with the file.
pub fn linkage(source: &Source) -> Result<Vec<File>> {
    let mut files: Vec<File> = source.there.iter().map(|id| (rows::path(id), rows(&source.rows, id))).collect();
    files.extend(suite::registry(source)?);
    Ok(files)
}

/// Every generated file.
///
/// # Errors
/// A sentence with the file.
pub fn all(source: &Source) -> Result<Vec<File>> {
    let mut files = linkage(source)?;
    for rule in RULES {
        let docs = rule.documentation;
        files.push(manifests::metadata(docs));
        files.push(manifests::policy(docs));
        files.push(manifests::questions(docs));
        files.push(schema::schema(docs));
        files.push(readme::readme(docs, source)?);
    }
    for each in BUNDLES {
        files.extend(bundle::files(each, source)?);
    }
    files.push(actions::actions()?);
    files.push(book::book(source)?);
    files.extend(deploy::deploy(source)?);
    files.extend(helm::chart(source)?);
    files.extend(suite::suite(source)?);
    files.extend(artifacthub::packages(source)?);
    Ok(files)
}

/// Generated files that differ from what is on disk.
///
/// # Errors
/// As [`all`].
pub fn stale(source: &Source) -> Result<Vec<PathBuf>> {
    let files = all(source)?;
    Ok(files
        .into_iter()
        .filter(|(p, text)| read(&source.root.join(p)).ok().as_ref() != Some(text))
        .map(|f| f.0)
        .collect())
}

/// Writes the files that differ; returns their paths.
///
/// # Errors
/// A sentence with the file.
pub fn bless(root: &Path, files: Vec<File>) -> Result<Vec<PathBuf>> {
    let mut written = Vec::new();
    for (path, text) in files {
        if read(&root.join(&path)).ok().as_ref() != Some(&text) {
            write(&root.join(&path), &text)?;
            written.push(path);
        }
    }
    Ok(written)
}

/// A JSON value as YAML, keys in the order of the value.
pub(crate) fn yaml(value: &serde_json::Value, indent: usize) -> String {
    use serde_json::Value;
    let pad = "  ".repeat(indent);
    let scalar = |v: &Value| match v {
        Value::String(s) if plain(s) => s.clone(),
        other => other.to_string(),
    };
    let nested =
        |v: &Value| matches!(v, Value::Object(m) if !m.is_empty()) || matches!(v, Value::Array(a) if !a.is_empty());
    let mut out = String::new();
    match value {
        Value::Object(map) => {
            for (key, v) in map {
                let key = if plain(key) { key.clone() } else { Value::from(key.as_str()).to_string() };
                match v {
                    v if nested(v) => out.push_str(&format!("{pad}{key}:\n{}", yaml(v, indent + 1))),
                    v => out.push_str(&format!("{pad}{key}: {}\n", scalar(v))),
                }
            }
        }
        Value::Array(items) => {
            for v in items {
                if nested(v) {
                    let block = yaml(v, indent + 1);
                    out.push_str(&format!("{pad}- {}", block.trim_start()));
                } else {
                    out.push_str(&format!("{pad}- {}\n", scalar(v)));
                }
            }
        }
        v => out.push_str(&format!("{pad}{}\n", scalar(v))),
    }
    out
}

/// Whether YAML reads the text as itself without quotes.
fn plain(s: &str) -> bool {
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let safe = |c: char| c.is_ascii_alphanumeric() || "_-./ ".contains(c) || !c.is_ascii();
    s.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || !c.is_ascii())
        && s.chars().all(safe)
        && !s.ends_with(' ')
        && !words.contains(&s.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_files_are_fresh() {
        let source = Source::load(&crate::root()).unwrap();
        let stale = stale(&source).unwrap();
        assert!(stale.is_empty(), "out of date, run `make bless`: {stale:?}");
    }

    #[test]
    fn yaml_reads_back_as_the_value() {
        let value = serde_json::json!({
            "a": "x y", "b": ["1.0", "true", "", "*", "a: b", {"c": [], "d": {}}], "n": null, "e": {"f/g.h": 1},
        });
        let back: serde_json::Value = serde_saphyr::from_str(&yaml(&value, 0)).unwrap();
        assert_eq!(back, value);
    }
}
