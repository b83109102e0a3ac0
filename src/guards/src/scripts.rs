//! The commands of an object's containers, found once for all rules of a bundle.
//!
//! Many rules ask what the scripts of a pod do, and interpreting a script costs much more than checking its commands. So
//! a bundle interprets each script once and hands the commands to every rule. The module of a single rule interprets
//! scripts as it checks them, and contains nothing of this but the question whether somebody else has done so.

use alloc::string::String;
use alloc::vec::Vec;

use redline_core::finding::Finding;
use redline_core::scratch::{self, Item};
use redline_kubernetes::context::Context;
use redline_kubernetes::lookup::Host;
use redline_kubernetes::request::Request;
use redline_kubernetes::workload::{Container, Workload};
use redline_shell::{KeptCommand, SimpleCommand, Surroundings};

use crate::commands::{self, Check, Input};
use crate::config_maps;
use crate::containers::containers;
use crate::reach::Reach;

/// About how many bytes the commands of one object may take. Scripts with more are interpreted for each rule, in memory that
/// is reused.
const MOST: usize = 256 * 1024;

/// The commands that the containers of an object run.
pub struct Scripts {
    /// For each container whose commands are known its address, which identifies it as long as the object is there.
    containers: Vec<(usize, Vec<Script>)>,
    /// [`replay`]. A pointer, because a module that makes no `Scripts` then does not contain the function.
    replay: Replay,
}

/// The path of a field of a container, and the commands that it runs.
struct Script {
    field: String,
    commands: Vec<KeptCommand>,
}

/// Checks the commands of a container; false if they are not known.
type Replay = fn(&Scripts, &Container<'_>, &Check<'_>, &mut dyn FnMut(&Finding)) -> bool;

/// The crate that declares what leaves a region.
struct Guards;

// Every part of a kept command owns its content.
impl Item<Guards> for KeptCommand {
    fn check_parts(&self) {}
}

impl Scripts {
    /// Interprets the scripts of all containers that can affect the node, if there is an object. `namespace` is its own.
    pub fn of_object(object: Option<&Workload<'_>>, namespace: &str, host: &Host<'_>) -> Scripts {
        let mut scripts = Scripts { containers: Vec::new(), replay };
        let mut room = MOST;
        for pod in &object.map(Workload::pods).unwrap_or_default() {
            containers(pod, &mut |_, container| {
                let reach = Reach::new(pod.spec, container);
                if !reach.any() {
                    return;
                }
                let files = config_maps::files(host, namespace, &reach);
                let mut kept = Vec::new();
                commands::inputs(&reach, &files, &mut |field, input, surroundings| {
                    let commands = keep(input, surroundings, &mut room);
                    kept.push(Script { field: field.into(), commands });
                });
                if room > 0 {
                    scripts.containers.push((address(container), kept));
                }
            });
        }
        scripts
    }
}

/// Interprets a text and keeps its commands. `room` is how many bytes they may take; it is 0 once they took more, and then the
/// commands are not complete.
fn keep(input: &Input<'_>, surroundings: &Surroundings<'_>, room: &mut usize) -> Vec<KeptCommand> {
    let mut kept = Vec::new();
    if *room == 0 {
        return kept;
    }
    let produce = |emit: &mut dyn FnMut(&KeptCommand)| {
        input.run(surroundings, &mut |command: &SimpleCommand<'_>| {
            scratch::stream::<KeptCommand, Guards>(|emit| emit(&command.keep()), &mut |command| emit(command));
        });
    };
    scratch::stream::<KeptCommand, Guards>(produce, &mut |command| {
        *room = room.saturating_sub(command.size());
        if *room > 0 {
            kept.push(command.clone());
        }
    });
    kept
}

/// Checks the commands of a container that are known.
fn replay(scripts: &Scripts, container: &Container<'_>, check: &Check<'_>, found: &mut dyn FnMut(&Finding)) -> bool {
    let Some((_, known)) = scripts.containers.iter().find(|(at, _)| *at == address(container)) else { return false };
    for Script { field, commands } in known {
        for command in commands {
            scratch::stream(|emit| check(field, &command.command(), emit), &mut |finding: &Finding| found(finding));
        }
    }
    true
}

fn address(container: &Container<'_>) -> usize {
    core::ptr::from_ref(container).addr()
}

/// Checks everything that a container of the request's object runs, as [`commands::of_container`] does, with the files that it
/// finds in ConfigMaps.
#[inline(never)]
pub fn of_container(
    ctx: &Context<'_>,
    req: &Request<'_, Workload<'_>>,
    reach: &Reach<'_>,
    check: &Check<'_>,
    found: &mut dyn FnMut(&Finding),
) {
    if let Some(scripts) = ctx.shared.and_then(|shared| shared.downcast_ref::<Scripts>())
        && (scripts.replay)(scripts, reach.container, check, found)
    {
        return;
    }
    let files = config_maps::files(ctx.host, req.object_namespace(), reach);
    commands::of_container(reach, &files, check, found);
}
