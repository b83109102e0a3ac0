//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

use crate::Settings;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting or weakening Redline's policies", zh: "删除或削弱 Redline 策略" },
    text: "\
## What it stops
Deleting a ClusterAdmissionPolicy, AdmissionPolicy or policy group that runs a Redline module, or that
carries the label `app.kubernetes.io/part-of: redline`, deleting a PolicyServer with that label or named in
`policyServers`, and deleting Kubewarden's definitions. Changing such a policy so that it stops less:
another module, mode `monitor`, fewer rules, match policy `Exact`, failure policy `Ignore`, new selectors or
match conditions, a weaker `enforcement`, `exemptDefaults` switched on, approvals switched on or made easier,
more `approvers`, wider exemptions, a rule of a bundle switched off, a policy gone from its group, the label
taken off, an owner with which the garbage collector would delete it, a PolicyServer scaled to zero or given
another image. Another version of the same module passes, and so does everything that makes a policy stricter.
Another policy server, fewer look-ups, other conditions, another expression of a group, and settings of single rules that
allow more or guard less than before warn.
## Why it is high-risk
What these policies stop passes again, and nobody notices before it happens. This rule runs in the same
policy server as the others, so it guards itself too; but no webhook can guard the webhook configurations,
and whoever can delete the server's Deployment or its pods, or drop the `kubewarden` namespace, gets past
it. Keep those out of reach with RBAC, and watch the audit log for them.
## How to get it done anyway
Exempt one user or object in the settings of the rule that is in the way, through whoever owns the policies;
their pipeline can be named in `exempt.serviceAccounts` here.
",
    text_zh: "拦截删除运行 Redline 模块或带有标签 `app.kubernetes.io/part-of: redline` 的 ClusterAdmissionPolicy、\
              AdmissionPolicy 及策略组，删除带有该标签或在 `policyServers` 中列出的 PolicyServer，删除 Kubewarden 的\
               CRD；以及使策略变弱的修改：更换模块、改为 `monitor` 模式、减少 rules、匹配策略改为 `Exact`、失败\
              策略改为 `Ignore`、新增选择器或匹配条件、降低 `enforcement`、启用 `exemptDefaults`、启用批准或放\
              宽批准条件、增加 `approvers`、扩大豁免、停用合集模块中的规则、从策略组移除策略、移除标签、设置会\
              被垃圾回收的 owner、将 PolicyServer 缩容到 0 或更换其镜像。升级同一模块的版本、使策略更严格的修改\
              放行；更换 PolicyServer、减少可查询的资源、修改已有条件或策略组表达式，以及规则自身配置的放宽只告\
              警。任何 webhook 都无法保护 webhook 配置本身，能删除 PolicyServer 的 Deployment、Pod 或 `kubewarden` 命\
              名空间的人可以绕过本规则，请用 RBAC 限制并关注审计日志。",
    severity: Severity::Critical,
    settings: &[
        SettingField {
            name: "policyServers",
            doc: Bilingual {
                en: "PolicyServers that run the policies, beside those with the label.\n",
                zh: "运行策略的 PolicyServer 名称（带有标签的无需列出）。",
            },
            ty: <Vec<String> as Setting>::TYPE,
            default: || Settings::default().policy_servers.to_json(),
        },
    ],
    context: &[],
    background_audit: false,
};
