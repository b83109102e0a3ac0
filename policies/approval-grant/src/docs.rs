//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

use redline_engine::settings::Identities;

use crate::settings::Settings;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Approvals set by users who may not approve", zh: "由无权审批的用户设置审批注解"
    },
    text: "\
## What it stops
Setting or changing an approval (the annotations `redline.dev/approve`, `redline.dev/reason` and
`redline.dev/approved-until`) by anyone who is not among `approvers`. Approvals on new objects and in pod
templates are denied for approvers as well: they would approve their own operation in the same request, or
every Pod created from the template. Writes through `status` and Bindings, whose
annotations become those of the Pod, are checked too. Anyone may remove an approval.
## Why it is high-risk
An approval lets a high-risk operation through. If the person who performs the operation can also approve it,
nobody else reviews it.
## How to get it done anyway
Ask one of the `approvers` to annotate the object, then send the operation as a separate request. For an
object that does not exist yet, exempt the workload or the user in the settings of the rule.
",
    text_zh: "\
## 拦截的操作
拦截不在 `approvers` 中的用户设置或修改审批注解\
（`redline.dev/approve`、`redline.dev/reason`、`redline.dev/approved-until`）。新建对象和 Pod 模板中的审批注\
解，审批人设置时同样拒绝，否则会在同一请求中审批自己的操作，或审批由模板创建的所有 Pod。通过 `status` 和\
Binding（其注解会复制到 Pod）写入同样检查，移除审批不受限制。
## 为何高危
审批会放行高危操作，若操作者可以自行审批，则缺少他人复核。
## 正确做法
请由 `approvers` 中的用户先为对象添加注解，再单独发起操作；对象尚不存在时，请在规则设置中豁免工作负载或用户。
",
    severity: Severity::High,
    settings: &[SettingField {
        name: "approvers",
        doc: Bilingual {
            en: "Who may approve: `users`, `groups` and `serviceAccounts`. A value here replaces the whole default.\n",
            zh: "可以审批的用户、用户组和服务账号（`users`、`groups`、`serviceAccounts`）；设置后整体替换默认值。",
        },
        ty: <Identities as Setting>::TYPE,
        default: || Settings::default().approvers.to_json(),
    }],
    context: &[],
    background_audit: false,
};
