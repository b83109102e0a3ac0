//! `redline coverage` and `redline rules`: tables of rows and rules.

use std::io::Write as _;

use comfy_table::{ContentArrangement, Table, presets::NOTHING};
use serde_json::{Value, json};

use crate::args;
use crate::error::{CliError, Outcome};
use crate::language;
use crate::rule_docs::{RULE_DOCS, Row, Rule};

/// A table without borders.
fn table(head: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_header(head.to_vec());
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
        table.add_row([&*row.row, row.operation.of(zh), &row.rules.join(", "), &row.status]);
    }
    writeln!(out, "{table}")?;
    let listed = || RULE_DOCS.rows.iter().filter(|row| row.table != "beyond");
    let covered = listed().filter(|row| row.status == "covered").count();
    let impossible = listed().filter(|row| row.status == "nothing to check").count();
    let (all, rules) = (listed().count(), RULE_DOCS.rules.len());
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
        return Err(format!("there is no row `{row}`; rows are N1 to N8, 1 to 59 and B1 to B3").into());
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
