//! Write access of pods to the directories of the kubelet and the container runtime.
#![no_std]

mod docs;
mod settings;

use guards::commands::{self, Check};
use guards::containers;
use guards::host_path::{CRITICAL, Guard};
use guards::message::message;
use guards::on_node::{self, Allowed};
use guards::operations::critical::DIRECTORIES;
use guards::reach::{self, Reach};
use redline_engine::kubernetes::workload::{Workload, is_mirror};
use redline_engine::prelude::*;
use redline_engine::shell::SimpleCommand;
use redline_engine::shell::value::{display, leads_to};
use redline_engine::strings::path::{below, clean, on_node, segment};
use redline_engine::strings::truncate_for_display;
use settings::Settings;

/// Pods must not write to the directories of the kubelet and the container runtime.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Workload<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: on_node::REQUESTS,
        rows: &[rows::RN4],
        exempt_workloads: &[
            // kubernetes-sigs/alibaba-cloud-csi-driver, deploy/: node plugin, its predecessor's account, controller.
            "kube-system/alicloud-csi-node",
            "kube-system/alicloud-csi-provisioner",
            "kube-system/csi-admin",
            "kube-system/csi-customfuse-node",
            // AliyunContainerService/terway, charts/terway.
            "kube-system/terway",
            // On dedicated clusters the cloud controller manager reads its credentials from /etc/kubernetes.
            "kube-system/cloud-controller-manager",
            // The node plugins of open-local and Fluid.
            "kube-system/open-local",
            "fluid-system/fluid-csi",
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, settings: &Settings, out: &mut Findings) {
        let allowed = |host: &str| settings.allowed_paths.iter().any(|pattern| is_allowed(pattern, host));
        let guard = Guard { protected: CRITICAL, allowed: &allowed, inside: Level::Deny, ancestor: Some(Level::Deny) };
        if req.operation == Operation::Connect {
            return check_connect(ctx, req, &guard, &allowed, out);
        }
        containers::added_by_update(ctx, req, out, &|object, out| {
            guard.persistent_volume(object, out);
            if !is_mirror(req, &object.metadata) {
                containers::pods(ctx, req, object, &mut |pod| {
                    guard.pod(pod, out);
                    let allowed = (!settings.allowed_paths.is_empty()).then_some(&allowed as Allowed<'_>);
                    on_node::check_pod(ctx, req, pod, &DIRECTORIES, allowed, out);
                });
            }
            for finding in out.iter_mut().filter(|finding| on_node(&finding.value) == PLUGINS) {
                finding.level = Level::Warn;
            }
        });
    }
}

/// The directory of the directories of all CSI drivers and device drivers. Some of them mount it whole.
const PLUGINS: &str = "/var/lib/kubelet/plugins";

fn is_allowed(pattern: &str, host: &str) -> bool {
    match pattern.strip_suffix("/*") {
        Some(parent) => {
            let mut rest = below(host, &clean(parent)).unwrap_or_default();
            !matches!(segment(&mut rest), "" | "kubernetes.io")
        }
        None => below(host, &clean(pattern)).is_some(),
    }
}

/// Checks `pods/exec` and `pods/attach`. Exempt workloads are checked too, because the command comes from the user.
fn check_connect(
    ctx: &Context<'_>,
    req: &Request<'_, Workload<'_>>,
    guard: &Guard<'_>,
    allowed: Allowed<'_>,
    out: &mut Findings,
) {
    let Some(options) = &req.object else { return };
    let attach = req.sub_resource == "attach";
    let id = truncate_for_display(&req.object_id());
    let mut push = |finding: &Finding| {
        if !out.contains(finding) {
            out.push(finding.clone());
        }
    };
    // Whether the pod has to be looked up.
    let mut concerns = attach;
    let relevant: &Check<'_> = &|_: &str, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
        if command.is_interactive() || command.changes_files() {
            emit(&Finding::warn("", text!("", "")));
        }
    };
    commands::of_words(&options.command, relevant, &mut |_| concerns = true);
    if !concerns {
        return;
    }
    let found_target = reach::in_target(ctx, req, &mut |reach| {
        let writable = guard.writable(reach.spec, reach.container);
        if attach && writable {
            push(&terminal(reach, &id));
        }
        let check = |field: &str, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
            let namespaces = command.namespaces();
            if command.is_interactive() && (writable || reach.in_host_mounts(&namespaces)) {
                emit(&terminal(reach, &id));
            }
            for change in command.file_ops() {
                let mut found = false;
                reach.host_paths(&namespaces, change.path, true, &mut |host, certain| {
                    if found || allowed(&host) {
                        return;
                    }
                    let Some(level) = DIRECTORIES.changed(&host, &change) else { return };
                    found = true;
                    let text = message(
                        "runs `{0}` in pod `{1}`, which modifies `{2}` on the node",
                        "该请求将在 Pod `{1}` 中执行 `{0}`，修改节点上的 `{2}`",
                        &[&truncate_for_display(command_name(command)), &id, &truncate_for_display(&display(&host))],
                    );
                    emit(&Finding::deny(field, text).at(if certain { level } else { Level::Warn }));
                });
            }
        };
        commands::of_words(&options.command, &check, &mut push);
    });
    if found_target {
        return;
    }
    let check = |field: &str, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
        for change in command.file_ops().filter(|c| CRITICAL.iter().any(|p| leads_to(c.path, p) == Some(true))) {
            let text = message(
                "runs `{0}` in pod `{1}`, which modifies `{2}` and affects the node if that path is mounted from it",
                "该请求将在 Pod `{1}` 中执行 `{0}`，修改 `{2}`，若该路径挂载自节点则会影响节点",
                &[&truncate_for_display(command_name(command)), &id, &truncate_for_display(&display(change.path))],
            );
            emit(&Finding::warn(field, text));
        }
    };
    commands::of_words(&options.command, &check, &mut push);
}

/// The finding about a terminal in a container that can modify the directories.
fn terminal(reach: &Reach<'_>, id: &str) -> Finding {
    let text = message(
        "opens a terminal in container `{0}` of pod `{1}`, which can modify critical directories of the node",
        "该请求将在 Pod `{1}` 的容器 `{0}` 中打开终端，可修改节点关键目录",
        &[&truncate_for_display(&reach.container.name), id],
    );
    Finding::warn("", text)
}

/// The name of a command for a message; a bare redirection has none.
fn command_name<'c>(command: &SimpleCommand<'c>) -> &'c str {
    if command.words().is_empty() { ">" } else { command.name() }
}
