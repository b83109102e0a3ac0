//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Editing the addresses of a node", zh: "修改节点的 IP 地址" },
    text: "\
## What it stops
Editing `status.addresses` of a Node: adding, removing, replacing or reordering an `InternalIP` is denied;
editing other addresses warns. Setting the annotation `alpha.kubernetes.io/provided-node-ip` to an address
that the node does not report is denied; other edits of it, and of the label `kubernetes.io/hostname`, warn.
Kubelets that report their own addresses and the cloud controller manager (CCM) are not affected.
## Why it is high-risk
The addresses of a Node determine where the API server reaches its kubelet, where other nodes send Pod
traffic, and which backend the load balancer gets. With a wrong address, the node drops out of the cluster,
and the CCM stops updating it.
## How to get it done anyway
The address of an ACK node cannot be changed. Add a node in the vSwitch that you need, drain the old node and
remove it from its node pool. When its kubelet restarts, a node reports its original addresses again.
",
    text_zh: "\
## 拦截的操作
拦截修改 Node 的 `status.addresses`：添加、移除、替换 `InternalIP` 或调整其顺序时拒绝，修改其他地址时告警；将\
注解 `alpha.kubernetes.io/provided-node-ip` 设为节点未上报的地址时拒绝，该注解的其他修改以及修改标签 \
`kubernetes.io/hostname` 时告警。kubelet 上报自身地址和 CCM 不受影响。
## 为何高危
Node 的地址决定 API Server 如何连接 kubelet、其他节点将 Pod 流量发往何处，以及负载均衡使用哪个后端。地址错误\
时节点脱离集群，CCM 也会停止更新该节点。
## 正确做法
ACK 节点的 IP 不可修改，请在目标交换机新增节点，排空旧节点后从节点池移除；kubelet 重启后会重新上报原有地址。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
