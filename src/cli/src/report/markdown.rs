//! A Markdown table, for comments on pull requests.

use std::io::{self, Write};

use redline_host::Verdict;

use super::format::ReportFormat;
use super::totals::Totals;
use crate::evaluation::Evaluation;
use crate::language::either;

#[derive(Default)]
pub(super) struct Markdown {
    begun: bool,
}

impl ReportFormat for Markdown {
    fn add(&mut self, out: &mut dyn Write, evaluation: &Evaluation, _: Option<Verdict>) -> io::Result<()> {
        let mut rows = Vec::new();
        match &evaluation.results {
            Err(reason) => {
                rows.push((Verdict::Invalid, "redline", String::new(), reason.clone(), evaluation.location.line))
            }
            Ok(results) => {
                for result in results {
                    let advice = result.advice.join("; ");
                    for finding in &result.findings {
                        let line = finding.source.as_ref().map_or(evaluation.location.line, |source| source.line);
                        rows.push((finding.level, &*result.rule, advice.clone(), finding.joined_text(), line));
                    }
                }
            }
        }
        for (level, rule, advice, text, line) in rows {
            if !std::mem::replace(&mut self.begun, true) {
                let head = either("| | object | rule | finding | where |", "| | 对象 | 规则 | 发现的问题 | 位置 |");
                writeln!(out, "{head}\n|---|---|---|---|---|")?;
            }
            let mark = match level {
                Verdict::Deny => either("🛑 deny", "🛑 拒绝"),
                Verdict::Warn => either("⚠️ warn", "⚠️ 告警"),
                Verdict::Allow | Verdict::Invalid => either("❓ not evaluated", "❓ 无法检查"),
            };
            let finding = if advice.is_empty() { cell(&text) } else { format!("{}<br>{}", cell(&text), cell(&advice)) };
            let place = if line > 0 {
                format!("{}:{line}", evaluation.location.file)
            } else {
                evaluation.location.file.to_string()
            };
            writeln!(
                out,
                "| {mark} | {} {} | `{rule}` | {finding} | {} |",
                cell(&evaluation.title),
                evaluation.operation(),
                cell(&place)
            )?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        writeln!(out, "{}{totals}", if self.begun { "\n" } else { "" })
    }
}

/// Text that fits into a cell of the table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace(['\n', '\r'], " ")
}
