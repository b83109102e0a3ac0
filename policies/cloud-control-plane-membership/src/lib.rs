//! Adding or removing control-plane nodes of a dedicated cluster.
#![no_std]

mod docs;

use redline_engine::alibaba::Ownership;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        rows: &[rows::R21],
        only_on: Some(ClusterKind::Dedicated),
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(_: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        // Creating a cluster, or deleting it with all its nodes, is no change of its nodes. An instance of which nothing is
        // known may be anybody's; `cloud-node-release` warns about it.
        let is_whole = op.plan().is_some_and(|plan| plan.resource_type == CLUSTER && plan.creates != plan.deletes);
        !is_whole && found.owner == Ownership::Ours
    }
}

const MASTER: Class = Class::ControlPlaneInstance;
const REMOVED: Bilingual =
    Bilingual { en: "releases instance {} of a control-plane node", zh: "释放 Master 节点的实例 {}" };
const CHANGED: Bilingual =
    Bilingual { en: "changes the control-plane nodes of cluster {}", zh: "修改集群 {} 的 Master 节点" };

const CLUSTER: &str = "alicloud_cs_kubernetes";

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "DeleteInstance DeleteInstances", MASTER, REMOVED).unless_dry_run(),
    Action::event("ecs", &["release", "expire"], MASTER, REMOVED),
    Action::terraform("alicloud_instance", Change::Delete, MASTER, REMOVED),
    Action::terraform("alicloud_ecs_instance_set", Change::Delete, MASTER, REMOVED).ids(&["instance_ids"]),
    Action::terraform(CLUSTER, Change::Any, Class::Cluster, CHANGED).when(When::Changes(&[
        "master_auto_renew_period",
        "master_disk_category",
        "master_disk_performance_level",
        "master_disk_size",
        "master_instance_charge_type",
        "master_instance_types",
        "master_period",
        "master_period_unit",
        "master_vswitch_ids",
    ])),
];
