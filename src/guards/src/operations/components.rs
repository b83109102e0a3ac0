//! Components of a node: their versions (rows 7 and 16) and configuration (rows 9 and 19).

use crate::on_node::{self, NodeGuard};
use redline_shell::SimpleCommand;
use redline_text::{any, word, word_in};

/// Installing, upgrading or removing components.
pub static UPGRADE: NodeGuard = NodeGuard {
    paths: &[
        "/usr/bin/kubelet",
        "/usr/bin/kubeadm",
        "/usr/bin/containerd",
        "/usr/bin/containerd-shim*",
        "/usr/bin/runc",
        "/usr/bin/dockerd",
        "/usr/local/bin/kubelet",
        "/usr/local/bin/containerd",
        "/usr/local/bin/containerd-shim*",
        "/usr/local/bin/runc",
        "/usr/local/bin/etcd",
        "/usr/bin/etcd",
    ],
    program: upgrades,
    // A package manager that affects only its container upgrades nothing on the node.
    contained: None,
    ..NodeGuard::NEW
};

const COMPONENTS: &str = "kubelet kubeadm kubectl kubernetes-cni containerd docker runc etcd cri-tools";

const VERBS: &str = "install reinstall update upgrade downgrade remove erase purge autoremove dist-upgrade full-upgrade \
                     distro-sync add del";

fn upgrades(command: &SimpleCommand) -> bool {
    let args = command.args();
    // `apt-get update` only fetches package lists, while `yum update` upgrades packages.
    let lists = word_in("apt apt-get aptitude apk", command.name()) && any(args, "update");
    command.name() == "kubeadm" && word(args, 0) == "upgrade" && !any(args, "plan")
        || !lists && on_node::packages(command, VERBS, COMPONENTS, true)
}

/// The file to which the user data of a node pool may add flags of the kubelet, according to the documentation of ACK. A
/// script that changes it only warns.
pub const CUSTOMIZED_ARGS: &str = "/etc/kubernetes/kubelet-customized-args.conf";

/// Changing configuration files and unit files of components.
pub static CONFIGURATION: NodeGuard = NodeGuard {
    paths: &[
        "/var/lib/kubelet/config.yaml",
        "/var/lib/kubelet/kubeadm-flags.env",
        CUSTOMIZED_ARGS,
        "/etc/kubernetes/manifests",
        "/etc/sysconfig/kubelet",
        "/etc/default/kubelet",
        "/etc/docker/daemon.json",
        "/etc/containerd/config.toml",
        "/etc/systemd/system/kubelet.service",
        "/etc/systemd/system/kubelet.service.d",
        "/etc/systemd/system/containerd.service",
        "/etc/systemd/system/containerd.service.d",
        "/etc/systemd/system/docker.service",
        "/etc/systemd/system/docker.service.d",
        "/etc/systemd/system/etcd.service",
        "/usr/lib/systemd/system/kubelet.service",
        "/usr/lib/systemd/system/kubelet.service.d",
        "/usr/lib/systemd/system/containerd.service",
        "/usr/lib/systemd/system/containerd.service.d",
    ],
    directories: &["/etc/containerd", "/etc/docker"],
    // Mirrors and certificates of registries, which ACK documents for users.
    free: &["/etc/containerd/certs.d", "/etc/docker/certs.d"],
    ..NodeGuard::NEW
};
