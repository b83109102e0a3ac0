//! Instances and network of a cluster, changed behind ACK.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, When, by_table};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Stopping, restarting or resizing the ECS instance of a node, suspending processes of a pool's scaling group,
    /// deleting vSwitches and routes that carry the cluster's tags, switching IPv6 of such a vSwitch off, and taking
    /// the elastic IP from the API server's load balancer, where no narrower rule is about it: as an OpenAPI call, in
    /// the event log, or planned by Terraform. A restart only warns, and so does a route of which nothing tells whose it is.
    /// ## Why it is high-risk
    /// ACK goes on from a state that no longer holds. Pods on the node end without a drain, and the pool may
    /// replace a node that only was stopped.
    /// ## How to get it done anyway
    /// Drain the node first and use the ACK console or the `cs` OpenAPI.
    docs: {
        title: Bilingual { en: "Changing instances of a cluster behind ACK", zh: "绕过 ACK 变更集群的云资源" },
        text_zh: "拦截停止、变配作为集群节点的 ECS 实例，挂起节点池伸缩组的进程，删除带有集群标签的交换机和路由，关闭此类交换机的 IPv6，以及解绑 API Server 负载均衡的弹性公网 IP；重启实例、无法判断归属的路由仅警告；其他规则已覆盖的操作不在此列。涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。此类变更使 ACK 记录与实际不一致，Pod 未经排空即中断。请先排空节点，再通过 ACK 控制台或 `cs` OpenAPI 操作。",
        severity: Severity::High,
        context: &[],
        background_audit: false,
    }
    declare: {
        kind: RuleKind::Cloud,
        actions: ACTIONS,
        rows: rows::ROWS,
    }
    settings: {}
    check: by_table, of cloud operations
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

/// What the rule judges.
static ACTIONS: &[Action] = &[
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
