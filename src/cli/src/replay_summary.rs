//! The summary of a replayed audit log: by user, namespace and day.

use std::collections::BTreeMap;

use redline_host::Verdict;
use redline_input::audit_log::LoggedRequest;
use serde_json::{Value, json};

use crate::evaluation::Evaluation;
use crate::language::{either, tr};
use crate::report::numbers;
use crate::translation;

/// Users and namespaces that the text names; the rest is counted.
const LONGEST: usize = 10;

/// Denials and warnings, by key.
type Counts = BTreeMap<String, (usize, usize)>;

/// What the report of a replay ends with, besides what every report ends with.
#[derive(Default)]
pub(crate) struct Summary {
    users: Counts,
    namespaces: Counts,
    days: Counts,
    /// Events that changed something but could not be evaluated, by reason.
    pub(crate) incomplete: BTreeMap<&'static str, usize>,
    /// Events that changed nothing.
    pub(crate) ignored: usize,
    /// Deletions of which the log has only the name of the object.
    name_only: usize,
}

impl Summary {
    /// Counts a request.
    pub(crate) fn add(&mut self, evaluation: &Evaluation, request: &LoggedRequest) {
        self.name_only += usize::from(request.name_only);
        let (denied, warned) = match evaluation.verdict() {
            Some(Verdict::Deny) => (1, 0),
            Some(Verdict::Warn) => (0, 1),
            _ => return,
        };
        let namespace = if request.namespace.is_empty() { "(none)" } else { &request.namespace };
        let day = request.time.get(..10).unwrap_or("(unknown)");
        for (counts, key) in
            [(&mut self.users, &*request.user), (&mut self.namespaces, namespace), (&mut self.days, day)]
        {
            let entry = counts.entry(key.to_owned()).or_default();
            entry.0 += denied;
            entry.1 += warned;
        }
    }

    /// For people.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (title, counts, sort) in [
            (either("by user:", "按用户："), &self.users, true),
            (either("by namespace:", "按命名空间："), &self.namespaces, true),
            (either("by day:", "按日期："), &self.days, false),
        ] {
            if counts.is_empty() {
                continue;
            }
            lines.push(title.to_owned());
            let mut counts: Vec<_> = counts.iter().collect();
            if sort {
                counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            }
            let more = counts.len().saturating_sub(LONGEST);
            let each = counts.iter().take(if sort { LONGEST } else { usize::MAX });
            lines.extend(each.map(|(key, (denied, warned))| format!("  {key}  {}", numbers(*denied, *warned))));
            if sort && more > 0 {
                lines.push(tr!("  and {more} more", "  另有 {more} 项"));
            }
        }
        let incomplete: usize = self.incomplete.values().sum();
        if incomplete > 0 {
            let changes = if incomplete == 1 { "1 change".to_owned() } else { format!("{incomplete} changes") };
            lines.push(tr!("{changes} could not be evaluated:", "{incomplete} 次变更无法检查："));
            lines
                .extend(self.incomplete.iter().map(|(reason, count)| format!("  {count} {}", translation::of(reason))));
            let hint = (
                "  (the audit level RequestResponse includes the objects)",
                "  （审计级别 RequestResponse 会记录对象）",
            );
            lines.push(either(hint.0, hint.1).to_owned());
        }
        let count = self.name_only;
        if count > 0 {
            let deletions = if count == 1 { "1 deletion was" } else { &format!("{count} deletions were") };
            lines.push(tr!("{deletions} evaluated by name only", "{count} 次删除仅按名称检查"));
        }
        lines
    }

    /// For programs.
    pub(crate) fn as_json(&self) -> Value {
        let counts = |counts: &Counts| -> Value {
            counts
                .iter()
                .map(|(key, (denied, warned))| (key.clone(), json!({"denied": denied, "warned": warned})))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        json!({
            "users": counts(&self.users), "namespaces": counts(&self.namespaces), "days": counts(&self.days),
            "incomplete": self.incomplete, "ignored": self.ignored, "nameOnly": self.name_only,
        })
    }
}
