//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

use crate::settings::Settings;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting or weakening Redline's policies", zh: "删除或削弱 Redline 策略" },
    text: "\
## What it stops
Deleting a ClusterAdmissionPolicy, AdmissionPolicy or policy group that runs a Redline module or carries the
label `app.kubernetes.io/part-of: redline`; deleting a PolicyServer with that label or listed in
`policyServers`; and deleting the CRDs of Kubewarden. Weakening such a policy: another module, mode `monitor`,
fewer rules or a narrower `scope`, match policy `Exact`, failure policy `Ignore`, new selectors or match
conditions, a weaker `enforcement`, `exemptDefaults` enabled, approvals enabled or their conditions relaxed,
more `approvers`, more exemptions, a rule of a bundle disabled, the `kind` of a bundle changed so that rules
are disabled, a policy removed from its group, the label removed, an owner that may get it deleted by the
garbage collector, a group expression that passes without a policy, and a PolicyServer scaled to zero, given
another image, or told by its environment to let requests through. Another version of the same module passes,
and so does everything that makes a policy stricter. These changes only warn: the same module at the same path
and version in another registry, the same image from another registry, another policy server, fewer look-ups,
changed conditions, a changed expression of a group, and settings of single rules that allow more or check
less than before.
## Why it is high-risk
Operations that these policies deny are allowed again, and nobody notices until one happens. This rule runs in
the same policy server as the others, so it protects itself too. But no webhook can protect the webhook
configurations, and anyone who can delete the Deployment or the Pods of the policy server, or the `kubewarden`
namespace, can bypass it. Restrict that with RBAC, and watch the audit log for it.
## How to get it done anyway
Ask the owners of the policies to exempt one user or object in the settings of the rule concerned. Their
deployment pipeline can be listed in `exempt.serviceAccounts` of this rule.
",
    text_zh: "\
## 拦截的操作
拦截删除运行 Redline 模块或带有标签 `app.kubernetes.io/part-of: redline` 的 \
ClusterAdmissionPolicy、AdmissionPolicy 及策略组，删除带有该标签或在 `policyServers` 中列出的 PolicyServer，\
删除 Kubewarden 的 CRD；以及削弱策略的修改：更换模块、改为 `monitor` 模式、减少 rules、缩小 `scope`、匹配策略\
改为 `Exact`、失败策略改为 `Ignore`、新增选择器或匹配条件、降低 `enforcement`、启用 `exemptDefaults`、启用审\
批或放宽审批条件、增加 `approvers`、扩大豁免、停用规则包中的规则或更改其 `kind`、从策略组移除策略、移除标签、\
设置可能使其被垃圾回收的 owner、策略组表达式不依赖任何策略即可通过，以及将 PolicyServer 缩容到 0、更换其镜像\
或通过环境变量使其放行请求。更换同一模块的版本、使策略更严格的修改放行；从其他仓库使用路径和版本相同的模块或\
相同的镜像、更换 PolicyServer、减少可查询的资源、修改已有条件或策略组表达式、放宽单条规则的配置或缩小其检查范\
围，只告警。
## 为何高危
策略被删除或削弱后，原本拦截的操作会被放行且不易察觉。本规则与其他规则运行在同一个 PolicyServer 中，因此也保\
护自身。但任何 webhook 都无法保护 webhook 配置本身，能够删除 PolicyServer 的 Deployment、Pod 或 \
`kubewarden` 命名空间的用户可以绕过本规则，请通过 RBAC 限制并关注审计日志。
## 正确做法
如需放行，请由策略的维护者在相应规则中豁免特定用户或对象；其发布流水线可加入本规则的 \
`exempt.serviceAccounts`。
",
    severity: Severity::Critical,
    settings: &[SettingField {
        name: "policyServers",
        doc: Bilingual {
            en: "PolicyServers that run the policies, in addition to those with the label.\n",
            zh: "运行策略的 PolicyServer 名称（带有标签的无需列出）。",
        },
        ty: <Vec<String> as Setting>::TYPE,
        default: || Settings::default().policy_servers.to_json(),
    }],
    context: &[],
    background_audit: false,
};
