//! Reserved annotation keys: whose they are, and who may set them. From the Kubernetes reference page
//! "Well-Known Labels, Annotations and Taints", the sources of kubectl, kubelet and the controllers for names
//! that page leaves out, and ACK's documentation.

use redline_engine::identity::matches;

/// What setting a key by hand means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Not under a reserved domain.
    Free,
    /// Reserved, and there for users, tools or the API server's own admission plugins to set.
    User,
    /// Written by a component, and everyday in exported manifests: harmless where it is, so it only warns.
    Exported,
    /// A component's own.
    Component,
    /// Reserved, and nobody we know.
    Unknown,
}

/// Components' own. A trailing `*` covers the rest.
const COMPONENT: &[&str] = &[
    "pv.kubernetes.io/*",
    "volume.kubernetes.io/storage-provisioner",
    "volume.beta.kubernetes.io/storage-provisioner",
    "volume.kubernetes.io/selected-node",
    "volume.kubernetes.io/storage-resizer",
    "volume.kubernetes.io/provisioner-deletion-secret-name",
    "volume.kubernetes.io/provisioner-deletion-secret-namespace",
    "volumes.kubernetes.io/controller-managed-attach-detach",
    "csi.volume.kubernetes.io/*",
    "storage.alpha.kubernetes.io/migrated-plugins",
    "batch.kubernetes.io/job-completion-index",
    "batch.kubernetes.io/cronjob-scheduled-timestamp",
    "endpoints.kubernetes.io/*",
    "alpha.kubernetes.io/provided-node-ip",
    "node.alpha.kubernetes.io/ttl",
    "kubernetes.io/service-account.uid",
    "resource.kubernetes.io/pod-claim-name",
    "kubeadm.alpha.kubernetes.io/*",
    "kubeadm.kubernetes.io/*",
    "internal.config.kubernetes.io/*",
    "authorization.k8s.io/*",
    "scheduler.alpha.kubernetes.io/preferAvoidPods",
    "kubernetes.io/config.*",
];

/// Components' own that `kubectl get -o yaml` brings along and `kubectl create` sends back.
const EXPORTED: &[&str] = &["deployment.kubernetes.io/*", "autoscaling.alpha.kubernetes.io/*"];

/// For users, for tools, and what admission plugins of the API server write into the user's own request.
const USER: &[&str] = &[
    "cluster-autoscaler.kubernetes.io/*",
    "controller.kubernetes.io/*",
    "kubernetes.io/ingress-bandwidth",
    "kubernetes.io/egress-bandwidth",
    "kubernetes.io/description",
    "kubernetes.io/change-cause",
    "kubernetes.io/enforce-mountable-secrets",
    "kubernetes.io/service-account.name",
    "kubernetes.io/ingress.class",
    "kubernetes.io/ingress.*",
    "kubernetes.io/tls-acme",
    // Admission plugins: LimitRanger, PodSecurityPolicy, and the Job strategy of older API servers.
    "kubernetes.io/limit-ranger",
    "kubernetes.io/psp",
    "batch.kubernetes.io/job-tracking",
    "kubectl.kubernetes.io/*",
    "ingressclass.kubernetes.io/*",
    "storageclass.kubernetes.io/*",
    "storageclass.beta.kubernetes.io/*",
    "snapshot.storage.kubernetes.io/*",
    "volume.beta.kubernetes.io/storage-class",
    "volume.beta.kubernetes.io/mount-options",
    "scheduler.alpha.kubernetes.io/*",
    "rbac.authorization.kubernetes.io/*",
    "rbac.authorization.k8s.io/*",
    "apf.kubernetes.io/*",
    "applyset.kubernetes.io/*",
    "config.kubernetes.io/*",
    "config.k8s.io/*",
    "service.alpha.kubernetes.io/*",
    "service.beta.kubernetes.io/*",
    "service.kubernetes.io/*",
    "*.ingress.kubernetes.io/",
    "ingress.kubernetes.io/*",
    "external-dns.alpha.kubernetes.io/*",
    "container.apparmor.security.beta.kubernetes.io/*",
    "seccomp.security.alpha.kubernetes.io/*",
    "container.seccomp.security.alpha.kubernetes.io/*",
    "api-approved.kubernetes.io",
    "node.kubernetes.io/*",
    "pod-security.kubernetes.io/*",
    "networking.k8s.io/*",
    "gateway.networking.k8s.io/*",
    "addons.k8s.io/*",
    "prow.k8s.io/*",
    "leaderworkerset.sigs.k8s.io/*",
    "jobset.sigs.k8s.io/*",
    "descheduler.alpha.kubernetes.io/*",
    "secrets-store.csi.k8s.io/*",
    "reloader.k8s.io/*",
];

/// Written by whoever holds a leader lock: any controller's service account, never a person.
pub(crate) const LEADER: &str = "control-plane.alpha.kubernetes.io/leader";

fn reserved(key: &str) -> bool {
    let domain = key.split_once('/').map_or(key, |(domain, _)| domain);
    ["kubernetes.io", "k8s.io"].iter().any(|reserved| {
        domain.strip_suffix(reserved).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

fn listed(list: &[&str], key: &str) -> bool {
    list.iter().any(|pattern| match pattern.strip_prefix('*') {
        // Any sub-domain: `*.ingress.kubernetes.io/` stands for nginx, alb and mse alike.
        Some(rest) => key.split_once('/').is_some_and(|(domain, _)| domain.ends_with(rest.trim_end_matches('/'))),
        None => matches(pattern, key),
    })
}

/// Whose key it is. The narrower table is asked first.
pub(crate) fn owner(key: &str) -> Owner {
    if !reserved(key) {
        Owner::Free
    } else if listed(COMPONENT, key) || key == LEADER {
        Owner::Component
    } else if listed(EXPORTED, key) {
        Owner::Exported
    } else if listed(USER, key) {
        Owner::User
    } else {
        Owner::Unknown
    }
}
