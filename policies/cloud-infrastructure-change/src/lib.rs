//! Changing instances and the network of a cluster behind ACK.
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
const STOPPED: Bilingual = Bilingual { en: "stops instance {} of a node", zh: "停止节点实例 {}" };
const RESTARTED: Bilingual = Bilingual { en: "restarts instance {} of a node", zh: "重启节点实例 {}" };
const RESIZED: Bilingual =
    Bilingual { en: "changes the type of instance {} of a node", zh: "变更节点实例 {} 的实例规格" };
const SUSPENDED: Bilingual =
    Bilingual { en: "suspends processes of scaling group {}", zh: "暂停伸缩组 {} 的流程" };

const ROUTE: Bilingual = Bilingual { en: "deletes or changes routes of {}", zh: "删除或修改 {} 的路由" };
const SWITCH: Bilingual = Bilingual { en: "deletes vSwitch {}", zh: "删除交换机 {}" };
const IPV6: Bilingual = Bilingual { en: "switches off IPv6 of vSwitch {}", zh: "关闭交换机 {} 的 IPv6" };
const EIP: Bilingual = Bilingual {
    en: "removes the elastic IP from load balancer {} of the API server",
    zh: "解绑 API Server 的负载均衡 {} 的弹性公网 IP",
};

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("ecs", "StopInstance", NODE, STOPPED),
    Action::call("ecs", "StopInstances", NODE, STOPPED),
    Action::call("ecs", "RebootInstance", NODE, RESTARTED).warns(),
    Action::call("ecs", "RebootInstances", NODE, RESTARTED).warns(),
    Action::call("ecs", "ModifyInstanceSpec", NODE, RESIZED),
    Action::call("ecs", "ModifyPrepayInstanceSpec", NODE, RESIZED),
    // Flannel has a route for each node, and Terway has vSwitches for pods; only tags tell whose they are.
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
