//! `redline explain`: the documentation of a rule or of a row.

use std::fmt::Write as _;
use std::io::Write as _;

use anstyle::Style;
use serde_json::Value;

use crate::args;
use crate::error::{CliError, Outcome};
use crate::language::{self, tr};
use crate::rule_docs::{RULE_DOCS, Row, Rule, Setting, word};

const BOLD: Style = Style::new().bold();

/// Prints the documentation of a rule, or of a row of ACK's list and its rules.
pub(crate) fn run(args: &args::Explain) -> Result<Outcome, CliError> {
    let text = text(&args.what, language::is_chinese())?;
    anstream::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Clean)
}

/// The documentation of a rule or a row.
///
/// # Errors
/// A name that is neither a rule nor a row.
pub(crate) fn text(what: &str, zh: bool) -> Result<String, CliError> {
    match (RULE_DOCS.rule(what), RULE_DOCS.row(what)) {
        (Some(rule), _) => Ok(self::rule(rule, zh)),
        (None, Some(row)) => Ok(self::row(row, zh)),
        (None, None) => {
            let reason = RULE_DOCS.no_such_rule(what);
            Err(tr!(
                "{reason}; `redline rules` lists the rules, `redline coverage` the rows",
                "{reason}；`redline rules` 列出规则，`redline coverage` 列出条目"
            )
            .into())
        }
    }
}

fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "\n{BOLD}{text}{BOLD:#}");
}

fn rule(rule: &Rule, zh: bool) -> String {
    let choose = |en: &'static str, chinese: &'static str| if zh { chinese } else { en };
    let mut out = format!("{BOLD}{}{BOLD:#}  {}\n", rule.id, rule.title.of(zh));
    let (kind, severity) = (word(&rule.kind, zh), word(&rule.severity, zh));
    let rows = rule.rows.join(choose(", ", "、"));
    let _ = match zh {
        true => writeln!(out, "类型：{kind}，严重程度：{severity}，清单条目：{rows}"),
        false => writeln!(out, "kind: {kind}, severity: {severity}, rows of ACK's list: {rows}"),
    };
    out.push('\n');
    for line in rule.text.of(zh).lines() {
        match line.strip_prefix("## ") {
            Some(title) => heading(&mut out, title),
            None => {
                let _ = writeln!(out, "{line}");
            }
        }
    }
    for row in rule.rows.iter().filter_map(|row| RULE_DOCS.row(row)) {
        heading(
            &mut out,
            &format!("{} {}{}{}", choose("Row", "条目"), row.row, choose(": ", "："), row.operation.of(zh)),
        );
        row_lines(&mut out, row, zh);
    }
    heading(&mut out, choose("Settings", "设置"));
    let shared = if rule.kind == "cloud" { &RULE_DOCS.inventory[..] } else { &[] };
    // Approvals are annotations of Kubernetes objects.
    let common = RULE_DOCS.common.iter().filter(|setting| rule.kind != "cloud" || setting.name != "approval");
    rule.settings.iter().chain(common).chain(shared).for_each(|each| setting(&mut out, each, zh));
    heading(&mut out, choose("Exempt by default", "默认豁免"));
    if !rule.exempt.is_empty() {
        let _ = writeln!(out, "{}", rule.exempt.join("\n"));
    }
    if rule.kind == "admission" {
        let _ = writeln!(
            out,
            "{}",
            choose(
                "Kubernetes' own controllers, and kubelets on their own Node:",
                "Kubernetes 自身的控制器，以及 kubelet 对自身节点的操作："
            )
        );
        let _ = writeln!(out, "{}", RULE_DOCS.exempt_users.join("\n"));
    } else {
        let _ = writeln!(out, "{}", choose("ACK's own service roles", "ACK 自身的服务角色"));
    }
    if !rule.looks_up.is_empty() {
        heading(&mut out, choose("Looks up, if permitted", "获得授权时会查询"));
        let _ = writeln!(out, "{}", rule.looks_up.join("\n"));
    }
    if !rule.examples.is_empty() {
        heading(&mut out, choose("Examples", "示例"));
    }
    for example in &rule.examples {
        let verdict = word(&example.verdict, zh);
        let _ = writeln!(out, "{verdict}{}{}", choose(": ", "："), example.why.of(zh));
        if let Some(message) = &example.message {
            let _ = writeln!(out, "    {}", message.of(zh));
        }
    }
    out
}

fn setting(out: &mut String, setting: &Setting, zh: bool) {
    let default = match &setting.default {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let doc = setting.doc.of(zh).split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(out, "{BOLD}{}{BOLD:#} [{default}]  {doc}", setting.name);
}

fn row_lines(out: &mut String, row: &Row, zh: bool) {
    let lines = [
        ("impact", "影响", &row.impact),
        ("recovery", "恢复方案", &row.recovery),
        ("instead", "正确做法", &row.instead),
    ];
    for (en, chinese, text) in lines {
        let _ = if zh { writeln!(out, "{chinese}：{}", text.zh) } else { writeln!(out, "{en}: {}", text.en) };
    }
}

fn row(row: &Row, zh: bool) -> String {
    let mut out = format!("{BOLD}{}{BOLD:#}  {}\n\n", row.row, row.operation.of(zh));
    row_lines(&mut out, row, zh);
    heading(&mut out, if zh { "规则" } else { "Rules" });
    for rule in row.rules.iter().filter_map(|id| RULE_DOCS.rule(id)) {
        let _ = writeln!(out, "{}  {}", rule.id, rule.title.of(zh));
    }
    if let Some(reason) = &row.reason {
        let _ = writeln!(out, "{}", reason.of(zh));
    }
    out
}
