//! Who is let through: Kubernetes' own controllers by default, and whom the settings name.

use crate::request::Subject;
use alloc::string::String;
use alloc::vec::Vec;
use redline_core::pattern::{first_match, matches, service_account};
use redline_core::rule::RuleMetadata;
use redline_core::settings::{CommonSettings, Exempt};

/// Service accounts in `kube-system` that kube-controller-manager gives its controllers: they finish what
/// was allowed before. From the controller roles that the API server bootstraps
/// (kubernetes/kubernetes, plugin/pkg/auth/authorizer/rbac/bootstrappolicy/controller_policy.go).
pub const CONTROLLERS: &[&str] = &[
    "attachdetach-controller",
    "bootstrap-signer",
    "certificate-controller",
    "clusterrole-aggregation-controller",
    "cronjob-controller",
    "daemon-set-controller",
    "deployment-controller",
    "device-taint-eviction-controller",
    "disruption-controller",
    "endpoint-controller",
    "endpointslice-controller",
    "endpointslicemirroring-controller",
    "ephemeral-volume-controller",
    "expand-controller",
    "generic-garbage-collector",
    "horizontal-pod-autoscaler",
    "job-controller",
    "kube-apiserver-serving-clustertrustbundle-publisher",
    "legacy-service-account-token-cleaner",
    "namespace-controller",
    "node-controller",
    "node-ipam-controller",
    "persistent-volume-binder",
    "pod-garbage-collector",
    "pv-protection-controller",
    "pvc-protection-controller",
    "replicaset-controller",
    "replication-controller",
    "resource-claim-controller",
    "resourcequota-controller",
    "root-ca-cert-publisher",
    "route-controller",
    "selinux-warning-controller",
    "service-account-controller",
    "service-cidrs-controller",
    "service-controller",
    "statefulset-controller",
    "storage-version-migrator-controller",
    "storageversion-garbage-collector",
    "taint-eviction-controller",
    "token-cleaner",
    "tokens-controller",
    "ttl-after-finished-controller",
    "ttl-controller",
    "vac-protection-controller",
    "validatingadmissionpolicy-status-controller",
    "volumeattributesclass-protection-controller",
];

/// User names of the control plane itself, and of the cloud controller manager under both its names.
pub const CONTROL_PLANE: &[&str] = &[
    "system:apiserver",
    "system:kube-controller-manager",
    "system:kube-scheduler",
    "system:cloud-controller-manager",
    "system:serviceaccount:kube-system:cloud-controller-manager",
];

/// Why the requester is let through without a look at the object, if so.
pub(crate) fn exempt(rule: &RuleMetadata, common: &CommonSettings, subject: Subject<'_, '_>) -> Option<String> {
    let user = &*subject.head.user.username;
    let built_in = || {
        if let Some(controller) = user.strip_prefix("system:serviceaccount:kube-system:")
            && CONTROLLERS.contains(&controller)
        {
            return Some(("controller", controller));
        }
        if CONTROL_PLANE.contains(&user) || rule.exempt_users.iter().any(|p| matches(p, user)) {
            return Some(("user", user));
        }
        let node = user.strip_prefix("system:node:").filter(|_| rule.exempt_kubelets)?;
        own_node(node, subject).then_some(("kubelet of", node))
    };
    let account = service_account(user);
    let object = subject.object_id();
    let named = || {
        let Exempt { users, groups, service_accounts, namespaces, objects, .. } = &common.exempt;
        let their_groups: Vec<&str> = subject.head.user.groups.iter().map(|group| &**group).collect();
        let namespace = Some(subject.object_namespace()).filter(|namespace| !namespace.is_empty());
        [
            ("exempt.users", &[user][..], users),
            ("exempt.groups", &their_groups, groups),
            ("exempt.serviceAccounts", account.as_deref().as_slice(), service_accounts),
            ("exempt.namespaces", namespace.as_slice(), namespaces),
            ("exempt.objects", &[&*object], objects),
        ]
        .into_iter()
        .find_map(|(setting, values, patterns)| {
            Some((setting, values.iter().find_map(|value| first_match(patterns, value))?))
        })
    };
    let (what, name) = Some(()).filter(|()| common.exempt_defaults).and_then(|()| built_in()).or_else(named)?;
    Some([what, " ", name].concat())
}

/// Whether a kubelet's request is about the Node of this name.
fn own_node(node: &str, subject: Subject<'_, '_>) -> bool {
    let req = subject.head;
    let on_node = (req.kind.kind == "Node" && req.kind.group.is_empty()) || req.resource.resource == "nodes";
    on_node && req.resource.group.is_empty() && node == subject.object_name()
}

/// Why pods that run as `namespace/account` are let through, if so. An empty account means `default`.
pub fn exempt_workload(rule: &RuleMetadata, common: &CommonSettings, namespace: &str, account: &str) -> Option<String> {
    let account = [namespace, "/", if account.is_empty() { "default" } else { account }].concat();
    if common.exempt_defaults && rule.exempt_workloads.contains(&&*account) {
        return Some(["workload ", &account].concat());
    }
    first_match(&common.exempt.workloads, &account).map(|p| ["exempt.workloads ", p].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controllers_are_sorted_and_unique() {
        assert!(CONTROLLERS.windows(2).all(|w| w[0] < w[1]));
    }
}
