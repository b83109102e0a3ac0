//! Assignments of kernel parameters, wherever a request can hold one: pod sysctls, command text, ConfigMap data.
//!
//! Names are normalised as the kubelet does it, values are read as the kernel does. A value that depends on what
//! the request does not show counts as the bad one.

use crate::commands;
use crate::containers::{added_by_update, containers, pods};
use crate::message::{add, message, message_about};
use crate::reach::{Reach, in_target};
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use redline_core::finding::{Findings, Level};
use redline_core::language::Text;
use redline_core::request_match::{Operation, RequestMatch, joined};
use redline_core::scratch;
use redline_kubernetes::context::Context;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::{CONFIG_MAPS, CONTROLLED_WORKLOADS, CORE_WORKLOADS, EXEC, Pod, Workload};
use redline_shell::{FileOp, SimpleCommand, UNKNOWN, unknown};
use redline_text::path::{meets, segment};
use redline_text::truncate_for_display;
use redline_text::{
    NAME, after_last, any, concat, contains, contains_any, eat, find, next_word, peek, prefix_in, replace, slice,
    slice_from, span, split_once_any, take, take_char, take_until, trim, trim_start, until, word, word_in,
};

/// The requests that can assign a kernel parameter.
pub const REQUESTS: &[RequestMatch] = &joined::<13>(&[CORE_WORKLOADS, CONTROLLED_WORKLOADS, CONFIG_MAPS, EXEC]);

/// Most findings of one request: nobody reads more, and a script may hold thousands.
const MOST: usize = 64;

/// A kernel parameter and what it must not become.
pub struct Parameter {
    /// Its names with dots, all that are the same switch; `*` stands for part of an interface name.
    pub names: &'static [&'static str],
    /// Whether a value (trimmed) does harm.
    pub bad: fn(&str) -> bool,
    /// What an entry in a pod's `securityContext.sysctls` comes to.
    pub pod: Level,
}

impl Parameter {
    /// Whether this assignment is one of the parameter to a bad value.
    #[inline(never)]
    fn is_set(&self, name: &str, value: &str) -> bool {
        let value = trim(value);
        self.is_named(name) && (unknown(value) || (self.bad)(value))
    }

    /// Whether a normalised name is the parameter's.
    fn is_named(&self, name: &str) -> bool {
        self.names.iter().any(|wanted| same(name, wanted))
    }

    /// Whether text may hold the parameter at all.
    fn may_be_in(&self, text: &str) -> bool {
        self.names.iter().any(|name| contains(text, last(name)))
    }
}

/// Whether two names are the same part by part. A script may leave the interface open.
fn same(mut name: &str, mut wanted: &str) -> bool {
    loop {
        let (a, b) = (take_until(&mut name, "."), take_until(&mut wanted, "."));
        let (more, wants) = (eat(&mut name, "."), eat(&mut wanted, "."));
        if more != wants || !(meets(a, b) || wants && unknown(a)) {
            return false;
        }
        if !wants {
            return true;
        }
    }
}

fn last(name: &str) -> &str {
    after_last(name, b'.')
}

/// A parameter's name with dots: when its first separator is a slash, dots and slashes change places
/// (kubernetes/kubernetes, pkg/kubelet/sysctl). `sysctl` and paths below `/proc/sys` follow the same rule.
#[inline(never)]
pub fn normalise(name: &str) -> String {
    let name = trim_start(trim(name), "/");
    if peek(slice_from(name, until(name, "./"))) != b'/' {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    loop {
        out.push_str(take_until(&mut rest, "./"));
        match peek(take(&mut rest, 1)) {
            b'.' => out.push('/'),
            b'/' => out.push('.'),
            _ => return out,
        }
    }
}

/// A number as the kernel reads it: the first word, decimal, `0x` or octal. `None` where the kernel refuses.
#[inline(never)]
pub fn number(value: &str) -> Option<i64> {
    let mut digits = next_word(&mut &*value, false);
    let sign = if eat(&mut digits, "-") { -1 } else { 1 };
    let radix = if eat(&mut digits, "0x") || eat(&mut digits, "0X") {
        16
    } else if digits.len() > 1 && eat(&mut digits, "0") {
        8
    } else {
        10
    };
    let mut number = 0;
    for b in digits.bytes() {
        let digit = i64::from(char::from(b).to_digit(radix)?);
        if number > (i64::MAX - digit) / i64::from(radix) {
            return None;
        }
        number = number * i64::from(radix) + digit;
    }
    (!digits.is_empty()).then_some(sign * number)
}

/// Judges everything in a request that assigns the parameter.
pub fn check(ctx: &Context<'_>, req: &Request<'_, Workload<'_>>, parameter: &Parameter, out: &mut Findings) {
    if req.operation == Operation::Connect {
        return exec(ctx, req, parameter, out);
    }
    let config_map = req.kind_name() == "ConfigMap" || req.resource.resource == "configmaps";
    added_by_update(ctx, req, out, &|object, out| {
        if config_map {
            return data(object, parameter, out);
        }
        pods(ctx, req, object, &mut |pod| judge_pod(pod, parameter, out));
    });
}

fn judge_pod(pod: &Pod<'_, '_>, parameter: &Parameter, out: &mut Findings) {
    for (i, sysctl) in pod.spec.security_context.sysctls.iter().enumerate() {
        let name = normalise(&sysctl.name);
        if parameter.is_set(&name, &sysctl.value) {
            let path = format!("{}.securityContext.sysctls[{i}]", pod.path);
            let subject = message("the pod", "Pod ", &[]);
            push(out, parameter.pod, &[&path], &subject, Reached::Unsaid, &name, &sysctl.value);
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

/// Checks a command, where it is known where it runs.
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
        let (level, reached) = match (reach, assignment.on_node) {
            (None, _) => (Level::Warn, Reached::Unsaid),
            (_, true) => (Level::Deny, Reached::Node),
            (_, false) => (Level::Warn, Reached::Pod),
        };
        push(out, level, path, subject, reached, &assignment.name, &assignment.value);
    });
}

/// A kernel parameter that a command sets.
struct Assignment {
    name: String,
    value: String,
    on_node: bool,
}

redline_core::scratch_item!(Assignment { name, value, on_node });

/// Calls `visit` with what a command sets. A script may have many commands, most of which set nothing.
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

/// A command run in a running container: denied when a look-up shows that it gets through to the node.
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
        message("a command run in pod `{0}`", "在 Pod `{0}` 中执行的命令", &[&truncate_for_display(&req.object_id())]);
    let mut each = |reach: Option<&Reach<'_>>| {
        for command in &found {
            check_command(command, reach, parameter, &subject, &["command"], out);
        }
    };
    if !in_target(ctx, req, &mut |reach| each(Some(reach))) {
        each(None);
    }
}

/// ConfigMap data: files for `sysctl.d`, and scripts that are mounted somewhere.
fn data(object: &Workload<'_>, parameter: &Parameter, out: &mut Findings) {
    for (key, text) in object.data.iter().filter(|(_, text)| parameter.may_be_in(text)) {
        let names = [&*truncate_for_display(key), &truncate_for_display(&object.metadata.name)];
        let subject = message("key `{0}` of ConfigMap `{1}`", "ConfigMap `{1}` 的键 `{0}` ", &names);
        let mut found = |name: &str, value: &str| {
            push(out, Level::Warn, &["data.", key], &subject, Reached::Unsaid, name, value);
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

/// Where an assignment takes effect.
#[derive(Clone, Copy)]
enum Reached {
    Node,
    Pod,
    Unsaid,
}

#[inline(never)]
fn push(out: &mut Findings, level: Level, path: &[&str], who: &Text, reached: Reached, name: &str, value: &str) {
    let value = trim(value);
    let shown = if contains(value, UNKNOWN) { "?".to_owned() } else { truncate_for_display(value) };
    let (en, zh) = match reached {
        Reached::Node => (" on the node", "，作用于节点"),
        Reached::Pod => (", not on the node as far as can be seen", "，从配置看不影响节点"),
        Reached::Unsaid => ("", ""),
    };
    let mut text =
        message_about(who, " sets `{0}` to `{1}`", "将 `{0}` 设为 `{1}`", &[&truncate_for_display(name), &shown]);
    text.en.push_str(en);
    text.zh.push_str(zh);
    if out.len() < MOST && !out.iter().any(|f| f.text == text && f.level == level) {
        add(out, level, concat(path), text, shown);
    }
}

/// Hands `found` every bad assignment in a command that runs on a node itself: name and value.
pub(super) fn on_host(command: &SimpleCommand, parameter: &Parameter, found: &mut dyn FnMut(&str, &str)) {
    assignments(command, None, parameter, &mut |name, value, _| found(name, value));
}

/// Hands `found` every bad assignment in a command: name, value, and whether it takes effect on the node.
fn assignments(
    command: &SimpleCommand,
    reach: Option<&Reach<'_>>,
    parameter: &Parameter,
    found: &mut dyn FnMut(&str, &str, bool),
) {
    let place = &command.place;
    let kernel = |name: &str| reach.is_some_and(|r| r.sets_kernel(place, name.starts_with("net.")));
    let mut set = |name: &str, value: &str, on_node: bool| {
        if parameter.is_set(name, value) {
            found(name, value, on_node);
        }
    };
    if word_in("sysctl", command.name()) && !any(command.args(), "--dry-run") {
        tool(command, &mut |name, value| set(name, value, kernel(name)));
    }
    for change in command.changes.iter().filter(|c| c.act != FileOp::Remove) {
        let hosts = reach.map_or(Vec::new(), |r| r.host_paths(place, &change.path, change.act));
        let content = change.content.as_deref();
        let named = kernel_name(&change.path).or_else(|| hosts.iter().find_map(|host| kernel_name(host)));
        if let Some(name) = named {
            let value = content.filter(|_| change.act == FileOp::Write).unwrap_or(UNKNOWN);
            set(&name, value, kernel(&name));
        } else if is_configuration(&change.path) || hosts.iter().any(|host| is_configuration(host)) {
            let on_node = !hosts.is_empty();
            match (change.act, content) {
                (FileOp::Write, Some(text)) => lines(text, &mut |name, value| set(name, value, on_node)),
                (FileOp::Edit, Some(program)) => {
                    if let Some(value) = edited(parameter, program) {
                        set(parameter.names.first().unwrap_or(&""), &value, on_node);
                    }
                }
                _ => {}
            }
        }
    }
}

/// The assignments of a `sysctl` command line, and of the file it loads if the script made it.
fn tool(command: &SimpleCommand, set: &mut dyn FnMut(&str, &str)) {
    let args = command.args();
    let mut loads = false;
    for (i, text) in args.iter().enumerate() {
        if text.starts_with('-') {
            loads |= prefix_in("-p -f --load", text);
            continue;
        }
        let Some((mut name, mut value)) = split_once_any(text, "=") else { continue };
        // `k = v` in three words, or in two.
        if trim(name).is_empty() {
            name = if i > 0 { word(args, i - 1) } else { "" };
        }
        if trim(value).is_empty() {
            value = word(args, i + 1);
            if contains_any(value, "=") {
                value = "";
            }
        }
        set(&normalise(name), value);
    }
    if let (Some(text), true) = (&command.input, loads) {
        lines(text, set);
    }
}

/// The parameter that a file below `/proc/sys` is, wherever `/proc` is mounted.
#[inline(never)]
fn kernel_name(path: &str) -> Option<String> {
    let mut rest = path;
    let mut before = "";
    loop {
        let name = segment(&mut rest);
        if name.is_empty() {
            return None;
        }
        if name == "sys" && before == "proc" {
            let rest = trim_start(rest, "/");
            return (!rest.is_empty()).then(|| normalise(rest));
        }
        before = name;
    }
}

/// Whether a file is one that `sysctl --system` or an administrator loads.
#[inline(never)]
fn is_configuration(path: &str) -> bool {
    let mut rest = path;
    loop {
        let name = segment(&mut rest);
        if name.is_empty() || word_in("sysctl.conf sysctl.d", name) {
            return !name.is_empty();
        }
    }
}

/// The assignments in the text of a `sysctl.conf`.
#[inline(never)]
fn lines(text: &str, set: &mut dyn FnMut(&str, &str)) {
    let mut rest = text;
    while !rest.is_empty() {
        let line = trim(take_until(&mut rest, "\n"));
        take(&mut rest, 1);
        if line.starts_with(['#', ';']) {
            continue;
        }
        if let Some((name, value)) = split_once_any(line, "=") {
            // A leading dash ignores errors.
            set(&normalise(trim_start(name, "-")), trim(value));
        }
    }
}

/// The value that a `sed` program gives the parameter, read off its last mention.
fn edited(parameter: &Parameter, program: &str) -> Option<String> {
    let program = replace(&replace(program, "\\.", "."), "\\/", "/");
    let mut found: Option<&str> = None;
    for (i, name) in parameter.names.iter().enumerate() {
        // The short form of the first name is clear enough.
        let key = if i == 0 { last(name) } else { name };
        let mut rest = &*program;
        let mut mentioned = false;
        while let Some(at) = find(rest, key) {
            rest = slice_from(rest, at + key.len());
            mentioned = true;
        }
        if mentioned && !contains_any(slice(rest, 0, 1), NAME) && found.is_none_or(|found| rest.len() < found.len()) {
            found = Some(rest);
        }
    }
    let rest = found?;
    // Between name and sign may stand a pattern for white space.
    let sign = trim_start(rest, " \t*+?\\s");
    if let Some(value) = sign.strip_prefix('=') {
        let value = trim(value);
        let value = trim(slice(value, 0, span(value, "0123456789abcdefABCDEF \tx")));
        return Some(if value.is_empty() { UNKNOWN.to_owned() } else { value.to_owned() });
    }
    // `/name/s/old/new/`: the new text, or what it assigns.
    let mut substitution = rest.strip_prefix('/')?.trim_start().strip_prefix('s')?;
    let delimiter = take_char(&mut substitution);
    if delimiter.is_empty() {
        return None;
    }
    let new = slice_from(substitution, find(substitution, delimiter)? + delimiter.len());
    let new = slice(new, 0, find(new, delimiter).unwrap_or(new.len()));
    Some(trim(after_last(new, b'=')).to_owned())
}

#[cfg(test)]
#[path = "sysctl_tests.rs"]
mod tests;
