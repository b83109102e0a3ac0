//! The commands that a container runs. Scripts are interpreted in memory that is reused; see [`scratch`].

use alloc::vec::Vec;

use redline_core::scratch;
use redline_json::Str;
use redline_kubernetes::workload::Container;
use redline_shell::{FileChange, FileOp, Namespaces, SimpleCommand};

/// Declares the types of `redline-shell` as items of [`scratch::stream`].
pub(crate) enum Guards {}
redline_core::scratch_item!(SimpleCommand { words, input, changes, place } by Guards);
redline_core::scratch_item!(FileChange { path, act, content } by Guards);
redline_core::scratch_item!(enum FileOp by Guards);
redline_core::scratch_item!(Namespaces { mount, net, by_file, chroot } by Guards);

/// Calls `visit` with the simple commands of an argument vector, in order.
pub fn of_words(words: &[Str<'_>], visit: &mut dyn FnMut(&SimpleCommand)) {
    of_both(words, &[], visit);
}

/// Calls `visit` with the simple commands of an argument vector in two parts, in order.
#[inline(never)]
fn of_both(first: &[Str<'_>], second: &[Str<'_>], visit: &mut dyn FnMut(&SimpleCommand)) {
    if first.is_empty() && second.is_empty() {
        return;
    }
    let produce = |emit: &mut dyn FnMut(&SimpleCommand)| {
        let mut words: Vec<&str> = Vec::new();
        for part in [first, second] {
            for word in part {
                words.push(word);
            }
        }
        redline_shell::of_words(&words, emit);
    };
    scratch::stream(produce, visit);
}

/// Calls `visit` with the simple commands of a script, in order.
pub fn of_script(script: &str, visit: &mut dyn FnMut(&SimpleCommand)) {
    scratch::stream(|emit| redline_shell::of_script(script, emit), visit);
}

/// Calls `visit` with the simple commands of everything that a container runs: entry point, hooks and probes. The first
/// argument of `visit` is the path of the field in the container, such as `livenessProbe.exec.command`.
#[inline(never)]
pub fn of_container(container: &Container<'_>, visit: &mut dyn FnMut(&str, &SimpleCommand)) {
    let handlers = [
        &container.lifecycle.post_start,
        &container.lifecycle.pre_stop,
        &container.liveness_probe,
        &container.readiness_probe,
        &container.startup_probe,
    ];
    // The runtime joins the two. Without a command, the entry point of the image gets the arguments.
    let field = if container.command.is_empty() { "args" } else { "command" };
    of_both(&container.command, &container.args, &mut |command| visit(field, command));
    for (field, handler) in HOOKS.iter().zip(handlers) {
        of_words(&handler.exec.command, &mut |command| visit(field, command));
    }
}

/// Paths of hooks and probes in a container.
const HOOKS: [&str; 5] = [
    "lifecycle.postStart.exec.command",
    "lifecycle.preStop.exec.command",
    "livenessProbe.exec.command",
    "readinessProbe.exec.command",
    "startupProbe.exec.command",
];
