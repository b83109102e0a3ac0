//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the address of a node", zh: "修改节点的 IP 地址" },
    text: "\
## What it stops
Giving the ECS instance of a node, worker or control plane, another private address or vSwitch: as an
OpenAPI call, in the event log, or planned by Terraform.
## Why it is high-risk
The kubelet's certificate, the routes of the pod network and the API server's idea of the node all carry the
old address: the node becomes unavailable, and a control-plane node takes etcd's membership along.
## How to get it done anyway
Add a new node in the vSwitch that you want and remove the old one from its pool.
",
    text_zh: "拦截修改节点（含 Master）ECS 实例的私网 IP 或交换机，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计\
              划。节点证书、容器网络路由和 API Server 中记录的都是原地址，修改后节点不可用。请在目标交换机中添\
              加新节点，再从节点池移除旧节点。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
