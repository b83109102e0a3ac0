//! `redline coverage` and `redline rules`: tables of rows and rules.

use std::io::Write as _;

use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets::NOTHING};
use serde_json::{Value, json};

use crate::args;
use crate::error::{CliError, Outcome};
use crate::language;
use crate::rule_docs::{RULE_DOCS, Row, Rule, word};
use crate::terminal;

/// A table without borders that fits the terminal.
fn table(head: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_header(head.to_vec());
    table.set_width(u16::try_from(terminal::columns()).unwrap_or(u16::MAX));
    table
}

/// Prints which rule covers which row.
pub(crate) fn coverage(args: &args::Coverage) -> Result<Outcome, CliError> {
    let zh = language::is_chinese();
    let mut out = anstream::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&rows_as_json(zh)).unwrap_or_default())?;
        return Ok(Outcome::Clean);
    }
    let head = if zh { ["条目", "操作", "规则", "状态"] } else { ["row", "operation", "rules", "status"] };
    let mut table = table(&head);
    for row in &RULE_DOCS.rows {
        table.add_row([&*row.row, row.operation.of(zh), &row.rules.join(", "), word(&row.status, zh)]);
    }
    writeln!(out, "{table}")?;
    let listed = || RULE_DOCS.rows.iter().filter(|row| row.table != "beyond");
    let covered = listed().filter(|row| row.status == "covered").count();
    let impossible = listed().filter(|row| row.status == "nothing to check").count();
    let (all, rules) = (listed().count(), RULE_DOCS.rules.len());
    if zh {
        writeln!(out, "{rules} 条规则；ACK 清单共 {all} 个条目，已覆盖 {covered} 个，{impossible} 个没有可检查的内容")?;
    } else {
        writeln!(
            out,
            "{rules} rules; of the {all} rows of ACK's list {covered} are covered, {impossible} cannot be checked"
        )?;
    }
    Ok(Outcome::Clean)
}

/// The rows with their rules, for programs.
pub(crate) fn rows_as_json(zh: bool) -> Vec<Value> {
    let row = |row: &Row| {
        json!({
            "row": row.row, "table": row.table, "operation": row.operation.of(zh),
            "rules": row.rules, "status": row.status,
        })
    };
    RULE_DOCS.rows.iter().map(row).collect()
}

/// Lists the rules.
pub(crate) fn rules(args: &args::Rules) -> Result<Outcome, CliError> {
    let zh = language::is_chinese();
    if let Some(row) = args.row.as_deref().filter(|row| RULE_DOCS.row(row).is_none()) {
        return Err(language::tr!(
            "there is no row `{row}`; rows are N1 to N8, 1 to 59 and B1 to B3",
            "没有条目 `{row}`；条目为 N1 至 N8、1 至 59、B1 至 B3"
        )
        .into());
    }
    let wanted = |rule: &&Rule| {
        let row = args.row.as_deref().is_none_or(|row| rule.rows.iter().any(|own| own.eq_ignore_ascii_case(row)));
        row && args.kind.is_none_or(|kind| rule.kind == kind.as_str())
    };
    let rules: Vec<&Rule> = RULE_DOCS.rules.iter().filter(wanted).collect();
    let mut out = anstream::stdout().lock();
    if args.json {
        let one = |rule: &&Rule| {
            json!({
                "id": rule.id, "kind": rule.kind, "severity": rule.severity,
                "rows": rule.rows, "title": rule.title.of(zh),
            })
        };
        let rules: Vec<Value> = rules.iter().map(one).collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&rules).unwrap_or_default())?;
        return Ok(Outcome::Clean);
    }
    let kinds = [
        ("admission", "Requests to the API server of a cluster", "发往集群 API Server 的请求"),
        (
            "cloud",
            "Operations on the cloud: calls, ActionTrail events, Terraform plans",
            "云上操作：API 调用、操作审计事件、Terraform 计划",
        ),
    ];
    let mut blank = "";
    for (kind, english, chinese) in kinds {
        let rules: Vec<&Rule> = rules.iter().copied().filter(|rule| rule.kind == kind).collect();
        if !rules.is_empty() {
            writeln!(out, "{blank}{}\n{}", language::either(english, chinese), table_of(&rules, zh))?;
            blank = "\n";
        }
    }
    Ok(Outcome::Clean)
}

/// Rules with their severity, and what they stop with the rows of ACK's list.
fn table_of(rules: &[&Rule], zh: bool) -> Table {
    let head = if zh { ["规则", "级别", "作用（条目）"] } else { ["rule", "severity", "stops (rows)"] };
    let mut table = table(&head);
    for rule in rules {
        let (title, rows) = (rule.title.of(zh), rule.rows.join(", "));
        let stops = if zh { format!("{title}（{rows}）") } else { format!("{title} ({rows})") };
        table.add_row([&*rule.id, word(&rule.severity, zh), &stops]);
    }
    // Ids are searched for and copied: they stay whole.
    if let Some(column) = table.column_mut(0) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    table
}
