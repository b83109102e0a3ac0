//! The lists of rules in the crates that link all rules.

use redline_engine::core::rule::RuleKind;

use super::regions::region;
use super::source::Source;
use crate::bundles::BUNDLES;
use crate::files::{File, Result};

/// The files `registry.rs` and `Cargo.toml` of each crate that links all rules, and the corresponding files of each bundle. They
/// are derived from the folders in `policies/`, not from the rules that this program links.
///
/// # Errors
/// One sentence with the file.
pub fn linkage(source: &Source) -> Result<Vec<File>> {
    let kind = |id: &str| if id.starts_with("cloud-") { "cloud" } else { "admission" };
    let member = |id: &str| format!("{}::<{}::Rule>()", kind(id), id.replace('-', "_"));
    let dev = |id: &str| format!("    RegisteredRule::{},\n", member(id));
    let web = |id: &str| format!("    linked!({}, {}, \"{id}\"),\n", kind(id), id.replace('-', "_"));
    let dev = linking(source, "src/dev", "pub static RULES: &[RegisteredRule] = &[", dev)?;
    let web = linking(source, "src/web", "pub(crate) static RULES: &[LinkedRule] = &[", web)?;
    let mut files: Vec<File> = dev.into_iter().chain(web).collect();
    for bundle in BUNDLES {
        let (cloud, bundle) = (bundle.kind == RuleKind::Cloud, bundle.id);
        let ids: Vec<&String> = source.rule_ids.iter().filter(|id| id.starts_with("cloud-") == cloud).collect();
        let names: String = ids.iter().map(|id| format!("    Member::{},\n", member(id))).collect();
        let list: String = ids.iter().map(|id| format!("{id} = {{ path = \"../{id}\" }}\n")).collect();
        let path = |file: &str| format!("policies/{bundle}/{file}");
        let (begin, end) = ("// Rules, by `make bless`:", "    // End of the rules.");
        files.push(region(&source.root, &path("src/lib.rs"), begin, end, &names)?);
        let (begin, end) = ("# Rules, by `make bless`:", "# End of the rules.");
        files.push(region(&source.root, &path("Cargo.toml"), begin, end, &list)?);
    }
    Ok(files)
}

fn linking(source: &Source, folder: &str, begin: &str, entry: impl Fn(&str) -> String) -> Result<[File; 2]> {
    let entries: String = source.rule_ids.iter().map(|id| entry(id)).collect();
    let list: String =
        source.rule_ids.iter().map(|id| format!("{id} = {{ path = \"../../policies/{id}\" }}\n")).collect();
    let (first, last) = ("# Rules, by `make bless`:", "# End of the rules.");
    Ok([
        region(&source.root, &format!("{folder}/src/registry.rs"), begin, "];", &entries)?,
        region(&source.root, &format!("{folder}/Cargo.toml"), first, last, &list)?,
    ])
}
