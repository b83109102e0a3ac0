//! Assignments in commands and in configuration files.

use alloc::borrow::ToOwned;
use alloc::string::String;

use redline_shell::{FileOpKind, SimpleCommand};
use redline_text::path::segment;
use redline_text::{
    NAME, after_last, contains_any, find, replace, slice, slice_from, span, split_once_any, take, take_char,
    take_until, trim, trim_start, word_in,
};

use super::parameter::{Parameter, last, normalise};
use crate::reach::Reach;
use crate::step::Step;

/// Calls `found` with name and value of each bad assignment in a command that runs directly on a node.
pub(crate) fn on_host(step: &Step<'_>, parameter: &Parameter, found: &mut dyn FnMut(&str, &str)) {
    if !step.command.namespaces().container {
        assignments(step, None, parameter, &mut |name, value, _| found(name, value));
    }
}

/// Calls `found` with each bad assignment in a command: name, value, and whether it affects the node. Without `reach` the
/// third argument is always false.
pub(super) fn assignments(
    step: &Step<'_>,
    reach: Option<&Reach<'_>>,
    parameter: &Parameter,
    found: &mut dyn FnMut(&str, &str, bool),
) {
    let command = step.command;
    let namespaces = command.namespaces();
    let kernel = |name: &str| reach.is_some_and(|r| r.sets_kernel_parameters(&namespaces, name.starts_with("net.")));
    let mut set = |name: &str, value: &str, on_node: bool| {
        if parameter.is_set(name, value) {
            found(name, value, on_node);
        }
    };
    if word_in("sysctl", command.name()) && !command.has_option("dry-run") {
        tool(command, &mut |name, value| set(name, value, kernel(name)));
    }
    if !step.parameters {
        return;
    }
    for (change, hosts) in step.changes() {
        if !matches!(change.kind, FileOpKind::Write | FileOpKind::Edit) {
            continue;
        }
        let hosts = if reach.is_some() { hosts } else { &[] };
        let named = kernel_name(change.path).or_else(|| hosts.iter().find_map(|host| kernel_name(&host.path)));
        if let Some(name) = named {
            let value = change.content.filter(|_| change.kind == FileOpKind::Write).unwrap_or(UNKNOWN);
            set(&name, value, kernel(&name));
        } else if is_configuration(change.path) || hosts.iter().any(|host| is_configuration(&host.path)) {
            let on_node = !hosts.is_empty();
            match (change.kind, change.content) {
                (FileOpKind::Write, Some(text)) => lines(text, &mut |name, value| set(name, value, on_node)),
                (FileOpKind::Edit, Some(program)) => {
                    if let Some(value) = edited(parameter, program) {
                        set(parameter.names.first().unwrap_or(&""), &value, on_node);
                    }
                }
                _ => {}
            }
        }
    }
}

/// A value of which nothing is known.
pub(super) const UNKNOWN: &str = "\x01";

/// Calls `set` with name and value of each assignment in a `sysctl` command, and in the file that it loads if its content is
/// known.
fn tool(command: &SimpleCommand<'_>, set: &mut dyn FnMut(&str, &str)) {
    let args = command.args();
    for (i, text) in args.iter().enumerate() {
        if text.starts_with('-') {
            continue;
        }
        let Some((mut name, mut value)) = split_once_any(text, "=") else { continue };
        // `k = v` may be one, two or three words.
        if trim(name).is_empty() {
            name = if i > 0 { args.get(i - 1) } else { "" };
        }
        if trim(value).is_empty() {
            value = args.get(i + 1);
            if contains_any(value, "=") {
                value = "";
            }
        }
        set(&normalise(name), value);
    }
    if let Some(text) = command.input().filter(|_| command.has_option("p f load")) {
        lines(text, set);
    }
}

/// The normalised name of the parameter that a file below `proc/sys` sets, wherever `/proc` is mounted; `None` for other
/// files.
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

/// Whether a path is that of a configuration file, which `sysctl --system` or an administrator loads.
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

/// Calls `set` with name and value of each assignment in the text of a `sysctl.conf`.
#[inline(never)]
pub(super) fn lines(text: &str, set: &mut dyn FnMut(&str, &str)) {
    let mut rest = text;
    while !rest.is_empty() {
        let line = trim(take_until(&mut rest, "\n"));
        take(&mut rest, 1);
        if line.starts_with(['#', ';']) {
            continue;
        }
        if let Some((name, value)) = split_once_any(line, "=") {
            // A leading dash tells `sysctl` to ignore errors.
            set(&normalise(trim_start(name, "-")), trim(value));
        }
    }
}

/// The value that a `sed` program gives the parameter, taken from the last place where the program names it. [`UNKNOWN`] if
/// the value cannot be read; `None` if the program does not set the parameter.
fn edited(parameter: &Parameter, program: &str) -> Option<String> {
    let program = replace(&replace(program, "\\.", "."), "\\/", "/");
    let mut found: Option<&str> = None;
    for (i, name) in parameter.names.iter().enumerate() {
        // The last part of the first name is unambiguous.
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
    // A pattern for white space may precede the sign.
    let sign = trim_start(rest, " \t*+?\\s");
    if let Some(value) = sign.strip_prefix('=') {
        let value = trim(value);
        let value = trim(slice(value, 0, span(value, "0123456789abcdefABCDEF \tx")));
        return Some(if value.is_empty() { UNKNOWN.to_owned() } else { value.to_owned() });
    }
    // `/name/s/old/new/`: the value is the new text, or what the new text assigns.
    let mut substitution = rest.strip_prefix('/')?.trim_start().strip_prefix('s')?;
    let delimiter = take_char(&mut substitution);
    if delimiter.is_empty() {
        return None;
    }
    let new = slice_from(substitution, find(substitution, delimiter)? + delimiter.len());
    let new = slice(new, 0, find(new, delimiter).unwrap_or(new.len()));
    Some(trim(after_last(new, b'=')).to_owned())
}
