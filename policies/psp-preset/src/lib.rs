//! The preset PodSecurityPolicy and its RBAC.
#![no_std]

mod rows;

use guards::object::{self, Whole};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Changing or deleting PodSecurityPolicy `ack.privileged` and the RBAC objects `ack:podsecuritypolicy:*` in
    /// clusters before 1.26. Creating them, which is the way back, passes. Newer clusters have no such policy, and
    /// the rule has nothing to say there.
    /// ## Why it is high-risk
    /// Without them no provider admits a pod: new pods, those of the system included, are refused all over the
    /// cluster.
    /// ## How to get it done anyway
    /// Create PodSecurityPolicies of your own and bindings to them beside the preset. When they hold for everybody,
    /// `allowAuthenticatedBindingDeletion` lets the preset binding go.
    docs: {
        title: Bilingual { en: "Changing the preset PodSecurityPolicy", zh: "修改或删除预置的 PodSecurityPolicy" },
        text_zh: "拦截在 1.26 之前的集群中修改或删除 PodSecurityPolicy `ack.privileged` 及 RBAC 对象 `ack:podsecuritypolicy:*`；新建同名对象属于恢复，放行。缺少它们时，包括系统组件在内的新 Pod 都无法创建。请另建自己的 PodSecurityPolicy 和绑定；确认覆盖所有人后，可通过 `allowAuthenticatedBindingDeletion` 允许删除预置绑定。",
        severity: Severity::Critical,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Update, Operation::Delete],
            group: "policy",
            versions: &["v1beta1"],
            resources: &[("podsecuritypolicies", "PodSecurityPolicy")],
        }, On {
            operations: &[Operation::Update, Operation::Delete],
            group: "rbac.authorization.k8s.io",
            versions: &["v1"],
            resources: &[("clusterroles", "ClusterRole"), ("clusterrolebindings", "ClusterRoleBinding"), ("roles", "Role"), ("rolebindings", "RoleBinding")],
        }],
        rows: rows::ROWS,
    }
    settings: {
        /// Let the preset binding `ack:podsecuritypolicy:authenticated` be deleted. Switch it on once policies and
        /// bindings of your own admit everybody's pods.
        #[zh("允许删除预置绑定 `ack:podsecuritypolicy:authenticated`；请在自己的策略和绑定已覆盖所有人的 Pod 之后开启")]
        allow_authenticated_binding_deletion = "allowAuthenticatedBindingDeletion": bool = false;
    }
    check: check, of Whole
}

const BINDING: &str = "ack:podsecuritypolicy:authenticated";

fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, settings: &Settings, out: &mut Findings) {
    let name = req.object_name();
    let policy = req.resource.group == "policy" || req.kind.group == "policy";
    // ACK documentation, "Use pod security policies".
    let preset = if policy { name == "ack.privileged" } else { object::named(&["ack:podsecuritypolicy:*"], name) };
    if !preset {
        return;
    }
    let kind = req.kind_name();
    let id = guards::path::truncate_for_display(&req.object_id());
    match (req.operation, &req.old_object, &req.object) {
        (Operation::Delete, _, _) => {
            if name == BINDING && settings.allow_authenticated_binding_deletion {
                return;
            }
            out.push(Finding::deny("", text!("{kind} `{id}` is deleted", "删除 {kind} `{id}`")));
        }
        (Operation::Update, Some(old), Some(new)) => {
            let changes: Vec<String> = object::changes(old, new).iter().map(|path| guards::path::truncate_for_display(path)).collect();
            if let Some(first) = changes.first() {
                let list = changes.join("`, `");
                let text = text!("{kind} `{id}` is changed in `{list}`", "{kind} `{id}` 的 `{list}` 被修改");
                out.push(Finding::deny(first.clone(), text));
            }
        }
        _ => {}
    }
}
