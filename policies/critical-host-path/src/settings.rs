//! The rule's own settings.

use redline_engine::prelude::*;

/// Where the device plugin and CSI protocols of Kubernetes have their sockets (kubernetes.io, "Device Plugins";
/// kubernetes-csi.github.io, "Deploying CSI Driver"). `/var/lib/kubelet/pods` holds the volumes of every pod, so
/// components that write there are exempt by their account.
const ALLOWED: [&str; 7] = [
    // Only node-feature-discovery reads this directory, no component of Kubernetes.
    "/etc/kubernetes/node-feature-discovery",
    // The sockets on which the Secrets Store CSI driver finds its providers (secrets-store-csi-driver.sigs.k8s.io).
    "/etc/kubernetes/secrets-store-csi-providers",
    "/var/lib/kubelet/device-plugins",
    "/var/lib/kubelet/plugins/*",
    "/var/lib/kubelet/plugins_registry",
    // The socket on which the kubelet tells monitoring about devices (kubernetes.io, "Device Plugins").
    "/var/lib/kubelet/pod-resources",
    // Profiles that users install for their pods (kubernetes.io, "Restrict a Container's Syscalls with seccomp").
    "/var/lib/kubelet/seccomp",
];

/// Settings of this rule.
#[derive(Debug)]
pub struct Settings {
    /// Paths inside the protected directories that every workload may write to. A last segment `*` matches the
    /// directory of one CSI driver, but not `kubernetes.io`, where the kubelet keeps mounts of its own.
    pub allowed_paths: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { allowed_paths: Vec::from(ALLOWED.map(str::to_owned)) }
    }
}

impl RuleSettings for Settings {
    fn keys(&self) -> &'static [&'static str] {
        &["allowedPaths"]
    }

    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        match key {
            "allowedPaths" => Some(self.allowed_paths.assign(json)),
            _ => None,
        }
    }
}
