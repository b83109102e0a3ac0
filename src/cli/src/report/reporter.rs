//! Writes evaluations in all forms that were asked for.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

use serde_json::Value;

use super::format::ReportFormat;
use super::totals::{Noun, Totals};
use super::{github, json, junit, markdown, sarif, text};
use crate::args::{FailOn, Format, Reporting};
use crate::config::Config;
use crate::error::{CliError, Outcome};
use crate::evaluation::Evaluation;

/// Writes one evaluation after the other, and counts them.
pub(crate) struct Reporter {
    outputs: Vec<(Box<dyn ReportFormat>, Box<dyn Write>)>,
    totals: Totals,
    fail_on: FailOn,
}

impl Reporter {
    /// The report that the arguments ask for. Errors: a file that cannot be written.
    pub(crate) fn new(args: &Reporting, config: &Config, noun: Noun) -> Result<Self, CliError> {
        Self::with(args, config, true, Totals::new(noun, false))
    }

    /// The same report with numbers by rule. The text lists allowed items only if `allowed` is set.
    pub(crate) fn by_rule(args: &Reporting, config: &Config, noun: Noun, allowed: bool) -> Result<Self, CliError> {
        Self::with(args, config, allowed, Totals::new(noun, true))
    }

    fn with(args: &Reporting, config: &Config, allowed: bool, totals: Totals) -> Result<Self, CliError> {
        let new = |format: Format| -> Box<dyn ReportFormat> {
            match format {
                Format::Text => Box::new(text::Text { allowed: allowed && !args.quiet, quiet: args.quiet }),
                Format::Json => Box::new(json::Json::default()),
                Format::Jsonl => Box::new(json::Lines),
                Format::Sarif => Box::new(sarif::Sarif::default()),
                Format::Junit => Box::new(junit::Junit::default()),
                Format::Github => Box::new(github::Github),
                Format::Markdown => Box::new(markdown::Markdown::default()),
            }
        };
        let mut outputs: Vec<(Box<dyn ReportFormat>, Box<dyn Write>)> =
            vec![(new(args.format), Box::new(anstream::stdout().lock()))];
        for (format, path) in &args.output {
            let file = File::create(path).map_err(|e| format!("cannot write `{}`: {e}", path.display()))?;
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

    /// Adds text and JSON to the end of the report.
    pub(crate) fn add_remarks(&mut self, lines: Vec<String>, json: Value) {
        self.totals.remarks = (lines, json);
    }

    /// Ends the report. Out: the exit code.
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
