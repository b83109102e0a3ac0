//! The cluster's resources, read from what Terraform, ACK and kubectl say about it: the settings that every cloud rule
//! takes.
//!
//! Only what belongs to the cluster goes in: what an ACK resource names, and what carries ACK's tag. Attribute names are
//! those of the Terraform provider's documentation and of ACK's API reference (2015-12-15).

mod ack;
mod kubectl;
mod lists;
mod read;
mod terraform;

pub(crate) use lists::Lists;
pub use lists::{Inventory, InventoryError};
pub(crate) use terraform::CLUSTER_TYPES;
