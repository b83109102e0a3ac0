//! Exempt requesters and objects: by default Kubernetes' own controllers, and those that the settings name.

use crate::request::RequestParts;
use alloc::string::String;
use alloc::vec::Vec;
use redline_core::pattern::{first_match, first_match_of_object, matches, service_account};
use redline_core::rule::RuleMetadata;
use redline_core::settings::{CommonSettings, Exempt};
use redline_text::concat;

/// Service accounts of the controllers in kube-controller-manager, in `kube-system`, sorted. They are exempt because they
/// complete operations that were allowed before. From the bindings that the API server creates, as of 2026-11-28:
/// kubernetes/kubernetes, `plugin/pkg/auth/authorizer/rbac/bootstrappolicy`, `controller_policy.go` (those behind feature gates
/// included) and `namespace_policy.go` (`bootstrap-signer` and `token-cleaner`).
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
    "persistent-volume-binder",
    "pod-garbage-collector",
    "podcertificaterequestcleaner",
    "podcheckpoint-controller",
    "podgroup-protection-controller",
    "pv-protection-controller",
    "pvc-protection-controller",
    "replicaset-controller",
    "replication-controller",
    "resource-claim-controller",
    "resourcepoolstatusrequest-controller",
    "resourcequota-controller",
    "root-ca-cert-publisher",
    "route-controller",
    "selinux-warning-controller",
    "service-account-controller",
    "service-cidrs-controller",
    "service-controller",
    "statefulset-controller",
    "storage-version-garbage-collector",
    "storage-version-migrator-controller",
    "token-cleaner",
    "ttl-after-finished-controller",
    "ttl-controller",
    "validatingadmissionpolicy-status-controller",
    "volumeattributesclass-protection-controller",
];

/// User names of the control plane, and of the cloud controller manager under both of its names.
pub const CONTROL_PLANE: &[&str] = &[
    "system:apiserver",
    "system:kube-controller-manager",
    "system:kube-scheduler",
    "system:cloud-controller-manager",
    "system:serviceaccount:kube-system:cloud-controller-manager",
];

/// Why a request is exempt, such as `controller job-controller` or `exempt.users admin*`; `None` if it is not. Decides from
/// the requester and from the object's name and namespace.
pub(crate) fn exempt(rule: &RuleMetadata, common: &CommonSettings, parts: RequestParts<'_, '_>) -> Option<String> {
    let user = &*parts.header.user.username;
    let account = service_account(user);
    let built_in = || {
        if let Some(controller) = user.strip_prefix("system:serviceaccount:kube-system:")
            && CONTROLLERS.contains(&controller)
        {
            return Some(("controller", controller));
        }
        // A pattern stands for service accounts, and only for names that one can have.
        let own = |p: &&str| matches(p, user) && (account.is_some() || !p.ends_with('*'));
        if CONTROL_PLANE.contains(&user) || rule.exempt_users.iter().any(own) {
            return Some(("user", user));
        }
        let node = user.strip_prefix("system:node:").filter(|_| rule.exempt_kubelets)?;
        is_own_node(node, parts).then_some(("kubelet of", node))
    };
    let object = parts.object_id();
    let named = || {
        let Exempt { users, groups, service_accounts, namespaces, objects, .. } = &common.exempt;
        let their_groups: Vec<&str> = parts.header.user.groups.iter().map(|group| &**group).collect();
        let namespace = Some(parts.object_namespace()).filter(|namespace| !namespace.is_empty());
        [
            ("exempt.users", &[user][..], users),
            ("exempt.groups", &their_groups, groups),
            ("exempt.serviceAccounts", account.as_deref().as_slice(), service_accounts),
            ("exempt.namespaces", namespace.as_slice(), namespaces),
        ]
        .into_iter()
        .find_map(|(setting, values, patterns)| {
            Some((setting, values.iter().find_map(|value| first_match(patterns, value))?))
        })
        .or_else(|| Some(("exempt.objects", first_match_of_object(objects, &object)?)))
    };
    let (what, name) = Some(()).filter(|()| common.exempt_defaults).and_then(|()| built_in()).or_else(named)?;
    Some(concat(&[what, " ", name]))
}

/// Whether a request is about the Node named `node`.
fn is_own_node(node: &str, parts: RequestParts<'_, '_>) -> bool {
    let req = parts.header;
    let on_node = (req.kind.kind == "Node" && req.kind.group.is_empty()) || req.resource.resource == "nodes";
    on_node && req.resource.group.is_empty() && node == parts.object_name()
}

/// Why pods that run as the service account `namespace/account` are exempt; `None` if they are not. An empty account stands
/// for `default`.
pub(crate) fn exempt_workload(
    rule: &RuleMetadata,
    common: &CommonSettings,
    namespace: &str,
    account: &str,
) -> Option<String> {
    let account = concat(&[namespace, "/", if account.is_empty() { "default" } else { account }]);
    if common.exempt_defaults && rule.exempt_workloads.contains(&&*account) {
        return Some(concat(&["workload ", &account]));
    }
    first_match(&common.exempt.workloads, &account).map(|p| concat(&["exempt.workloads ", p]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controllers_are_sorted_and_unique() {
        assert!(CONTROLLERS.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn workloads_are_exempt_by_their_account() {
        let rule = RuleMetadata { exempt_workloads: &["kube-system/agent"], ..RuleMetadata::new("some-rule") };
        let mut common = CommonSettings::default();
        common.exempt.workloads.push("prod/*".into());
        let exempt = |common: &CommonSettings, account| exempt_workload(&rule, common, "kube-system", account);
        assert_eq!(exempt(&common, "agent").as_deref(), Some("workload kube-system/agent"));
        assert_eq!(exempt(&common, ""), None);
        assert_eq!(exempt_workload(&rule, &common, "prod", "").as_deref(), Some("exempt.workloads prod/*"));
        common.exempt_defaults = false;
        assert_eq!(exempt(&common, "agent"), None);
    }
}
