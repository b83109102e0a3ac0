//! Files of the whole suite: registry and dependency list of the crates that link every rule, and the coverage table in
//! the README, and the table of rules in the guide to rolling out.

use std::path::Path;

use redline_engine::RuleKind;

use super::{File, Source, manifests};
use crate::catalogue::{PROFILES, Status, profiles};
use crate::{BUNDLES, RULES, Result, read};

/// Replaces what stands between two marker lines of a file.
fn region(root: &Path, path: &str, begin: &str, end: &str, content: &str) -> Result<File> {
    let text = read(&root.join(path))?;
    let missing = || format!("{path}: the lines `{begin}` and `{end}` must both be there");
    let from = text.find(begin).ok_or_else(missing)? + begin.len();
    let to = from + text[from..].find(end).ok_or_else(missing)?;
    Ok((path.into(), format!("{}\n{content}{}", &text[..from], &text[to..])))
}

/// `registry.rs` and the dependency list of each crate that links every rule, and the same of each bundle.
pub(super) fn registry(source: &Source) -> Result<Vec<File>> {
    let dev = |id: &str| format!("    entry!({}),\n", id.replace('-', "_"));
    let web = |id: &str| format!("    entry!({}, \"{id}\"),\n", id.replace('-', "_"));
    let dev = linking(source, "src/dev", "pub static RULES: &[Entry] = &[", dev)?;
    let web = linking(source, "src/web", "pub(crate) static RULES: &[Entry] = &[", web)?;
    let mut files: Vec<File> = dev.into_iter().chain(web).collect();
    for bundle in BUNDLES {
        let (cloud, bundle) = (bundle.kind == RuleKind::Cloud, bundle.id);
        let own: Vec<&String> = source.there.iter().filter(|id| id.starts_with("cloud-") == cloud).collect();
        let names: String = own.iter().map(|id| format!("    {},\n", id.replace('-', "_"))).collect();
        let list: String = own.iter().map(|id| format!("{id} = {{ path = \"../{id}\" }}\n")).collect();
        let path = |file: &str| format!("policies/{bundle}/{file}");
        let (begin, end) = ("// Rules, by `make bless`:", "    // End of the rules.");
        files.push(region(&source.root, &path("src/lib.rs"), begin, end, &names)?);
        let (begin, end) = ("# Rules, by `make bless`:", "# End of the rules.");
        files.push(region(&source.root, &path("Cargo.toml"), begin, end, &list)?);
    }
    Ok(files)
}

fn linking(source: &Source, folder: &str, begin: &str, entry: impl Fn(&str) -> String) -> Result<[File; 2]> {
    let entries: String = source.there.iter().map(|id| entry(id)).collect();
    let list: String = source.there.iter().map(|id| format!("{id} = {{ path = \"../../policies/{id}\" }}\n")).collect();
    let (first, last) = ("# Rules, by `make bless`:", "# End of the rules.");
    Ok([
        region(&source.root, &format!("{folder}/src/registry.rs"), begin, "];", &entries)?,
        region(&source.root, &format!("{folder}/Cargo.toml"), first, last, &list)?,
    ])
}

/// The coverage table: a line a row.
fn coverage(source: &Source) -> String {
    let listed = || source.rows.iter().filter(|row| row.listed());
    let count = |status| listed().filter(|row| row.status(&source.there) == status).count();
    let mut out = format!(
        "\n{} rules. Of the {} rows of ACK's list: {} covered, {} partly, {} planned, {} that nothing can check. Rows B1 to B3 \
         are ours.\n\n\
         | row | operation | 操作 | rules | status |\n|---|---|---|---|---|\n",
        source.there.len(),
        listed().count(),
        count(Status::Covered),
        count(Status::Partly),
        count(Status::Planned),
        count(Status::Impossible),
    );
    for row in &source.rows {
        let rules: Vec<String> = row
            .rules
            .iter()
            .map(|id| if source.there.contains(id) { format!("[`{id}`](policies/{id}/)") } else { format!("`{id}`") })
            .collect();
        let status = match row.status(&source.there) {
            Status::Covered => "covered",
            Status::Partly => "partly",
            Status::Planned => "planned",
            Status::Impossible => "nothing to check",
        };
        let (en, zh) = (&row.operation.en, &row.operation.zh);
        out.push_str(&format!("| {} | {en} | {zh} | {} | {status} |\n", row.row, rules.join(", ")));
    }
    out.push('\n');
    out
}

/// What a cluster is given of each admission rule: a line a rule.
fn rollout(source: &Source) -> Result<String> {
    let profiles = profiles(&source.root)?;
    let mut out = "\n| rule | for | failurePolicy | scan |\n|---|---|---|---|\n".to_owned();
    for rule in RULES.iter().filter(|rule| rule.documentation.declaration.kind == RuleKind::Admission) {
        let (id, docs) = (rule.id(), rule.documentation);
        let kinds = profiles.get(id).map(Vec::as_slice).unwrap_or_default();
        let letters: String =
            PROFILES.iter().filter(|(_, kind)| kinds.contains(kind)).map(|(letter, _)| letter).collect();
        let failure = if manifests::everyday(docs) { "Ignore: sees what a cluster lives on" } else { "Fail: rare" };
        let scan = if docs.background_audit { "yes" } else { "no, it judges changes" };
        out.push_str(&format!("| [`{id}`](../policies/{id}/) | {letters} | {failure} | {scan} |\n"));
    }
    out.push('\n');
    Ok(out)
}

/// The coverage table in the README, and the table of rules in the guide to rolling out.
pub(super) fn suite(source: &Source) -> Result<Vec<File>> {
    let in_readme = ("<!-- coverage: begin -->", "<!-- coverage: end -->");
    let in_guide = ("<!-- rules: begin -->", "<!-- rules: end -->");
    Ok(vec![
        region(&source.root, "README.md", in_readme.0, in_readme.1, &coverage(source))?,
        region(&source.root, "docs/rollout.md", in_guide.0, in_guide.1, &rollout(source)?)?,
    ])
}
