//! Writable reach into directories of the node, through `hostPath` volumes and PersistentVolumes.
//!
//! What counts is what a container can write: a volume that is read-only wherever it is mounted does no harm, one
//! that nobody mounts is odd but harmless, and `subPath` narrows what the container sees. The volume's `type` does
//! not matter. Paths are compared by whole segments in both directions: a mount of a parent directory holds
//! everything below it.

use crate::containers::containers;
use crate::message::{add, message};
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use redline_core::finding::{Findings, Level};
use redline_kubernetes::workload::{Container, Pod, Spec, VolumeMount, Workload};
use redline_shell::FileOp;
use redline_text::concat;
use redline_text::path::{below, clean};
use redline_text::truncate_for_display;

/// A directory or file of the node as a container has it.
#[derive(Debug, Clone)]
pub struct Mount<'r> {
    /// Index of the volume in the pod specification.
    pub volume: usize,
    /// Where the container sees it, cleaned.
    pub at: String,
    /// Where it is on the node, cleaned.
    pub host: String,
    /// Whether the container can write to it.
    pub writable: bool,
    /// The mount as declared.
    pub mount: &'r VolumeMount<'r>,
}

/// Every mount of a host path in a container.
#[inline(never)]
pub fn mounts<'r>(spec: &'r Spec<'r>, container: &'r Container<'r>) -> Vec<Mount<'r>> {
    let mut out = Vec::new();
    for mount in &container.volume_mounts {
        let volume = spec.volumes.iter().position(|v| v.name == *mount.name);
        let host = volume.and_then(|i| spec.volumes.get(i)?.host_path.as_ref());
        let (Some(volume), Some(host)) = (volume, host) else { continue };
        // With `subPathExpr` the part that is mounted depends on the container's environment: take the whole.
        let sub = if mount.sub_path_expr.is_empty() { clean(&mount.sub_path) } else { String::new() };
        // A privileged container can remount what propagates to the node, so read-only holds nothing back there.
        let propagates = mount.mount_propagation == "Bidirectional" && container.privileged();
        out.push(Mount {
            volume,
            at: clean(&mount.mount_path),
            host: clean(&concat(&[&host.path, &sub])),
            writable: mount.read_only != Some(true) || propagates,
            mount,
        });
    }
    out
}

/// Which host paths are guarded, and how.
pub struct Guard<'g> {
    /// Clean paths that nobody may write to.
    pub protected: &'g [&'g str],
    /// Whether a path inside a protected one is open to everybody.
    pub allowed: &'g dyn Fn(&str) -> bool,
    /// What a writable mount of a parent directory comes to.
    pub ancestor: Level,
}

/// How a host path relates to a protected one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap<'g> {
    /// It is the protected path, or below it.
    Inside(&'g str),
    /// It is a parent of it.
    Above(&'g str),
}

impl<'g> Guard<'g> {
    /// Which protected path a clean host path touches, if any.
    #[inline(never)]
    pub fn overlap(&self, host: &str) -> Option<Overlap<'g>> {
        if let Some(path) = self.protected.iter().find(|p| below(host, p).is_some()) {
            return (!(self.allowed)(host)).then_some(Overlap::Inside(path));
        }
        self.protected.iter().find(|p| below(p, host).is_some()).map(|p| Overlap::Above(p))
    }

    /// Whether a container of the pod can write to a protected path, or change one through its parent.
    pub fn writable(&self, spec: &Spec<'_>, container: &Container<'_>) -> bool {
        mounts(spec, container).iter().any(|m| m.writable && self.overlap(&m.host).is_some())
    }

    /// Whether a change of a host path changes a protected one. Removing a directory removes what it holds.
    #[inline(never)]
    pub fn changed(&self, host: &str, op: FileOp) -> bool {
        match self.overlap(host) {
            Some(Overlap::Inside(_)) => true,
            Some(Overlap::Above(_)) => op == FileOp::Remove,
            None => false,
        }
    }

    /// Judges the volumes of a pod.
    #[inline(never)]
    pub fn pod(&self, pod: &Pod<'_, '_>, out: &mut Findings) {
        let mut used = Vec::new();
        containers(pod, &mut |_, container| {
            for mount in mounts(pod.spec, container) {
                used.push(mount.volume);
                let overlap = if mount.writable { self.overlap(&mount.host) } else { None };
                let Some(overlap) = overlap else { continue };
                let (name, host, at) = (
                    truncate_for_display(&container.name),
                    truncate_for_display(&mount.host),
                    truncate_for_display(&mount.at),
                );
                let (level, inner, en, zh) = match overlap {
                    Overlap::Inside(_) => (
                        Level::Deny,
                        "",
                        "container `{0}` can write to `{1}` on the node (mounted at `{2}`)",
                        "容器 `{0}` 可写节点路径 `{1}`（挂载于 `{2}`）",
                    ),
                    Overlap::Above(inner) => (
                        self.ancestor,
                        inner,
                        "container `{0}` can write to `{1}` on the node, which holds `{3}` (mounted at `{2}`)",
                        "容器 `{0}` 可写节点路径 `{1}`，其中包含 `{3}`（挂载于 `{2}`）",
                    ),
                };
                let text = message(en, zh, &[&name, &host, &at, inner]);
                add(out, level, path(pod.path, mount.volume), text, mount.host);
            }
        });
        for (i, volume) in pod.spec.volumes.iter().enumerate() {
            let Some(host_path) = &volume.host_path else { continue };
            let host = clean(&host_path.path);
            if used.contains(&i) || self.overlap(&host).is_none() {
                continue;
            }
            let text = message(
                "volume `{0}` declares `{1}` of the node, and no container mounts it",
                "卷 `{0}` 声明了节点路径 `{1}`，但没有容器挂载",
                &[&truncate_for_display(&volume.name), &truncate_for_display(&host)],
            );
            add(out, Level::Warn, path(pod.path, i), text, host);
        }
    }

    /// Judges a PersistentVolume: whoever claims it writes there, and nobody sees then that it is the node.
    #[inline(never)]
    pub fn persistent_volume(&self, object: &Workload<'_>, out: &mut Findings) {
        for (source, field) in [(&object.spec.host_path, "spec.hostPath.path"), (&object.spec.local, "spec.local.path")]
        {
            let Some(source) = source else { continue };
            let host = clean(&source.path);
            let level = match self.overlap(&host) {
                None => continue,
                Some(Overlap::Inside(_)) => Level::Deny,
                Some(Overlap::Above(_)) => Level::Warn,
            };
            let text = message(
                "PersistentVolume `{0}` hands out `{1}` of the node",
                "PersistentVolume `{0}` 提供节点路径 `{1}`",
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
        ancestor: Level::Warn,
    };

    fn findings(spec: &str) -> Vec<(Level, String)> {
        let json = format!(r#"{{"kind":"Pod","spec":{spec}}}"#);
        let pod: Workload = redline_json::read(&json).unwrap();
        let mut out = Findings::new();
        pod.pods().iter().for_each(|pod| GUARD.pod(pod, &mut out));
        GUARD.persistent_volume(&pod, &mut out);
        out.into_iter().map(|f| (f.level, f.value)).collect()
    }

    /// A pod with one host path and one container that mounts it with these further members.
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
