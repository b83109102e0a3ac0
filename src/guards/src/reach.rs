//! How far a container's commands reach: only into the container, or to the node.

use crate::containers::containers;
use crate::host_path::{Mount, mounts};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use redline_json::read_into;
use redline_kubernetes::context::Context;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::{Container, Pod, Spec, Workload};
use redline_shell::{FileOp, Namespaces};
use redline_text::path::{below, clean, join, segment};
use redline_text::{DIGITS, concat, consists_of, contains_any};

/// A container in its pod.
#[derive(Debug, Clone)]
pub struct Reach<'r> {
    /// The pod's specification.
    pub spec: &'r Spec<'r>,
    /// The container.
    pub container: &'r Container<'r>,
    /// What it can write of the node.
    writable: Vec<Mount<'r>>,
    /// Every mount point of it, host path or not.
    mount_points: Vec<String>,
}

impl<'r> Reach<'r> {
    /// Looks at a container of a pod.
    pub fn new(spec: &'r Spec<'r>, container: &'r Container<'r>) -> Self {
        let mut writable = mounts(spec, container);
        writable.retain(|mount| mount.writable);
        let mut mount_points = Vec::new();
        for mount in &container.volume_mounts {
            mount_points.push(clean(&mount.mount_path));
        }
        Reach { spec, container, writable, mount_points }
    }

    /// Whether `nsenter` gets the command into the node's namespaces: it must see the node's processes (or their
    /// namespace files), and have the capability.
    fn enters(&self, namespaces: &Namespaces) -> bool {
        (self.spec.host_pid == Some(true) || namespaces.by_file) && self.container.has_capability("SYS_ADMIN")
    }

    /// Whether the command's file system is the node's own.
    pub fn in_host_mounts(&self, namespaces: &Namespaces) -> bool {
        namespaces.mount && self.enters(namespaces)
    }

    /// Whether the command's network is the node's own.
    pub fn in_host_network(&self, namespaces: &Namespaces) -> bool {
        self.spec.host_network == Some(true) || namespaces.net && self.enters(namespaces)
    }

    /// Whether the command can set kernel parameters of the node. `network`: parameters that every network
    /// namespace has for itself, so that the command must run in the node's.
    ///
    /// `/proc/sys` is read-only in a container unless it is privileged, may remount it, or has the node's mounted.
    pub fn sets_kernel_parameters(&self, namespaces: &Namespaces, network: bool) -> bool {
        let mounted = || self.writable.iter().any(|m| over_proc_sys(&m.host));
        (!network || self.in_host_network(namespaces)) && (self.container.has_capability("SYS_ADMIN") || mounted())
    }

    /// Whether the command can act on the node: as a privileged container, through a shared namespace with the
    /// capability that it takes, or in a root directory that is the node's and writable.
    pub fn reaches_node(&self, namespaces: &Namespaces, capability: &str) -> bool {
        let shares = [self.spec.host_network, self.spec.host_pid, self.spec.host_ipc].contains(&Some(true));
        self.container.privileged()
            || (shares || namespaces.by_file) && self.container.has_capability(capability)
            || !namespaces.chroot.is_empty() && !self.host_paths(namespaces, "/", FileOp::Write).is_empty()
    }

    /// Where on the node a path of the command leads, if the command can write there. Removing a directory also
    /// removes what is mounted below it.
    #[inline(never)]
    pub fn host_paths(&self, namespaces: &Namespaces, path: &str, op: FileOp) -> Vec<String> {
        let path = clean(&concat(&[&namespaces.chroot, path]));
        if self.in_host_mounts(namespaces) {
            return vec![path];
        }
        if self.spec.host_pid == Some(true)
            && self.container.has_capability("SYS_PTRACE")
            && let Some(path) = behind_process_root(&path)
        {
            return vec![path];
        }
        // The deepest mount point is the one that the container sees; of two that are equally deep the last.
        let mut nearest = "";
        for at in &self.mount_points {
            if at.len() >= nearest.len() && below(&path, at).is_some() {
                nearest = at;
            }
        }
        let mut out = Vec::new();
        for mount in &self.writable {
            if let Some(rest) = below(&path, &mount.at) {
                if nearest == mount.at {
                    out.push(join(&mount.host, rest));
                }
            } else if op == FileOp::Remove && below(&mount.at, &path).is_some() {
                out.push(mount.host.clone());
            }
        }
        out
    }
}

/// Whether a host path holds `/proc/sys` or lies in it.
fn over_proc_sys(host: &str) -> bool {
    below(host, "/proc/sys").is_some() || below("/proc/sys", host).is_some()
}

/// What follows `/proc/<pid>/root`, the root directory of another process.
fn behind_process_root(path: &str) -> Option<String> {
    let mut rest = path;
    let found = segment(&mut rest) == "proc";
    let process = segment(&mut rest);
    let process = contains_any(process, "$") || !process.is_empty() && consists_of(process, DIGITS);
    (found && process && segment(&mut rest) == "root").then(|| clean(rest))
}

/// Looks up the pod that a CONNECT request goes to and hands `visit` its container, or all of them when the request
/// names none. Out: false when there was nothing to look at.
pub fn in_target(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, visit: &mut dyn FnMut(&Reach<'_>)) -> bool {
    let json = ctx.host.get("v1", "Pod", req.object_namespace(), req.object_name());
    let text = json.as_deref().and_then(|json| core::str::from_utf8(json).ok()).unwrap_or("");
    let mut object = None::<Workload<'_>>;
    let (Ok(()), Some(object)) = (read_into(text, &mut object), &object) else { return false };
    let pod = Pod { path: "", metadata: &object.metadata, spec: &object.spec };
    let wanted = req.object.as_ref().map_or("", |o| &o.container);
    let mut any = false;
    containers(&pod, &mut |_, container| {
        if wanted.is_empty() || container.name == wanted {
            any = true;
            visit(&Reach::new(pod.spec, container));
        }
    });
    any
}
