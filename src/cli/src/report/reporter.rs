//! Writes evaluations in all forms that were asked for.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

use serde_json::Value;

use super::format::ReportFormat;
use super::skipped::Skipped;
use super::totals::Totals;
use super::{github, json, junit, markdown, sarif, text};
use crate::args::{FailOn, Format, Reporting};
use crate::config::Config;
use crate::error::{CliError, Outcome};
use crate::evaluation::{Evaluation, Noun};
use crate::faults;

/// Writes one evaluation after the other, and counts them.
pub(crate) struct Reporter {
    outputs: Vec<(Box<dyn ReportFormat>, Box<dyn Write>)>,
    totals: Totals,
    fail_on: FailOn,
}

impl Reporter {
    /// The report that the arguments ask for.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(crate) fn new(args: &Reporting, config: &Config, noun: Noun) -> Result<Self, CliError> {
        Self::with(args, config, Totals::new(noun, false))
    }

    /// The same report with numbers by rule.
    pub(crate) fn by_rule(args: &Reporting, config: &Config, noun: Noun) -> Result<Self, CliError> {
        Self::with(args, config, Totals::new(noun, true))
    }

    fn with(args: &Reporting, config: &Config, totals: Totals) -> Result<Self, CliError> {
        let new = |format: Format| -> Box<dyn ReportFormat> {
            match format {
                Format::Text => Box::new(text::TextReport::new(args.shown())),
                Format::Json => Box::new(json::Json::default()),
                Format::Jsonl => Box::new(json::JsonLines),
                Format::Sarif => Box::new(sarif::Sarif::default()),
                Format::Junit => Box::new(junit::Junit::default()),
                Format::Github => Box::new(github::Github),
                Format::Markdown => Box::new(markdown::Markdown::default()),
            }
        };
        let mut outputs: Vec<(Box<dyn ReportFormat>, Box<dyn Write>)> =
            vec![(new(args.format), Box::new(anstream::stdout().lock()))];
        for (format, path) in &args.output {
            let file = File::create(path).map_err(|e| faults::unwritable(path, &e))?;
            let plain = BufWriter::new(anstream::StripStream::new(file));
            outputs.push((new(*format), Box::new(plain)));
        }
        Ok(Reporter { outputs, totals, fail_on: args.fail_on.or(config.fail_on).unwrap_or(FailOn::Deny) })
    }

    /// Adds an evaluation.
    pub(crate) fn add(&mut self, evaluation: &Evaluation) -> Result<(), CliError> {
        let verdict = evaluation.verdict();
        self.totals.add(evaluation, verdict);
        self.write(|format, out, _| format.add(out, evaluation, verdict))
    }

    /// Adds lines for people to the end of the report.
    pub(crate) fn add_lines(&mut self, lines: Vec<String>) {
        self.totals.remarks.0.extend(lines);
    }

    /// Adds what was passed over.
    pub(crate) fn add_skipped(&mut self, skipped: Skipped) {
        self.totals.skipped.extend(skipped);
    }

    /// Adds text and JSON to the end of the report.
    pub(crate) fn add_remarks(&mut self, lines: Vec<String>, json: Value) {
        self.totals.remarks.0.extend(lines);
        self.totals.remarks.1 = json;
    }

    /// Ends the report. Returns the exit code.
    pub(crate) fn finish(mut self) -> Result<Outcome, CliError> {
        self.write(|format, out, totals| {
            format.finish(out, totals)?;
            out.flush()
        })?;
        Ok(self.totals.outcome(self.fail_on))
    }

    fn write(
        &mut self,
        write: impl Fn(&mut dyn ReportFormat, &mut dyn Write, &Totals) -> io::Result<()>,
    ) -> Result<(), CliError> {
        for (format, out) in &mut self.outputs {
            write(&mut **format, out, &self.totals).map_err(|error| match CliError::from(error) {
                CliError::OutputClosed(_) => CliError::OutputClosed(self.totals.outcome(self.fail_on)),
                failed => failed,
            })?;
        }
        Ok(())
    }
}
