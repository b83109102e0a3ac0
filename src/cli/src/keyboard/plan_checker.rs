//! Checks what a command is going to do with the rules, as `redline check` does.

use std::time::Duration;

use rayon::prelude::*;
use redline_host::{Cluster, Limits, PolicyType};
use redline_input::Subject;

use super::decision::Decision;
use super::plan::{Plan, PlannedRequest};
use crate::args::RuleOptions;
use crate::error::CliError;
use crate::evaluation::{Evaluation, Location, Noun};
use crate::language;
use crate::modules;
use crate::pods::Requests;
use crate::rules::Rules;
use crate::suppressions::Suppressions;

/// How long one rule may take. Look-ups in the cluster are part of it.
const PATIENCE: Duration = Duration::from_secs(60);

/// The rules that check plans.
pub(crate) struct PlanChecker {
    rules: Rules,
    suppressions: Suppressions,
    zh: bool,
}

impl PlanChecker {
    /// The rules that arguments and configuration select.
    ///
    /// # Errors
    /// A configuration that cannot be read, no modules, settings that are not valid.
    pub(crate) fn new(args: &RuleOptions) -> Result<Self, CliError> {
        let limits = Limits { time: PATIENCE, ..Limits::default() };
        let (rules, config) = modules::select_within(&args.selection, &args.modules(), limits)?;
        let zh = language::is_chinese();
        Ok(PlanChecker { rules, suppressions: Suppressions::load(config, None)?, zh })
    }

    /// Whether people are spoken to in Chinese.
    pub(crate) fn chinese(&self) -> bool {
        self.zh
    }

    /// Checks a plan. Look-ups of the rules go to the cluster; without one they find nothing.
    pub(crate) fn decide(&self, plan: Plan, cluster: Option<&Cluster>) -> Decision {
        let evaluations = plan.requests.into_iter().map(|planned| self.evaluate(planned, cluster)).collect();
        Decision { evaluations, notes: plan.notes }
    }

    fn evaluate(&self, planned: PlannedRequest, cluster: Option<&Cluster>) -> Evaluation {
        let (policy_type, request) = match &planned.subject {
            Subject::Raw(_, request) => (PolicyType::Raw, request),
            Subject::Request(request) | Subject::Object(request) => (PolicyType::Kubernetes, request),
        };
        let requests = Requests::new(policy_type, request.clone());
        let matching = requests.matching(&self.rules);
        let evaluate = |unit| requests.evaluate(&self.rules, unit, &matching, cluster).unwrap_or_default();
        let results: Vec<Vec<_>> = self.rules.units().par_iter().map(evaluate).collect();
        let (noun, results) = (Noun::of(&planned.subject), results.into_iter().flatten().collect());
        let mut evaluation = Evaluation::new(Location::file(""), planned.title, planned.operation, noun, Ok(results));
        self.suppressions.apply(&mut evaluation);
        evaluation
    }
}
