//! Add-ons of a cluster, uninstalled.

use redline_core::language::Bilingual;

use crate::action::{Action, Change, Paths, When};
use crate::class::Class;

/// Where the call names add-ons: its body is a list of them.
const NAMES: Paths = &["addons.name", "addons.addon_name", "body.name", "body.addons.name", "name"];

/// Uninstalling one of the add-ons with these names.
pub const fn uninstall(names: &'static [&'static str], message: Bilingual) -> [Action; 2] {
    [
        Action::call("cs", "UnInstallClusterAddons", Class::Cluster, message).when(When::Is(NAMES, names)),
        Action::terraform("alicloud_cs_kubernetes_addon", Change::Delete, Class::Cluster, message)
            .ids(&["cluster_id"])
            .when(When::Is(&["name"], names)),
    ]
}
