//! Write access to directories of the node, through `hostPath` volumes and PersistentVolumes.
//!
//! Only what a container can write to counts. A volume that is mounted read-only everywhere is harmless, a volume that no
//! container mounts only warns, and `subPath` restricts what a container sees. The `type` of the volume is irrelevant. Paths
//! are compared by whole segments, in both directions: a mount of a parent directory includes everything below it.

use crate::containers::containers;
use crate::message::{add, message};
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use redline_core::finding::{Findings, Level};
use redline_kubernetes::workload::{Container, Pod, Spec, VolumeMount, Workload};
use redline_text::concat;
use redline_text::path::{below, clean, on_node};
use redline_text::{contains, truncate_for_display};

/// A directory or file of the node that is mounted into a container.
#[derive(Debug, Clone)]
pub struct Mount<'r> {
    /// Index of the volume in the pod specification.
    pub volume: usize,
    /// Its clean path in the container.
    pub at: String,
    /// Its clean path on the node.
    pub host: String,
    /// Whether the container can write to it.
    pub writable: bool,
    /// The mount in the pod specification.
    pub mount: &'r VolumeMount<'r>,
}

/// Every mount of a `hostPath` volume in a container of the pod `spec`.
#[inline(never)]
pub fn mounts<'r>(spec: &'r Spec<'r>, container: &'r Container<'r>) -> Vec<Mount<'r>> {
    let mut out = Vec::new();
    // Nobody remounts a volume to read it. Whatever calls `mount` so may do it with every volume.
    let mut remounts = None;
    let mut remounts = || {
        let mut words = container.command.iter().chain(container.args.iter());
        *remounts
            .get_or_insert_with(|| container.has_capability("SYS_ADMIN") && words.any(|word| contains(word, "remount")))
    };
    for mount in &container.volume_mounts {
        let volume = spec.volumes.iter().position(|v| v.name == *mount.name);
        let host = volume.and_then(|i| spec.volumes.get(i)?.host_path.as_ref());
        let (Some(volume), Some(host)) = (volume, host) else { continue };
        // With `subPathExpr` the mounted part depends on the environment of the container, so the whole volume counts.
        let sub = if mount.sub_path_expr.is_empty() { clean(&mount.sub_path) } else { String::new() };
        // A privileged container can remount a volume, and what propagates to the node, so `readOnly` does not restrict it.
        let propagates = mount.mount_propagation == "Bidirectional" && container.privileged();
        out.push(Mount {
            volume,
            at: clean(&mount.mount_path),
            host: clean(&concat(&[&host.path, &sub])),
            writable: mount.read_only != Some(true) || propagates || remounts(),
            mount,
        });
    }
    out
}

/// The directories of the kubelet and the container runtime that ACK documents as critical and, last, the data disk that
/// some of them are mounted from (ACK documentation, "Create and manage a node pool").
pub const CRITICAL: &[&str] = &[
    "/var/lib/kubelet",
    "/var/lib/docker",
    "/etc/kubernetes",
    "/etc/kubeadm",
    "/var/lib/containerd",
    "/var/lib/container",
];

/// Whether a path is a parent of a critical directory, such as `/` or `/etc`. `critical-host-path` denies a writable mount
/// of one, so that no other rule need report it.
pub fn above_critical(host: &str) -> bool {
    let host = on_node(host);
    CRITICAL.iter().any(|path| below(path, &host).is_some_and(|rest| !rest.is_empty()))
}

/// A set of protected paths of the node.
pub struct Guard<'g> {
    /// The protected paths, clean, behind the links of [`on_node`].
    pub protected: &'g [&'g str],
    /// Whether a clean path inside a protected one is not protected.
    pub allowed: &'g dyn Fn(&str) -> bool,
    /// The level of a finding about a writable mount or volume of a protected path.
    pub inside: Level,
    /// The level of a finding about a writable mount or volume of a parent directory; `None` if it is not reported.
    pub ancestor: Option<Level>,
}

/// How a host path relates to a protected one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overlap<'g> {
    /// It is this protected path, or below it.
    Inside(&'g str),
    /// It is a parent directory of this protected path.
    Above(&'g str),
}

impl<'g> Guard<'g> {
    /// The first protected path that a clean path of the node overlaps; `None` if there is none, or if the path is allowed.
    #[inline(never)]
    pub(crate) fn overlap(&self, host: &str) -> Option<Overlap<'g>> {
        let host = &*on_node(host);
        if let Some(path) = self.protected.iter().find(|p| below(host, p).is_some()) {
            return (!(self.allowed)(host)).then_some(Overlap::Inside(path));
        }
        self.protected.iter().find(|p| below(p, host).is_some()).map(|p| Overlap::Above(p))
    }

    /// The level of a finding about an overlap; `None` if it is not reported.
    fn level(&self, overlap: Overlap<'_>) -> Option<Level> {
        match overlap {
            Overlap::Inside(_) => Some(self.inside),
            Overlap::Above(_) => self.ancestor,
        }
    }

    /// Whether a container of the pod can write to a protected path, or to a parent directory of one.
    pub fn writable(&self, spec: &Spec<'_>, container: &Container<'_>) -> bool {
        mounts(spec, container).iter().any(|m| m.writable && self.overlap(&m.host).is_some())
    }

    /// Checks the volumes of a pod. The value of each finding is the path on the node.
    #[inline(never)]
    pub fn pod(&self, pod: &Pod<'_, '_>, out: &mut Findings) {
        if self.protected.is_empty() {
            return;
        }
        let mut used = Vec::new();
        containers(pod, &mut |_, container| {
            for mount in mounts(pod.spec, container) {
                used.push(mount.volume);
                let overlap = if mount.writable { self.overlap(&mount.host) } else { None };
                let Some((overlap, level)) = overlap.and_then(|overlap| Some((overlap, self.level(overlap)?))) else {
                    continue;
                };
                let (name, host, at) = (
                    truncate_for_display(&container.name),
                    truncate_for_display(&mount.host),
                    truncate_for_display(&mount.at),
                );
                let (inner, en, zh) = match overlap {
                    Overlap::Inside(_) => (
                        "",
                        "container `{0}` can write to `{1}` on the node (mounted at `{2}`)",
                        "容器 `{0}` 可写入节点路径 `{1}`（挂载于 `{2}`）",
                    ),
                    Overlap::Above(inner) => (
                        inner,
                        "container `{0}` can write to `{1}` on the node, which contains `{3}` (mounted at `{2}`)",
                        "容器 `{0}` 可写入节点路径 `{1}`，其中包含 `{3}`（挂载于 `{2}`）",
                    ),
                };
                let text = message(en, zh, &[&name, &host, &at, inner]);
                add(out, level, path(pod.path, mount.volume), text, mount.host);
            }
        });
        for (i, volume) in pod.spec.volumes.iter().enumerate() {
            let Some(host_path) = &volume.host_path else { continue };
            let host = clean(&host_path.path);
            if used.contains(&i) || self.overlap(&host).and_then(|overlap| self.level(overlap)).is_none() {
                continue;
            }
            let text = message(
                "volume `{0}` refers to `{1}` on the node, but no container mounts it",
                "存储卷 `{0}` 引用了节点路径 `{1}`，但没有容器挂载",
                &[&truncate_for_display(&volume.name), &truncate_for_display(&host)],
            );
            add(out, Level::Warn, path(pod.path, i), text, host);
        }
    }

    /// Checks a PersistentVolume of the types `hostPath` and `local`: every pod that claims it can write there, although the
    /// pod does not name the path. The value of each finding is the path on the node.
    #[inline(never)]
    pub fn persistent_volume(&self, object: &Workload<'_>, out: &mut Findings) {
        for (source, field) in [(&object.spec.host_path, "spec.hostPath.path"), (&object.spec.local, "spec.local.path")]
        {
            let Some(source) = source else { continue };
            let host = clean(&source.path);
            let Some(level) = self.overlap(&host).and_then(|overlap| self.level(overlap)) else { continue };
            let text = message(
                "PersistentVolume `{0}` exposes `{1}` of the node to pods",
                "PersistentVolume `{0}` 向 Pod 开放节点路径 `{1}`",
                &[&truncate_for_display(&object.metadata.name), &truncate_for_display(&host)],
            );
            add(out, level, field.to_owned(), text, host);
        }
    }
}

#[inline(never)]
fn path(pod: &str, volume: usize) -> String {
    format!("{pod}.volumes[{volume}].hostPath.path")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUARD: Guard<'static> = Guard {
        protected: &["/var/lib/kubelet", "/etc/kubernetes"],
        allowed: &|host| below(host, "/var/lib/kubelet/device-plugins").is_some(),
        inside: Level::Deny,
        ancestor: Some(Level::Warn),
    };

    fn findings(spec: &str) -> Vec<(Level, String)> {
        let json = format!(r#"{{"kind":"Pod","spec":{spec}}}"#);
        let pod: Workload = redline_json::read(&json).unwrap();
        let mut out = Findings::new();
        pod.pods().iter().for_each(|pod| GUARD.pod(pod, &mut out));
        GUARD.persistent_volume(&pod, &mut out);
        out.into_iter().map(|f| (f.level, f.value)).collect()
    }

    /// The findings about a pod with one host path and one container that mounts it, with additional members.
    fn mounted(host: &str, mount: &str, container: &str) -> Vec<(Level, String)> {
        findings(&format!(
            r#"{{"volumes":[{{"name":"v","hostPath":{{"path":"{host}"}}}}],
                 "containers":[{{"name":"c"{container},"volumeMounts":[{{"name":"v","mountPath":"/m"{mount}}}]}}]}}"#
        ))
    }

    #[test]
    fn what_can_be_written_is_found() {
        let deny = |path: &str| vec![(Level::Deny, path.to_owned())];
        assert_eq!(mounted("/var/lib//kubelet/", "", ""), deny("/var/lib/kubelet"));
        assert_eq!(mounted("/var/lib/x/../kubelet/pods", "", ""), deny("/var/lib/kubelet/pods"));
        assert_eq!(mounted("/var", r#","subPath":"lib/kubelet""#, ""), deny("/var/lib/kubelet"));
        assert_eq!(mounted("/", "", ""), vec![(Level::Warn, "/".to_owned())]);
        assert_eq!(mounted("/var", r#","subPathExpr":"$(X)""#, ""), vec![(Level::Warn, "/var".to_owned())]);
        let propagated = r#","readOnly":true,"mountPropagation":"Bidirectional""#;
        assert_eq!(mounted("/etc/kubernetes", propagated, r#","securityContext":{"privileged":true}"#).len(), 1);
    }

    #[test]
    fn what_cannot_be_written_is_not() {
        for (host, mount) in [
            ("/var/lib/kubelet", r#","readOnly":true"#),
            ("/var", r#","subPath":"log""#),
            ("/var/log", r#","subPath":"../lib/kubelet""#),
            ("/var/lib/kubelet2", ""),
            ("/var/lib/kubelet/device-plugins/x.sock", ""),
            ("/etc/kubernetes-like", ""),
        ] {
            assert!(mounted(host, mount, "").is_empty(), "{host} {mount}");
        }
    }

    #[test]
    fn the_unmounted_warn_and_persistent_volumes_deny() {
        let unused = r#"{"volumes":[{"name":"v","hostPath":{"path":"/etc/kubernetes"}}],"containers":[{"name":"c"}]}"#;
        assert_eq!(findings(unused), vec![(Level::Warn, "/etc/kubernetes".to_owned())]);
        let local = r#"{"local":{"path":"/var/lib/kubelet/x"}}"#;
        assert_eq!(findings(local), vec![(Level::Deny, "/var/lib/kubelet/x".to_owned())]);
        assert_eq!(findings(r#"{"hostPath":{"path":"/var"}}"#), vec![(Level::Warn, "/var".to_owned())]);
        assert!(findings(r#"{"local":{"path":"/mnt/disk"}}"#).is_empty());
    }
}
