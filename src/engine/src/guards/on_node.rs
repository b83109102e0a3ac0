//! Acts on a node: files that a pod can write there, and programs that it runs there.
//!
//! A rule is a table of paths and a test for commands. Mounts, PersistentVolumes, the text of commands (also behind
//! `nsenter`, `chroot` and shells) and `kubectl exec` are judged alike for all of them.

use super::command::{self, Place, Reach, Simple};
use super::host_path::{Guard, Hit};
use super::path::{names, shown};
use super::say::{about, say};
use crate::admission::Context;
use crate::declare::On;
use crate::finding::{Finding, Findings, Level, Text};
use crate::request::{Operation, Request};
use crate::scratch;
use crate::strings::{after_last, begins, concat, has, join, listed, piece, take, take_until};
use crate::workload::{Container, EXEC, PERSISTENT_VOLUMES, Pod, WORKLOADS, Workload, is_mirror};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The requests that can act on a node.
pub const ON: &[On] = &[WORKLOADS[0], WORKLOADS[1], WORKLOADS[2], PERSISTENT_VOLUMES, EXEC];

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
pub struct Node {
    /// Clean paths of the node that nobody may write to.
    pub paths: &'static [&'static str],
    /// What a writable mount of such a path comes to.
    pub mount: Level,
    /// What a writable mount of a parent directory comes to; `None` where that says too little.
    pub ancestor: Option<Level>,
    /// Whether a command is the act.
    pub program: fn(&Simple) -> bool,
    /// Whether the act of a command reaches the node.
    pub reaches: fn(&Reach<'_>, &Place) -> bool,
    /// What an act that stays in its container comes to; `None` where that is everyday work.
    pub contained: Option<Level>,
    /// Names of objects in `kube-system` whose business this is.
    pub owners: &'static [&'static str],
}

impl Node {
    /// Nothing guarded, for rules to start from.
    pub const NEW: Node = Node {
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
pub fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, node: &Node, out: &mut Findings) {
    if req.operation == Operation::Connect {
        return exec(ctx, req, node, out);
    }
    if node.owned(req) {
        return;
    }
    newly(ctx, req, out, &|object, out| {
        node.guard().persistent_volume(object, out);
        if is_mirror(req, object) {
            return;
        }
        pods(ctx, req, object, &mut |pod| {
            mounts(node, pod, out);
            containers(pod, &mut |at, container| {
                let reach = Reach::new(pod.spec, container);
                let subject = say("container `{0}`", "容器 `{0}` ", &[&shown(&container.name)]);
                command::of_container(container, &mut |field, command| {
                    judge(node, &subject, command, Some(&reach), &[at, field], out);
                });
            });
        });
    });
}

/// [`Context::newly`] for workloads: one for all that a rule looks for.
#[inline(never)]
pub fn newly(
    ctx: &Context<'_>,
    req: &Request<'_, Workload<'_>>,
    out: &mut Findings,
    look: &dyn Fn(&Workload<'_>, &mut Findings),
) {
    ctx.newly(req, out, look);
}

/// Hands `seen` the pods of an object whose accounts are not exempt.
#[inline(never)]
pub fn pods(
    ctx: &Context<'_>,
    req: &Request<'_, Workload<'_>>,
    object: &Workload<'_>,
    seen: &mut dyn FnMut(&Pod<'_, '_>),
) {
    for pod in &object.pods() {
        if !ctx.exempts_workload(req.object_namespace(), &pod.spec.service_account_name) {
            seen(pod);
        }
    }
}

/// Hands `seen` the containers of a pod, each with the path of its fields, such as `spec.containers[0].`.
#[inline(never)]
pub fn containers(pod: &Pod<'_, '_>, seen: &mut dyn FnMut(&str, &Container<'_>)) {
    each(pod, "containers", &pod.spec.containers, seen);
    each(pod, "initContainers", &pod.spec.init_containers, seen);
    each(pod, "ephemeralContainers", &pod.spec.ephemeral_containers, seen);
}

#[inline(never)]
fn each(pod: &Pod<'_, '_>, list: &str, containers: &[Container<'_>], seen: &mut dyn FnMut(&str, &Container<'_>)) {
    for (i, container) in containers.iter().enumerate() {
        seen(&format!("{}.{list}[{i}].", pod.path), container);
    }
}

/// Judges the volumes of a pod.
fn mounts(node: &Node, pod: &Pod<'_, '_>, out: &mut Findings) {
    let mut mounted = Findings::new();
    node.guard().pod(pod, &mut mounted);
    for mut finding in mounted {
        let mut level = Some(node.mount);
        if let Some(Hit::Above(_)) = node.guard().hit(&finding.value) {
            level = node.ancestor.filter(|_| !listed(ORDINARY, &finding.value));
        }
        if let Some(level) = level {
            // A volume that nobody mounts only ever warns.
            finding.level = finding.level.min(level);
            out.push(finding);
        }
    }
}

/// `kubectl exec`. Exempt workloads are no excuse here: somebody else is at the keyboard.
fn exec(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, node: &Node, out: &mut Findings) {
    let Some(options) = &req.object else { return };
    let mut found: Vec<Simple> = Vec::new();
    command::of_words(&options.command, &mut |command| {
        if (node.program)(command) || !command.changes.is_empty() {
            found.push(command.clone());
        }
    });
    if found.is_empty() {
        return;
    }
    let subject = say("a command in pod `{0}`", "在 Pod `{0}` 中执行的命令", &[&shown(&req.object_id())]);
    let mut each = |reach: Option<&Reach<'_>>| {
        for command in &found {
            judge(node, &subject, command, reach, &["command"], out);
        }
    };
    if !command::in_target(ctx, req, &mut |reach| each(Some(reach))) {
        each(None);
    }
}

/// Judges a command. A script may have many, most of which are nobody's business and leave nothing behind.
fn judge(node: &Node, subject: &Text, command: &Simple, reach: Option<&Reach<'_>>, path: &[&str], out: &mut Findings) {
    scratch::within(|outside| {
        look(node, command, reach, &mut |level, en, zh, what| {
            let text = about(subject, en, zh, &[&shown(what)]);
            let finding = Finding { level, path: concat(path), value: String::new(), text, row: "" };
            if out.len() < MOST && !out.contains(&finding) {
                outside.then(|| out.push(finding.clone()));
            }
        });
    });
}

/// Hands `push` what there is to say of a command: a sentence in both languages, and what it is about.
#[inline(never)]
fn look(
    node: &Node,
    command: &Simple,
    reach: Option<&Reach<'_>>,
    push: &mut dyn FnMut(Level, &'static str, &'static str, &str),
) {
    if (node.program)(command) {
        let (level, en, zh) = match reach.map(|reach| (node.reaches)(reach, &command.place)) {
            Some(true) => (Some(Level::Deny), " runs `{0}` on the node", "在节点上运行 `{0}`"),
            Some(false) => (
                node.contained,
                " runs `{0}`, not on the node as far as can be seen",
                "运行 `{0}`，目前看不会作用到节点",
            ),
            None => (Some(Level::Warn), " runs `{0}`, which may reach the node", "运行 `{0}`，可能作用到节点"),
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
                    " changes `{0}`, on the node if it is mounted there",
                    "会改动 `{0}`，若其挂载自节点则影响节点",
                    &change.path,
                );
            }
            continue;
        };
        for host in &reach.host_paths(&command.place, &change.path, change.act) {
            if node.guard().changed(host, change.act) {
                push(Level::Deny, " changes `{0}` on the node", "会改动节点上的 `{0}`", host);
            }
        }
    }
}

/// Whether a command installs, upgrades or removes one of these packages with a package manager, or (where `all` says
/// that this counts) everything there is. Names may carry a version, as in `kubelet-1.30.1` or `kubelet=1.30.1`. Verbs
/// and packages are separated by blanks.
#[inline(never)]
pub fn packages(command: &Simple, verbs: &str, packages: &str, all: bool) -> bool {
    let words = command.operands();
    let mut named = &words[..];
    // `rpm -Uvh` and `dpkg -i` have their verb among the options.
    let known = if listed("rpm dpkg", command.name()) {
        command.args().iter().any(|arg| begins(ARCHIVE_VERBS, arg))
    } else if listed("yum dnf microdnf tdnf apt apt-get aptitude zypper apk", command.name()) {
        named = named.get(1..).unwrap_or_default();
        words.first().is_some_and(|verb| listed(verbs, verb))
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
        if version.is_some_and(|version| version.is_empty() || has(piece(version, 0, 1), "-=_.*:")) {
            return true;
        }
        take(&mut rest, 1);
    }
    false
}

const ARCHIVE_VERBS: &str = "-U -i -F -e --install --upgrade --erase --unpack -r -P --purge --remove";

/// Whether `systemctl` or `service` does one of these verbs to one of these units, both separated by blanks.
#[inline(never)]
pub fn units(command: &Simple, verbs: &str, units: &str) -> bool {
    let words = command.operands();
    let is_unit = |word: &&str| listed(units, word.strip_suffix(".service").unwrap_or(word));
    match (command.name(), words.as_slice()) {
        ("systemctl", [verb, rest @ ..]) => listed(verbs, verb) && rest.iter().any(is_unit),
        ("service", [unit, verb, ..]) => listed(verbs, verb) && is_unit(unit),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simple(line: &str) -> Simple {
        Simple { words: line.split(' ').map(str::to_owned).collect(), ..Simple::default() }
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
