//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

use crate::settings::Settings;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the preset PodSecurityPolicy", zh: "修改或删除预置的 PodSecurityPolicy" },
    text: "\
## What it stops
Changing or deleting the PodSecurityPolicy `ack.privileged` and the RBAC objects `ack:podsecuritypolicy:*` in
clusters before version 1.26. Creating them, which is the recovery, passes. Newer clusters have no
PodSecurityPolicies, so they do not need this rule.
## Why it is high-risk
Without these objects, no PodSecurityPolicy admits Pods: new Pods, including those of system components, are
rejected in the whole cluster.
## How to get it done anyway
Create PodSecurityPolicies and bindings of your own beside the preset ones. When they apply to everybody,
enable `allowAuthenticatedBindingDeletion` and delete the preset binding.
",
    text_zh: "\
## 拦截的操作
拦截在 1.26 之前的集群中修改或删除 PodSecurityPolicy `ack.privileged` 及 RBAC 对象 \
`ack:podsecuritypolicy:*`；新建同名对象属于恢复方案，放行。更高版本的集群没有 PodSecurityPolicy，无需启用本规\
则。
## 为何高危
缺少这些对象时，没有 PodSecurityPolicy 允许 Pod 运行：整个集群中包括系统组件在内的新 Pod 都会被拒绝。
## 正确做法
请另行创建自己的 PodSecurityPolicy 和绑定；确认其覆盖所有用户后，可通过 `allowAuthenticatedBindingDeletion` \
允许删除预置绑定。
",
    severity: Severity::Critical,
    settings: &[SettingField {
        name: "allowAuthenticatedBindingDeletion",
        doc: Bilingual {
            en: "Allow deleting the preset binding `ack:podsecuritypolicy:authenticated`. Enable it once policies \
                 and bindings of your own admit everybody's Pods.\n",
            zh: "允许删除预置绑定 `ack:podsecuritypolicy:authenticated`；请在自己的策略和绑定已覆盖所有用户的 \
                 Pod 之后开启。",
        },
        ty: <bool as Setting>::TYPE,
        default: || Settings::default().allow_authenticated_binding_deletion.to_json(),
    }],
    context: &[],
    background_audit: false,
};
