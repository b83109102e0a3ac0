//! What a report about cloud operations ends with: who did it, and which resources could not be matched with the cluster.

use std::collections::{BTreeMap, BTreeSet};

use redline_host::{PolicyType, Verdict};
use redline_input::RawShape;
use serde_json::{Value, json};

use crate::evaluation::Evaluation;
use crate::language::{either, tr};
use crate::report::numbers;
use crate::rules::Rules;

/// Users that the text names; the rest is counted.
const LONGEST: usize = 10;

/// Counts over the evaluations of a run.
pub(crate) struct CloudSummary {
    is_trail: bool,
    /// Lists of the inventory that have items, and when they were complete.
    lists: BTreeSet<String>,
    as_of: String,
    /// Denials and warnings by user.
    users: BTreeMap<String, (usize, usize)>,
    /// Resources that are on no list although there is one, by list.
    unlisted: BTreeMap<String, BTreeSet<String>>,
    /// Items about resources of which nothing is known, by the list that would decide.
    undecided: BTreeMap<String, usize>,
    /// Planned changes whose effect on a cluster the plan does not show, by type.
    uncovered: BTreeMap<String, usize>,
}

impl CloudSummary {
    /// A summary for files of one shape, or of any.
    pub(crate) fn new(rules: &Rules, only: Option<RawShape>) -> Self {
        let cloud = rules.all().iter().find(|rule| rule.policy_type == PolicyType::Raw);
        let settings = cloud.map_or(&Value::Null, |rule| &rule.settings);
        let members = settings.as_object().into_iter().flatten();
        let has_items = |value: &Value| value.as_array().is_some_and(|items| !items.is_empty());
        CloudSummary {
            is_trail: only == Some(RawShape::Event),
            lists: members.filter(|(_, value)| has_items(value)).map(|(key, _)| key.clone()).collect(),
            as_of: settings["asOf"].as_str().unwrap_or_default().to_owned(),
            users: BTreeMap::new(),
            unlisted: BTreeMap::new(),
            undecided: BTreeMap::new(),
            uncovered: BTreeMap::new(),
        }
    }

    /// Counts an evaluation. In a trail it takes out findings about resources that are on no list although there is one:
    /// most calls of an account are about somebody else's resources, and one warning for each would hide the others.
    pub(crate) fn add(&mut self, evaluation: &mut Evaluation) {
        if !evaluation.uncovered.is_empty() {
            *self.uncovered.entry(evaluation.uncovered.clone()).or_default() += 1;
        }
        let mut undecided = BTreeSet::new();
        for result in evaluation.results.iter_mut().flatten() {
            result.findings.retain(|finding| {
                let list = &finding.decided_by;
                if list.is_empty() {
                    return true;
                }
                if self.is_trail && self.lists.contains(list) {
                    self.unlisted.entry(list.clone()).or_default().insert(finding.value.clone());
                    return false;
                }
                undecided.insert(list.clone());
                true
            });
        }
        if let Ok(results) = &mut evaluation.results {
            results.retain(|result| !result.findings.is_empty());
        }
        undecided.into_iter().for_each(|list| *self.undecided.entry(list).or_default() += 1);
        let (denied, warned) = match evaluation.verdict() {
            Some(Verdict::Deny) => (1, 0),
            Some(Verdict::Warn) => (0, 1),
            _ => return,
        };
        if !evaluation.user.is_empty() {
            let counts = self.users.entry(evaluation.user.clone()).or_default();
            *counts = (counts.0 + denied, counts.1 + warned);
        }
    }

    /// For people.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.users.is_empty() {
            lines.push(either("by user:", "按用户：").to_owned());
            let mut users: Vec<_> = self.users.iter().collect();
            users.sort_by_key(|(_, counts)| std::cmp::Reverse(**counts));
            let named = users.iter().take(LONGEST);
            lines.extend(named.map(|(user, (denied, warned))| format!("  {user}  {}", numbers(*denied, *warned))));
            let more = users.len().saturating_sub(LONGEST);
            if more > 0 {
                lines.push(tr!("  and {more} more", "  另有 {more} 项"));
            }
        }
        if !self.unlisted.is_empty() {
            let counts: Vec<String> = self.unlisted.iter().map(|(list, ids)| format!("{list} {}", ids.len())).collect();
            let (counts, time) = (counts.join(", "), &self.as_of);
            let age = match time.is_empty() {
                true => either("has no `asOf`", "没有 `asOf`").to_owned(),
                false => tr!("is of {time}", "的时间为 {time}"),
            };
            lines.push(tr!(
                "not reported, because the inventory has other ids: {counts}; the inventory {age}, `redline inventory` makes a new one",
                "未报告，因为资源台账中是其他 ID：{counts}；资源台账{age}，可用 `redline inventory` 重新生成"
            ));
        }
        if !self.undecided.is_empty() {
            let counts: Vec<String> = self.undecided.iter().map(|(list, count)| format!("`{list}` {count}")).collect();
            let make = match self.lists.is_empty() {
                true => either(
                    "make an inventory: `terraform show -json | redline inventory - > cluster.yaml`, then `--inventory cluster.yaml`",
                    "请生成资源台账：`terraform show -json | redline inventory - > cluster.yaml`，再使用 `--inventory cluster.yaml`",
                ),
                false => {
                    either("complete these lists, and name them under `complete`", "请补全这些列表，并写入 `complete`")
                }
            };
            let counts = counts.join(", ");
            lines.push(tr!(
                "could not be matched with the cluster: {counts}; {make}",
                "无法确定是否属于集群：{counts}；{make}"
            ));
        }
        if !self.uncovered.is_empty() {
            let counts: Vec<String> = self.uncovered.iter().map(|(kind, count)| format!("`{kind}` {count}")).collect();
            let counts = counts.join(", ");
            lines.push(tr!(
                "not checked, because the plan does not show what they change in the cluster: {counts}",
                "未检查（计划中不包含其对集群的具体变更）：{counts}"
            ));
        }
        lines
    }

    /// For programs.
    pub(crate) fn as_json(&self) -> Value {
        let mut json = json!({});
        if !self.users.is_empty() {
            let users = self.users.iter();
            json["users"] = users
                .map(|(user, (denied, warned))| (user.clone(), json!({"denied": denied, "warned": warned})))
                .collect();
        }
        if !self.unlisted.is_empty() {
            json["unlisted"] = json!(self.unlisted);
        }
        if !self.undecided.is_empty() {
            json["undecided"] = json!(self.undecided);
        }
        if !self.uncovered.is_empty() {
            json["uncovered"] = json!(self.uncovered);
        }
        json
    }
}
