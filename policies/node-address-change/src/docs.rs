//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Editing the addresses of a node", zh: "修改节点的 IP 地址" },
    text: "\
## What it stops
Editing `status.addresses` of a Node: an `InternalIP` that is added, removed, replaced or moved is denied,
an edit of other addresses warns. Pointing the annotation `alpha.kubernetes.io/provided-node-ip` at an
address that the node does not report is denied; other edits of it, and of the label
`kubernetes.io/hostname`, warn. A kubelet that reports its own addresses and the cloud controller manager
are not touched.
## Why it is high-risk
The addresses of a Node say where the API server reaches its kubelet, where other nodes send pod traffic
and which back end the load balancer gets. With a wrong one the node drops out, and the cloud controller
manager stops updating it.
## How to get it done anyway
Nodes of ACK keep the address they were created with. Add a node in the vSwitch you need, drain the old
one and remove it in its node pool. An edited address comes back when the kubelet restarts.
",
    text_zh: "拦截修改 Node 的 `status.addresses`：增删、替换 `InternalIP` 或调整其顺序时拒绝，修改其他地址时告\
              警；注解 `alpha.kubernetes.io/provided-node-ip` 指向节点未上报的地址时拒绝，其他修改以及修改标签\
               `kubernetes.io/hostname` 时告警。kubelet 上报自身地址和 CCM 不受影响。地址错误会导致 API Server 连\
              不上 kubelet、跨节点流量和负载均衡后端失效，CCM 也不再更新该节点。ACK 节点的 IP 不可更改，请在目\
              标交换机新增节点，排空后移除旧节点。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
