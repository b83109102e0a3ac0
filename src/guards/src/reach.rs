//! What the commands of a container can affect: only the container, or also the node.

mod links;

pub use links::on_node;

use crate::containers::containers;
use crate::host_path::mounts;
use alloc::string::String;
use alloc::vec::Vec;
use links::{behind_links, behind_process_root};
use redline_json::read_into;
use redline_kubernetes::context::Context;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::{Container, Pod, Spec, Workload};
use redline_shell::value::{is_unknown, rest_below};
use redline_shell::{FileChange, Namespaces, SimpleCommand};
use redline_text::path::{below, clean};
use redline_text::{DIGITS, concat, contains, find, slice_from, take_until, trim_end, word_in};

/// Whether a command has what it needs to affect the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// It cannot.
    None,
    /// The container has some access to the node, and it cannot be seen whether that is enough.
    Possible,
    /// It can.
    Certain,
}

/// What a command needs to affect the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The programs and files of the node's system. Without them it changes those of the image, as ordinary containers do.
    System,
    /// The same, for what is everyday work in a script of the node's own, such as the installation of a package.
    Entry,
    /// The service manager of the node, or another part of its system, which has a socket.
    Services,
    /// The processes of the node.
    Processes,
    /// The network of the node.
    Network,
    /// A capability that no namespace restricts.
    Capability(&'static str),
    /// Devices of the node.
    Devices,
    /// The mounts of the node.
    Mounts,
    /// The directories of the kubelet.
    Volumes,
}

/// The directories in which the kubelet mounts volumes.
pub(crate) const KUBELET: &[&str] = &["/var/lib/kubelet", "/var/lib/container/kubelet"];

/// Takes a clean path of the node, and whether it is certainly that one.
pub type HostVisitor<'v> = dyn FnMut(String, bool) + 'v;

/// A mount in a container.
#[derive(Debug, Clone)]
struct MountPoint {
    /// Its clean path in the container.
    at: String,
    /// Its clean path on the node; empty if it is not a host path.
    host: String,
    writable: bool,
    /// Whether mounts that the container makes or removes there appear on the node.
    propagates: bool,
}

/// A container in its pod, with what it can write to.
#[derive(Debug, Clone)]
pub struct Reach<'r> {
    /// The pod's specification.
    pub spec: &'r Spec<'r>,
    /// The container.
    pub container: &'r Container<'r>,
    /// Every mount, sorted by its path. Of several at one path there is the last, which covers the others.
    mounts: Vec<MountPoint>,
    /// Whether a host path is mounted, writable or not.
    has_host_path: bool,
    /// Whether some directory of the kubelet, or one around it, can be written to.
    holds_volumes: bool,
    /// Whether kernel parameters of the node can be written to.
    holds_parameters: bool,
    /// Whether mounts appear on the node anywhere.
    propagates: bool,
    /// Whether the container is a process of a Windows node.
    is_host_process: bool,
}

impl<'r> Reach<'r> {
    /// The reach of a container in the pod `spec`.
    pub fn new(spec: &'r Spec<'r>, container: &'r Container<'r>) -> Self {
        let mut sorted: Vec<MountPoint> = Vec::new();
        // Those of host paths are in the same order.
        let mut hosts = mounts(spec, container).into_iter().peekable();
        for mount in &container.volume_mounts {
            let at = clean(&mount.mount_path);
            let found = hosts.next_if(|host| core::ptr::eq(host.mount, mount));
            let point = MountPoint {
                at,
                writable: found.as_ref().is_some_and(|host| host.writable),
                host: found.map(|host| host.host).unwrap_or_default(),
                propagates: mount.mount_propagation == "Bidirectional",
            };
            sorted.push(point);
        }
        // Stable, so that the last of equal paths stays the last.
        sorted.sort_by(|a, b| a.at.cmp(&b.at));
        let mut points: Vec<MountPoint> = Vec::with_capacity(sorted.len());
        for point in sorted {
            match points.last_mut() {
                Some(last) if last.at == point.at => *last = point,
                _ => points.push(point),
            }
        }
        let has_host_path = points.iter().any(|point| !point.host.is_empty());
        let holds_volumes = points.iter().any(|point| {
            let holds = |root: &&str| below(&point.host, root).is_some() || below(root, &point.host).is_some();
            point.writable && KUBELET.iter().any(holds)
        });
        let holds_parameters = points.iter().any(|point| point.writable && over_proc_sys(&point.host));
        let propagates = points.iter().any(|point| point.propagates);
        Reach {
            spec,
            container,
            mounts: points,
            has_host_path,
            holds_volumes,
            holds_parameters,
            propagates,
            is_host_process: container.is_host_process(spec),
        }
    }

    /// Whether the container has any access to the node. Without it, what its commands do stays in the container.
    pub fn any(&self) -> bool {
        self.has_host_path
            || self.shares()
            || self.container.privileged()
            || !self.container.security_context.capabilities.add.is_empty()
            || !self.spec.security_context.sysctls.is_empty()
    }

    /// Whether the pod shares a namespace with the node.
    fn shares(&self) -> bool {
        [self.spec.host_network, self.spec.host_pid, self.spec.host_ipc].contains(&Some(true))
    }

    /// The mounts of host paths: path in the container, path on the node.
    pub(crate) fn host_mounts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.mounts.iter().filter(|mount| !mount.host.is_empty()).map(|mount| (&*mount.at, &*mount.host))
    }

    /// Whether `nsenter` can enter the namespaces of the node. It needs the node's processes, or the files of their
    /// namespaces, and the capability `SYS_ADMIN`. A daemon of the node has them anyway.
    fn enters(&self, namespaces: &Namespaces<'_>) -> bool {
        namespaces.by_daemon
            || (self.spec.host_pid == Some(true) || namespaces.by_file) && self.container.has_capability("SYS_ADMIN")
    }

    /// Whether a command in these namespaces has the file system of the node.
    pub fn in_host_mounts(&self, namespaces: &Namespaces<'_>) -> bool {
        self.is_host_process || namespaces.mount && self.enters(namespaces)
    }

    /// Whether a command in these namespaces has the network of the node.
    pub(crate) fn in_host_network(&self, namespaces: &Namespaces<'_>) -> bool {
        !namespaces.own_net && (self.spec.host_network == Some(true) || namespaces.net && self.enters(namespaces))
    }

    /// Whether a command in these namespaces can set kernel parameters of the node. `network` is true for parameters that
    /// every network namespace has for itself: the command must then run in that of the node.
    ///
    /// `/proc/sys` is read-only in a container, unless the container is privileged, can remount it (`SYS_ADMIN`), or mounts
    /// that of the node.
    pub(crate) fn sets_kernel_parameters(&self, namespaces: &Namespaces<'_>, network: bool) -> bool {
        let elsewhere = namespaces.container || namespaces.remote;
        !elsewhere
            && (!network || self.in_host_network(namespaces))
            && (namespaces.by_daemon || self.container.has_capability("SYS_ADMIN") || self.holds_parameters)
    }

    /// Whether the root directory in these namespaces is that of the node.
    fn root_is_of_node(&self, namespaces: &Namespaces<'_>) -> Access {
        if self.in_host_mounts(namespaces) {
            let own =
                matches!(namespaces.root, "" | "/") || behind_process_root(namespaces.root).is_some_and(|p| p == "/");
            return if own { Access::Certain } else { Access::None };
        }
        if namespaces.root.is_empty() {
            return Access::None;
        }
        let whole = |root: &str| matches!(root, "/" | "");
        let mut access = Access::None;
        self.host_paths(namespaces, "/", false, &mut |host, certain| {
            if whole(&host) && certain {
                access = Access::Certain;
            } else if is_unknown(&host) {
                access = access.max(Access::Possible);
            }
        });
        access
    }

    /// Whether a command in these namespaces has what it needs to affect the node.
    pub fn access(&self, need: Need, namespaces: &Namespaces<'_>) -> Access {
        if !self.any() {
            return Access::None;
        }
        if namespaces.remote {
            return Access::Possible;
        }
        let root = self.root_is_of_node(namespaces);
        let need = if need == Need::Entry { Need::System } else { need };
        if need == Need::System {
            return if namespaces.container { Access::None } else { root };
        }
        let inside = self.in_host_mounts(namespaces);
        let certain = !namespaces.container
            && match need {
                Need::System | Need::Entry => false,
                Need::Services => root == Access::Certain,
                Need::Processes => {
                    self.is_host_process
                        || self.spec.host_pid == Some(true)
                        || namespaces.pid && self.enters(namespaces)
                }
                Need::Network => {
                    let allowed = namespaces.by_daemon || self.container.has_capability("NET_ADMIN");
                    allowed && self.in_host_network(namespaces)
                }
                Need::Capability(name) => self.container.has_capability(name) || inside,
                Need::Devices => self.container.privileged() || inside,
                Need::Mounts => inside && !namespaces.own_mount,
                Need::Volumes => inside || self.holds_volumes,
            };
        match need {
            _ if certain => Access::Certain,
            // Firewalls and mounts of the pod's own namespace are its own business.
            Need::Network if self.spec.host_network != Some(true) && !namespaces.net => Access::None,
            Need::Mounts if namespaces.own_mount => Access::None,
            Need::Volumes => Access::None,
            _ => Access::Possible,
        }
    }

    /// Calls `visit` with each path on the node that `path` may be for a command in these namespaces, and whether that is
    /// certain. There is none if the path does not lead to the node, or (`write`) cannot be written to, and several only
    /// if its beginning is unknown, so that it may lead through several mounts.
    #[inline(never)]
    pub fn host_paths(&self, namespaces: &Namespaces<'_>, path: &str, write: bool, visit: &mut HostVisitor<'_>) {
        if namespaces.remote || namespaces.container {
            return;
        }
        // Without a root of its own, an absolute path is clean.
        let whole =
            if namespaces.root.is_empty() { String::from(path) } else { clean(&concat(&[namespaces.root, path])) };
        if self.in_host_mounts(namespaces) {
            return visit(behind_links(whole), true);
        }
        let path = &*whole;
        if self.spec.host_pid == Some(true)
            && self.container.has_capability("SYS_PTRACE")
            && let Some(path) = behind_process_root(path)
        {
            return visit(behind_links(path), true);
        }
        // The container sees the deepest mount.
        let mut end = path.len();
        loop {
            let parent = path.get(..end).filter(|parent| !parent.is_empty()).unwrap_or("/");
            if let Ok(at) = self.mounts.binary_search_by(|mount| mount.at.as_str().cmp(parent))
                && let Some(mount) = self.mounts.get(at)
            {
                if !mount.host.is_empty() && (mount.writable || !write) {
                    let rest = path.get(parent.len()..).unwrap_or_default();
                    visit(behind_links(clean(&concat(&[&mount.host, "/", rest]))), true);
                }
                return;
            }
            match path.get(..end).and_then(|path| path.bytes().rposition(|byte| byte == b'/')) {
                Some(at) if end > 0 => end = at,
                _ => break,
            }
        }
        // A path with an unknown part may lead into any mount that fits.
        if is_unknown(path) {
            for mount in self.mounts.iter().filter(|m| !m.host.is_empty() && (m.writable || !write)).take(MOST) {
                if let Some((rest, certain)) = rest_below(path, &mount.at) {
                    visit(on_node(&concat(&[&mount.host, "/", rest])), certain);
                }
            }
        }
    }

    /// Whether a path of a command, which goes with everything below it, holds a mount of a path on the node for which
    /// `wanted` is true. Returns that path.
    #[inline(never)]
    pub(crate) fn mounted_below(
        &self,
        namespaces: &Namespaces<'_>,
        path: &str,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Option<&str> {
        if namespaces.remote || namespaces.container || self.in_host_mounts(namespaces) {
            return None;
        }
        let path = clean(&concat(&[namespaces.root, path]));
        let from = self.mounts.partition_point(|mount| mount.at < path);
        let mut looked = 0;
        for mount in self.mounts.get(from..).unwrap_or_default() {
            if below(&mount.at, &path).is_none() {
                // Between `/a` and `/a/b` there may be `/a-b`.
                if !mount.at.starts_with(&path) || looked > MOST {
                    break;
                }
                looked += 1;
                continue;
            }
            if mount.writable && mount.at != path && wanted(&mount.host) {
                return Some(&mount.host);
            }
            looked += 1;
            if looked > MOST {
                break;
            }
        }
        None
    }

    /// Whether every device that a command works on is that of a claim of the container.
    pub(crate) fn works_on_claims(&self, command: &SimpleCommand<'_>) -> bool {
        let namespaces = command.namespaces();
        let devices = &self.container.volume_devices;
        let elsewhere = !namespaces.root.is_empty() || namespaces.container || self.in_host_mounts(&namespaces);
        if devices.is_empty() || elsewhere {
            return false;
        }
        let text = command.words().display();
        let mut rest = slice_from(&text, find(&text, "/dev/").unwrap_or(text.len()));
        let shown = |change: FileChange<'_>| !change.path.starts_with("/dev/") || contains(&text, change.path);
        let any = !rest.is_empty() && command.file_ops().all(shown);
        while any && !rest.is_empty() {
            let path = take_until(&mut rest, " ");
            // With its partitions.
            let disk = trim_end(trim_end(path, DIGITS), "p");
            let own = devices.iter().any(|device| device.device_path == path || device.device_path == disk);
            if !own && !word_in("/dev/zero /dev/urandom /dev/null", path) {
                return false;
            }
            rest = slice_from(rest, find(rest, "/dev/").unwrap_or(rest.len()));
        }
        any
    }

    /// Whether what is mounted or unmounted at a path of the container, which is not in the mounts of the node, appears
    /// there all the same.
    pub(crate) fn propagates(&self, path: &str) -> bool {
        let propagates = |mount: &MountPoint| mount.propagates && below(path, &mount.at).is_some();
        self.propagates && self.mounts.iter().take(MOST).any(propagates)
    }
}

/// The maximum number of mounts that one command is compared with. A pod has a few, and a hostile one thousands.
const MOST: usize = 64;

/// Whether a path of the node contains `/proc/sys` or is inside of it.
fn over_proc_sys(host: &str) -> bool {
    !host.is_empty() && (below(host, "/proc/sys").is_some() || below("/proc/sys", host).is_some())
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

#[cfg(test)]
mod tests;
