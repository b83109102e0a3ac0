//! `redline baseline`: records the present findings, so that later reports show only new ones.

use crate::args;
use crate::checker::Checker;
use crate::commands::check;
use crate::config::Config;
use crate::error::{CliError, Outcome};
use crate::faults;
use crate::language::{either, tr};
use crate::lookups;
use crate::modules;
use crate::planned_requests::PlannedRequests;
use crate::suppressions::{Suppressions, baseline_of};

/// Writes the baseline.
pub(crate) fn run(args: &args::Baseline) -> Result<Outcome, CliError> {
    let (rules, config) = modules::select(&args.check.checking)?;
    let requests = PlannedRequests::new(&args.check)?;
    let (inputs, remarks) = check::inputs(&args.check);
    let cluster = lookups::cluster_of(&inputs, &rules, args.check.namespace.as_deref());
    // Findings of an older baseline are recorded again. Waived findings are not recorded.
    let config = Config { baseline: None, ..config };
    let checker = Checker { rules, requests, only: None, suppressions: Suppressions::load(config, None)?, cluster };
    let mut evaluations = Vec::new();
    let mut failed = Vec::new();
    checker.for_each(inputs, |evaluation| {
        match &evaluation.results {
            Ok(_) => evaluations.push(evaluation),
            Err(reason) => failed.push(format!("{}: {reason}", evaluation.location)),
        }
        Ok(())
    })?;
    remarks.iter().for_each(|remark| eprintln!("{remark}"));
    failed.iter().for_each(|reason| eprintln!("{}{reason}", either("not recorded: ", "未记录：")));
    // A mistyped name does not replace a good baseline by an empty one.
    if evaluations.is_empty() && !failed.is_empty() {
        return Ok(Outcome::Failed);
    }
    let (count, text) = baseline_of(&evaluations)?;
    std::fs::write(&args.out, text).map_err(|e| faults::unwritable(&args.out, &e))?;
    let (objects, file) = (evaluations.len(), args.out.display());
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let (findings, items) = (plural(count), plural(objects));
    println!(
        "{}",
        tr!(
            "recorded {count} finding{findings} of {objects} object{items} in {file}",
            "已将 {objects} 个对象的 {count} 项发现记录到 {file}"
        )
    );
    Ok(if failed.is_empty() { Outcome::Clean } else { Outcome::Failed })
}
