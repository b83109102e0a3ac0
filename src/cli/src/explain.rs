//! `redline explain`, `coverage` and `rules`: what there is to read about the rules, without a module at hand.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::rule_docs::{BOOK, Row, Rule, Setting};
use anstyle::Style;
use comfy_table::{ContentArrangement, Table, presets::NOTHING};
use serde_json::{Value, json};

use crate::args;
use crate::error::{CliError, Outcome};
use crate::language;

const BOLD: Style = Style::new().bold();

/// Explains a rule, or a row of ACK's list with its rules.
pub(crate) fn explain(args: &args::Explain) -> Result<Outcome, CliError> {
    let zh = language::chinese(args.lang);
    let text = match (BOOK.rule(&args.what), BOOK.row(&args.what)) {
        (Some(rule), _) => self::rule(rule, zh),
        (None, Some(row)) => self::row(row, zh),
        (None, None) => {
            let hint = BOOK.nearest(&args.what).map(|id| format!(", did you mean `{id}`?")).unwrap_or_default();
            return Err(
                format!("there is no rule and no row `{}`{hint}; `redline rules` lists the rules", args.what).into()
            );
        }
    };
    anstream::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Clean)
}

fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "\n{BOLD}{text}{BOLD:#}");
}

fn rule(rule: &Rule, zh: bool) -> String {
    let say = |en: &'static str, chinese: &'static str| if zh { chinese } else { en };
    let mut out = format!("{BOLD}{}{BOLD:#}  {}\n", rule.id, rule.title.of(zh));
    let _ = writeln!(
        out,
        "{}: {}, {}: {}, {}: {}",
        say("kind", "类型"),
        rule.kind,
        say("severity", "严重程度"),
        rule.severity,
        say("rows of ACK's list", "清单条目"),
        rule.rows.join(", ")
    );
    out.push('\n');
    for line in rule.text.of(zh).lines() {
        match line.strip_prefix("## ") {
            Some(title) => heading(&mut out, title),
            None => {
                let _ = writeln!(out, "{line}");
            }
        }
    }
    for row in rule.rows.iter().filter_map(|row| BOOK.row(row)) {
        heading(&mut out, &format!("{} {}: {}", say("Row", "条目"), row.row, row.operation.of(zh)));
        row_lines(&mut out, row, zh);
    }
    heading(&mut out, say("Settings", "设置"));
    let shared = if rule.kind == "cloud" { &BOOK.inventory[..] } else { &[] };
    // Approvals stand on Kubernetes objects.
    let common = BOOK.common.iter().filter(|setting| rule.kind != "cloud" || setting.name != "approval");
    rule.settings.iter().chain(common).chain(shared).for_each(|each| setting(&mut out, each, zh));
    heading(&mut out, say("Let through by default", "默认豁免"));
    if !rule.exempt.is_empty() {
        let _ = writeln!(out, "{}", rule.exempt.join("\n"));
    }
    if rule.kind == "admission" {
        let _ = writeln!(
            out,
            "{}",
            say(
                "Kubernetes' own controllers, and kubelets on their own Node:",
                "Kubernetes 自身的控制器，以及 kubelet 对自身节点的操作："
            )
        );
        let _ = writeln!(out, "{}", BOOK.let_be.join("\n"));
    } else {
        let _ = writeln!(out, "{}", say("ACK's own service roles", "ACK 自身的服务角色"));
    }
    if !rule.looks_up.is_empty() {
        heading(&mut out, say("Looks up, where granted", "获得授权时会查询"));
        let _ = writeln!(out, "{}", rule.looks_up.join("\n"));
    }
    if !rule.examples.is_empty() {
        heading(&mut out, say("Examples", "示例"));
    }
    for example in &rule.examples {
        let _ = writeln!(out, "{}: {}", example.verdict, example.why);
        if let Some(message) = &example.message {
            let _ = writeln!(out, "    {message}");
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
    let lines =
        [("impact", "影响", &row.impact), ("way back", "恢复", &row.way_back), ("instead", "正确做法", &row.instead)];
    for (en, chinese, text) in lines {
        let _ = writeln!(out, "{}: {}", if zh { chinese } else { en }, text.of(zh));
    }
}

fn row(row: &Row, zh: bool) -> String {
    let mut out = format!("{BOLD}{}{BOLD:#}  {}\n\n", row.row, row.operation.of(zh));
    row_lines(&mut out, row, zh);
    heading(&mut out, if zh { "规则" } else { "Rules" });
    for rule in row.rules.iter().filter_map(|id| BOOK.rule(id)) {
        let _ = writeln!(out, "{}  {}", rule.id, rule.title.of(zh));
    }
    if let Some(reason) = &row.reason {
        let _ = writeln!(out, "{}", reason.of(zh));
    }
    out
}

fn table(head: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_header(head.to_vec());
    table
}

/// Prints which rule covers which row.
pub(crate) fn coverage(args: &args::Coverage) -> Result<Outcome, CliError> {
    let zh = language::chinese(args.lang);
    let mut out = anstream::stdout().lock();
    if args.json {
        let row = |row: &Row| json!({"row": row.row, "table": row.table, "operation": row.operation.of(zh), "rules": row.rules, "status": row.status});
        let rows: Vec<Value> = BOOK.rows.iter().map(row).collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&rows).unwrap_or_default())?;
        return Ok(Outcome::Clean);
    }
    let head = if zh { ["条目", "操作", "规则", "状态"] } else { ["row", "operation", "rules", "status"] };
    let mut table = table(&head);
    for row in &BOOK.rows {
        table.add_row([&*row.row, row.operation.of(zh), &row.rules.join(", "), &row.status]);
    }
    writeln!(out, "{table}")?;
    let listed = || BOOK.rows.iter().filter(|row| row.table != "beyond");
    let covered = listed().filter(|row| row.status == "covered").count();
    let impossible = listed().filter(|row| row.status == "nothing to check").count();
    let (all, rules) = (listed().count(), BOOK.rules.len());
    if zh {
        writeln!(out, "{rules} 条规则；ACK 清单共 {all} 行，已覆盖 {covered} 行，{impossible} 行没有可检查的内容")?;
    } else {
        writeln!(
            out,
            "{rules} rules; of the {all} rows of ACK's list {covered} are covered, {impossible} cannot be checked"
        )?;
    }
    Ok(Outcome::Clean)
}

/// Lists the rules.
pub(crate) fn rules(args: &args::Rules) -> Result<Outcome, CliError> {
    let zh = language::chinese(args.lang);
    if let Some(row) = args.row.as_deref().filter(|row| BOOK.row(row).is_none()) {
        return Err(format!("there is no row `{row}`; rows are N1 to N8, 1 to 59 and B1 to B3").into());
    }
    let wanted = |rule: &&Rule| {
        let row = args.row.as_deref().is_none_or(|row| rule.rows.iter().any(|own| own.eq_ignore_ascii_case(row)));
        row && args.kind.is_none_or(|kind| rule.kind == kind.as_str())
    };
    let rules: Vec<&Rule> = BOOK.rules.iter().filter(wanted).collect();
    let mut out = anstream::stdout().lock();
    if args.json {
        let one = |rule: &&Rule| json!({"id": rule.id, "kind": rule.kind, "severity": rule.severity, "rows": rule.rows, "title": rule.title.of(zh)});
        let rules: Vec<Value> = rules.iter().map(one).collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&rules).unwrap_or_default())?;
        return Ok(Outcome::Clean);
    }
    let head = if zh {
        ["规则", "类型", "级别", "条目", "作用"]
    } else {
        ["rule", "kind", "severity", "rows", "stops"]
    };
    let mut table = table(&head);
    for rule in rules {
        table.add_row([&rule.id, &rule.kind, &rule.severity, &rule.rows.join(", "), rule.title.of(zh)]);
    }
    writeln!(out, "{table}")?;
    Ok(Outcome::Clean)
}
