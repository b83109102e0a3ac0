//! Alibaba Cloud operations: one [`CloudOperation`], whether it comes as an OpenAPI call that is about to be made, as
//! an ActionTrail event, or as a planned change of a Terraform resource.
//!
//! A rule is a table of [`Action`]s and, usually, the default check of [`CloudRule`]. This crate finds the rows that
//! are about the operation, the resources that it names, and who owns them: by their kind and name, by their tags, and
//! by the ids of the [`Inventory`], which is part of the settings of every cloud rule. An operation on somebody else's
//! resource is allowed. Where the owner is unknown, the finding is a warning that names the setting that decides.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod action;
pub mod addon;
pub mod atlas;
mod attributes;
mod billing;
mod call;
mod class;
mod conditions;
mod context;
mod evaluate;
mod identity;
pub mod input;
mod inventory;
pub mod load_balancer;
mod matching;
mod operation;
pub mod orchestration;
mod owner;
mod ownership;
mod planned_change;
mod rule;
pub mod security_group;
mod tags;
mod targets;

#[cfg(test)]
mod tests;

pub use action::{Action, Change, Paths, Related, Trigger, When};
pub use attributes::Attributes;
pub use call::{Call, Origin};
pub use class::Class;
pub use conditions::ConditionResult;
pub use context::CloudContext;
pub use identity::{ACK_ROLES, Identity, ack_role};
pub use inventory::{INVENTORY_FIELDS, Inventory, InventoryList, KEYS as INVENTORY_KEYS};
pub use matching::{ActionMatch, quoted};
pub use operation::{CloudOperation, Source};
pub use ownership::Ownership;
pub use planned_change::{AttributeChange, PlannedChange};
pub use rule::CloudRule;
