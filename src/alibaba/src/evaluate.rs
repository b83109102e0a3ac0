//! From a payload to an outcome, for rules over cloud operations.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};

use redline_core::finding::{Findings, Level};
use redline_core::outcome::Outcome;
use redline_core::response::SettingsResponse;
use redline_core::rule::RuleMetadata;
use redline_core::settings::{self, CommonSettings, RuleSettings};
use redline_json::Fields;

use crate::action::Action;
use crate::context::CloudContext;
use crate::input;
use crate::inventory::{Inventory, WithInventory};
use crate::operation::CloudOperation;

/// A rule's check with the settings that it reads, behind one type for all rules, so that a bundle holds the code once.
trait Check {
    fn settings(&mut self) -> &mut dyn RuleSettings;
    fn check(&self, context: &CloudContext<'_>, op: &CloudOperation<'_>, out: &mut Findings);
}

struct Checked<S, F> {
    own: S,
    check: F,
}

impl<S: RuleSettings, F: Fn(&CloudContext<'_>, &CloudOperation<'_>, &S, &mut Findings)> Check for Checked<S, F> {
    fn settings(&mut self) -> &mut dyn RuleSettings {
        &mut self.own
    }
    fn check(&self, context: &CloudContext<'_>, op: &CloudOperation<'_>, out: &mut Findings) {
        (self.check)(context, op, &self.own, out);
    }
}

/// Evaluates one payload, with the settings `given` or, where there are none, those in the payload. It needs no host:
/// cloud rules look nothing up, and have no approvals that could expire.
pub(crate) fn evaluate<S: RuleSettings + Default>(
    rule: &RuleMetadata,
    actions: &'static [Action],
    payload: &[u8],
    given: Option<&str>,
    check: impl Fn(&CloudContext<'_>, &CloudOperation<'_>, &S, &mut Findings),
) -> Outcome {
    let check: &mut dyn Check = &mut Checked { own: S::default(), check };
    let outcome = input::read(payload, &mut |op, settings| decide(rule, actions, op, given.or(settings), check));
    outcome.unwrap_or_else(|problem| Outcome::Invalid(problem.to_string()))
}

/// Evaluates an operation that has been read already.
pub(crate) fn evaluate_operation<S: RuleSettings + Default>(
    rule: &RuleMetadata,
    actions: &'static [Action],
    op: &CloudOperation<'_>,
    settings: &str,
    check: impl Fn(&CloudContext<'_>, &CloudOperation<'_>, &S, &mut Findings),
) -> Outcome {
    decide(rule, actions, op, Some(settings), &mut Checked { own: S::default(), check })
}

/// The outcome of one rule for an operation. The order is: the table, the settings, exemptions, the check. There are no
/// approvals, because there is no object that could carry one.
fn decide(
    rule: &RuleMetadata,
    actions: &'static [Action],
    op: &CloudOperation<'_>,
    settings: Option<&str>,
    check: &mut dyn Check,
) -> Outcome {
    if !op.is_about(actions) {
        return Outcome::Allow;
    }
    let (common, mut inventory) = match read_settings(settings, check.settings()) {
        Ok(settings) => settings,
        Err(problem) => return Outcome::Invalid(problem),
    };
    if let Some(why) = op.identity.exempt(&common).or_else(|| op.exempt_objects(actions, &common)) {
        return Outcome::Exempt(why);
    }
    if let Some(plan) = op.plan() {
        // What goes with its cluster is part of the finding about the cluster.
        if !plan.context.goes_with.is_empty() && plan.deletes && !plan.creates {
            return Outcome::Allow;
        }
        let clusters: Fields<'_> =
            plan.context.inventory.and_then(|raw| redline_json::read(raw.get()).ok()).unwrap_or_default();
        for (cluster, lists) in clusters.iter() {
            if !inventory.is_other_cluster(cluster) {
                inventory.add(lists.get());
            }
        }
    }
    let mut findings = Findings::new();
    check.check(&CloudContext { rule, actions, common: &common, inventory: &inventory }, op, &mut findings);
    // Older versions of Terway and CSI act under the role of the node that they run on, and so may anybody on that node.
    if op.identity.is_node() {
        findings.iter_mut().for_each(|finding| finding.level = Level::Warn);
    }
    Outcome::of_findings(&common, findings, None)
}

fn read_settings(json: Option<&str>, own: &mut dyn RuleSettings) -> Result<(CommonSettings, Inventory), String> {
    let mut both = WithInventory { inventory: Inventory::default(), own };
    let common = settings::read(json, &mut both)?;
    if common.approval.enabled {
        return Err(
            "`approval.enabled`: approvals are annotations of Kubernetes objects and do not apply to cloud rules"
                .to_owned(),
        );
    }
    Ok((common, both.inventory))
}

/// Answers a settings validation request.
pub(crate) fn validate_settings(rule: &str, json: &[u8], own: &mut dyn RuleSettings) -> SettingsResponse {
    settings::validate_with(rule, json, &mut |json| read_settings(Some(json), own).map(|_| ()))
}
