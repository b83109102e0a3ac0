//! The generators of everything that is derived from declarations and catalogue. They are pure functions: they use no clock
//! and no network, and their output is sorted.
//!
//! Files that people read are committed ([`committed`], `make bless`), and a test compares them with what the generators
//! render. Files that only machines read are built into `target/dist` ([`dist`], `make dist`) and attached to releases.

mod artifacthub;
mod atlas;
mod bundle;
mod chart;
mod cloud_actions;
mod forms;
mod kustomization;
mod lookups;
mod manifests;
pub mod match_conditions;
mod page_zh;
mod probe;
mod readme;
mod regions;
mod registry;
mod rule_docs;
mod source;
mod suite;
mod yaml;

use std::path::{Path, PathBuf};

use redline_engine::settings_docs;

use crate::bundles::BUNDLES;
use crate::files::{File, Result};
use crate::registry::RULES;

pub use registry::linkage;
pub use source::Source;

/// The folder of the files that only machines read, below the root of the workspace.
pub const DIST: &str = "target/dist";

/// Every generated file that is committed, because people read it or the build needs it; paths below the root.
///
/// # Errors
/// A sentence with the file.
pub fn committed(source: &Source) -> Result<Vec<File>> {
    let mut files = linkage(source)?;
    for rule in RULES {
        files.push((in_folder(rule.id(), "policy.yaml"), manifests::policy(rule, source)));
        files.push((in_folder(rule.id(), "README.md"), readme::readme(rule, source)?));
    }
    for bundle in BUNDLES {
        files.push((in_folder(bundle.id, "policy.yaml"), bundle::policy(bundle)));
        files.push((in_folder(bundle.id, "README.md"), bundle::readme(bundle, source)?));
    }
    files.extend(atlas::pages());
    files.push(kustomization::rules());
    files.push(lookups::rbac()?);
    files.extend(suite::files(source)?);
    files.push(("artifacthub-pkg.yml".into(), artifacthub::suite(&artifacthub::released(&source.root)?)));
    Ok(files)
}

/// Every file that only machines read; paths below [`DIST`].
///
/// # Errors
/// A sentence with the file.
pub fn dist(source: &Source) -> Result<Vec<File>> {
    let date = artifacthub::released(&source.root)?;
    let mut files = vec![
        ("rule-docs.json".into(), rule_docs::rule_docs(source)?),
        ("cloud-actions.json".into(), cloud_actions::cloud_actions()),
    ];
    for rule in RULES {
        files.push((in_folder(rule.id(), "metadata.yml"), manifests::metadata(rule)));
        files.push((in_folder(rule.id(), "questions-ui.yml"), forms::of_rule(rule)));
        files.push((in_folder(rule.id(), "settings.schema.json"), pretty(&settings_docs::schema(rule))));
        files.push((in_folder(rule.id(), "artifacthub-pkg.yml"), artifacthub::of_rule(rule, source, &date)?));
        files.push((in_folder(rule.id(), "README.zh-CN.md"), page_zh::of_rule(rule, source)?));
    }
    for bundle in BUNDLES {
        files.push((in_folder(bundle.id, "metadata.yml"), bundle::metadata(bundle)));
        files.push((in_folder(bundle.id, "questions-ui.yml"), forms::of_bundle(bundle)));
        files.push((in_folder(bundle.id, "settings.schema.json"), pretty(&bundle::schema(bundle))));
        files.push((in_folder(bundle.id, "artifacthub-pkg.yml"), artifacthub::of_bundle(bundle, source, &date)?));
        files.push((in_folder(bundle.id, "README.zh-CN.md"), page_zh::of_bundle(bundle, source)?));
    }
    files.extend(chart::chart(source)?);
    Ok(files)
}

fn in_folder(id: &str, name: &str) -> PathBuf {
    Path::new("policies").join(id).join(name)
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_files_are_up_to_date() {
        let source = Source::load(&crate::files::root()).unwrap();
        let stale = crate::files::stale(&source.root, committed(&source).unwrap());
        assert!(stale.is_empty(), "out of date, run `make bless`: {stale:?}");
    }

    /// A rule folder holds what people write and read, and nothing else.
    #[test]
    fn rule_folders_hold_what_people_write_and_read() {
        let source = Source::load(&crate::files::root()).unwrap();
        let ids = source.rule_ids.iter().map(String::as_str).chain(BUNDLES.iter().map(|bundle| bundle.id));
        for id in ids {
            let entries = std::fs::read_dir(source.root.join("policies").join(id)).unwrap();
            let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            assert_eq!(names, ["Cargo.toml", "README.md", "cases", "policy.yaml", "src"], "policies/{id}");
        }
    }

    #[test]
    fn no_file_is_rendered_twice() {
        let source = Source::load(&crate::files::root()).unwrap();
        for files in [committed(&source).unwrap(), dist(&source).unwrap()] {
            let paths: std::collections::BTreeSet<_> = files.iter().map(|file| &file.0).collect();
            assert_eq!(paths.len(), files.len());
        }
    }
}
