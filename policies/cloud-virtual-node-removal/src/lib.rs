//! Uninstalling the virtual node add-on.
#![no_std]

mod docs;

use redline_engine::alibaba::addon;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R32], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(_: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        addon::is_uninstalled(found, op, ADDONS)
    }
}

const UNINSTALLED: Bilingual =
    Bilingual { en: "uninstalls the virtual node add-on of cluster {}", zh: "卸载集群 {} 的虚拟节点组件" };
const DELETED: Bilingual = Bilingual { en: "deletes or changes virtual node {}", zh: "删除或修改虚拟节点 {}" };

const POD: Bilingual = Bilingual {
    en: "deletes or restarts container group {} of a pod on a virtual node",
    zh: "删除或重启虚拟节点上 Pod 的容器组 {}",
};

/// Names of the add-ons.
const ADDONS: &[&str] = &["ack-virtual-node", "virtual-kubelet-autoscaler"];

/// What the rule evaluates.
const ACTIONS: &[Action] = &Action::joined::<{ ADD_ONS.len() + NODES.len() }>(&[ADD_ONS, NODES]);

const ADD_ONS: &[Action] = &addon::uninstall(ADDONS, UNINSTALLED);

const NODES: &[Action] = &[
    Action::call("eci", "DeleteVirtualNode UpdateVirtualNode", Class::Instance, DELETED)
        .ids(&["VirtualNodeId"])
        .warns(),
    Action::call("eci", "DeleteContainerGroup RestartContainerGroup", Class::Instance, POD)
        .ids(&["ContainerGroupId"])
        .warns(),
    Action::terraform("alicloud_eci_virtual_node", Change::Delete, Class::Other, DELETED).warns(),
];
