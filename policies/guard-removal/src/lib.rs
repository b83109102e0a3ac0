//! Redline's own policies, deleted or weakened.
#![no_std]

mod rows;
mod weaker;

use guards::path::truncate_for_display;
use redline_engine::json::{Fields, List, Raw};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting a ClusterAdmissionPolicy, AdmissionPolicy or policy group that runs a Redline module, or that
    /// carries the label `app.kubernetes.io/part-of: redline`, deleting a PolicyServer with that label or named in
    /// `policyServers`, and deleting Kubewarden's definitions. Changing such a policy so that it stops less:
    /// another module, mode `monitor`, fewer rules, match policy `Exact`, failure policy `Ignore`, new selectors or
    /// match conditions, a weaker `enforcement`, `exemptDefaults` switched on, approvals switched on or made easier,
    /// more `approvers`, wider exemptions, a rule of a bundle switched off, a policy gone from its group, the label
    /// taken off, an owner with which the garbage collector would delete it, a PolicyServer scaled to zero or given
    /// another image. Another version of the same module passes, and so does everything that makes a policy stricter.
    /// Another policy server, fewer look-ups, other conditions, another expression of a group, and settings of single rules that
    /// allow more or guard less than before warn.
    /// ## Why it is high-risk
    /// What these policies stop passes again, and nobody notices before it happens. This rule runs in the same
    /// policy server as the others, so it guards itself too; but no webhook can guard the webhook configurations,
    /// and whoever can delete the server's Deployment or its pods, or drop the `kubewarden` namespace, gets past
    /// it. Keep those out of reach with RBAC, and watch the audit log for them.
    /// ## How to get it done anyway
    /// Exempt one user or object in the settings of the rule that is in the way, through whoever owns the policies;
    /// their pipeline can be named in `exempt.serviceAccounts` here.
    docs: {
        title: Bilingual { en: "Deleting or weakening Redline's policies", zh: "删除或削弱 Redline 策略" },
        text_zh: "拦截删除运行 Redline 模块或带有标签 `app.kubernetes.io/part-of: redline` 的 ClusterAdmissionPolicy、AdmissionPolicy 及策略组，删除带有该标签或在 `policyServers` 中列出的 PolicyServer，删除 Kubewarden 的 CRD；以及使策略变弱的修改：更换模块、改为 `monitor` 模式、减少 rules、匹配策略改为 `Exact`、失败策略改为 `Ignore`、新增选择器或匹配条件、降低 `enforcement`、启用 `exemptDefaults`、启用批准或放宽批准条件、增加 `approvers`、扩大豁免、停用合集模块中的规则、从策略组移除策略、移除标签、设置会被垃圾回收的 owner、将 PolicyServer 缩容到 0 或更换其镜像。升级同一模块的版本、使策略更严格的修改放行；更换 PolicyServer、减少可查询的资源、修改已有条件或策略组表达式，以及规则自身配置的放宽只告警。任何 webhook 都无法保护 webhook 配置本身，能删除 PolicyServer 的 Deployment、Pod 或 `kubewarden` 命名空间的人可以绕过本规则，请用 RBAC 限制并关注审计日志。",
        severity: Severity::Critical,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[On { operations: &[Operation::Update, Operation::Delete], group: "policies.kubewarden.io", versions: &["v1", "v1alpha2"], resources: &[("admissionpolicies", "AdmissionPolicy"), ("admissionpolicygroups", "AdmissionPolicyGroup"), ("clusteradmissionpolicies", "ClusterAdmissionPolicy"), ("clusteradmissionpolicygroups", "ClusterAdmissionPolicyGroup"), ("policyservers", "PolicyServer")] }, On {
            operations: &[Operation::Delete],
            group: "apiextensions.k8s.io",
            versions: &["v1"],
            resources: &[("customresourcedefinitions", "CustomResourceDefinition")],
        }],
        rows: rows::ROWS,
    }
    settings: {
        /// PolicyServers that run the policies, beside those with the label.
        #[zh("运行策略的 PolicyServer 名称（带有标签的无需列出）。")]
        policy_servers = "policyServers": Vec<String> = ["default".to_owned()];
    }
    check: check, of Guard
}

redline_engine::view! {
    /// A policy, a policy group or a PolicyServer.
    struct Guard<'a> {
        metadata: ObjectMeta<'a>,
        spec: Spec<'a>,
    }
    struct Spec<'a> {
        module: Str<'a>,
        mode: Str<'a>,
        settings: Fields<'a>,
        rules: List<MatchRule<'a>>,
        policy_server = "policyServer": Str<'a>,
        failure_policy = "failurePolicy": Str<'a>,
        match_policy = "matchPolicy": Str<'a>,
        namespace_selector = "namespaceSelector": Option<Raw<'a>>,
        object_selector = "objectSelector": Option<Raw<'a>>,
        match_conditions = "matchConditions": Option<Raw<'a>>,
        expression: Str<'a>,
        policies: Map<'a, Member<'a>>,
        replicas: Option<i64>,
        image: Str<'a>,
        look_ups = "contextAwareResources": List<Raw<'a>>,
    }
    /// A policy of a group.
    struct Member<'a> {
        module: Str<'a>,
        settings: Fields<'a>,
    }
    /// Requests that a policy asks to see.
    struct MatchRule<'a> {
        groups = "apiGroups": List<Str<'a>>,
        versions = "apiVersions": List<Str<'a>>,
        resources: List<Str<'a>>,
        operations: List<Str<'a>>,
    }
}
redline_engine::objects!(Guard);

const PART_OF: &str = "app.kubernetes.io/part-of";
const DEFINITIONS: &str = ".policies.kubewarden.io";

impl Guard<'_> {
    fn labelled(&self) -> bool {
        self.metadata.labels.get(PART_OF).is_some_and(|part| part == "redline")
    }

    /// Whether this is one of ours, by its label or by what it runs.
    fn ours(&self) -> bool {
        self.labelled()
            || is_redline(&self.spec.module)
            || self.spec.policies.iter().any(|(_, p)| is_redline(&p.module))
    }
}

/// Whether a module's address has a part that starts with `redline`, such as `ghcr.io/redline-policies/node-deletion`.
fn is_redline(module: &str) -> bool {
    module.split('/').any(|part| part.starts_with("redline"))
}

fn check(_: &Context<'_>, req: &Request<'_, Guard<'_>>, own: &Settings, out: &mut Findings) {
    let (kind, name) = (truncate_for_display(req.kind_name()), req.object_name());
    let id = truncate_for_display(&req.object_id());
    if req.kind_name() == "CustomResourceDefinition" {
        if name.ends_with(DEFINITIONS) {
            let text =
                text!("{kind} `{id}` is deleted, and all its policies with it", "删除 {kind} `{id}` 及其全部策略");
            out.push(Finding::deny("", text));
        }
        return;
    }
    let server = req.kind_name() == "PolicyServer" && own.policy_servers.iter().any(|server| server == name);
    let before = req.old_object.as_ref().or(req.object.as_ref());
    if !before.is_some_and(|guard| server || guard.ours()) {
        return;
    }
    match (req.operation, &req.old_object, &req.object) {
        (Operation::Delete, ..) => {
            out.push(Finding::deny("", text!("{kind} `{id}` of Redline is deleted", "删除 Redline 的 {kind} `{id}`")));
        }
        (_, Some(old), Some(new)) => {
            out.extend(guards::object::owned(req));
            weaker::findings(&[&*kind, " `", &id, "`"].concat(), old, new, out);
        }
        _ => {}
    }
}
