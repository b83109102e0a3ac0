//! What a cloud rule evaluates, as a table: calls and planned changes, when they count, and whose resource they
//! touch. Messages, documentation and RAM policies come from the same rows.

use alloc::format;
use alloc::string::String;

use redline_core::finding::Level;
use redline_core::language::Bilingual;
use redline_core::row::Row;

use crate::ownership::Class;

/// What a row of the table looks at.
#[derive(Debug, Clone, Copy)]
pub enum Trigger {
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
    pub on: Trigger,
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
    /// Catalogue row; `None` for the rule's first.
    pub row: Option<&'static Row>,
    /// What to say, with `{}` for the resource.
    pub says: Bilingual,
}

impl Action {
    /// An API call on a resource whose id is in the usual parameter of its class.
    pub const fn call(product: &'static str, action: &'static str, class: Class, says: Bilingual) -> Action {
        Action::new(Trigger::Call { product, action }, class, class.parameter(), says)
    }

    /// Something that Alibaba Cloud does by itself; see [`Trigger::Event`].
    pub const fn event(product: &'static str, words: &'static [&'static str], class: Class, says: Bilingual) -> Action {
        Action::new(Trigger::Event { product, words }, class, class.parameter(), says)
    }

    /// A planned change of the resource itself; name the attribute with [`Action::ids`] where the resource only
    /// belongs to the one that matters.
    pub const fn terraform(kind: &'static str, change: Change, class: Class, says: Bilingual) -> Action {
        Action::new(Trigger::Terraform { kind, change }, class, &["id"], says)
    }

    const fn new(on: Trigger, class: Class, ids: &'static [&'static str], says: Bilingual) -> Action {
        Action { on, when: When::Always, class, ids, also: &[], level: Level::Deny, row: None, says }
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
    pub const fn row(self, row: &'static Row) -> Action {
        Action { row: Some(row), ..self }
    }

    /// The action as RAM policies name it, such as `ess:DeleteScalingGroup`; `None` for rows that no policy can
    /// express.
    pub fn permission(&self) -> Option<String> {
        match self.on {
            Trigger::Call { product, action } => Some(format!("{product}:{action}")),
            Trigger::Event { .. } | Trigger::Terraform { .. } => None,
        }
    }
}
