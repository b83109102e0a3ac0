//! What the commands of an object's containers are to the rules of a bundle.
//!
//! Many rules ask what the scripts of a pod do, and interpreting a script costs much more than checking its commands. So
//! a bundle interprets each script once, checks every command for all rules, and hands each rule its findings (see
//! [`one_pass`](crate::one_pass)). The module of a single rule interprets scripts as it checks them, and contains nothing of
//! this but the question whether somebody else has done so.

use alloc::string::String;
use alloc::vec::Vec;

use redline_core::finding::Finding;
use redline_core::language::Text;
use redline_kubernetes::context::Context;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::{Container, Pod, Workload};
use redline_shell::SimpleCommand;
use redline_text::truncate_for_display;

use crate::commands::{self, Check};
use crate::config_maps;
use crate::containers::{containers, subject};
use crate::message::message;
use crate::reach::{Reach, in_target};

/// The maximum number of findings about one request, and of one table about one container. Nobody reads more, and a script
/// may cause thousands.
pub(crate) const MOST_FINDINGS: usize = 64;

/// Where a request has a command.
pub(crate) struct Origin<'o> {
    /// The reach of its container; `None` if nothing is known of the container.
    pub(crate) reach: Option<&'o Reach<'o>>,
    /// The subject of the sentences of findings.
    pub(crate) subject: &'o Text,
    /// The parts of the path of the field that holds it.
    pub(crate) path: &'o [&'o str],
}

/// A check of one command. The last argument takes the findings.
pub(crate) type ContainerCheck<'c> = dyn Fn(&Origin<'_>, &SimpleCommand<'_>, &mut dyn FnMut(&Finding)) + Sync + 'c;

/// The findings about the commands of an object's containers.
pub struct Scripts {
    /// The addresses of the tables that the commands were checked against.
    tables: Vec<usize>,
    /// For each container that was checked its address, which identifies it as long as the object is there, and the findings
    /// of each table. Sorted by the address.
    containers: Vec<(usize, Vec<Vec<Finding>>)>,
    /// [`replay`]. A pointer, because a module that makes no `Scripts` then does not contain the function.
    replay: Replay,
}

/// Hands out the findings of a table about a container; false if they are not known.
type Replay = fn(&Scripts, &Container<'_>, usize, &mut dyn FnMut(&Finding)) -> bool;

impl Scripts {
    /// Nothing is known yet of any container. `tables` are the addresses of the tables that commands are checked against.
    pub(crate) fn new(tables: Vec<usize>) -> Scripts {
        Scripts { tables, containers: Vec::new(), replay }
    }

    /// Adds the findings about a container, for each table.
    pub(crate) fn add(&mut self, container: &Container<'_>, findings: Vec<Vec<Finding>>) {
        self.containers.push((address(container), findings));
    }

    /// Ends the adding.
    pub(crate) fn finish(&mut self) {
        self.containers.sort_unstable_by_key(|(at, _)| *at);
    }

    /// Hands out the findings of a table about a container; false if they are not known.
    #[cfg(test)]
    pub(crate) fn replay(&self, container: &Container<'_>, table: usize, found: &mut dyn FnMut(&Finding)) -> bool {
        replay(self, container, table, found)
    }
}

fn replay(scripts: &Scripts, container: &Container<'_>, table: usize, found: &mut dyn FnMut(&Finding)) -> bool {
    let Some(table) = scripts.tables.iter().position(|at| *at == table) else { return false };
    let known = scripts.containers.binary_search_by_key(&address(container), |(at, _)| *at);
    let Some((_, findings)) = known.ok().and_then(|at| scripts.containers.get(at)) else { return false };
    findings.get(table).into_iter().flatten().for_each(found);
    true
}

fn address(container: &Container<'_>) -> usize {
    core::ptr::from_ref(container).addr()
}

/// Hands out what a bundle has found about a container of the request's object; false if it has not been asked. `table` is the
/// address of the table behind the check.
#[inline(never)]
fn known(ctx: &Context<'_>, container: &Container<'_>, table: usize, found: &mut dyn FnMut(&Finding)) -> bool {
    let scripts = ctx.shared.and_then(|shared| shared.downcast_ref::<Scripts>());
    scripts.is_some_and(|scripts| (scripts.replay)(scripts, container, table, found))
}

/// Checks everything that those containers of a pod run that can affect the node. `table` is the address of the table behind
/// the check. Where the check `allows_more` than the table, what a bundle has found is only a reason to check again.
#[inline(never)]
pub(crate) fn of_pod(
    ctx: &Context<'_>,
    req: &Request<'_, Workload<'_>>,
    pod: &Pod<'_, '_>,
    (table, allows_more): (usize, bool),
    check: &ContainerCheck<'_>,
    found: &mut dyn FnMut(&Finding),
) {
    containers(pod, &mut |at, container| {
        let mut again = false;
        let known = known(ctx, container, table, &mut |finding| match allows_more {
            true => again = true,
            false => found(finding),
        });
        if known && !again {
            return;
        }
        let reach = Reach::new(pod.spec, container);
        if !reach.any() {
            return;
        }
        let subject = subject(container);
        let check = |field: &str, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
            check(&Origin { reach: Some(&reach), subject: &subject, path: &[at, field] }, command, emit);
        };
        of_container(ctx, req, &reach, &check, found);
    });
}

/// Checks the command of `kubectl exec`, if it `concerns` the rule. Only then is the pod looked up. The exemptions of workloads
/// do not apply, because a person enters the command.
#[inline(never)]
pub(crate) fn of_exec(
    ctx: &Context<'_>,
    req: &Request<'_, Workload<'_>>,
    concerns: &(dyn Fn(&SimpleCommand<'_>) -> bool + Sync),
    check: &ContainerCheck<'_>,
    found: &mut dyn FnMut(&Finding),
) {
    let Some(options) = &req.object else { return };
    let relevant = |_: &str, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
        if concerns(command) {
            emit(&Finding::warn("", Text { en: String::new(), zh: String::new() }));
        }
    };
    let mut is_relevant = false;
    commands::of_words(&options.command, &relevant, &mut |_| is_relevant = true);
    if !is_relevant {
        return;
    }
    let subject =
        message("a command in pod `{0}`", "在 Pod `{0}` 中执行的命令", &[&truncate_for_display(&req.object_id())]);
    let mut each = |reach: Option<&Reach<'_>>| {
        let check = |field: &str, command: &SimpleCommand<'_>, emit: &mut dyn FnMut(&Finding)| {
            check(&Origin { reach, subject: &subject, path: &[field] }, command, emit);
        };
        commands::of_words(&options.command, &check, found);
    };
    if !in_target(ctx, req, &mut |reach| each(Some(reach))) {
        each(None);
    }
}

/// Checks everything that a container of the request's object runs, as [`commands::of_container`] does, with the files that it
/// finds in ConfigMaps.
#[inline(never)]
fn of_container(
    ctx: &Context<'_>,
    req: &Request<'_, Workload<'_>>,
    reach: &Reach<'_>,
    check: &Check<'_>,
    found: &mut dyn FnMut(&Finding),
) {
    let files = config_maps::files(ctx.host, req.object_namespace(), reach);
    commands::of_container(reach, &files, check, found);
}
