//! The Chinese page of a rule or a bundle, for the documentation site: the sections of its README, in Chinese alone.

use std::path::Path;

use redline_engine::core::rule::{RuleKind, Severity};
use redline_engine::registry::RegisteredRule;
use redline_engine::settings_docs::{common, own_fields};
use serde_json::Value;

use super::bundle;
use super::readme::{Answers, cell, example_request, examples, sections};
use super::source::Source;
use super::yaml::yaml;
use crate::bundles::Bundle;
use crate::catalogue::rows_of;
use crate::files::Result;
use crate::metadata::match_rules;

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "严重",
        Severity::High => "高",
        Severity::Medium => "中",
    }
}

fn verdict(verdict: &str) -> &'static str {
    match verdict {
        "deny" => "拒绝",
        "warn" => "告警",
        "allow" => "放行",
        _ => "输入无法读取",
    }
}

/// The page of a rule.
///
/// # Errors
/// A sentence with the file that cannot be read.
pub(super) fn of_rule(rule: &RegisteredRule, source: &Source) -> Result<String> {
    let (docs, id) = (rule.docs, rule.id());
    let mut out = format!(
        "# {id}\n\n{}。\n\n严重程度：{}。\n{}\n## 对应的清单条目\n\n\
         | 条目 | 操作 | 影响 | 恢复方案 | 正确做法 |\n|---|---|---|---|---|\n",
        docs.title.zh,
        severity(docs.severity),
        sections(docs.text_zh, "## ")
    );
    for row in rows_of(rule) {
        let cells = [row.operation, row.impact, row.recovery, row.instead].map(|text| cell(text.zh));
        out.push_str(&format!("| {} | {} |\n", row.id, cells.join(" | ")));
    }
    if rule.kind == RuleKind::Admission {
        out.push_str("\n## 匹配的请求\n\n| 操作 | API 组 | 资源 |\n|---|---|---|\n");
        for each in match_rules(rule.metadata.requests) {
            let resources: Vec<String> = each.resources.iter().map(|resource| format!("`{resource}`")).collect();
            let group = if each.api_groups[0].is_empty() { "core" } else { each.api_groups[0] };
            out.push_str(&format!("| {} | {group} | {} |\n", each.operations.join("、"), resources.join("、")));
        }
    }
    out.push_str("\n## 配置\n\n| 配置项 | 默认值 | 含义 |\n|---|---|---|\n");
    for field in own_fields(rule) {
        out.push_str(&format!("| `{}` | `{}` | {} |\n", field.name, cell(&(field.default)()), cell(field.doc.zh)));
    }
    for setting in common(rule.kind) {
        out.push_str(&format!("| `{}` | `{}` | {} |\n", setting.name, setting.default_text(), setting.doc.zh));
    }
    out.push_str("\n通用配置参见[配置说明](../../docs/zh/settings.md)。\n");
    let metadata = rule.metadata;
    let exempt: Vec<String> =
        metadata.exempt_users.iter().chain(metadata.exempt_workloads).map(|who| format!("- `{who}`\n")).collect();
    if !exempt.is_empty() {
        out.push_str(&format!("\n## 默认豁免\n\n除 Kubernetes 自身的控制器外，还包括：\n\n{}", exempt.concat()));
    }
    if !docs.context.is_empty() {
        let kinds: Vec<String> = docs.context.iter().map(|(version, kind)| format!("{kind}（{version}）")).collect();
        out.push_str(&format!(
            "\n## 集群查询\n\n该规则可查询 {}。未授权时仅根据请求判断；[集群查询](../../docs/zh/lookups.md)说明会失去哪些判断，以及由哪个\
             角色授权。\n",
            kinds.join("、")
        ));
    }
    out.push_str(&example_sections(&source.root, id)?);
    Ok(out)
}

/// The page of a bundle.
///
/// # Errors
/// As [`of_rule`].
pub(super) fn of_bundle(bundle: &Bundle, source: &Source) -> Result<String> {
    let what = match bundle.kind {
        RuleKind::Admission => "全部准入规则。原本每条规则一次的 webhook 调用合并为一次",
        RuleKind::Cloud => "全部云上操作规则。操作只解析一次，再交给相关的规则检查",
    };
    let rules: String =
        bundle.rules().map(|rule| format!("| [`{0}`](../{0}/) | {1} |\n", rule.id(), rule.docs.title.zh)).collect();
    let only: Vec<String> =
        bundle::only_on_one_kind(bundle).map(|(rule, kind)| format!("`{rule}`（{kind}）")).collect();
    Ok(format!(
        "# {}\n\n一个模块包含{what}。\n\n结论与各规则单独运行的结论相同：任意一条规则拒绝，请求就被拒绝。同一字段有多个问题时，\
         只报告最严重的一个；严重程度相同时，只报告最具体的规则发现的问题，并列出其他规则（`另见 ...`）。审计注解 `redline-findings` \
         中保留所有规则发现的问题。\n\n## 配置\n\n```yaml\n{}```\n\n\
         - `rules` 之外的配置对所有规则生效：[配置说明](../../docs/zh/settings.md)中的通用配置{}。\n\
         - `rules` 按规则 ID 指定 `false`（关闭）、`true`，或该规则自己的配置，后者覆盖同名的通用配置。\n\
         - `allRules: false` 时只运行 `rules` 中列出的规则。\n- 仅适用于一种集群的规则默认关闭，写明集群类型\
         （`kind: dedicated`，或 `managed`、`serverless`、`registered`）后开启，即 {}；`allRules: true` 则全部开启。\n\n\
         未知的配置项和规则会被拒绝。\n\n\
         ## 规则\n\n| 规则 | 拦截的操作 |\n|---|---|\n{rules}{}",
        bundle.id,
        bundle::example_settings(bundle),
        if bundle.kind == RuleKind::Cloud { "，以及资源台账" } else { "" },
        only.join("、"),
        example_sections(&source.root, bundle.id)?
    ))
}

/// The examples, with what a user reads in Chinese.
fn example_sections(root: &Path, id: &str) -> Result<String> {
    let answers = Answers::load(root)?;
    let mut out = String::new();
    for example in examples(root, id)? {
        let request = Value::Object(example_request(&example));
        out.push_str(&format!(
            "\n## 示例：{}\n\n{}\n\n```yaml\n{}```\n",
            verdict(&example.expect.verdict),
            example.why_zh,
            yaml(&request, 0)
        ));
        if let Some(said) = answers.of(id, &example.case) {
            out.push_str(&format!("\n> {}\n", said.zh));
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundles::BUNDLES;
    use crate::registry::RULES;

    /// Headings at the second level, tables and examples of a page.
    fn shape(page: &str) -> [usize; 3] {
        let count = |start: &str| page.lines().filter(|line| line.starts_with(start)).count();
        [count("## "), count("|---|"), count("```yaml")]
    }

    /// A rule's page has the sections of its README, but for the one in Chinese there.
    #[test]
    fn both_languages_have_the_same_sections() {
        let source = Source::load(&crate::files::root()).unwrap();
        for rule in RULES {
            let [headings, tables, examples] = shape(&super::super::readme::readme(rule, &source).unwrap());
            assert_eq!(shape(&of_rule(rule, &source).unwrap()), [headings - 1, tables, examples], "{}", rule.id());
        }
        for bundle in BUNDLES {
            let english = shape(&bundle::readme(bundle, &source).unwrap());
            assert_eq!(shape(&of_bundle(bundle, &source).unwrap()), english, "{}", bundle.id);
        }
    }
}
