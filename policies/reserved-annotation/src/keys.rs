//! Annotation keys in the names that Kubernetes reserves for itself, `kubernetes.io` and `k8s.io`: which of them
//! users may set, and which only components write. From the Kubernetes reference, "Well-Known Labels,
//! Annotations and Taints", and for keys that are not on that page from the components' sources.

use redline_engine::core::finding::Level;
use redline_engine::core::pattern::matches;

/// What the tables say about a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// Its domain is not reserved, or it is meant for users.
    Free,
    /// Components write it, and either act on it (deny) or only record something in it (warn).
    Component(Level, Writer),
    /// Its domain is reserved, but the key is in none of the tables.
    Unknown,
}

/// Who may write the key of a component, in addition to the users who are exempt from the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writer {
    /// Nobody: all components that write it are exempt.
    Exempt,
    /// Any service account: provisioners, schedulers and leader elections run under names of their own.
    ServiceAccount,
    /// Any service account, on this kind only.
    ServiceAccountOn(&'static str),
    /// A kubelet, for static pods and its CSINode.
    Kubelet,
    /// Any user, on this kind: the API server itself adds it to the request.
    ApiServer(&'static str),
    /// Any user, on this kind, whose controller writes it anew; otherwise any service account.
    Overwritten(&'static str),
}

use Level::{Deny, Warn};
use Writer::{ApiServer, Exempt, Kubelet, Overwritten, ServiceAccount, ServiceAccountOn};

/// Keys that components write. A key warns where no component acts on a value set by hand, or where everyday tools
/// carry it along: manifests that were exported and created again, `kubectl debug` with its copy of a pod.
const COMPONENTS: &[(&str, Level, Writer)] = &[
    // The volume controller trusts these two whatever their value.
    ("pv.kubernetes.io/bind-completed", Deny, Exempt),
    ("pv.kubernetes.io/bound-by-controller", Deny, ServiceAccountOn("PersistentVolume")),
    ("pv.kubernetes.io/migrated-to", Deny, ServiceAccount),
    ("pv.kubernetes.io/provisioned-by", Deny, ServiceAccount),
    ("volume.beta.kubernetes.io/storage-provisioner", Deny, Exempt),
    ("volume.kubernetes.io/storage-provisioner", Deny, Exempt),
    ("volume.kubernetes.io/selected-node", Deny, ServiceAccount),
    ("volume.kubernetes.io/storage-resizer", Deny, ServiceAccount),
    ("volume.kubernetes.io/provisioner-deletion-secret-*", Deny, ServiceAccount),
    ("volumes.kubernetes.io/controller-managed-attach-detach", Deny, Exempt),
    ("csi.volume.kubernetes.io/nodeid", Deny, ServiceAccount),
    ("storage.alpha.kubernetes.io/migrated-plugins", Deny, Kubelet),
    ("kubernetes.io/config.*", Deny, Kubelet),
    ("kubernetes.io/service-account.uid", Deny, Exempt),
    ("endpoints.kubernetes.io/over-capacity", Deny, ServiceAccount),
    ("alpha.kubernetes.io/provided-node-ip", Deny, Exempt),
    ("node.alpha.kubernetes.io/ttl", Deny, Exempt),
    ("resource.kubernetes.io/pod-claim-name", Deny, Exempt),
    ("kubernetes.io/limit-ranger", Warn, ApiServer("Pod")),
    ("kubernetes.io/psp", Warn, ApiServer("Pod")),
    ("batch.kubernetes.io/job-tracking", Warn, ApiServer("Job")),
    ("batch.kubernetes.io/job-completion-index", Warn, Exempt),
    ("batch.kubernetes.io/cronjob-scheduled-timestamp", Warn, Exempt),
    // Every export of a Deployment has it, and its controller writes it anew.
    ("deployment.kubernetes.io/revision", Warn, Overwritten("Deployment")),
    ("deployment.kubernetes.io/*", Warn, ServiceAccount),
    ("endpoints.kubernetes.io/last-change-trigger-time", Warn, ServiceAccount),
    ("control-plane.alpha.kubernetes.io/leader", Warn, ServiceAccount),
    ("autoscaling.alpha.kubernetes.io/*", Warn, ApiServer("HorizontalPodAutoscaler")),
    ("kubeadm.alpha.kubernetes.io/cri-socket", Warn, Exempt),
    ("kubeadm.kubernetes.io/*", Warn, Exempt),
    ("internal.config.kubernetes.io/*", Warn, Exempt),
    ("authorization.k8s.io/*", Warn, Exempt),
    ("pod-security.kubernetes.io/*", Warn, Exempt),
    ("scheduler.alpha.kubernetes.io/preferAvoidPods", Warn, Exempt),
];

/// Keys that users may set; `*` stands at the end of a key, or before a domain for everything below it.
const USERS: &[&str] = &[
    "kubernetes.io/change-cause",
    "kubernetes.io/description",
    "kubernetes.io/egress-bandwidth",
    "kubernetes.io/enforce-mountable-secrets",
    "kubernetes.io/ingress*",
    "kubernetes.io/service-account.name",
    "kubernetes.io/tls-acme",
    "addons.k8s.io/*",
    "app.kubernetes.io/*",
    "apf.kubernetes.io/*",
    "applyset.kubernetes.io/*",
    "cluster-autoscaler.kubernetes.io/*",
    // Devices of the Container Device Interface, which users request by annotation.
    "cdi.k8s.io/*",
    "*.cdi.k8s.io/*",
    "config.k8s.io/*",
    "config.kubernetes.io/*",
    "container.apparmor.security.beta.kubernetes.io/*",
    "container.seccomp.security.alpha.kubernetes.io/*",
    "controller.kubernetes.io/pod-deletion-cost",
    // Written by `kubectl create job --from`.
    "cronjob.kubernetes.io/instantiate",
    "descheduler.alpha.kubernetes.io/*",
    "external-dns.alpha.kubernetes.io/*",
    "external-dns.kubernetes.io/*",
    "gateway.networking.k8s.io/*",
    // Read by, and on failure written by, the image policy webhook.
    "*.image-policy.k8s.io/*",
    "ingress.kubernetes.io/*",
    "*.ingress.kubernetes.io/*",
    "ingressclass.kubernetes.io/*",
    "kubectl.kubernetes.io/*",
    "networking.k8s.io/*",
    "node.kubernetes.io/*",
    "*.node.kubernetes.io/*",
    "net.beta.kubernetes.io/network-policy",
    // Keys of old that users set; Kubernetes no longer reads them, but manifests still have them.
    "pod.alpha.kubernetes.io/*",
    "pod.beta.kubernetes.io/*",
    // Written by an admission plugin of old.
    "podpreset.admission.kubernetes.io/*",
    "prow.k8s.io/*",
    "pv.beta.kubernetes.io/gid",
    "rbac.authorization.k8s.io/*",
    "rbac.authorization.kubernetes.io/*",
    "scheduler.alpha.kubernetes.io/affinity",
    "scheduler.alpha.kubernetes.io/critical-pod",
    "scheduler.alpha.kubernetes.io/defaultTolerations",
    "scheduler.alpha.kubernetes.io/node-selector",
    "scheduler.alpha.kubernetes.io/tolerations",
    "scheduler.alpha.kubernetes.io/tolerationsWhitelist",
    // Pod groups of batch schedulers.
    "scheduling.k8s.io/*",
    "security.alpha.kubernetes.io/*",
    "seccomp.security.alpha.kubernetes.io/*",
    "secrets-store.csi.k8s.io/*",
    // Every annotation of the cloud controller manager.
    "service.alpha.kubernetes.io/*",
    "service.beta.kubernetes.io/*",
    "service.kubernetes.io/*",
    // Projects beside Kubernetes, each with its own rules.
    "*.sigs.k8s.io/*",
    "snapshot.storage.kubernetes.io/*",
    "storageclass.beta.kubernetes.io/*",
    "storageclass.kubernetes.io/*",
    "volume.alpha.kubernetes.io/storage-class",
    "volume.beta.kubernetes.io/mount-options",
    "volume.beta.kubernetes.io/storage-class",
];

/// Looks a key up. The part before the slash has to be a reserved name or end in one: the documentation's own
/// example is `pv.kubernetes.io/bind-completed`. `x-k8s.io` is another name.
pub(crate) fn look_up(key: &str) -> Known {
    let Some((domain, _)) = key.split_once('/') else { return Known::Free };
    let reserved = |name: &str| domain.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    if !reserved("kubernetes.io") && !reserved("k8s.io") {
        return Known::Free;
    }
    if let Some((_, level, writer)) = COMPONENTS.iter().find(|(pattern, ..)| matches(pattern, key)) {
        return Known::Component(*level, *writer);
    }
    let for_users = |pattern: &str| match pattern.strip_prefix('*').and_then(|p| p.strip_suffix("/*")) {
        Some(below) => domain.ends_with(below),
        None => matches(pattern, key),
    };
    if USERS.iter().any(|pattern| for_users(pattern)) { Known::Free } else { Known::Unknown }
}
