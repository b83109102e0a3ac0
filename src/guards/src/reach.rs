//! What the commands of a container can affect: only the container, or also the node.

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

/// A container in its pod, with what it can write to.
#[derive(Debug, Clone)]
pub struct Reach<'r> {
    /// The pod's specification.
    pub spec: &'r Spec<'r>,
    /// The container.
    pub container: &'r Container<'r>,
    /// The writable mounts of host paths.
    writable: Vec<Mount<'r>>,
    /// The clean path of every mount in the container, of a host path or not.
    mount_points: Vec<String>,
}

impl<'r> Reach<'r> {
    /// The reach of a container in the pod `spec`.
    pub fn new(spec: &'r Spec<'r>, container: &'r Container<'r>) -> Self {
        let mut writable = mounts(spec, container);
        writable.retain(|mount| mount.writable);
        let mut mount_points = Vec::new();
        for mount in &container.volume_mounts {
            mount_points.push(clean(&mount.mount_path));
        }
        Reach { spec, container, writable, mount_points }
    }

    /// Whether `nsenter` can enter the namespaces of the node. It needs the node's processes, or the files of their
    /// namespaces, and the capability `SYS_ADMIN`.
    fn enters(&self, namespaces: &Namespaces) -> bool {
        (self.spec.host_pid == Some(true) || namespaces.by_file) && self.container.has_capability("SYS_ADMIN")
    }

    /// Whether a command in these namespaces has the file system of the node.
    pub fn in_host_mounts(&self, namespaces: &Namespaces) -> bool {
        namespaces.mount && self.enters(namespaces)
    }

    /// Whether a command in these namespaces has the network of the node.
    pub fn in_host_network(&self, namespaces: &Namespaces) -> bool {
        self.spec.host_network == Some(true) || namespaces.net && self.enters(namespaces)
    }

    /// Whether a command in these namespaces can set kernel parameters of the node. `network` is true for parameters that
    /// every network namespace has for itself: the command must then run in that of the node.
    ///
    /// `/proc/sys` is read-only in a container, unless the container is privileged, can remount it (`SYS_ADMIN`), or mounts
    /// that of the node.
    pub fn sets_kernel_parameters(&self, namespaces: &Namespaces, network: bool) -> bool {
        let mounted = || self.writable.iter().any(|m| over_proc_sys(&m.host));
        (!network || self.in_host_network(namespaces)) && (self.container.has_capability("SYS_ADMIN") || mounted())
    }

    /// Whether a command in these namespaces can affect the node: in a privileged container, in a namespace that it shares
    /// with the node if it has `capability`, or after `chroot` into a writable directory of the node.
    pub fn reaches_node(&self, namespaces: &Namespaces, capability: &str) -> bool {
        let shares = [self.spec.host_network, self.spec.host_pid, self.spec.host_ipc].contains(&Some(true));
        self.container.privileged()
            || (shares || namespaces.by_file) && self.container.has_capability(capability)
            || !namespaces.chroot.is_empty() && !self.host_paths(namespaces, "/", FileOp::Write).is_empty()
    }

    /// The paths on the node that a command in these namespaces changes with the operation `op` on `path`, as far as it can
    /// write there. Removing a directory also removes what is mounted below it, so there can be several.
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
        // The container sees the deepest mount; of two at the same path it sees the last.
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

/// Whether a path of the node contains `/proc/sys` or is inside of it.
fn over_proc_sys(host: &str) -> bool {
    below(host, "/proc/sys").is_some() || below("/proc/sys", host).is_some()
}

/// The path behind `/proc/<pid>/root`, which is the root directory of another process.
fn behind_process_root(path: &str) -> Option<String> {
    let mut rest = path;
    let found = segment(&mut rest) == "proc";
    let process = segment(&mut rest);
    let process = contains_any(process, "$") || !process.is_empty() && consists_of(process, DIGITS);
    (found && process && segment(&mut rest) == "root").then(|| clean(rest))
}

/// Looks up the pod of a CONNECT request in the cluster, and calls `visit` with the container that the request names, or
/// with every container if it names none. Returns false if the pod or the container was not found.
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
