//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Changing the security group of nodes", zh: "更换节点安全组或修改安全组规则"
    },
    text: "\
## What it stops
Moving a node, worker or control plane, to another security group, giving a scaling configuration of a node
pool others, and taking rules from the cluster's group: revoking or changing them, isolating the group,
deleting it. Adding a rule only warns, and so does a node pool that Terraform makes anew for other groups. As
an OpenAPI call, in the event log, or planned by Terraform.
## Why it is high-risk
Nodes reach the API server, each other and the DNS through this group. A missing rule cuts nodes and pods
off, and the control plane's own interfaces stand in the same group.
## How to get it done anyway
Leave nodes in the group that ACK made. Add what an application needs in a group of its own, or in the node
pool's settings.
",
    text_zh: "拦截更换节点（含 Master）所属的安全组、修改节点池伸缩配置的安全组，以及撤销、修改集群安全组的规则\
              、修改组内互通策略、删除安全组；新增规则，或 Terraform 为更换安全组而重建节点池，仅警告。涵盖 OpenAPI 调\
              用、操作审计事件和 Terraform 计划。规则缺失会使节点与 API Server、节点之间或 DNS 不通。请保留 ACK 创\
              建的安全组。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
