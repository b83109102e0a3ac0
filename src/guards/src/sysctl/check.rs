//! The check of a request for assignments of a parameter.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use redline_core::finding::{Findings, Level};
use redline_core::language::Text;
use redline_core::request_match::{Interest, Operation, RequestMatch, joined, of_interest};
use redline_core::scratch;
use redline_kubernetes::context::Context;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::{CONFIG_MAPS, CONTROLLED_WORKLOADS, CORE_WORKLOADS, EXEC, Pod, Workload};
use redline_shell::{SimpleCommand, UNKNOWN};
use redline_text::{concat, contains, trim, truncate_for_display};

use super::assignment::{assignments, lines};
use super::parameter::{Parameter, normalise};
use crate::commands;
use crate::containers::{added_by_update, containers, pods};
use crate::message::{add, message, message_about};
use crate::reach::{Reach, in_target};

/// The requests that can assign a kernel parameter.
pub const REQUESTS: &[RequestMatch] =
    &of_interest(Interest::NodeReach, joined::<13>(&[CORE_WORKLOADS, CONTROLLED_WORKLOADS, CONFIG_MAPS, EXEC]));

/// The maximum number of findings about one request. Nobody reads more, and a script may cause thousands.
const MOST: usize = 64;

/// Checks everything in a request that assigns the parameter, and adds a finding for each bad value to `out`.
pub fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, parameter: &Parameter, out: &mut Findings) {
    if req.operation == Operation::Connect {
        return exec(ctx, req, parameter, out);
    }
    let config_map = req.kind_name() == "ConfigMap" || req.resource.resource == "configmaps";
    added_by_update(ctx, req, out, &|object, out| {
        if config_map {
            return data(object, parameter, out);
        }
        pods(ctx, req, object, &mut |pod| check_pod(pod, parameter, out));
    });
}

fn check_pod(pod: &Pod<'_, '_>, parameter: &Parameter, out: &mut Findings) {
    for (i, sysctl) in pod.spec.security_context.sysctls.iter().enumerate() {
        let name = normalise(&sysctl.name);
        if parameter.is_set(&name, &sysctl.value) {
            let path = format!("{}.securityContext.sysctls[{i}]", pod.path);
            let subject = message("the pod", "Pod ", &[]);
            push(out, parameter.pod, &[&path], &subject, Effect::Unknown, &name, &sysctl.value);
        }
    }
    containers(pod, &mut |at, container| {
        let reach = Reach::new(pod.spec, container);
        let subject = message("container `{0}`", "容器 `{0}` ", &[&truncate_for_display(&container.name)]);
        commands::of_container(container, &mut |field, command| {
            check_command(command, Some(&reach), parameter, &subject, &[at, field], out);
        });
    });
}

/// Checks one command of a container with this reach; without it, it is unknown where the command runs.
#[inline(never)]
fn check_command(
    command: &SimpleCommand,
    reach: Option<&Reach<'_>>,
    parameter: &Parameter,
    subject: &Text,
    path: &[&str],
    out: &mut Findings,
) {
    each_assignment(command, reach, parameter, &mut |assignment| {
        let (level, effect) = match (reach, assignment.on_node) {
            (None, _) => (Level::Warn, Effect::Unknown),
            (_, true) => (Level::Deny, Effect::Node),
            (_, false) => (Level::Warn, Effect::Pod),
        };
        push(out, level, path, subject, effect, &assignment.name, &assignment.value);
    });
}

/// An assignment of the parameter in a command.
struct Assignment {
    name: String,
    value: String,
    on_node: bool,
}

redline_core::scratch_item!(Assignment { name, value, on_node });

/// Calls `visit` with each bad assignment in a command. Works in memory that is reused, because a script may have many
/// commands.
fn each_assignment(
    command: &SimpleCommand,
    reach: Option<&Reach<'_>>,
    parameter: &Parameter,
    visit: &mut dyn FnMut(&Assignment),
) {
    let produce = |emit: &mut dyn FnMut(&Assignment)| {
        assignments(command, reach, parameter, &mut |name, value, on_node| {
            emit(&Assignment { name: name.to_owned(), value: value.to_owned(), on_node });
        });
    };
    scratch::stream(produce, visit);
}

/// Checks `kubectl exec`: a command is denied if a look-up of the pod shows that it affects the node.
fn exec(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, parameter: &Parameter, out: &mut Findings) {
    let Some(options) = &req.object else { return };
    let mut found: Vec<SimpleCommand> = Vec::new();
    commands::of_words(&options.command, &mut |command| {
        // Whether a path is the kernel's or a configuration file may depend on the mounts.
        if command.name() == "sysctl" || !command.changes.is_empty() {
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
            check_command(command, reach, parameter, &subject, &["command"], out);
        }
    };
    if !in_target(ctx, req, &mut |reach| each(Some(reach))) {
        each(None);
    }
}

/// Checks the data of a ConfigMap, which may be files for `sysctl.d` and scripts.
fn data(object: &Workload<'_>, parameter: &Parameter, out: &mut Findings) {
    for (key, text) in object.data.iter().filter(|(_, text)| parameter.may_be_in(text)) {
        let names = [&*truncate_for_display(key), &truncate_for_display(&object.metadata.name)];
        let subject = message("key `{0}` of ConfigMap `{1}`", "ConfigMap `{1}` 的键 `{0}` ", &names);
        let mut found = |name: &str, value: &str| {
            push(out, Level::Warn, &["data.", key], &subject, Effect::Unknown, name, value);
        };
        lines(text, &mut |name, value| {
            if parameter.is_set(name, value) {
                found(name, value);
            }
        });
        commands::of_script(text, &mut |command| {
            each_assignment(command, None, parameter, &mut |set| found(&set.name, &set.value));
        });
    }
}

/// What an assignment affects.
#[derive(Clone, Copy)]
enum Effect {
    Node,
    Pod,
    Unknown,
}

#[inline(never)]
fn push(out: &mut Findings, level: Level, path: &[&str], subject: &Text, effect: Effect, name: &str, value: &str) {
    let value = trim(value);
    let displayed = if contains(value, UNKNOWN) { "?".to_owned() } else { truncate_for_display(value) };
    let (en, zh) = match effect {
        Effect::Node => (" on the node", "，作用于节点"),
        Effect::Pod => {
            (", apparently only in the pod's own network namespace", "，从配置看仅作用于 Pod 自身的网络命名空间")
        }
        Effect::Unknown => ("", ""),
    };
    let mut text = message_about(
        subject,
        " sets `{0}` to `{1}`",
        "将 `{0}` 设为 `{1}`",
        &[&truncate_for_display(name), &displayed],
    );
    text.en.push_str(en);
    text.zh.push_str(zh);
    if out.len() < MOST && !out.iter().any(|f| f.text == text && f.level == level) {
        add(out, level, concat(path), text, displayed);
    }
}
