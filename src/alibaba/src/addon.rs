//! Add-ons of a cluster, uninstalled.

use redline_core::language::Bilingual;

use crate::action::{Action, Change, Paths, When};
use crate::attributes::Attributes;
use crate::class::Class;
use crate::matching::ActionMatch;
use crate::operation::CloudOperation;

use alloc::string::String;
use alloc::vec::Vec;

/// Where the call names add-ons: its body is a list of them.
const NAMES: Paths = &["addons.name", "addons.addon_name", "body.name", "body.addons.name", "name"];

/// Terraform types of clusters, which have add-ons as an attribute.
const CLUSTERS: &str = "alicloud_cs_managed_kubernetes alicloud_cs_kubernetes alicloud_cs_serverless_kubernetes \
                        alicloud_cs_edge_kubernetes";

/// Uninstalling one of the add-ons with these names. [`is_uninstalled`] tells which matches count.
pub const fn uninstall(names: &'static [&'static str], message: Bilingual) -> [Action; 3] {
    [
        Action::call("cs", "UnInstallClusterAddons", Class::Cluster, message)
            .naming(NAMES)
            .when(When::Is(NAMES, names)),
        Action::terraform("alicloud_cs_kubernetes_addon", Change::Delete, Class::Cluster, message)
            .ids(&["cluster_id"])
            .naming(&["name"])
            .when(When::Is(&["name"], names)),
        Action::terraform(CLUSTERS, Change::Update, Class::Cluster, message).when(When::Changes(&["addons"])).warns(),
    ]
}

/// Whether a match counts: a cluster whose list of add-ons changes in another way keeps them.
pub fn is_uninstalled(found: &ActionMatch, op: &CloudOperation<'_>, names: &[&str]) -> bool {
    op.plan().is_none_or(|plan| {
        let is_about_cluster = found.action.names().eq(CLUSTERS.split_ascii_whitespace());
        !is_about_cluster || removes(&installed(&plan.before), &installed(&plan.after), names)
    })
}

/// Whether one of the add-ons is there before and not after.
fn removes(before: &[String], after: &[String], names: &[&str]) -> bool {
    before.iter().any(|addon| names.contains(&&**addon) && !after.contains(addon))
}

/// The add-ons that a cluster has: those that are listed and not disabled.
fn installed(side: &Attributes<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for addon in side.list("addons") {
        let Ok(addon) = Attributes::of_resource(redline_json::read(&addon).ok(), "") else { continue };
        if !addon.has_value(&["disabled"], &["true"]) {
            names.extend(addon.text("name"));
        }
    }
    names
}
