//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use redline_engine::settings::Identities;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Approvals set by people who may not approve", zh: "由无权批准的人设置批准注解"
    },
    text: "\
## What it stops
Setting or changing an approval, the annotations `redline.dev/approve`, `redline.dev/reason` and
`redline.dev/approved-until`, by anybody who is not among `approvers`. Approvals on new objects and in pod
templates are refused to approvers too: they would approve their own act in the same request, or every pod
to come. Writes through `status` count. Taking an approval away is free.
## Why it is high-risk
An approval lets a high-risk operation through. If whoever does the operation can also approve it, the
second pair of eyes is missing.
## How to get it done anyway
Ask somebody among `approvers` to annotate the object, then send the operation as a request of its own. For
objects that do not exist yet, let the settings of the rule exempt the workload or the user.
",
    text_zh: "拦截不在 `approvers` 中的用户设置或修改批准注解（`redline.dev/approve`、`redline.dev/reason`、`redline.dev/approved-until`）\
              。新建对象和 Pod 模板上的批准对审批人同样拒绝，否则会在同一请求中批准自己的操作，或批准之后的所有\
               Pod。通过 `status` 写入同样计入，移除批准不受限。请由 `approvers` 中的人先为对象添加注解，再单独\
              发起操作；尚不存在的对象请在规则设置中豁免工作负载或用户。",
    severity: Severity::High,
    settings: &[SettingField {
        name: "approvers",
        doc: Bilingual {
            en: "Who may approve: `users`, `groups` and `serviceAccounts`. What is given here replaces the default as a whole.\n",
            zh: "可以批准的用户、组和服务账号（`users`、`groups`、`serviceAccounts`）；设置后整体替换默认值。",
        },
        ty: <Identities as Setting>::TYPE,
        default: || Settings::default().approvers.to_json(),
    }],
    context: &[],
    background_audit: false,
};
