//! The check of a request for assignments of a parameter.

use alloc::format;

use redline_core::finding::{Finding, Findings, Level};
use redline_core::language::Text;
use redline_core::request_match::{Interest, Operation, RequestMatch, joined, of_interest};
use redline_kubernetes::context::Context;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::{CONFIG_MAPS, CONTROLLED_WORKLOADS, CORE_WORKLOADS, EXEC, Pod, Workload};
use redline_shell::value::display;
use redline_shell::{Certainty, SimpleCommand};
use redline_text::{concat, contains_any, trim, truncate_for_display};

use super::assignment::{UNKNOWN, assignments, lines};
use super::parameter::{Parameter, normalise};
use crate::commands;
use crate::containers::{added_by_update, pods};
use crate::message::{message, message_about};
use crate::reach::Reach;
use crate::scripts::{self, MOST_FINDINGS, Origin};
use crate::step::Step;

/// The requests that can assign a kernel parameter.
pub const REQUESTS: &[RequestMatch] =
    &of_interest(Interest::NodeReach, joined::<13>(&[CORE_WORKLOADS, CONTROLLED_WORKLOADS, CONFIG_MAPS, EXEC]));

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
        pods(ctx, req, object, &mut |pod| check_pod(ctx, req, pod, parameter, out));
    });
}

fn check_pod(
    ctx: &Context<'_>,
    req: &Request<'_, Workload<'_>>,
    pod: &Pod<'_, '_>,
    parameter: &Parameter,
    out: &mut Findings,
) {
    for (i, sysctl) in pod.spec.security_context.sysctls.iter().enumerate() {
        let name = normalise(&sysctl.name);
        if parameter.is_set(&name, &sysctl.value) {
            let path = format!("{}.securityContext.sysctls[{i}]", pod.path);
            let subject = message("the pod", "Pod ", &[]);
            add(out, &finding(parameter.pod, &[&path], &subject, Effect::Unknown, &name, &sysctl.value));
        }
    }
    let check = |origin: &Origin<'_>, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
        check_command(parameter, origin, command, emit);
    };
    let table = (core::ptr::from_ref(parameter).addr(), false);
    scripts::of_pod(ctx, req, pod, table, &check, &mut |finding| add(out, finding));
}

/// Checks one command for assignments of the parameter.
fn check_command(
    parameter: &Parameter,
    origin: &Origin<'_>,
    command: &SimpleCommand<'_>,
    emit: &mut dyn FnMut(&Finding),
) {
    let step = match origin.reach {
        Some(reach) => Step::in_container(command, reach),
        None => Step::anywhere(command),
    };
    check_in_container(parameter, origin.subject, &step, origin.reach, origin.path, emit);
}

/// Checks one command of a container with this reach; without it, it is unknown where the command runs.
#[inline(never)]
pub(crate) fn check_in_container(
    parameter: &Parameter,
    subject: &Text,
    step: &Step<'_>,
    reach: Option<&Reach<'_>>,
    path: &[&str],
    emit: &mut dyn FnMut(&Finding),
) {
    let command = step.command;
    let possible = command.certainty() == Certainty::Possible || command.namespaces().remote;
    assignments(step, reach, parameter, &mut |name, value, on_node| {
        let (level, effect) = match (reach, on_node) {
            (None, _) => (Level::Warn, Effect::Unknown),
            (_, true) => (Level::Deny, Effect::Node),
            (_, false) => (Level::Warn, Effect::Pod),
        };
        let unknown = contains_any(value, UNKNOWN) || contains_any(name, UNKNOWN);
        let level = if possible || unknown { Level::Warn } else { level };
        emit(&finding(level, path, subject, effect, name, value));
    });
}

/// Checks `kubectl exec`: a command is denied if a look-up of the pod shows that it affects the node. Whether a path is the
/// kernel's or a configuration file may depend on the pod's mounts.
fn exec(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, parameter: &Parameter, out: &mut Findings) {
    let concerns = |command: &SimpleCommand<'_>| command.name() == "sysctl" || command.changes_files();
    let check = |origin: &Origin<'_>, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
        check_command(parameter, origin, command, emit);
    };
    scripts::of_exec(ctx, req, &concerns, &check, &mut |finding| add(out, finding));
}

/// Checks the data of a ConfigMap, which may be files for `sysctl.d` and scripts.
fn data(object: &Workload<'_>, parameter: &Parameter, out: &mut Findings) {
    for (key, text) in object.data.iter().filter(|(_, text)| parameter.may_be_in(text)) {
        let names = [&*truncate_for_display(key), &truncate_for_display(&object.metadata.name)];
        let subject = message("key `{0}` of ConfigMap `{1}`", "ConfigMap `{1}` 的键 `{0}` ", &names);
        let found =
            |name: &str, value: &str| finding(Level::Warn, &["data.", key], &subject, Effect::Unknown, name, value);
        lines(text, &mut |name, value| {
            if parameter.is_set(name, value) {
                add(out, &found(name, value));
            }
        });
        let check = |_: &str, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
            let step = Step::anywhere(command);
            assignments(&step, None, parameter, &mut |name, value, _| emit(&found(name, value)));
        };
        commands::of_script(text, &check, &mut |finding| add(out, finding));
    }
}

/// What an assignment affects.
#[derive(Clone, Copy)]
enum Effect {
    Node,
    Pod,
    Unknown,
}

/// The finding about an assignment.
#[inline(never)]
fn finding(level: Level, path: &[&str], subject: &Text, effect: Effect, name: &str, value: &str) -> Finding {
    let value = display(trim(value));
    let displayed = truncate_for_display(&value);
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
        &[&truncate_for_display(&display(name)), &displayed],
    );
    text.en.push_str(en);
    text.zh.push_str(zh);
    Finding::deny(concat(path), text).at(level).value(displayed)
}

/// Keeps a finding, unless the same was found before.
fn add(out: &mut Findings, finding: &Finding) {
    if out.len() < MOST_FINDINGS && !out.iter().any(|f| f.text == finding.text && f.level == finding.level) {
        out.push(finding.clone());
    }
}
