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
setting `labels`. This holds for every kind of object. Giving such an object an owner counts as deletion. The
value `Cascading` of OpenKruise lets go what is empty: a workload without replicas, and a namespace without
Pods and claims where look-ups show that. Deleting a namespace that contains protected objects warns where
look-ups find them. Anyone who may change the object may remove the label first; that is the intended second
step.
## Why it is high-risk
Somebody marked the object because losing it causes damage. Deleting a namespace or a CRD deletes everything
in it as well.
## How to get it done anyway
Ask the person who set the label, remove it with `kubectl label`, then delete the object.
",
    text_zh: "\
## 拦截的操作
拦截删除带有删除保护标签的对\
象：`policy.alibabacloud.com/delete-protection`、`policy.alibabacloud.com/node-delete-protection` 值为 \
`true`（与 ACK 策略治理一致），OpenKruise 的 `policy.kruise.io/delete-protection` 值不为 `false`，以及设置\
项 `labels` 中的标签。适用于所有类型的对象；为其设置 owner 视同删除。OpenKruise 的 `Cascading` 放行空对象：副\
本数为 0 的工作负载，以及查询确认没有 Pod 和 PVC 的 Namespace。删除包含受保护对象的 Namespace 时，若能查询到\
则告警。有权修改对象的用户可以先移除标签，这是预期的第二步。
## 为何高危
这些对象被标记为受保护，是因为误删会造成损失；删除 Namespace 或 CRD 会一并删除其中的全部对象。
## 正确做法
请与设置标签的人员确认，使用 `kubectl label` 移除标签后再删除。
",
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
    context: crate::content::KINDS,
    background_audit: false,
};
