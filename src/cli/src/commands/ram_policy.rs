//! `redline ram-policy`: RAM policies that deny what the cloud rules detect.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde_json::Value;

use crate::args;
use crate::error::{CliError, Outcome};
use crate::faults;
use crate::inventory_file;
use crate::language::{either, tr};
use crate::ram::{self, PolicyKind};
use crate::terminal::escape;

/// Prints the policies, one on a line, or writes each to a file.
pub(crate) fn run(args: &args::RamPolicy) -> Result<Outcome, CliError> {
    let inventory = inventory(&args.inventory)?;
    let kind = if args.control_policy { PolicyKind::Control } else { PolicyKind::Ram };
    let written =
        ram::policies(&args.rules, &inventory, kind, args.warnings).map_err(|e| format!("{}: {e}", args.inventory))?;
    let mut out = anstream::stdout().lock();
    for (i, document) in written.documents.iter().enumerate() {
        match &args.out {
            Some(folder) => {
                let path = folder.join(format!("redline-{}.json", i + 1));
                save(&path, &document.text())?;
                writeln!(out, "{}", escape(&path.display().to_string()))?;
            }
            None => writeln!(out, "{}", document.text())?,
        }
    }
    let mut note = anstream::stderr().lock();
    if written.documents.len() > kind.most() {
        let (documents, most) = (written.documents.len(), kind.most());
        let line = tr!(
            "{documents} documents, and at most {most} can be attached; choose rules with --rule, or give the inventory fewer ids",
            "共 {documents} 个文档，最多可绑定 {most} 个；请用 --rule 选择规则，或减少资源台账中的 ID"
        );
        writeln!(note, "{line}")?;
    }
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    written.left_out.iter().for_each(|(action, list)| lists.entry(list).or_default().push(action));
    for (list, actions) in lists {
        let why = match list {
            "" => either("RAM knows no resource of the cluster in these calls", "RAM 无法识别这些调用中的集群资源")
                .to_owned(),
            list => tr!("the inventory has no `{list}`", "资源台账中没有 `{list}`"),
        };
        let actions = actions.join(", ");
        writeln!(note, "{}", tr!("not denied, because {why}: {actions}", "未拒绝，因为{why}：{actions}"))?;
    }
    if written.documents.is_empty() {
        let inventory = &args.inventory;
        return Err(tr!(
            "{inventory}: has no resource that the selected rules are about",
            "{inventory}：没有所选规则涉及的资源"
        )
        .into());
    }
    Ok(Outcome::Clean)
}

fn save(path: &Path, text: &str) -> Result<(), String> {
    let failed = |e: std::io::Error| faults::unwritable(path, &e);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, format!("{text}\n")).map_err(failed)
}

/// The lists of an inventory file; `clusterId` counts as a list of one.
fn inventory(path: &str) -> Result<BTreeMap<String, Vec<String>>, CliError> {
    let mut inventory = BTreeMap::new();
    for (key, value) in inventory_file::load(path)? {
        if ["complete", "asOf"].contains(&&*key) {
            continue;
        }
        let ids: Option<Vec<String>> = match &value {
            Value::String(id) => Some(vec![id.clone()]),
            Value::Array(items) => items.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        let ids =
            ids.ok_or_else(|| tr!("{path}: `{key}`: expected a list of strings", "{path}：`{key}`：应为字符串列表"))?;
        inventory.insert(key, ids);
    }
    Ok(inventory)
}
