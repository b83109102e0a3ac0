//! Acts on a node: files that a pod can write there, and programs that it runs there.
//!
//! A rule is a table of paths and a test for commands. Mounts, PersistentVolumes, the text of commands (also behind
//! `nsenter`, `chroot` and shells) and `kubectl exec` are judged alike for all of them.

use alloc::string::String;
use alloc::vec::Vec;

use redline_core::finding::{Finding, Findings, Level};
use redline_core::language::Text;
use redline_core::request_match::{Operation, RequestMatch, joined};
use redline_core::scratch;
use redline_kubernetes::context::Context;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::{
    CONTROLLED_WORKLOADS, CORE_WORKLOADS, EXEC, PERSISTENT_VOLUMES, Pod, Workload, is_mirror,
};
use redline_shell::{Namespaces, SimpleCommand};
use redline_text::path::names;
use redline_text::truncate_for_display;
use redline_text::{after_last, concat, contains_any, join, prefix_in, slice, take, take_until, word_in};

use crate::commands;
use crate::containers::{added_by_update, containers, pods};
use crate::host_path::{Guard, Overlap};
use crate::message::{message, message_about};
use crate::reach::{Reach, in_target};

/// The requests that can act on a node.
pub const REQUESTS: &[RequestMatch] = &joined::<13>(&[CORE_WORKLOADS, CONTROLLED_WORKLOADS, PERSISTENT_VOLUMES, EXEC]);

/// Accounts of ACK's network and storage agents, which have much of the node mounted (AliyunContainerService/terway and
/// kubernetes-sigs/alibaba-cloud-csi-driver, manifests; flannel-io/flannel).
pub const AGENTS: &[&str] = &[
    "kube-system/alicloud-csi-node",
    "kube-system/csi-admin",
    "kube-system/csi-customfuse-node",
    "kube-system/flannel",
    "kube-system/terway",
];

/// Directories that agents of all kinds mount for sockets and locks; that says nothing about what else is in them.
const ORDINARY: &str = "/run /var/run";

/// Most findings of one request: nobody reads more, and a script may hold thousands.
const MOST: usize = 64;

/// What a rule guards on nodes.
pub struct NodeGuard {
    /// Clean paths of the node that nobody may write to.
    pub paths: &'static [&'static str],
    /// What a writable mount of such a path comes to.
    pub mount: Level,
    /// What a writable mount of a parent directory comes to; `None` where that says too little.
    pub ancestor: Option<Level>,
    /// Whether a command is the act.
    pub program: fn(&SimpleCommand) -> bool,
    /// Whether the act of a command reaches the node.
    pub reaches: fn(&Reach<'_>, &Namespaces) -> bool,
    /// What an act that stays in its container comes to; `None` where that is everyday work.
    pub contained: Option<Level>,
    /// Names of objects in `kube-system` whose business this is.
    pub owners: &'static [&'static str],
}

impl NodeGuard {
    /// Nothing guarded, for rules to start from.
    pub const NEW: NodeGuard = NodeGuard {
        paths: &[],
        mount: Level::Deny,
        ancestor: Some(Level::Warn),
        program: |_| false,
        reaches: |reach, place| reach.node(place, "SYS_ADMIN"),
        contained: Some(Level::Warn),
        owners: &[],
    };

    #[inline(never)]
    fn guard(&self) -> Guard<'_> {
        Guard { protected: self.paths, allowed: &|_| false, ancestor: Level::Warn }
    }

    fn owned(&self, req: &Request<'_, Workload<'_>>) -> bool {
        req.object_namespace() == "kube-system" && self.owners.contains(&req.object_name())
    }
}

/// Judges everything in a request that acts on a node.
#[inline(never)]
pub fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, node: &NodeGuard, out: &mut Findings) {
    if req.operation == Operation::Connect {
        return exec(ctx, req, node, out);
    }
    if node.owned(req) {
        return;
    }
    added_by_update(ctx, req, out, &|object, out| {
        node.guard().persistent_volume(object, out);
        if is_mirror(req, object) {
            return;
        }
        pods(ctx, req, object, &mut |pod| {
            mounts(node, pod, out);
            containers(pod, &mut |at, container| {
                let reach = Reach::new(pod.spec, container);
                let subject = message("container `{0}`", "容器 `{0}` ", &[&truncate_for_display(&container.name)]);
                commands::of_container(container, &mut |field, command| {
                    check_command(node, &subject, command, Some(&reach), &[at, field], out);
                });
            });
        });
    });
}

/// Judges the volumes of a pod.
fn mounts(node: &NodeGuard, pod: &Pod<'_, '_>, out: &mut Findings) {
    let mut mounted = Findings::new();
    node.guard().pod(pod, &mut mounted);
    for mut finding in mounted {
        let mut level = Some(node.mount);
        if let Some(Overlap::Above(_)) = node.guard().hit(&finding.value) {
            level = node.ancestor.filter(|_| !word_in(ORDINARY, &finding.value));
        }
        if let Some(level) = level {
            // A volume that nobody mounts only ever warns.
            finding.level = finding.level.min(level);
            out.push(finding);
        }
    }
}

/// `kubectl exec`. Exempt workloads are no excuse here: somebody else is at the keyboard.
fn exec(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, node: &NodeGuard, out: &mut Findings) {
    let Some(options) = &req.object else { return };
    let mut found: Vec<SimpleCommand> = Vec::new();
    commands::of_words(&options.command, &mut |command| {
        if (node.program)(command) || !command.changes.is_empty() {
            found.push(command.clone());
        }
    });
    if found.is_empty() {
        return;
    }
    let subject =
        message("a command in pod `{0}`", "在 Pod `{0}` 中执行的命令", &[&truncate_for_display(&req.object_id())]);
    let mut each = |reach: Option<&Reach<'_>>| {
        for command in &found {
            check_command(node, &subject, command, reach, &["command"], out);
        }
    };
    if !in_target(ctx, req, &mut |reach| each(Some(reach))) {
        each(None);
    }
}

/// Checks a command. A script may have many, most of which lead to no finding and leave nothing behind.
fn check_command(
    node: &NodeGuard,
    subject: &Text,
    command: &SimpleCommand,
    reach: Option<&Reach<'_>>,
    path: &[&str],
    out: &mut Findings,
) {
    let produce = |emit: &mut dyn FnMut(&Finding)| {
        look(node, command, reach, &mut |level, en, zh, what| {
            let text = message_about(subject, en, zh, &[&truncate_for_display(what)]);
            emit(&Finding { level, path: concat(path), value: String::new(), text, row: None });
        });
    };
    scratch::stream(produce, &mut |finding: &Finding| {
        if out.len() < MOST && !out.contains(finding) {
            out.push(finding.clone());
        }
    });
}

/// Calls `push` with what is to be reported of a command: a sentence in both languages, and what it is about.
#[inline(never)]
fn look(
    node: &NodeGuard,
    command: &SimpleCommand,
    reach: Option<&Reach<'_>>,
    push: &mut dyn FnMut(Level, &'static str, &'static str, &str),
) {
    if (node.program)(command) {
        let (level, en, zh) = match reach.map(|reach| (node.reaches)(reach, &command.place)) {
            Some(true) => (Some(Level::Deny), " runs `{0}` on the node", "在节点上运行 `{0}`"),
            Some(false) => (
                node.contained,
                " runs `{0}`, apparently only inside the container",
                "运行 `{0}`，从配置看仅作用于容器内部",
            ),
            None => (Some(Level::Warn), " runs `{0}`, which may affect the node", "运行 `{0}`，可能影响节点"),
        };
        if let Some(level) = level {
            push(level, en, zh, &join(&command.words, " "));
        }
    }
    for change in &command.changes {
        let Some(reach) = reach else {
            if node.paths.iter().any(|guarded| names(&change.path, guarded)) {
                push(
                    Level::Warn,
                    " modifies `{0}`, which affects the node if the path is mounted from it",
                    "修改 `{0}`，若该路径挂载自节点则会影响节点",
                    &change.path,
                );
            }
            continue;
        };
        for host in &reach.host_paths(&command.place, &change.path, change.act) {
            if node.guard().changed(host, change.act) {
                push(Level::Deny, " modifies `{0}` on the node", "修改节点上的 `{0}`", host);
            }
        }
    }
}

/// Whether a command installs, upgrades or removes one of these packages with a package manager, or (where `all` says
/// that this counts) everything there is. Names may carry a version, as in `kubelet-1.30.1` or `kubelet=1.30.1`. Verbs
/// and packages are separated by blanks.
#[inline(never)]
pub fn packages(command: &SimpleCommand, verbs: &str, packages: &str, all: bool) -> bool {
    let words = command.operands();
    let mut named = &words[..];
    // `rpm -Uvh` and `dpkg -i` have their verb among the options.
    let known = if word_in("rpm dpkg", command.name()) {
        command.args().iter().any(|arg| prefix_in(ARCHIVE_VERBS, arg))
    } else if word_in("yum dnf microdnf tdnf apt apt-get aptitude zypper apk", command.name()) {
        named = named.get(1..).unwrap_or_default();
        words.first().is_some_and(|verb| word_in(verbs, verb))
    } else {
        false
    };
    if !known {
        return false;
    }
    all && named.is_empty() || named.iter().any(|word| is_package(packages, after_last(word, b'/')))
}

fn is_package(packages: &str, word: &str) -> bool {
    let mut rest = packages;
    while !rest.is_empty() {
        let version = word.strip_prefix(take_until(&mut rest, " "));
        if version.is_some_and(|version| version.is_empty() || contains_any(slice(version, 0, 1), "-=_.*:")) {
            return true;
        }
        take(&mut rest, 1);
    }
    false
}

const ARCHIVE_VERBS: &str = "-U -i -F -e --install --upgrade --erase --unpack -r -P --purge --remove";

/// Whether `systemctl` or `service` does one of these verbs to one of these units, both separated by blanks.
#[inline(never)]
pub fn units(command: &SimpleCommand, verbs: &str, units: &str) -> bool {
    let words = command.operands();
    let is_unit = |word: &&str| word_in(units, word.strip_suffix(".service").unwrap_or(word));
    match (command.name(), words.as_slice()) {
        ("systemctl", [verb, rest @ ..]) => word_in(verbs, verb) && rest.iter().any(is_unit),
        ("service", [unit, verb, ..]) => word_in(verbs, verb) && is_unit(unit),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simple(line: &str) -> SimpleCommand {
        SimpleCommand { words: line.split(' ').map(str::to_owned).collect(), ..SimpleCommand::default() }
    }

    #[test]
    fn packages_are_known_with_and_without_versions() {
        let (verbs, wanted) = ("install upgrade update", "kubelet");
        for line in [
            "yum install -y kubelet-1.30.1",
            "apt-get -y install kubelet=1.30.1-1",
            "/usr/bin/dnf update",
            "rpm -Uvh /tmp/kubelet-1.30.1.x86_64.rpm",
            "dpkg -i kubelet_1.30_amd64.deb",
        ] {
            assert!(packages(&simple(line), verbs, wanted, true), "{line}");
        }
        for line in ["yum info kubelet", "yum install nginx", "rpm -q kubelet", "apt list", "kubelet --version"] {
            assert!(!packages(&simple(line), verbs, wanted, true), "{line}");
        }
        assert!(!packages(&simple("yum update"), verbs, wanted, false));
    }

    #[test]
    fn units_are_known_in_both_dialects() {
        for line in ["systemctl start firewalld", "systemctl enable --now firewalld.service", "service firewalld start"]
        {
            assert!(units(&simple(line), "start enable", "firewalld"), "{line}");
        }
        for line in
            ["systemctl stop firewalld", "systemctl status firewalld", "systemctl start sshd", "service firewalld"]
        {
            assert!(!units(&simple(line), "start enable", "firewalld"), "{line}");
        }
    }
}
