//! Whether a row of a rule's table is about an operation, and whether its condition is met.

use crate::action::{Action, Change, Paths, Trigger, When};
use crate::call::Origin;
use crate::operation::{CloudOperation, Source};
use crate::planned_change::{AttributeChange, PlannedChange};

impl Action {
    /// Whether this row is about the operation, its condition aside.
    pub(crate) fn is_about(&self, op: &CloudOperation<'_>) -> bool {
        match (self.trigger, &op.source) {
            (Trigger::Call { product, .. }, Source::Call(call)) => {
                call.is_product(product)
                    && self.names().any(|action| call.action_is(action))
                    && !((self.knows_dry_run || ["alb", "nlb"].contains(&product)) && call.asks_for_dry_run())
            }
            (Trigger::Event { product, words }, Source::Call(call)) => {
                let name = call.action.as_bytes();
                let contains =
                    |word: &&str| name.windows(word.len().max(1)).any(|w| w.eq_ignore_ascii_case(word.as_bytes()));
                call.origin == Origin::ServiceEvent && call.is_product(product) && words.iter().any(contains)
            }
            (Trigger::Terraform { change, .. }, Source::PlannedChange(plan)) => {
                self.names().any(|name| plan.resource_type == name)
                    && match change {
                        Change::Create => plan.creates,
                        Change::Update => plan.updates,
                        Change::Delete => plan.deletes,
                        Change::Replace => plan.replaces(),
                        Change::Any => true,
                    }
            }
            _ => false,
        }
    }
}

/// Whether the condition of a row is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConditionResult {
    /// It is met.
    Met,
    /// It is not met.
    NotMet,
    /// Terraform knows the value at this path only after apply.
    Unknown(&'static str),
}

impl When {
    /// Whether the operation meets the condition.
    pub(crate) fn evaluate(self, op: &CloudOperation<'_>) -> ConditionResult {
        match (self, &op.source) {
            (When::Always, _) => ConditionResult::Met,
            (When::Is(paths, values), Source::Call(call)) => met_if(call.parameters.has_value(paths, values)),
            (When::Given(paths), Source::Call(call)) => {
                met_if(paths.iter().any(|path| !call.parameters.list(path).is_empty()))
            }
            (When::Is(paths, values), Source::PlannedChange(plan)) if plan.deletes => {
                met_if(plan.before.has_value(paths, values))
            }
            (When::Is(paths, values), Source::PlannedChange(plan)) => {
                let side = if plan.updates { &plan.before } else { &plan.after };
                met_or_unknown(side.has_value(paths, values), plan, paths)
            }
            (When::Given(paths), Source::PlannedChange(plan)) => {
                met_or_unknown(paths.iter().any(|path| !plan.after.list(path).is_empty()), plan, paths)
            }
            (When::Changes(paths), Source::PlannedChange(plan)) => {
                let changes = |path: &&'static str| matches!(plan.attribute_change(path), AttributeChange::To(..));
                met_or_unknown(paths.iter().any(changes), plan, paths)
            }
            (When::ChangesBeyond(ignored), Source::PlannedChange(plan)) => {
                met_if(!plan.updates || plan.changes_beyond(ignored))
            }
            (When::Becomes(path, values), Source::PlannedChange(plan)) => {
                transition(plan, path, |old, new| !old && new, values)
            }
            (When::Leaves(paths, values), Source::PlannedChange(plan)) => {
                let leaves = |path: &&'static str| transition(plan, path, |old, new| old && !new, values);
                paths
                    .iter()
                    .map(leaves)
                    .find(|result| *result != ConditionResult::NotMet)
                    .unwrap_or(ConditionResult::NotMet)
            }
            (When::Sets(paths), Source::PlannedChange(plan)) => {
                let sets = |path: &&'static str| match plan.attribute_change(path) {
                    AttributeChange::To(_, new) => new.iter().any(|value| !value.is_empty() && value != "0"),
                    _ => false,
                };
                met_or_unknown(paths.iter().any(sets), plan, paths)
            }
            (When::Loses(paths), Source::PlannedChange(plan)) => {
                let loses = |path: &&'static str| match plan.attribute_change(path) {
                    AttributeChange::To(old, new) => old.iter().any(|item| !new.contains(item)),
                    _ => false,
                };
                met_or_unknown(paths.iter().any(loses), plan, paths)
            }
            (When::IsNot(paths, values), Source::Call(call)) => met_if(!call.parameters.has_value(paths, values)),
            (When::IsNot(paths, values), Source::PlannedChange(plan)) => {
                let side = if plan.deletes { &plan.before } else { &plan.after };
                met_if(!side.has_value(paths, values))
            }
            (
                When::Changes(_)
                | When::ChangesBeyond(_)
                | When::Sets(_)
                | When::Becomes(..)
                | When::Leaves(..)
                | When::Loses(_),
                Source::Call(_),
            ) => ConditionResult::NotMet,
        }
    }
}

fn met_if(met: bool) -> ConditionResult {
    if met { ConditionResult::Met } else { ConditionResult::NotMet }
}

/// Unknown when the condition is not met by what is known and one of the paths is known only after apply.
fn met_or_unknown(met: bool, plan: &PlannedChange<'_>, paths: Paths) -> ConditionResult {
    match paths.iter().find(|path| plan.is_unknown(path)) {
        Some(path) if !met => ConditionResult::Unknown(path),
        _ => met_if(met),
    }
}

/// Whether an attribute goes from one state to another. `counts` is told whether the old and the new value are among
/// `values`.
fn transition(
    plan: &PlannedChange<'_>,
    path: &'static str,
    counts: fn(bool, bool) -> bool,
    values: &'static [&'static str],
) -> ConditionResult {
    let old = plan.before.has_value(&[path], values);
    match plan.attribute_change(path) {
        AttributeChange::Same => ConditionResult::NotMet,
        AttributeChange::To(..) => met_if(counts(old, plan.after.has_value(&[path], values))),
        // The unknown new value matters only if it could make the condition come true.
        AttributeChange::Unknown => match counts(old, true) || counts(old, false) {
            true => ConditionResult::Unknown(path),
            false => ConditionResult::NotMet,
        },
    }
}
