//! `redline check`, `plan` and `trail`: evaluates what is in files.

use redline_input::RawShape;

use crate::args;
use crate::checker::Checker;
use crate::error::{CliError, Outcome};
use crate::modules;
use crate::planned_requests::PlannedRequests;
use crate::report::{Noun, Reporter};
use crate::suppressions::Suppressions;

/// Checks files and prints the report.
pub(crate) fn run(args: &args::Check) -> Result<Outcome, CliError> {
    let (rules, config) = modules::select(&args.checking)?;
    let reporter = Reporter::new(&args.checking.reporting, &config, Noun::Object)?;
    let requests = PlannedRequests::new(args)?;
    let suppressions = Suppressions::load(config, args.checking.reporting.baseline.as_deref())?;
    Checker { rules, requests, only: None, suppressions }.run(&args.files, reporter)
}

/// Checks plans or trails. Everything in the files must have this shape.
pub(crate) fn cloud(args: &args::Cloud, only: RawShape) -> Result<Outcome, CliError> {
    let (rules, config) = modules::select(&args.checking)?;
    let noun = if only == RawShape::Change { Noun::Change } else { Noun::Event };
    let reporter = Reporter::by_rule(&args.checking.reporting, &config, noun, args.all)?;
    let suppressions = Suppressions::load(config, args.checking.reporting.baseline.as_deref())?;
    Checker { rules, requests: PlannedRequests::None, only: Some(only), suppressions }.run_cloud(&args.files, reporter)
}
