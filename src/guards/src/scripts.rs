//! What the commands of an object's containers are to the rules of a bundle.
//!
//! Many rules ask what the scripts of a pod do, and interpreting a script costs much more than checking its commands. So
//! a bundle interprets each script once, checks every command for all rules, and hands each rule its findings (see
//! [`one_pass`](crate::one_pass)). The module of a single rule interprets scripts as it checks them, and contains nothing of
//! this but the question whether somebody else has done so.

use alloc::vec::Vec;

use redline_core::finding::Finding;
use redline_kubernetes::context::Context;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::{Container, Workload};

use crate::commands::{self, Check};
use crate::config_maps;
use crate::reach::Reach;

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
pub(crate) fn known(
    ctx: &Context<'_>,
    container: &Container<'_>,
    table: usize,
    found: &mut dyn FnMut(&Finding),
) -> bool {
    let scripts = ctx.shared.and_then(|shared| shared.downcast_ref::<Scripts>());
    scripts.is_some_and(|scripts| (scripts.replay)(scripts, container, table, found))
}

/// Checks everything that a container of the request's object runs, as [`commands::of_container`] does, with the files that it
/// finds in ConfigMaps.
#[inline(never)]
pub(crate) fn of_container(
    ctx: &Context<'_>,
    req: &Request<'_, Workload<'_>>,
    reach: &Reach<'_>,
    check: &Check<'_>,
    found: &mut dyn FnMut(&Finding),
) {
    let files = config_maps::files(ctx.host, req.object_namespace(), reach);
    commands::of_container(reach, &files, check, found);
}
