//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Removing the virtual node component or its objects",
        zh: "卸载虚拟节点组件或删除其相关对象",
    },
    text: "\
## What it stops
Taking the virtual node component `ack-virtual-node` apart: deleting its Deployment or scaling it to zero,
deleting the Service `vk-webhook`, the ServiceAccount and ClusterRoleBinding `virtual-kubelet`, the
MutatingWebhookConfiguration that calls `vk-webhook`, the ConfigMap `eci-profile`, or a virtual node; also
taking the account out of the binding or the Service out of the webhook, and an owner with which the garbage
collector would delete the Deployment or the binding. With the look-up of Pods granted it says how many ECI and
ACS pods are left, and only warns when there are none.
## Why it is high-risk
Pods on ECI and ACS live outside the cluster's nodes. Without the component they can be neither deleted nor
created, while they run on and cost money.
## How to get it done anyway
Delete the ECI and ACS pods, then uninstall the component on the Add-ons page, which clears away its virtual
nodes. After a migration from a dedicated to a managed cluster ACK's guide asks you to delete what is left
of the old component: set `migratedFromDedicated` for as long as it takes.
",
    text_zh: "拦截拆除虚拟节点组件 `ack-virtual-node`：删除其 Deployment 或缩容到 0，删除 Service `vk-webhook`、\
              ServiceAccount 和 ClusterRoleBinding `virtual-kubelet`、调用 `vk-webhook` 的 MutatingWebhookConfiguration、\
              ConfigMap `eci-profile` 或虚拟节点，以及从绑定中移除该账号、从 webhook 中移除该 Service、为 Deployment 或\
              绑定设置会使其被垃圾回收的 owner。授予查询 Pod 的权限后，会提示剩余的 ECI、ACS Pod 数量，没有剩余\
              时只告警。组件缺失后，ECI、ACS Pod 无法创建也无法删除，并继续计费。请先删除这些 Pod，再到组件管理\
              页面卸载。由专有版迁移到托管版后清理旧组件时，可临时开启 `migratedFromDedicated`。",
    severity: Severity::High,
    settings: &[SettingField {
        name: "migratedFromDedicated",
        doc: Bilingual {
            en: "The cluster was migrated from a dedicated to a managed one, so that the objects of the old component may \
                     be deleted. Virtual nodes and `eci-profile`, which stay in use, are guarded as before.\n",
            zh: "集群已由专有版迁移为托管版，允许删除旧组件的对象；仍在使用的虚拟节点和 `eci-profile` 照常保护。",
        },
        ty: <bool as Setting>::TYPE,
        default: || Settings::default().migrated_from_dedicated.to_json(),
    }],
    context: &[("v1", "Pod")],
    background_audit: false,
};
