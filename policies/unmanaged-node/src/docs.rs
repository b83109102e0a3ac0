//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

use crate::settings::Settings;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Nodes that join outside ACK's node pools", zh: "绕过 ACK 节点池加入的节点" },
    text: "\
## What it stops
Creating a Node, also by its kubelet, without the labels `alibabacloud.com/nodepool-id` and `ack.aliyun.com`
that nodes of ACK's node pools carry, with the label of another cluster than `clusterId`, or with a
`providerID` that is not an ECS instance. Virtual nodes, hybrid nodes and Lingjun nodes pass. An instance that
ACK attached outside a node pool and a control-plane node that registers again only warn. Bootstrap tokens,
and ClusterRoleBindings that let kubelets request or get certificates, warn: ACK creates tokens as well when
it adds nodes, and the request does not show for which machine.
## Why it is high-risk
ACK does not know such a node: it is not upgraded, repaired or scaled with a node pool, and add-ons that query
the ECS instance of their node may fail on it.
## How to get it done anyway
Add nodes to a node pool in the console, through the API, or with the script that ACK generates. A kubelet
that restarts sends the same request again: grant permission to look up Nodes, so that existing nodes are not
affected, or list them in `exempt.objects`. Do not use this rule in registered clusters.
",
    text_zh: "\
## 拦截的操作
拦截创建（包括 kubelet 自行注册）以下 Node：缺少节点池节点应有的标签 \
`alibabacloud.com/nodepool-id`、`ack.aliyun.com`，标签中的集群与 `clusterId` 不一致，或 `providerID` 不是 \
ECS 实例。虚拟节点、混合云节点和灵骏节点放行；由 ACK 添加但不属于节点池的实例、重新注册的 Master 节点只告警。\
创建 bootstrap token，以及允许 kubelet 申请或自动获得证书的 ClusterRoleBinding 告警，因为 ACK 扩容时同样会创\
建 token，请求中无法区分。
## 为何高危
ACK 无法管理这样的节点，不会随节点池升级、修复、伸缩，查询所在 ECS 实例的组件也可能在该节点上失败。
## 正确做法
请在控制台、通过 API 或 ACK 生成的脚本将节点添加到节点池。kubelet 重启时会重新发送创建请求，请授予查询 Node \
的权限，使集群中已有的节点不受影响，或在 `exempt.objects` 中列出。注册集群请勿启用本规则。
",
    severity: Severity::High,
    settings: &[
        SettingField {
            name: "clusterId",
            doc: Bilingual {
                en: "Id of this cluster. If set, a Node whose label `ack.aliyun.com` names another cluster is \
                     denied.\n",
                zh: "本集群的 ID。设置后，拒绝标签 `ack.aliyun.com` 属于其他集群的 Node。",
            },
            ty: <String as Setting>::TYPE,
            default: || Settings::default().cluster_id.to_json(),
        },
        SettingField {
            name: "allowKarpenter",
            doc: Bilingual {
                en: "Allow nodes that carry a label or taint under `karpenter.sh/`: they belong to no ACK node \
                     pool.\n",
                zh: "允许带有 `karpenter.sh/` 标签或污点的节点加入，这类节点不属于 ACK 节点池。",
            },
            ty: <bool as Setting>::TYPE,
            default: || Settings::default().allow_karpenter.to_json(),
        },
    ],
    context: &[("v1", "Node")],
    background_audit: false,
};
