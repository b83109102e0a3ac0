//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Deleting objects with a delete-protection label", zh: "删除带有删除保护标签的对象"
    },
    text: "\
## What it stops
Deleting an object with a delete-protection label: `policy.alibabacloud.com/delete-protection` or
`policy.alibabacloud.com/node-delete-protection` with the value `true`, which ACK's policy governance knows
too, `policy.kruise.io/delete-protection` of OpenKruise with any value, and the labels of the setting
`labels`. Namespaces, nodes, Services, Ingresses, workloads, ConfigMaps, Secrets, claims, volumes, RBAC,
definitions, and the kinds of OpenKruise, Gateway API and CNFS are watched. Whoever may change the object
may take the label off first: that is the intended second step.
## Why it is high-risk
Somebody marked the object because losing it hurts. Deleting a namespace or a definition takes everything in
it along.
## How to get it done anyway
Ask who set the label, take it off with `kubectl label`, then delete.
",
    text_zh: "拦截删除带有删除保护标签的对象：`policy.alibabacloud.com/delete-protection`、`policy.alibabacloud.com/node-delete-protection` 值\
              为 `true`（与 ACK 策略治理一致），OpenKruise 的 `policy.kruise.io/delete-protection`（任意值），\
              以及设置项 `labels` 中的标签。覆盖 Namespace、Node、Service、Ingress、工作负载、ConfigMap、Secret、\
              PVC、PV、RBAC、CRD，以及 OpenKruise、Gateway API、CNFS 的资源。请与设置标签的人确认，用 `kubectl label` 移\
              除标签后再删除。",
    severity: Severity::High,
    settings: &[SettingField {
        name: "labels",
        doc: Bilingual {
            en: "More labels that protect an object, with any value but `false`.\n",
            zh: "额外的删除保护标签，值不为 `false` 即生效。",
        },
        ty: <Vec<String> as Setting>::TYPE,
        default: || Settings::default().labels.to_json(),
    }],
    context: &[],
    background_audit: false,
};
