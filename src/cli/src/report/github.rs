//! Annotations of GitHub Actions: a workflow command for each finding.

use std::io::{self, Write};

use redline_host::Verdict;

use super::{Judged, Sink, Totals};

pub(super) struct Github;

impl Sink for Github {
    fn add(&mut self, out: &mut dyn Write, judged: &Judged, _: Option<Verdict>) -> io::Result<()> {
        let rulings = match &judged.rulings {
            Ok(rulings) => rulings,
            Err(why) => return command(out, "error", judged, judged.place.line, 0, "redline", why),
        };
        for ruling in rulings {
            for found in &ruling.said.found {
                let level = if found.level == Verdict::Warn { "warning" } else { "error" };
                let (line, column) =
                    found.spot.as_ref().map_or((judged.place.line, 0), |(spot, _)| (spot.line, spot.column));
                let text = [&[judged.title.clone()][..], &found.text, &ruling.said.advice].concat().join("\n");
                command(out, level, judged, line, column, &ruling.rule, &text)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, totals: &Totals) -> io::Result<()> {
        writeln!(out, "{totals}")
    }
}

fn command(
    out: &mut dyn Write,
    level: &str,
    judged: &Judged,
    line: usize,
    column: usize,
    title: &str,
    text: &str,
) -> io::Result<()> {
    let mut properties = vec![format!("file={}", property(&judged.place.file))];
    if line > 0 {
        properties.push(format!("line={line}"));
    }
    if column > 0 {
        properties.push(format!("col={column}"));
    }
    properties.push(format!("title={}", property(title)));
    writeln!(out, "::{level} {}::{}", properties.join(","), message(text))
}

/// Text as the workflow commands want it.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
