//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

use crate::settings::Settings;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Labels, annotations and taints of a registered cluster's nodes",
        zh: "修改注册集群节点的标签、注解或污点",
    },
    text: "\
## What it stops
In a registered cluster: adding, changing or removing labels, annotations and taints of nodes. Keys of ACK
(`alibabacloud.com`, `aliyun.com`, `goatscaler.io`) and of Kubernetes (`kubernetes.io`, `k8s.io`), including
their subdomains, are denied. Any other key warns, and so do the labels that ACK leaves to users
(`kubelet.kubernetes.io` and `node.kubernetes.io`). Cordoning and draining, kubelets, the cloud controller
manager, the controllers of Kubernetes, Terway, CSI, the cluster autoscaler and ACK's agent are not affected.
Switching a protection label on is never
refused. The rule is off until the cluster is named as a registered one: elsewhere labels of nodes are ordinary.
## Why it is high-risk
Node pools, storage, network and scheduling of a registered cluster identify their nodes by these keys. If a
key is missing or wrong, Pods are evicted or scheduled to nodes where they cannot run.
## How to get it done anyway
Set labels and taints on the node pool, from which ACK copies them to its nodes. Add keys of your own to
`allowedKeys`.
",
    text_zh: "\
## 拦截的操作
仅用于注册集群：拦截添加、修改、移除节点的标签、注解和污点。ACK 的键\
（`alibabacloud.com`、`aliyun.com`、`goatscaler.io`）和 Kubernetes 的键（`kubernetes.io`、`k8s.io`）及其子域\
名拒绝；其他键以及 ACK 开放给用户的标签（`kubelet.kubernetes.io`、`node.kubernetes.io`）告\
警。cordon、drain、kubelet、CCM、Kubernetes 控制器、Terway、CSI、cluster-autoscaler 和 ACK agent 不受影响，添\
加保护标签始终放行。写明集群类型为注册集群后规则才开启：在其他集群中，节点标签属于日常操作。
## 为何高危
注册集群的节点池、存储、网络和调度依靠这些键识别节点，误改会导致 Pod 被驱逐或调度到无法运行的节点。
## 正确做法
请在节点池上配置标签和污点，由 ACK 同步到节点；业务自用的键可加入 `allowedKeys`。
",
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
