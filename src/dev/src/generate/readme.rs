//! `README.md` of a rule. Its examples are cases, so what is published is what is tested.

use std::path::Path;

use redline_engine::core::language::{Bilingual, Text};
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
    #[serde(default, rename = "whyZh")]
    pub(super) why_zh: String,
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

/// The sections of a rule's documentation, with headings of this level.
pub(super) fn sections(text: &str, level: &str) -> String {
    let lines = text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
    lines
        .map(|line| match line.strip_prefix("## ") {
            Some(title) => format!("\n{level}{title}\n\n"),
            None => format!("{line}\n"),
        })
        .collect()
}

/// What a user reads when an example is sent, in English and in Chinese. Rules and cases are those of the table.
pub(super) struct Answers(String);

impl Answers {
    /// Reads the table.
    pub(super) fn load(root: &Path) -> Result<Self> {
        read(&root.join("e2e-tests/examples.tsv")).map(Answers)
    }

    /// What is said to this example of a rule or a bundle; `None` where it is allowed without a word.
    pub(super) fn of(&self, id: &str, case: &str) -> Option<Text> {
        self.0.lines().find_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [rule, name, en, zh] = cells[..] else { return None };
            ((rule, name) == (id, case)).then(|| Text { en: en.to_owned(), zh: zh.to_owned() })
        })
    }
}

/// The file.
pub(super) fn readme(rule: &RegisteredRule, source: &Source) -> Result<String> {
    let docs = rule.docs;
    let (metadata, id) = (rule.metadata, rule.id());
    let mut out = format!(
        "<!-- Generated from the rule's declaration and cases by `make bless`. -->\n# {id}\n\n{}. {}。\n\nSeverity: {}.\n",
        docs.title.en,
        docs.title.zh,
        docs.severity.as_str()
    );
    out.push_str(&sections(docs.text, "## "));
    out.push_str(&format!("\n## 中文说明\n{}", sections(docs.text_zh, "### ")));
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
    let answers = Answers::load(root)?;
    let mut out = String::new();
    for example in examples(root, id)? {
        let request = Value::Object(example_request(&example));
        let (verdict, why, why_zh) = (&example.expect.verdict, &example.why, &example.why_zh);
        out.push_str(&format!("\n## Example: {verdict}\n\n{why}\n\n{why_zh}\n\n```yaml\n{}```\n", yaml(&request, 0)));
        if let Some(Text { en, zh }) = answers.of(id, &example.case) {
            out.push_str(&format!("\n> {en}\n>\n> {zh}\n"));
        }
    }
    Ok(out)
}
