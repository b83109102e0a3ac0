//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

use crate::settings::Settings;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Deleting objects with a delete-protection label", zh: "删除带有删除保护标签的对象"
    },
    text: "\
## What it stops
Deleting an object with a delete-protection label: `policy.alibabacloud.com/delete-protection` or
`policy.alibabacloud.com/node-delete-protection` with the value `true`, which ACK's policy governance uses as
well, `policy.kruise.io/delete-protection` of OpenKruise with any value but `false`, and the labels in the
setting `labels`. This covers namespaces, nodes, Pods, Services, Ingresses, NetworkPolicies, workloads,
ConfigMaps, Secrets, ServiceAccounts, claims, volumes, StorageClasses, RBAC objects, CRDs, and the kinds of
OpenKruise, Gateway API, AlbConfig and CNFS. Anyone who may change the object may remove the label first; that
is the intended second step.
## Why it is high-risk
Somebody marked the object because losing it causes damage. Deleting a namespace or a CRD deletes everything
in it as well.
## How to get it done anyway
Ask the person who set the label, remove it with `kubectl label`, then delete the object.
",
    text_zh: "拦截删除带有删除保护标签的对象：`policy.alibabacloud.com/delete-protection`、\
              `policy.alibabacloud.com/node-delete-protection` 值为 `true`（与 ACK 策略治理一致），OpenKruise \
              的 `policy.kruise.io/delete-protection` 值不为 `false`，以及设置项 `labels` 中的标签。覆盖 \
              Namespace、Node、Pod、Service、Ingress、NetworkPolicy、工作负\
              载、ConfigMap、Secret、ServiceAccount、PVC、PV、StorageClass、RBAC、CRD，以及 \
              OpenKruise、Gateway API、AlbConfig、CNFS 的资源。这些对象被标记为受保护，误删会造成损失；删除 \
              Namespace 或 CRD 会一并删除其中的全部对象。请与设置标签的人员确认，使用 `kubectl label` 移除标签\
              后再删除。",
    severity: Severity::High,
    settings: &[SettingField {
        name: "labels",
        doc: Bilingual {
            en: "Additional labels that protect an object, with any value but `false`.\n",
            zh: "额外的删除保护标签，值不为 `false` 即生效。",
        },
        ty: <Vec<String> as Setting>::TYPE,
        default: || Settings::default().labels.to_json(),
    }],
    context: &[],
    background_audit: false,
};
