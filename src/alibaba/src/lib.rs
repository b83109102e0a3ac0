//! Alibaba Cloud operations: one [`CloudOperation`], whether it comes as an OpenAPI call that is about to be made, as
//! an ActionTrail event, or as a planned change of a Terraform resource.
//!
//! A rule is a table of [`Action`]s and, mostly, the default check of [`CloudRule`]. The crate finds the rows that are
//! about the operation, the resources that it names, and whose they are: by kind and name, by tags, by the ids
//! of the [`Inventory`], which every cloud rule takes in its settings. Resources of others pass; where nobody
//! can tell, the finding is a warning that says which setting would decide.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod action;
mod attributes;
mod call;
mod conditions;
mod context;
mod evaluate;
mod identity;
pub mod input;
mod inventory;
pub mod load_balancer;
mod matching;
mod operation;
mod ownership;
mod planned_change;
mod rule;
mod tags;

#[cfg(test)]
mod tests;

pub use action::{Action, Change, Trigger, When};
pub use attributes::Attributes;
pub use call::{Call, Origin};
pub use conditions::Holds;
pub use context::CloudContext;
pub use identity::{ACK_ROLES, Identity, ack_role};
pub use inventory::{INVENTORY_FIELDS, Inventory, KEYS as INVENTORY_KEYS, List};
pub use matching::{ActionMatch, quoted};
pub use operation::{CloudOperation, Source};
pub use ownership::{Class, Ownership};
pub use planned_change::{Changed, PlannedChange};
pub use rule::CloudRule;
