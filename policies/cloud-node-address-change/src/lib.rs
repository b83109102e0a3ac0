//! Private addresses of nodes.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, When, by_table};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Giving the ECS instance of a node, worker or control plane, another private address or vSwitch: as an
    /// OpenAPI call, in the event log, or planned by Terraform.
    /// ## Why it is high-risk
    /// The kubelet's certificate, the routes of the pod network and the API server's idea of the node all carry the
    /// old address: the node becomes unavailable, and a control-plane node takes etcd's membership along.
    /// ## How to get it done anyway
    /// Add a new node in the vSwitch that you want and remove the old one from its pool.
    docs: {
        title: Bilingual { en: "Changing the address of a node", zh: "修改节点的 IP 地址" },
        text_zh: "拦截修改节点（含 Master）ECS 实例的私网 IP 或交换机，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。节点证书、容器网络路由和 API Server 中记录的都是原地址，修改后节点不可用。请在目标交换机中添加新节点，再从节点池移除旧节点。",
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
const MOVED: Bilingual =
    Bilingual { en: "node instance {} gets another private address", zh: "修改节点实例 {} 的私网地址" };

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("ecs", "ModifyInstanceVpcAttribute", NODE, MOVED),
    Action::terraform("alicloud_instance", Change::Update, NODE, MOVED)
        .when(When::Changes(&["private_ip", "vswitch_id"])),
];
