//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Labels, annotations and taints of a registered cluster's nodes",
        zh: "修改注册集群节点的标签、注解或污点",
    },
    text: "\
## What it stops
In a registered cluster: adding, changing or removing labels, annotations and taints of nodes. Keys of ACK
(`alibabacloud.com`, `aliyun.com`, `goatscaler.io`) and of Kubernetes (`kubernetes.io`, `k8s.io`), with
everything below them, are denied; any other key warns, and so do the labels that ACK leaves to users
(`kubelet.kubernetes.io` and `node.kubernetes.io`). Cordon and drain, kubelets, the cloud controller manager,
Kubernetes' controllers, Terway, CSI, the cluster autoscaler and ACK's agent are not touched. Use this rule
in registered clusters only.
## Why it is high-risk
Node pools, storage, network and scheduling of a registered cluster find their nodes by these keys. With one
of them gone or forged, pods are evicted or land where they cannot run.
## How to get it done anyway
Set labels and taints on the node pool, from where ACK carries them to its nodes. Name keys of your own in
`allowedKeys`.
",
    text_zh: "用于注册集群：拦截添加、修改、删除节点的标签、注解和污点。ACK 的键（`alibabacloud.com`、`aliyun.com`、\
              `goatscaler.io`）和 Kubernetes 的键（`kubernetes.io`、`k8s.io`）及其子域名拒绝，其他键以及 ACK 开\
              放给用户的标签（`kubelet.kubernetes.io`、`node.kubernetes.io`）告警。cordon、drain、kubelet、CCM、\
              Kubernetes 控制器、Terway、CSI、cluster-autoscaler 和 ACK agent 不受影响。节点池、存储、网络和调\
              度都靠这些键识别节点，误改会导致 Pod 被驱逐或调度错误。请在节点池上配置标签和污点；业务自用的键可\
              写入 `allowedKeys`。",
    severity: Severity::Medium,
    settings: &[SettingField {
        name: "allowedKeys",
        doc: Bilingual {
            en: "Keys that anybody may set: exact, or a prefix that ends in `*`, such as `example.com/*`.\n",
            zh: "任何人都可以设置的键：完整的键，或以 `*` 结尾的前缀，例如 `example.com/*`。",
        },
        ty: <Vec<String> as Setting>::TYPE,
        default: || Settings::default().allowed_keys.to_json(),
    }],
    context: &[],
    background_audit: false,
};
