//! `redline check`, `plan` and `trail`: evaluates what is in files.

use redline_input::RawShape;

use crate::args;
use crate::charts::{self, Rendered};
use crate::checker::Checker;
use crate::error::{CliError, Outcome};
use crate::evaluation::Noun;
use crate::files::{self, File, Input};
use crate::lookups;
use crate::modules;
use crate::planned_requests::PlannedRequests;
use crate::report::Reporter;
use crate::suppressions::Suppressions;

/// Checks files and prints the report.
pub(crate) fn run(args: &args::Check) -> Result<Outcome, CliError> {
    let (rules, config) = modules::select(&args.checking)?;
    let mut reporter = Reporter::new(&args.checking.reporting, &config, Noun::Object)?;
    let requests = PlannedRequests::new(args)?;
    let suppressions = Suppressions::load(config, args.checking.reporting.baseline.as_deref())?;
    let (inputs, remarks) = inputs(args);
    reporter.add_lines(remarks);
    let cluster = lookups::cluster_of(&inputs, &rules, args.namespace.as_deref());
    Checker { rules, requests, only: None, suppressions, cluster }.run(inputs, reporter)
}

/// The inputs that the arguments name, with charts rendered, and what there is to say about them.
pub(crate) fn inputs(args: &args::Check) -> (Vec<Input>, Vec<String>) {
    let (mut inputs, mut remarks) = (Vec::new(), Vec::new());
    for path in &args.files {
        if charts::is_chart(path) {
            match charts::render(path, &args.chart, args.namespace.as_deref()) {
                Rendered::Text(text) => {
                    inputs.push(Ok(File { found: true, rendered: Some(text.into()), ..File::named(path) }));
                    continue;
                }
                Rendered::NoHelm(remark) => remarks.push(remark),
                Rendered::Failed(reason) => {
                    inputs.push(Err((path.clone(), reason)));
                    continue;
                }
            }
        }
        let as_found = |file: File| match args.skip_unknown {
            true => File { found: true, scripts: args.scripts, ..file },
            false => file,
        };
        let found = files::inputs(path, args.scripts);
        if found.is_empty() {
            remarks.push(files::nothing_in(path, args.scripts));
        }
        inputs.extend(found.into_iter().map(|input| input.map(as_found)));
    }
    (inputs, remarks)
}

/// Checks plans or trails. Everything in the files must have this shape.
pub(crate) fn cloud(args: &args::Cloud, only: RawShape) -> Result<Outcome, CliError> {
    let (rules, config) = modules::select(&args.checking)?;
    let noun = if only == RawShape::Change { Noun::Change } else { Noun::Event };
    let reporter = Reporter::by_rule(&args.checking.reporting, &config, noun)?;
    let suppressions = Suppressions::load(config, args.checking.reporting.baseline.as_deref())?;
    let requests = PlannedRequests::None;
    Checker { rules, requests, only: Some(only), suppressions, cluster: None }.run_cloud(&args.files, reporter)
}
