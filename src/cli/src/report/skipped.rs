//! What a report says about files that are passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use redline_input::Foreign;
use serde_json::Value;

use crate::language::{either, is_chinese};

/// The files that were passed over, by what they are.
#[derive(Debug, Default)]
pub(crate) struct Skipped {
    files: BTreeMap<Foreign, BTreeSet<Arc<str>>>,
}

/// What foreign documents are called: for programs, one of them, several, in Chinese.
fn names(what: Foreign) -> [&'static str; 4] {
    match what {
        Foreign::Template => ["templates", "template", "templates", "个模板"],
        Foreign::Chart => ["charts", "Helm chart", "Helm charts", "个 Helm Chart"],
        Foreign::Kustomization => ["kustomizations", "kustomization", "kustomizations", "个 Kustomization"],
        Foreign::ToolConfig => ["configurations", "configuration of a tool", "configurations of tools", "个工具配置"],
        Foreign::UserData => ["userData", "cloud-config", "cloud-config files", "个 cloud-config"],
        Foreign::TerraformState => ["states", "Terraform state", "Terraform states", "个 Terraform 状态文件"],
        Foreign::Other => ["other", "other YAML or JSON", "other YAML or JSON", "个其他 YAML 或 JSON 文件"],
    }
}

impl Skipped {
    /// Adds a file.
    pub(crate) fn add(&mut self, file: Option<(Arc<str>, Foreign)>) {
        if let Some((file, what)) = file {
            self.files.entry(what).or_default().insert(file);
        }
    }

    /// Adds those of another.
    pub(crate) fn extend(&mut self, other: Skipped) {
        for (what, files) in other.files {
            self.files.entry(what).or_default().extend(files);
        }
    }

    /// One line for people; `None` where nothing was passed over.
    pub(super) fn line(&self) -> Option<String> {
        let total: usize = self.files.values().map(BTreeSet::len).sum();
        if total == 0 {
            return None;
        }
        let parts: Vec<String> = self
            .files
            .iter()
            .map(|(what, files)| {
                let [_, one, many, chinese] = names(*what);
                let name = if files.len() == 1 { one } else { many };
                format!("{} {}", files.len(), either(name, chinese))
            })
            .collect();
        let has = |what| self.files.contains_key(&what);
        let mut hint = String::new();
        if has(Foreign::Template) && has(Foreign::Chart) {
            hint += either("; `redline check CHART` renders a chart", "；`redline check CHART` 可渲染 Chart");
        }
        if has(Foreign::UserData) {
            hint += either("; `--scripts` checks cloud-config", "；`--scripts` 可检查 cloud-config");
        }
        Some(match is_chinese() {
            true => format!("已跳过 {total} 个文件：{}{hint}", parts.join("、")),
            false => format!("skipped {total} file{}: {}{hint}", if total == 1 { "" } else { "s" }, parts.join(", ")),
        })
    }

    /// For programs: how many files of what.
    pub(super) fn as_json(&self) -> Value {
        self.files.iter().map(|(what, files)| (names(*what)[0].to_owned(), Value::from(files.len()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_counted_once_each() {
        let mut skipped = Skipped::default();
        assert_eq!(skipped.line(), None);
        for (file, what) in
            [("a", Foreign::Template), ("a", Foreign::Template), ("b", Foreign::Template), ("c", Foreign::Chart)]
        {
            skipped.add(Some((file.into(), what)));
        }
        let line = skipped.line().unwrap();
        assert_eq!(line, "skipped 3 files: 2 templates, 1 Helm chart; `redline check CHART` renders a chart");
        assert_eq!(skipped.as_json(), serde_json::json!({"templates": 2, "charts": 1}));
        let mut skipped = Skipped::default();
        skipped.add(Some(("a".into(), Foreign::UserData)));
        assert_eq!(skipped.line().unwrap(), "skipped 1 file: 1 cloud-config; `--scripts` checks cloud-config");
    }
}
