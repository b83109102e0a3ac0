//! Whether a row of a rule's table is about an operation, and whether its condition holds.

use crate::action::{Action, Change, Trigger, When};
use crate::call::Origin;
use crate::operation::{CloudOperation, Source};
use crate::planned_change::{Changed, PlannedChange};

impl Action {
    /// Whether this row is about such an operation, its values aside.
    pub(crate) fn fits(&self, op: &CloudOperation<'_>) -> bool {
        match (self.on, &op.source) {
            (Trigger::Call { product, action }, Source::Call(call)) => call.is(product, action),
            (Trigger::Event { product, words }, Source::Call(call)) => {
                let name = call.action.as_bytes();
                let says =
                    |word: &&str| name.windows(word.len().max(1)).any(|w| w.eq_ignore_ascii_case(word.as_bytes()));
                call.origin == Origin::ServiceEvent && call.of(product) && words.iter().any(says)
            }
            (Trigger::Terraform { kind, change }, Source::PlannedChange(plan)) => {
                plan.kind == kind
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

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// Only after apply will the value at this path be known.
    Unknown(&'static str),
}

impl When {
    pub(crate) fn holds(self, op: &CloudOperation<'_>) -> Holds {
        match (self, &op.source) {
            (When::Always, _) => Holds::Yes,
            (When::Is(paths, values), Source::Call(call)) => yes(call.parameters.is(paths, values)),
            (When::Given(paths), Source::Call(call)) => {
                yes(paths.iter().any(|path| !call.parameters.list(path).is_empty()))
            }
            (When::Is(paths, values), Source::PlannedChange(plan)) if plan.deletes => {
                yes(plan.before.is(paths, values))
            }
            (When::Is(paths, values), Source::PlannedChange(plan)) => {
                let side = if plan.updates { &plan.before } else { &plan.after };
                either(side.is(paths, values), plan, paths)
            }
            (When::Given(paths), Source::PlannedChange(plan)) => {
                either(paths.iter().any(|path| !plan.after.list(path).is_empty()), plan, paths)
            }
            (When::Changes(paths), Source::PlannedChange(plan)) => {
                let changed = |path: &&'static str| matches!(plan.changed(path), Changed::To(..));
                either(paths.iter().any(changed), plan, paths)
            }
            (When::Becomes(path, values), Source::PlannedChange(plan)) => {
                turns(plan, path, |old, new| !old && new, values)
            }
            (When::Leaves(path, values), Source::PlannedChange(plan)) => {
                turns(plan, path, |old, new| old && !new, values)
            }
            (When::Changes(_) | When::Becomes(..) | When::Leaves(..), Source::Call(_)) => Holds::No,
        }
    }
}

fn yes(holds: bool) -> Holds {
    if holds { Holds::Yes } else { Holds::No }
}

/// Yes, or else unknown when one of the paths is not known before apply.
fn either(holds: bool, plan: &PlannedChange<'_>, paths: &'static [&'static str]) -> Holds {
    match paths.iter().find(|path| plan.unknown(path)) {
        Some(path) if !holds => Holds::Unknown(path),
        _ => yes(holds),
    }
}

fn turns(
    plan: &PlannedChange<'_>,
    path: &'static str,
    when: fn(bool, bool) -> bool,
    values: &'static [&'static str],
) -> Holds {
    let old = plan.before.is(&[path], values);
    match plan.changed(path) {
        Changed::Same => Holds::No,
        Changed::To(..) => yes(when(old, plan.after.is(&[path], values))),
        // Whatever it becomes matters only if one of the two outcomes would.
        Changed::Unknown => match when(old, true) || when(old, false) {
            true => Holds::Unknown(path),
            false => Holds::No,
        },
    }
}
