//! What a cloud rule evaluates, as a table: calls and planned changes, the condition under which they count, and the
//! resource that they touch. Messages, documentation and RAM policies are derived from the same rows.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use redline_core::finding::Level;
use redline_core::language::Bilingual;
use redline_core::row::Row;

use crate::class::Class;

/// The operation that a row of the table is about.
#[derive(Debug, Clone, Copy)]
pub enum Trigger {
    /// An API call, about to be made or recorded.
    Call {
        /// Product code, as in RAM policies.
        product: &'static str,
        /// Name of the API, or several with blanks between them.
        action: &'static str,
    },
    /// Something that Alibaba Cloud does on its own. Such events do not bear the names of APIs, so an event counts
    /// when its name contains one of the words, ignoring case.
    Event {
        /// Product code.
        product: &'static str,
        /// Words in the name of the event.
        words: &'static [&'static str],
    },
    /// A planned change of a Terraform resource.
    Terraform {
        /// Resource type, such as `alicloud_instance`, or several with blanks between them.
        resource_type: &'static str,
        /// What the plan does to the resource.
        change: Change,
    },
}

/// What a plan does to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Creates it, also as part of a replacement.
    Create,
    /// Updates it in place.
    Update,
    /// Deletes it, also as part of a replacement.
    Delete,
    /// Replaces it: deletes it and creates it again.
    Replace,
    /// Any of these.
    Any,
}

/// Paths of parameters or of attributes: names joined by dots, without the numbers of list items.
pub type Paths = &'static [&'static str];

/// Other resources that the same operation names: their class, and the parameters or attributes with their ids.
pub type Related = &'static [(Class, Paths)];

/// The condition under which a row counts.
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// No condition.
    Always,
    /// A value at one of the paths is one of these values, ignoring case.
    Is(Paths, &'static [&'static str]),
    /// There is a value at one of the paths.
    Given(Paths),
    /// Terraform: the value at one of the paths changes.
    Changes(Paths),
    /// Terraform: a creation, a deletion, or an update of something else than these attributes. What only starts the
    /// resource again does not count.
    ChangesBeyond(Paths),
    /// Terraform: the value at one of the paths changes to another value, not to none.
    Sets(Paths),
    /// Terraform: a list at one of the paths loses items, or the attribute its value.
    Loses(Paths),
    /// None of these values stands at one of the paths, ignoring case. A value that is missing counts.
    IsNot(Paths, &'static [&'static str]),
    /// Terraform: the attribute becomes one of these values and had none of them before.
    Becomes(&'static str, &'static [&'static str]),
    /// Terraform: one of the attributes had one of these values and has none of them any more.
    Leaves(Paths, &'static [&'static str]),
}

/// A row of a rule's table. Create it with [`Action::call`], [`Action::event`] or [`Action::terraform`], and refine it
/// with the methods after them, all of them `const`.
#[derive(Debug, Clone, Copy)]
pub struct Action {
    /// The operation that the row is about.
    pub trigger: Trigger,
    /// The condition under which it counts.
    pub when: When,
    /// The class of the resource that it touches.
    pub class: Class,
    /// Parameters or attributes that hold the id of that resource.
    pub ids: Paths,
    /// Other resources that the same operation names. If one of them belongs to the cluster, the operation counts too.
    pub related: Related,
    /// Parameters or attributes that name what is lost, where that is only a part of the resource: an instance of a group,
    /// an add-on of a cluster.
    pub parts: Paths,
    /// The level of the finding once it is certain that the resource belongs to the cluster.
    pub level: Level,
    /// Whether the calls of the row know the parameter `DryRun`. Others ignore it, and do what they are for.
    pub knows_dry_run: bool,
    /// Catalogue row; `None` for the rule's first.
    pub row: Option<&'static Row>,
    /// The text of the finding, with `{}` for the resource.
    pub message: Bilingual,
}

impl Action {
    /// An API call on a resource whose id is in the usual parameter of its class. `action` may name several calls, with
    /// blanks between them.
    pub const fn call(product: &'static str, action: &'static str, class: Class, message: Bilingual) -> Action {
        Action::new(Trigger::Call { product, action }, class, class.parameter(), message)
    }

    /// Something that Alibaba Cloud does on its own; see [`Trigger::Event`].
    pub const fn event(
        product: &'static str,
        words: &'static [&'static str],
        class: Class,
        message: Bilingual,
    ) -> Action {
        Action::new(Trigger::Event { product, words }, class, class.parameter(), message)
    }

    /// A planned change of the resource itself. `resource_type` may name several types, with blanks between them. Where the
    /// resource is only a part of the one that matters, such as a listener of a load balancer, name the attribute that refers
    /// to it with [`Action::ids`].
    pub const fn terraform(resource_type: &'static str, change: Change, class: Class, message: Bilingual) -> Action {
        Action::new(Trigger::Terraform { resource_type, change }, class, &["id"], message)
    }

    const fn new(trigger: Trigger, class: Class, ids: Paths, message: Bilingual) -> Action {
        Action {
            trigger,
            when: When::Always,
            class,
            ids,
            related: &[],
            parts: &[],
            level: Level::Deny,
            knows_dry_run: false,
            row: None,
            message,
        }
    }

    /// The same row, which counts only under this condition.
    pub const fn when(self, when: When) -> Action {
        Action { when, ..self }
    }

    /// The same row with the id in other parameters or attributes.
    pub const fn ids(self, ids: Paths) -> Action {
        Action { ids, ..self }
    }

    /// The same row with other resources that tell whose operation it is.
    pub const fn related(self, related: Related) -> Action {
        Action { related, ..self }
    }

    /// The same row, whose finding names the parts at these paths.
    pub const fn naming(self, parts: Paths) -> Action {
        Action { parts, ..self }
    }

    /// The same row, whose calls only check whether they would succeed where `DryRun` is `true`.
    pub const fn unless_dry_run(self) -> Action {
        Action { knows_dry_run: true, ..self }
    }

    /// The same row as a warning.
    pub const fn warns(self) -> Action {
        Action { level: Level::Warn, ..self }
    }

    /// The same row under another row of the catalogue.
    pub const fn row(self, row: &'static Row) -> Action {
        Action { row: Some(row), ..self }
    }

    /// Several tables as one. `N` is the number of rows; the compiler refuses another one.
    pub const fn joined<const N: usize>(tables: &[&[Action]]) -> [Action; N] {
        let mut all = [Action::call("", "", Class::Other, Bilingual { en: "", zh: "" }); N];
        let (mut table, mut count) = (0, 0);
        while table < tables.len() {
            let mut row = 0;
            while row < tables[table].len() {
                all[count] = tables[table][row];
                (row, count) = (row + 1, count + 1);
            }
            table += 1;
        }
        assert!(count == N, "the tables have another number of rows");
        all
    }

    /// The calls or resource types that the row is about; none for events.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        match self.trigger {
            Trigger::Call { action: names, .. } | Trigger::Terraform { resource_type: names, .. } => names,
            Trigger::Event { .. } => "",
        }
        .split_ascii_whitespace()
    }

    /// The actions as RAM policies name them, such as `ess:DeleteScalingGroup`; none for rows that no policy can express.
    pub fn permissions(&self) -> Vec<String> {
        match self.trigger {
            Trigger::Call { product, .. } => self.names().map(|action| format!("{product}:{action}")).collect(),
            Trigger::Event { .. } | Trigger::Terraform { .. } => Vec::new(),
        }
    }
}
