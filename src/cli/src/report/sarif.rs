//! SARIF 2.1.0, as code scanning services read it.

use std::collections::BTreeSet;
use std::io::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use redline_host::Verdict;
use serde_sarif::sarif::{
    ArtifactLocation, Location, LogicalLocation, Message, MultiformatMessageString, PhysicalLocation, Region,
    ReportingDescriptor, Result as Entry, ResultLevel, Run, Sarif as Document, Tool, ToolComponent,
};

use super::format::ReportFormat;
use super::totals::Totals;
use crate::evaluation::Evaluation;
use crate::rule_docs::RULE_DOCS;

#[derive(Default)]
pub(super) struct Sarif {
    results: Vec<Entry>,
    rules: BTreeSet<String>,
}

/// The rule id of items that could not be read or evaluated.
const NOT_EVALUATED: &str = "not-evaluated";

impl ReportFormat for Sarif {
    fn add(&mut self, _: &mut dyn Write, evaluation: &Evaluation, _: Option<Verdict>) -> io::Result<()> {
        let mut add = |rule: &str, level, text: String, line: usize, column: usize, length: usize| {
            let artifact = ArtifactLocation::builder().uri(reference(&evaluation.location.file)).build();
            let line = i64::try_from(line.max(1)).unwrap_or(1);
            let region = match i64::try_from(column) {
                Ok(column) if column > 0 => Region::builder()
                    .start_line(line)
                    .start_column(column)
                    .end_column(column + i64::try_from(length).unwrap_or(1))
                    .build(),
                _ => Region::builder().start_line(line).build(),
            };
            let physical = PhysicalLocation::builder().artifact_location(artifact).region(region).build();
            let location = Location::builder().physical_location(physical);
            let location = match &*evaluation.title {
                "" => location.build(),
                title => {
                    let logical = LogicalLocation::builder().fully_qualified_name(title).build();
                    location.logical_locations(vec![logical]).build()
                }
            };
            let message = Message::builder().text(text).build();
            let entry = Entry::builder().rule_id(rule).level(level).message(message).locations(vec![location]).build();
            self.results.push(entry);
            self.rules.insert(rule.to_owned());
        };
        match &evaluation.results {
            Err(reason) => {
                let location = &evaluation.location;
                add(NOT_EVALUATED, ResultLevel::Error, reason.clone(), location.line, location.column, 1);
            }
            Ok(results) => {
                for result in results {
                    for finding in &result.findings {
                        let level =
                            if finding.level == Verdict::Warn { ResultLevel::Warning } else { ResultLevel::Error };
                        let lines = finding.text.iter().chain(result.advice.iter().map(String::as_str));
                        let text = lines.collect::<Vec<_>>().join("\n");
                        let text = format!("{} ({}): {text}", evaluation.title, evaluation.operation);
                        match &finding.source {
                            Some(source) => {
                                add(&result.rule, level, text, source.line, source.column, source.length);
                            }
                            None => add(&result.rule, level, text, evaluation.location.line, 0, 0),
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, _: &Totals) -> io::Result<()> {
        let rules: Vec<ReportingDescriptor> = self.rules.iter().map(|id| descriptor(id)).collect();
        let driver =
            ToolComponent::builder().name("redline").semantic_version(env!("CARGO_PKG_VERSION")).rules(rules).build();
        let run = Run::builder().tool(Tool::from(driver)).results(std::mem::take(&mut self.results)).build();
        let document = Document::builder()
            .version("2.1.0")
            .schema("https://json.schemastore.org/sarif-2.1.0.json")
            .runs(vec![run])
            .build();
        serde_json::to_writer_pretty(&mut *out, &document)?;
        writeln!(out)
    }
}

fn descriptor(id: &str) -> ReportingDescriptor {
    let Some(rule) = RULE_DOCS.rule(id) else { return ReportingDescriptor::builder().id(id).build() };
    let text = |text: &str| MultiformatMessageString::builder().text(text).build();
    ReportingDescriptor::builder()
        .id(id)
        .short_description(text(&rule.title.en))
        .full_description(MultiformatMessageString::builder().text(&*rule.text.en).markdown(&*rule.text.en).build())
        .build()
}

/// A path as a relative URI reference.
fn reference(path: &str) -> String {
    const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');
    utf8_percent_encode(&path.replace('\\', "/"), PLAIN).to_string()
}
