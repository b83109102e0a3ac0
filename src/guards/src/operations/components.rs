//! Components of a node: their versions (rows 7 and 16) and configuration (rows 9 and 19).

use crate::on_node::{self, CommandMatch, KILLERS, Names, NodeGuard, PACKAGE_MANAGERS, SERVICE_MANAGERS};
use crate::reach::Need;
use redline_shell::SimpleCommand;
use redline_text::word_in;

/// Installing, upgrading or removing components.
pub static UPGRADE: NodeGuard = NodeGuard {
    paths: &[
        "/usr/bin/kubelet",
        "/usr/bin/kubeadm",
        "/usr/bin/containerd",
        "/usr/bin/containerd-shim*",
        "/usr/bin/runc",
        "/usr/bin/dockerd",
        "/usr/bin/etcd",
        "/usr/local/bin/kubelet",
        "/usr/local/bin/kubeadm",
        "/usr/local/bin/containerd",
        "/usr/local/bin/containerd-shim*",
        "/usr/local/bin/dockerd",
        "/usr/local/bin/etcd",
        "/usr/local/bin/runc",
        "/usr/local/sbin/runc",
        "/usr/sbin/runc",
    ],
    names: Names::of(&[PACKAGE_MANAGERS, "kubeadm"]),
    program: upgrades,
    unpacked: true,
    ..NodeGuard::NEW
};

const COMPONENTS: &str = "kubelet kubeadm kubectl kubernetes-cni containerd containerd.io docker docker.io docker-ce \
                          docker-ce-cli moby-engine runc etcd etcd-server cri-tools cri-o";

const VERBS: &str = "install reinstall update upgrade downgrade remove erase purge autoremove dist-upgrade full-upgrade \
                     distro-sync add del in rm up dup swap localinstall update-minimal upgrade-minimal";

/// Package managers whose `update` only fetches the lists of packages.
const LISTS: &str = "apt apt-get aptitude apk";

fn upgrades(command: &SimpleCommand<'_>) -> Option<CommandMatch> {
    let operands = command.operands();
    let lists = word_in(LISTS, command.name()) && operands.get(0) == "update";
    let kubeadm = command.name() == "kubeadm" && operands.get(0) == "upgrade" && !word_in("plan diff", operands.get(1));
    let refreshes = command.name() == "snap" && on_node::packages(command, "refresh switch revert", COMPONENTS, true);
    let packages = refreshes || !lists && on_node::packages(command, VERBS, COMPONENTS, true);
    if kubeadm || packages { CommandMatch::deny(Need::System) } else { None }
}

/// Upgrading Kubernetes by hand (note N3).
pub static KUBERNETES: NodeGuard = NodeGuard {
    paths: &["/usr/bin/kubeadm"],
    ancestor: None,
    names: Names::of(&["kubeadm", PACKAGE_MANAGERS]),
    program: replaces_kubernetes,
    ..NodeGuard::NEW
};

fn replaces_kubernetes(command: &SimpleCommand<'_>) -> Option<CommandMatch> {
    let words = command.operands();
    let runs_kubeadm = command.name() == "kubeadm"
        && word_in("upgrade init join reset", words.get(0))
        && !word_in("plan diff", words.get(1))
        && !command.has_option("dry-run");
    let verbs = "install upgrade update downgrade reinstall";
    let packages = on_node::packages(command, verbs, "kubeadm", false);
    if runs_kubeadm || packages { CommandMatch::deny(Need::System) } else { None }
}

/// The file to which the user data of a node pool may add flags of the kubelet, according to the documentation of ACK. A
/// script that changes it only warns.
pub(crate) const CUSTOMIZED_ARGS: &str = "/etc/kubernetes/kubelet-customized-args.conf";

/// Changing configuration files and unit files of components, and stopping components.
pub static CONFIGURATION: NodeGuard = NodeGuard {
    paths: &[
        "/var/lib/kubelet/config.yaml",
        "/var/lib/kubelet/kubeadm-flags.env",
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
        "/usr/lib/systemd/system/docker.service",
        "/usr/lib/systemd/system/containerd.service.d",
    ],
    soft: &[CUSTOMIZED_ARGS],
    directories: &["/etc/containerd", "/etc/docker"],
    // Mirrors and certificates of registries, which ACK documents for users.
    free: &["/etc/containerd/certs.d", "/etc/docker/certs.d"],
    names: Names::of(&[SERVICE_MANAGERS, KILLERS, RUNNING]),
    program: stops,
    unpacked: true,
    ..NodeGuard::NEW
};

/// Units and processes of the components, and the ports on which they listen.
const RUNNING: &str = "kubelet containerd docker dockerd etcd crio cri-docker cri-dockerd kube-apiserver \
                       kube-controller-manager kube-scheduler kube-proxy containerd-shim containerd-shim-runc-v2 \
                       10248 10249 10250 10255 10256 10257 10259 2379 2380 6443";

const STOPPING: &str = "stop disable mask kill freeze set-property edit revert isolate";

fn stops(command: &SimpleCommand<'_>) -> Option<CommandMatch> {
    if on_node::units(command, STOPPING, RUNNING) {
        return CommandMatch::deny(Need::Services);
    }
    if on_node::kills(command, RUNNING) {
        return CommandMatch::deny(Need::Processes);
    }
    let restarts = "restart try-restart reload-or-restart condrestart force-reload";
    if on_node::units(command, restarts, RUNNING) { CommandMatch::warn(Need::Services) } else { None }
}
