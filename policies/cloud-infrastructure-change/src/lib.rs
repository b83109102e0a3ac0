//! Instances and network of a cluster, changed behind ACK.
#![no_std]

mod docs;

use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::RN2], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;
}

const NODE: Class = Class::Instance;
const STOPPED: Bilingual = Bilingual { en: "instance {} of a node is stopped", zh: "停止节点实例 {}" };
const RESTARTED: Bilingual = Bilingual { en: "instance {} of a node is restarted", zh: "重启节点实例 {}" };
const RESIZED: Bilingual =
    Bilingual { en: "instance {} of a node gets another type", zh: "变更节点实例 {} 的规格" };
const SUSPENDED: Bilingual =
    Bilingual { en: "processes of scaling group {} are suspended", zh: "挂起伸缩组 {} 的进程" };

const ROUTE: Bilingual = Bilingual { en: "a route of {} is deleted or changed", zh: "删除或修改 {} 的路由" };
const SWITCH: Bilingual = Bilingual { en: "vSwitch {} is deleted", zh: "删除交换机 {}" };
const IPV6: Bilingual = Bilingual { en: "IPv6 of vSwitch {} is switched off", zh: "关闭交换机 {} 的 IPv6" };
const EIP: Bilingual =
    Bilingual { en: "elastic IP {} is taken away or released", zh: "解绑或释放弹性公网 IP {}" };

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "StopInstance", NODE, STOPPED),
    Action::call("ecs", "StopInstances", NODE, STOPPED),
    Action::call("ecs", "RebootInstance", NODE, RESTARTED).warns(),
    Action::call("ecs", "RebootInstances", NODE, RESTARTED).warns(),
    Action::call("ecs", "ModifyInstanceSpec", NODE, RESIZED),
    Action::call("ecs", "ModifyPrepayInstanceSpec", NODE, RESIZED),
    // Flannel keeps a route per node, and pods have vSwitches of their own; only tags tell whose they are.
    Action::call("vpc", "DeleteRouteEntry", Class::Other, ROUTE).ids(&["RouteTableId", "RouteEntryId"]),
    Action::call("vpc", "ModifyRouteEntry", Class::Other, ROUTE).ids(&["RouteTableId", "RouteEntryId"]).warns(),
    Action::call("vpc", "UnassociateRouteTable", Class::Other, ROUTE).ids(&["RouteTableId"]),
    Action::call("vpc", "DeleteVSwitch", Class::Other, SWITCH).ids(&["VSwitchId"]),
    Action::call("vpc", "ModifyVSwitchAttribute", Class::Other, IPV6)
        .ids(&["VSwitchId"])
        .when(When::Is(&["EnableIPv6"], &["false"])),
    Action::call("ecs", "UnassociateEipAddress", Class::ApiServerLoadBalancer, EIP).ids(&["InstanceId"]),
    Action::call("vpc", "UnassociateEipAddress", Class::ApiServerLoadBalancer, EIP).ids(&["InstanceId"]),
    Action::terraform("alicloud_route_entry", Change::Delete, Class::Other, ROUTE).ids(&["route_table_id"]),
    Action::terraform("alicloud_vswitch", Change::Delete, Class::Other, SWITCH),
    Action::terraform("alicloud_eip_association", Change::Delete, Class::ApiServerLoadBalancer, EIP)
        .ids(&["instance_id"]),
    Action::call("ess", "SuspendProcesses", Class::ScalingGroup, SUSPENDED),
    Action::terraform("alicloud_ess_suspend_process", Change::Create, Class::ScalingGroup, SUSPENDED)
        .ids(&["scaling_group_id"]),
    Action::terraform("alicloud_vswitch", Change::Update, Class::Other, IPV6)
        .when(When::Leaves("enable_ipv6", &["true"])),
    Action::terraform("alicloud_instance", Change::Update, NODE, STOPPED).when(When::Becomes("status", &["Stopped"])),
    Action::terraform("alicloud_instance", Change::Update, NODE, RESIZED).when(When::Changes(&["instance_type"])),
];
