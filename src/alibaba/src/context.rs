//! What a cloud rule's check is given besides the operation and its own settings.

use redline_core::rule::RuleMetadata;
use redline_core::settings::CommonSettings;

use crate::action::Action;
use crate::inventory::Inventory;

/// What a cloud rule's check is given besides the operation and its own settings.
#[derive(Clone, Copy)]
pub struct CloudContext<'c> {
    /// The rule.
    pub rule: &'c RuleMetadata,
    /// The rule's table.
    pub actions: &'static [Action],
    /// The settings common to all rules.
    pub common: &'c CommonSettings,
    /// What belongs to the cluster.
    pub inventory: &'c Inventory,
}
