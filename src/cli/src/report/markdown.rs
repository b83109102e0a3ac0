//! A table for the comment on a pull request.

use std::io::{self, Write};

use redline_host::Verdict;

use super::{Judged, Sink, Totals};

#[derive(Default)]
pub(super) struct Markdown {
    begun: bool,
}

impl Sink for Markdown {
    fn add(&mut self, out: &mut dyn Write, judged: &Judged, _: Option<Verdict>) -> io::Result<()> {
        let mut rows = Vec::new();
        match &judged.rulings {
            Err(why) => rows.push((Verdict::Invalid, "redline", String::new(), why.clone(), judged.place.line)),
            Ok(rulings) => {
                for ruling in rulings {
                    let advice = ruling.said.advice.join("; ");
                    for found in &ruling.said.found {
                        let line = found.spot.as_ref().map_or(judged.place.line, |(spot, _)| spot.line);
                        rows.push((found.level, &*ruling.rule, advice.clone(), found.text.join(" / "), line));
                    }
                }
            }
        }
        for (level, rule, advice, text, line) in rows {
            if !std::mem::replace(&mut self.begun, true) {
                writeln!(out, "| | object | rule | finding | where |\n|---|---|---|---|---|")?;
            }
            let mark = match level {
                Verdict::Deny => "🛑 deny",
                Verdict::Warn => "⚠️ warn",
                Verdict::Allow | Verdict::Invalid => "❓ not judged",
            };
            let finding = if advice.is_empty() { cell(&text) } else { format!("{}<br>{}", cell(&text), cell(&advice)) };
            let place = if line > 0 { format!("{}:{line}", judged.place.file) } else { judged.place.file.to_string() };
            writeln!(
                out,
                "| {mark} | {} {} | `{rule}` | {finding} | {} |",
                cell(&judged.title),
                judged.doing,
                cell(&place)
            )?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        writeln!(out, "{}{totals}", if self.begun { "\n" } else { "" })
    }
}

/// Text that stays in its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace(['\n', '\r'], " ")
}
