//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Nodes that join outside ACK's node pools", zh: "绕过 ACK 节点池加入的节点" },
    text: "\
## What it stops
Creating a Node, also by its kubelet, that lacks the labels `alibabacloud.com/nodepool-id` and
`ack.aliyun.com` which ACK gives the nodes of its pools, that names another cluster than `clusterId`, or
whose `providerID` is no ECS instance. Virtual nodes, hybrid nodes and Lingjun nodes pass; an instance
attached without a pool and a master that registers again only warn. Bootstrap tokens, and
ClusterRoleBindings that approve the certificates of new kubelets, warn: ACK makes tokens too when it adds
nodes, and the request does not show for whom.
## Why it is high-risk
ACK does not know such a node: it is not upgraded, repaired or scaled with a pool, and add-ons that ask ECS
about the instance behind their node may fail on it.
## How to get it done anyway
Add nodes in a node pool, in the console, with the API or with the script that ACK generates. A kubelet
that restarts sends the same request again: grant the look-up of Nodes, so that nodes which are in the
cluster already are left alone, or name them in `exempt.objects`. Leave this rule out of registered clusters.
",
    text_zh: "拦截创建（包括 kubelet 自行注册）以下 Node：缺少节点池节点应有的标签 `alibabacloud.com/nodepool-id`、\
              `ack.aliyun.com`，标签中的集群与 `clusterId` 不符，或 `providerID` 不是 ECS 实例。虚拟节点、混合\
              云节点和灵骏节点放行；未加入节点池的已有实例、重新注册的 Master 只告警。创建 bootstrap token，以\
              及自动批准新 kubelet 证书的 ClusterRoleBinding 也告警，因为 ACK 扩容时同样会创建 token，请求中无\
              法区分。ACK 不认识这样的节点，无法升级、修复、伸缩。请通过节点池添加节点。kubelet 重启时会重新发\
              送创建请求，请授予查询 Node 的权限，使集群中已有的节点不受影响，或在 `exempt.objects` 中列出。注\
              册集群不适用本规则。",
    severity: Severity::High,
    settings: &[
        SettingField {
            name: "clusterId",
            doc: Bilingual {
                en: "Id of this cluster. When set, a Node whose label `ack.aliyun.com` names another cluster is refused.\n",
                zh: "本集群的 ID。设置后，拒绝标签 `ack.aliyun.com` 属于其他集群的 Node。",
            },
            ty: <String as Setting>::TYPE,
            default: || Settings::default().cluster_id.to_json(),
        },
        SettingField {
            name: "allowKarpenter",
            doc: Bilingual {
                en: "Let nodes that carry a label or taint under `karpenter.sh/` join: they belong to no ACK node pool.\n",
                zh: "允许带有 `karpenter.sh/` 标签或污点的节点加入，这类节点不属于 ACK 节点池。",
            },
            ty: <bool as Setting>::TYPE,
            default: || Settings::default().allow_karpenter.to_json(),
        },
    ],
    context: &[("v1", "Node")],
    background_audit: false,
};
