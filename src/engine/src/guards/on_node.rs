//! Acts on a node: files that a pod can write there, and programs that it runs there.
//!
//! A rule is a table of paths and a test for commands. Mounts, PersistentVolumes, the text of commands (also behind
//! `nsenter`, `chroot` and shells) and `kubectl exec` are judged alike for all of them.

use super::command::{self, Place, Reach, Simple};
use super::host_path::{Guard, Hit};
use super::path::{names, shown};
use crate::admission::Context;
use crate::declare::On;
use crate::finding::{Finding, Findings, Level, Text};
use crate::request::{Operation, Request};
use crate::text;
use crate::workload::{EXEC, PERSISTENT_VOLUMES, WORKLOADS, Workload, is_mirror};
use alloc::borrow::ToOwned;
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
const ORDINARY: &[&str] = &["/run", "/var/run"];

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

    fn guard(&self) -> Guard<'_> {
        Guard { protected: self.paths, allowed: &|_| false, ancestor: Level::Warn }
    }

    fn owned(&self, req: &Request<'_, Workload<'_>>) -> bool {
        req.object_namespace() == "kube-system" && self.owners.contains(&req.object_name())
    }
}

/// Judges everything in a request that acts on a node.
pub fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, node: &Node, out: &mut Findings) {
    if req.operation == Operation::Connect {
        return exec(ctx, req, node, out);
    }
    if node.owned(req) {
        return;
    }
    ctx.newly(req, out, |object, out| {
        node.guard().persistent_volume(object, out);
        if is_mirror(req, object) {
            return;
        }
        for pod in object.pods() {
            if ctx.exempts_workload(req.object_namespace(), &pod.spec.service_account_name) {
                continue;
            }
            let mut mounted = Findings::new();
            node.guard().pod(&pod, &mut mounted);
            mounted.retain(|finding| {
                let says = node.ancestor.is_some() && !ORDINARY.contains(&&*finding.value);
                says || !above(node, &finding.value)
            });
            for finding in &mut mounted {
                let level = if above(node, &finding.value) { node.ancestor } else { Some(node.mount) };
                // A volume that nobody mounts only ever warns.
                finding.level = finding.level.min(level.unwrap_or(Level::Warn));
            }
            out.append(&mut mounted);
            for (list, i, container) in pod.spec.all_containers() {
                let reach = Reach::new(pod.spec, container);
                let name = shown(&container.name);
                let subject = text!("container `{name}`", "容器 `{name}` ");
                command::of_container(container, &mut |field, command| {
                    let path = || field_of(pod.path, list, i, field);
                    judge(node, &subject, command, Some(&reach), &path, out);
                });
            }
        }
    });
}

/// The path of a field in a container, such as `spec.containers[0].command`.
#[inline(never)]
pub fn field_of(pod: &str, list: &str, index: usize, field: &str) -> String {
    format!("{pod}.{list}[{index}].{field}")
}

fn above(node: &Node, host: &str) -> bool {
    matches!(node.guard().hit(host), Some(Hit::Above(_)))
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
    let id = shown(&req.object_id());
    let subject = text!("a command in pod `{id}`", "在 Pod `{id}` 中执行的命令");
    let path = || "command".to_owned();
    let looked = command::in_target(ctx, req, &mut |reach| {
        found.iter().for_each(|command| judge(node, &subject, command, Some(reach), &path, out));
    });
    if !looked {
        found.iter().for_each(|command| judge(node, &subject, command, None, &path, out));
    }
}

fn judge(
    node: &Node,
    subject: &Text,
    command: &Simple,
    reach: Option<&Reach<'_>>,
    path: &dyn Fn() -> String,
    out: &mut Findings,
) {
    let mut push = |finding: Finding| {
        if out.len() < MOST && !out.contains(&finding) {
            out.push(finding);
        }
    };
    if (node.program)(command) {
        let (line, Text { en, zh }) = (shown(&command.words.join(" ")), subject);
        let reached = reach.map(|reach| (node.reaches)(reach, &command.place));
        let quiet = reached == Some(false) && node.contained.is_none();
        let finding = match reached {
            Some(true) => Finding::deny(path(), text!("{en} runs `{line}` on the node", "{zh}在节点上运行 `{line}`")),
            Some(false) => Finding::deny(
                path(),
                text!(
                    "{en} runs `{line}`, not on the node as far as can be seen",
                    "{zh}运行 `{line}`，目前看不会作用到节点"
                ),
            )
            .at(node.contained.unwrap_or(Level::Warn)),
            None => Finding::warn(
                path(),
                text!("{en} runs `{line}`, which may reach the node", "{zh}运行 `{line}`，可能作用到节点"),
            ),
        };
        if !quiet {
            push(finding);
        }
    }
    for change in &command.changes {
        let Text { en, zh } = subject;
        let Some(reach) = reach else {
            if node.paths.iter().any(|guarded| names(&change.path, guarded)) {
                let file = shown(&change.path);
                push(Finding::warn(
                    path(),
                    text!(
                        "{en} changes `{file}`, on the node if it is mounted there",
                        "{zh}会改动 `{file}`，若其挂载自节点则影响节点"
                    ),
                ));
            }
            continue;
        };
        for host in reach.host_paths(&command.place, &change.path, change.act) {
            let hit = match node.guard().hit(&host) {
                Some(Hit::Inside(_)) => true,
                Some(Hit::Above(_)) => change.act == command::Act::Remove,
                None => false,
            };
            if hit {
                let file = shown(&host);
                push(Finding::deny(path(), text!("{en} changes `{file}` on the node", "{zh}会改动节点上的 `{file}`")));
            }
        }
    }
}

/// Whether a command installs, upgrades or removes one of these packages with a package manager, or (an empty word in
/// `packages`) everything there is. Names may carry a version, as in `kubelet-1.30.1` or `kubelet=1.30.1`.
pub fn packages(command: &Simple, verbs: &[&str], packages: &[&str]) -> bool {
    const MANAGERS: &[&str] =
        &["yum", "dnf", "microdnf", "tdnf", "apt", "apt-get", "aptitude", "zypper", "apk", "rpm", "dpkg"];
    if !MANAGERS.contains(&command.name()) {
        return false;
    }
    let mut words = command.args().iter().map(String::as_str).filter(|word| !word.starts_with('-'));
    // `rpm -Uvh` and `dpkg -i` have their verb among the options.
    let archive = matches!(command.name(), "rpm" | "dpkg");
    if !archive && !words.next().is_some_and(|verb| verbs.contains(&verb)) {
        return false;
    }
    if archive && !command.args().iter().any(|arg| ARCHIVE_VERBS.iter().any(|verb| arg.starts_with(verb))) {
        return false;
    }
    let mut named = words.map(|word| word.rsplit('/').next().unwrap_or(word)).peekable();
    if named.peek().is_none() {
        return packages.contains(&"");
    }
    named.any(|word| {
        packages.iter().filter(|p| !p.is_empty()).any(|package| {
            let rest = word.strip_prefix(package);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '=', '_', '.', '*', ':']))
        })
    })
}

const ARCHIVE_VERBS: &[&str] =
    &["-U", "-i", "-F", "-e", "--install", "--upgrade", "--erase", "--unpack", "-r", "-P", "--purge", "--remove"];

/// Whether `systemctl` or `service` does one of these verbs to one of these units.
pub fn units(command: &Simple, verbs: &[&str], units: &[&str]) -> bool {
    let words: Vec<&str> = command.args().iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let is_unit = |word: &str| units.contains(&word.strip_suffix(".service").unwrap_or(word));
    match (command.name(), words.as_slice()) {
        ("systemctl", [verb, rest @ ..]) => verbs.contains(verb) && rest.iter().any(|word| is_unit(word)),
        ("service", [unit, verb, ..]) => verbs.contains(verb) && is_unit(unit),
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
        let (verbs, wanted) = (&["install", "upgrade", "update"], &["kubelet", ""]);
        for line in [
            "yum install -y kubelet-1.30.1",
            "apt-get -y install kubelet=1.30.1-1",
            "/usr/bin/dnf update",
            "rpm -Uvh /tmp/kubelet-1.30.1.x86_64.rpm",
            "dpkg -i kubelet_1.30_amd64.deb",
        ] {
            assert!(packages(&simple(line), verbs, wanted), "{line}");
        }
        for line in ["yum info kubelet", "yum install nginx", "rpm -q kubelet", "apt list", "kubelet --version"] {
            assert!(!packages(&simple(line), verbs, wanted), "{line}");
        }
        assert!(!packages(&simple("yum update"), verbs, &["kubelet"]));
    }

    #[test]
    fn units_are_known_in_both_dialects() {
        for line in ["systemctl start firewalld", "systemctl enable --now firewalld.service", "service firewalld start"]
        {
            assert!(units(&simple(line), &["start", "enable"], &["firewalld"]), "{line}");
        }
        for line in
            ["systemctl stop firewalld", "systemctl status firewalld", "systemctl start sshd", "service firewalld"]
        {
            assert!(!units(&simple(line), &["start", "enable"], &["firewalld"]), "{line}");
        }
    }
}
