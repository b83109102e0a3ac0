//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing the preset PodSecurityPolicy", zh: "修改或删除预置的 PodSecurityPolicy" },
    text: "\
## What it stops
Changing or deleting PodSecurityPolicy `ack.privileged` and the RBAC objects `ack:podsecuritypolicy:*` in
clusters before 1.26. Creating them, which is the way back, passes. Newer clusters have no such policy, and
the rule has nothing to say there.
## Why it is high-risk
Without them no provider admits a pod: new pods, those of the system included, are refused all over the
cluster.
## How to get it done anyway
Create PodSecurityPolicies of your own and bindings to them beside the preset. When they hold for everybody,
`allowAuthenticatedBindingDeletion` lets the preset binding go.
",
    text_zh: "拦截在 1.26 之前的集群中修改或删除 PodSecurityPolicy `ack.privileged` 及 RBAC 对象 `ack:podsecuritypolicy:*`；\
              新建同名对象属于恢复，放行。缺少它们时，包括系统组件在内的新 Pod 都无法创建。请另建自己的 PodSecurityPolicy 和\
              绑定；确认覆盖所有人后，可通过 `allowAuthenticatedBindingDeletion` 允许删除预置绑定。",
    severity: Severity::Critical,
    settings: &[SettingField {
        name: "allowAuthenticatedBindingDeletion",
        doc: Bilingual {
            en: "Let the preset binding `ack:podsecuritypolicy:authenticated` be deleted. Switch it on once policies and \
                     bindings of your own admit everybody's pods.\n",
            zh: "允许删除预置绑定 `ack:podsecuritypolicy:authenticated`；请在自己的策略和绑定已覆盖所有人的 Pod 之\
                     后开启",
        },
        ty: <bool as Setting>::TYPE,
        default: || Settings::default().allow_authenticated_binding_deletion.to_json(),
    }],
    context: &[],
    background_audit: false,
};
