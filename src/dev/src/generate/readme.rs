//! `README.md` of a rule. Its examples are cases, so what is published is what is tested.

use std::path::Path;

use redline_engine::core::language::Bilingual;
use redline_engine::core::rule::RuleKind;
use redline_engine::settings_docs::{common, own_fields};
use serde::Deserialize;
use serde_json::Value;

use super::source::Source;
use super::yaml::yaml;
use crate::catalogue::rows_of;
use crate::files::{Result, read};
use crate::metadata::{MatchRule, match_rules};
use redline_engine::registry::RegisteredRule;

/// A case that is an example.
#[derive(Deserialize)]
pub(super) struct Example {
    /// The name of the case.
    #[serde(skip)]
    pub(super) case: String,
    pub(super) why: String,
    #[serde(default)]
    example: bool,
    pub(super) expect: Expect,
    #[serde(flatten)]
    rest: serde_json::Map<String, Value>,
}

/// What must come of it.
#[derive(Deserialize)]
pub(super) struct Expect {
    #[serde(default)]
    pub(super) verdict: String,
    pub(super) message: Option<String>,
}

/// The rule's cases that are marked as examples, in the order of their names.
pub(super) fn examples(root: &Path, id: &str) -> Result<Vec<Example>> {
    let folder = root.join("policies").join(id).join("cases");
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "yaml"))
        .collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let mut example: Example =
            serde_saphyr::from_str(&read(&path)?).map_err(|e| format!("{}: {e}", path.display()))?;
        if example.example {
            example.case = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            found.push(example);
        }
    }
    Ok(found)
}

/// The request of an example, as the case writes it.
pub(super) fn example_request(example: &Example) -> serde_json::Map<String, Value> {
    example.rest.clone().into_iter().collect()
}

/// A text as the cell of a table.
pub(super) fn cell(text: &str) -> String {
    text.trim().replace('\n', " ").replace('|', "\\|")
}

/// The file.
pub(super) fn readme(rule: &RegisteredRule, source: &Source) -> Result<String> {
    let docs = rule.docs;
    let (metadata, id) = (rule.metadata, rule.id());
    let text: Vec<&str> = docs.text.lines().map(|l| l.strip_prefix(' ').unwrap_or(l)).collect();
    let mut out = format!(
        "<!-- Generated from the rule's declaration and cases by `make bless`. -->\n# {id}\n\n{}. {}。\n\nSeverity: {}.\n",
        docs.title.en,
        docs.title.zh,
        docs.severity.as_str()
    );
    for line in text {
        match line.starts_with("## ") {
            true => out.push_str(&format!("\n{line}\n\n")),
            false => out.push_str(&format!("{line}\n")),
        }
    }
    out.push_str(&format!("\n## 中文说明\n\n{}\n", docs.text_zh.trim()));
    out.push_str(
        "\n## Rows of ACK's list\n\n| row | operation | impact | recovery | instead |\n|---|---|---|---|---|\n",
    );
    for row in rows_of(rule) {
        for lang in [|text: Bilingual| text.en, |text: Bilingual| text.zh] {
            let cells = [row.operation, row.impact, row.recovery, row.instead].map(|text| cell(lang(text)));
            out.push_str(&format!("| {} | {} |\n", row.id, cells.join(" | ")));
        }
    }
    if rule.kind == RuleKind::Admission {
        out.push_str("\n## Requests it matches\n\n| operations | group | resources |\n|---|---|---|\n");
        for MatchRule { api_groups, resources, operations, .. } in match_rules(metadata.requests) {
            let resources: Vec<String> = resources.iter().map(|resource| format!("`{resource}`")).collect();
            let group = match api_groups[0] {
                "" => "core",
                group => group,
            };
            out.push_str(&format!("| {} | {group} | {} |\n", operations.join(", "), resources.join(", ")));
        }
    }
    out.push_str("\n## Settings\n\n| key | default | meaning | 含义 |\n|---|---|---|---|\n");
    for field in own_fields(rule) {
        let default = cell(&(field.default)());
        out.push_str(&format!(
            "| `{}` | `{default}` | {} | {} |\n",
            field.name,
            cell(field.doc.en),
            cell(field.doc.zh)
        ));
    }
    for setting in common(rule.kind) {
        let (name, default, doc) = (setting.name, setting.default_text(), setting.doc);
        out.push_str(&format!("| `{name}` | `{default}` | {} | {} |\n", doc.en, doc.zh));
    }
    out.push_str("\nThe common settings are explained in [docs/settings.md](../../docs/settings.md).\n");
    let exempt: Vec<String> =
        metadata.exempt_users.iter().chain(metadata.exempt_workloads).map(|who| format!("- `{who}`\n")).collect();
    if !exempt.is_empty() {
        out.push_str(&format!(
            "\n## Exempt by default\n\nIn addition to Kubernetes' own controllers:\n\n{}",
            exempt.concat()
        ));
    }
    if !docs.context.is_empty() {
        let kinds: Vec<String> = docs.context.iter().map(|(version, kind)| format!("{kind} ({version})")).collect();
        out.push_str(&format!(
            "\n## Cluster look-ups\n\nThe rule can read {}. Without permission it decides from the request alone: \
             [docs/lookups.md](../../docs/lookups.md) says what it loses, and which role grants it.\n",
            kinds.join(", ")
        ));
    }
    out.push_str(&example_sections(&source.root, id)?);
    Ok(out)
}

/// The examples of a rule or a bundle, as its README shows them.
pub(super) fn example_sections(root: &Path, id: &str) -> Result<String> {
    let mut out = String::new();
    for example in examples(root, id)? {
        let request = Value::Object(example_request(&example));
        let (verdict, why) = (example.expect.verdict, example.why);
        out.push_str(&format!("\n## Example: {verdict}\n\n{why}\n\n```yaml\n{}```\n", yaml(&request, 0)));
        if let Some(message) = example.expect.message {
            out.push_str(&format!("\n> {}\n", message.trim()));
        }
    }
    Ok(out)
}
