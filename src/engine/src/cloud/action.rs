//! What a cloud rule judges, as a table: calls and planned changes, when they count, and whose resource they
//! touch. Messages, documentation and RAM policies come from the same rows.

use super::call::Origin;
use super::owner::Class;
use super::plan::{Changed, Plan};
use super::{Operation, Source};
use crate::declare::Bilingual;
use crate::finding::Level;
use alloc::format;
use alloc::string::String;

/// What a row of the table looks at.
#[derive(Debug, Clone, Copy)]
pub enum On {
    /// An API call, about to be made or recorded.
    Call {
        /// Product code, as in RAM policies.
        product: &'static str,
        /// Name of the API.
        action: &'static str,
    },
    /// Something that Alibaba Cloud does by itself. The names of such events are not those of APIs, so one
    /// counts when it contains one of the words, ignoring case.
    Event {
        /// Product code.
        product: &'static str,
        /// Words in the event's name.
        words: &'static [&'static str],
    },
    /// A planned change of a Terraform resource.
    Terraform {
        /// Resource type.
        kind: &'static str,
        /// What happens to it.
        change: Change,
    },
}

/// What a plan does to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is made; in a replacement too.
    Create,
    /// It is changed in place.
    Update,
    /// It is deleted; in a replacement too.
    Delete,
    /// It is deleted to be made anew.
    Replace,
    /// Any of these.
    Any,
}

/// When a row counts. Paths are of parameters or of attributes, with dots and without numbers.
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// Always.
    Always,
    /// Some value at one of the paths is one of these, ignoring case.
    Is(&'static [&'static str], &'static [&'static str]),
    /// There is a value at one of the paths.
    Given(&'static [&'static str]),
    /// Terraform: a value at one of the paths changes.
    Changes(&'static [&'static str]),
    /// Terraform: the attribute becomes one of these values and was none of them.
    Becomes(&'static str, &'static [&'static str]),
    /// Terraform: the attribute was one of these values and no longer is.
    Leaves(&'static str, &'static [&'static str]),
}

/// A row of a rule's table. Made with [`Action::call`], [`Action::event`] or [`Action::terraform`] and refined
/// with the methods after them, all of them `const`.
#[derive(Debug, Clone, Copy)]
pub struct Action {
    /// What it looks at.
    pub on: On,
    /// When it counts.
    pub when: When,
    /// Kind of resource that is touched.
    pub class: Class,
    /// Parameters or attributes that hold the resource's id.
    pub ids: &'static [&'static str],
    /// Other resources that the same call names. If one of them is the cluster's, so is this act.
    pub also: &'static [(Class, &'static [&'static str])],
    /// How sure the rule is once the resource is the cluster's.
    pub level: Level,
    /// Catalogue row; empty for the rule's first.
    pub row: &'static str,
    /// What to say, with `{}` for the resource.
    pub says: Bilingual,
}

impl Action {
    /// An API call on a resource whose id is in the usual parameter of its class.
    pub const fn call(product: &'static str, action: &'static str, class: Class, says: Bilingual) -> Action {
        Action::new(On::Call { product, action }, class, class.parameter(), says)
    }

    /// Something that Alibaba Cloud does by itself; see [`On::Event`].
    pub const fn event(product: &'static str, words: &'static [&'static str], class: Class, says: Bilingual) -> Action {
        Action::new(On::Event { product, words }, class, class.parameter(), says)
    }

    /// A planned change of the resource itself; name the attribute with [`Action::ids`] where the resource only
    /// belongs to the one that matters.
    pub const fn terraform(kind: &'static str, change: Change, class: Class, says: Bilingual) -> Action {
        Action::new(On::Terraform { kind, change }, class, &["id"], says)
    }

    const fn new(on: On, class: Class, ids: &'static [&'static str], says: Bilingual) -> Action {
        Action { on, when: When::Always, class, ids, also: &[], level: Level::Deny, row: "", says }
    }

    /// The same row, counting only then.
    pub const fn when(self, when: When) -> Action {
        Action { when, ..self }
    }

    /// The same row with the id in other parameters or attributes.
    pub const fn ids(self, ids: &'static [&'static str]) -> Action {
        Action { ids, ..self }
    }

    /// The same row with other resources that speak for it.
    pub const fn also(self, also: &'static [(Class, &'static [&'static str])]) -> Action {
        Action { also, ..self }
    }

    /// The same row as a warning.
    pub const fn warns(self) -> Action {
        Action { level: Level::Warn, ..self }
    }

    /// The same row under another row of the catalogue.
    pub const fn row(self, row: &'static str) -> Action {
        Action { row, ..self }
    }

    /// The action as RAM policies name it, such as `ess:DeleteScalingGroup`; `None` for rows that no policy can
    /// express.
    pub fn permission(&self) -> Option<String> {
        match self.on {
            On::Call { product, action } => Some(format!("{product}:{action}")),
            On::Event { .. } | On::Terraform { .. } => None,
        }
    }

    /// Whether this row is about such an operation, its values aside.
    pub(crate) fn fits(&self, op: &Operation<'_>) -> bool {
        match (self.on, &op.source) {
            (On::Call { product, action }, Source::Call(call)) => call.is(product, action),
            (On::Event { product, words }, Source::Call(call)) => {
                let name = call.action.as_bytes();
                let says =
                    |word: &&str| name.windows(word.len().max(1)).any(|w| w.eq_ignore_ascii_case(word.as_bytes()));
                call.origin == Origin::ServiceEvent && call.of(product) && words.iter().any(says)
            }
            (On::Terraform { kind, change }, Source::Plan(plan)) => {
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
    pub(crate) fn holds(self, op: &Operation<'_>) -> Holds {
        match (self, &op.source) {
            (When::Always, _) => Holds::Yes,
            (When::Is(paths, values), Source::Call(call)) => yes(call.parameters.is(paths, values)),
            (When::Given(paths), Source::Call(call)) => {
                yes(paths.iter().any(|path| !call.parameters.list(path).is_empty()))
            }
            (When::Is(paths, values), Source::Plan(plan)) if plan.deletes => yes(plan.before.is(paths, values)),
            (When::Is(paths, values), Source::Plan(plan)) => {
                let side = if plan.updates { &plan.before } else { &plan.after };
                either(side.is(paths, values), plan, paths)
            }
            (When::Given(paths), Source::Plan(plan)) => {
                either(paths.iter().any(|path| !plan.after.list(path).is_empty()), plan, paths)
            }
            (When::Changes(paths), Source::Plan(plan)) => {
                let changed = |path: &&'static str| matches!(plan.changed(path), Changed::To(..));
                either(paths.iter().any(changed), plan, paths)
            }
            (When::Becomes(path, values), Source::Plan(plan)) => turns(plan, path, |old, new| !old && new, values),
            (When::Leaves(path, values), Source::Plan(plan)) => turns(plan, path, |old, new| old && !new, values),
            (When::Changes(_) | When::Becomes(..) | When::Leaves(..), Source::Call(_)) => Holds::No,
        }
    }
}

fn yes(holds: bool) -> Holds {
    if holds { Holds::Yes } else { Holds::No }
}

/// Yes, or else unknown when one of the paths is not known before apply.
fn either(holds: bool, plan: &Plan<'_>, paths: &'static [&'static str]) -> Holds {
    match paths.iter().find(|path| plan.unknown(path)) {
        Some(path) if !holds => Holds::Unknown(path),
        _ => yes(holds),
    }
}

fn turns(plan: &Plan<'_>, path: &'static str, when: fn(bool, bool) -> bool, values: &'static [&'static str]) -> Holds {
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
