//! Documentation of the rule: title, description, severity and settings.

use guards::migration::MigrationSettings;
use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Removing the virtual node component or its objects",
        zh: "卸载虚拟节点组件或删除其相关对象",
    },
    text: "\
## What it stops
Removing the virtual node component `ack-virtual-node` or parts of it: deleting its Deployment or scaling it
to zero; deleting the Service `vk-webhook`, the ServiceAccount and ClusterRoleBinding `virtual-kubelet`, the
MutatingWebhookConfiguration that calls `vk-webhook`, the ConfigMap `eci-profile`, or a virtual node; removing
the account from the binding or the Service from the webhook; and giving the Deployment, the binding or the
webhook configuration an owner so that the garbage collector may delete it. Another nodeSelector or node
affinity of the Deployment warns. With permission to look up Pods, the message shows how many ECI and ACS Pods
remain, and the request only warns if there are none.
## Why it is high-risk
ECI and ACS Pods run outside the nodes of the cluster. Without the component, they can be neither deleted nor
created, and running ones continue to incur costs.
## How to get it done anyway
Delete the ECI and ACS Pods, then uninstall the component on the Add-ons page, which also removes its virtual
nodes. After a migration from a dedicated to a managed cluster, the guide of ACK asks you to delete the rest
of the old component: enable `migratedFromDedicated` during that time.
",
    text_zh: "\
## 拦截的操作
拦截卸载虚拟节点组件 `ack-virtual-node` 或其部分对象：删除其 Deployment 或缩容到 0；删除 Service \
`vk-webhook`、ServiceAccount 和 ClusterRoleBinding `virtual-kubelet`、调用 `vk-webhook` 的 \
MutatingWebhookConfiguration、ConfigMap `eci-profile` 或虚拟节点；从绑定中移除该账号、从 webhook 中移除该 \
Service；为 Deployment、绑定或 webhook 配置设置可能使其被垃圾回收的 owner。修改 Deployment 的 nodeSelector 或\
节点亲和性时告警。授予查询 Pod 的权限后，提示中会给出剩余的 ECI、ACS Pod 数量，没有剩余时只告警。
## 为何高危
ECI、ACS Pod 运行在集群节点之外，组件缺失后这些 Pod 无法创建也无法删除，并继续计费。
## 正确做法
请先删除这些 Pod，再在组件管理页面卸载组件，虚拟节点会一并清理；由 ACK 专有集群迁移到 ACK 托管集群后，ACK 的\
迁移文档要求清理旧组件，此时，可临时开启 `migratedFromDedicated`。
",
    severity: Severity::High,
    settings: &[SettingField {
        name: "migratedFromDedicated",
        doc: Bilingual {
            en: "The cluster was migrated from a dedicated to a managed one, so the objects of the old component \
                 may be deleted. Virtual nodes and `eci-profile`, which stay in use, remain protected.\n",
            zh: "集群已由 ACK 专有集群迁移为 ACK 托管集群，允许删除旧组件的对象；仍在使用的虚拟节点和 \
                 `eci-profile` 仍受保护。",
        },
        ty: <bool as Setting>::TYPE,
        default: || MigrationSettings::default().migrated_from_dedicated.to_json(),
    }],
    context: &[("v1", "Pod")],
    background_audit: false,
};
