//! JUnit XML: a test suite for each file, a test case for each item.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use redline_host::Verdict;

use super::format::ReportFormat;
use super::totals::Totals;
use crate::evaluation::Evaluation;
use crate::language::tr;

/// What stands before a text that is about a line; nothing where the line is not known.
fn line_of(line: usize) -> String {
    if line == 0 { String::new() } else { tr!("line {line}: ", "第 {line} 行：") }
}

#[derive(Default)]
pub(super) struct Junit {
    suites: BTreeMap<String, TestSuite>,
}

impl ReportFormat for Junit {
    fn add(&mut self, _: &mut dyn Write, evaluation: &Evaluation, verdict: Option<Verdict>) -> io::Result<()> {
        let location = &evaluation.location;
        let text = match &evaluation.results {
            Err(reason) if location.column > 0 => {
                let (line, column) = (location.line, location.column);
                tr!("line {line}, column {column}: {reason}", "第 {line} 行第 {column} 列：{reason}")
            }
            Err(reason) => format!("{}{reason}", line_of(location.line)),
            Ok(results) => {
                let lines = results.iter().flat_map(|result| {
                    let findings = result.findings.iter();
                    let findings = findings.map(|finding| {
                        let line = finding.source.as_ref().map_or(location.line, |source| source.line);
                        format!("{}{}: {}", line_of(line), result.rule, finding.joined_text())
                    });
                    findings.chain(result.advice.iter().map(|line| format!("  {line}"))).collect::<Vec<_>>()
                });
                lines.collect::<Vec<_>>().join("\n")
            }
        };
        let failed = |kind, ty: &str| {
            let mut status = TestCaseStatus::non_success(kind);
            status.set_message(text.lines().next().unwrap_or_default()).set_type(ty).set_description(&text);
            status
        };
        let status = match verdict {
            Some(Verdict::Deny) => failed(NonSuccessKind::Failure, "deny"),
            Some(Verdict::Allow | Verdict::Warn) => TestCaseStatus::success(),
            Some(Verdict::Invalid) => failed(NonSuccessKind::Error, "not evaluated"),
            None => failed(NonSuccessKind::Error, "unreadable"),
        };
        let name = match &*evaluation.title {
            "" => evaluation.location.to_string(),
            title => format!("{title} ({}, {})", evaluation.operation, evaluation.location),
        };
        let mut case = TestCase::new(name, status);
        case.set_classname(&*evaluation.location.file);
        if verdict == Some(Verdict::Warn) {
            case.set_system_out(text);
        }
        let file = evaluation.location.file.to_string();
        self.suites.entry(file.clone()).or_insert_with(|| TestSuite::new(file)).add_test_case(case);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, _: &Totals) -> io::Result<()> {
        let mut report = Report::new("redline");
        report.add_test_suites(std::mem::take(&mut self.suites).into_values());
        let text = report.to_string().map_err(io::Error::other)?;
        writeln!(out, "{}", text.trim_end())
    }
}
