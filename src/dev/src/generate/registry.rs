//! The lists of rules in the crates that link all rules.

use redline_engine::core::rule::RuleKind;

use super::regions::region;
use super::source::Source;
use crate::bundles::BUNDLES;
use crate::files::{File, Result, read};

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
        let names: String = if cloud {
            ids.iter().map(|id| format!("    Member::{},\n", member(id))).collect()
        } else {
            by_view(source, &ids)?
        };
        let list: String = ids.iter().map(|id| format!("{id} = {{ path = \"../{id}\" }}\n")).collect();
        let path = |file: &str| format!("policies/{bundle}/{file}");
        let (begin, end) = ("// Rules, by `make bless`:", "    // End of the rules.");
        files.push(region(&source.root, &path("src/lib.rs"), begin, end, &names)?);
        let (begin, end) = ("# Rules, by `make bless`:", "# End of the rules.");
        files.push(region(&source.root, &path("Cargo.toml"), begin, end, &list)?);
    }
    Ok(files)
}

/// The members of a bundle of admission rules, grouped by their view of the object. Rules that do not share the view of their
/// group do not compile.
///
/// # Errors
/// One sentence with the file.
fn by_view(source: &Source, ids: &[&String]) -> Result<String> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for id in ids {
        let (view, rule) = (view(source, id)?, id.replace('-', "_"));
        match groups.iter_mut().find(|(known, _)| *known == view) {
            Some((_, rules)) => rules.push(rule),
            None => groups.push((view, vec![rule])),
        }
    }
    let group = |(view, rules): &(String, Vec<String>)| {
        let make = if view == "Workload" { "of_workloads" } else { "new" };
        let first = &rules[0];
        let member = |rule| format!("        AdmissionMember::<{first}::Rule>::of::<{rule}::Rule>(),\n");
        let members: String = rules.iter().map(member).collect();
        format!("    &Rules::<{first}::Rule>::{make}(&[\n{members}    ]),\n")
    };
    Ok(groups.iter().map(group).collect())
}

/// The name of a rule's view of the object. A view that the rule declares itself is named after the rule.
fn view(source: &Source, id: &str) -> Result<String> {
    let folder = source.root.join("policies").join(id).join("src");
    let path = folder.join("lib.rs");
    let code = read(&path)?;
    let line = code.lines().find_map(|line| line.trim().strip_prefix("type Object<'a> = ")?.strip_suffix("<'a>;"));
    let view = line.ok_or_else(|| format!("{}: the line `type Object<'a> = VIEW<'a>;` is missing", path.display()))?;
    let declaration = format!("struct {view}<'a>");
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let files = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file());
    let own = files.map(|file| read(&file)).collect::<Result<Vec<_>>>()?.iter().any(|code| code.contains(&declaration));
    Ok(if own { format!("{id} {view}") } else { view.to_owned() })
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
