//! Commands that bring objects into the state of a file: `apply` and `replace`.

use redline_input::Operation;
use serde_json::Value;

use super::merge::overlay;
use super::planner::{OUTPUT, Planner, counterpart};

/// Adds the creations, updates and, with `--prune`, deletions of `kubectl apply`.
pub(super) fn apply(planner: &mut Planner<'_>) {
    let invocation = planner.invocation;
    let args = invocation.without(&[OUTPUT, &["force", "cascade", "grace-period"]].concat());
    let new = match planner.dry_run(&args, "server") {
        Ok(objects) => objects,
        // What the server does not work out is checked as the file has it.
        Err(_) => return by_file(planner),
    };
    let old = planner.targets(&[]);
    let manifests = invocation.on("prune").then(|| manifests(planner));
    for object in new {
        match counterpart(&object, &old) {
            _ if manifests.as_ref().is_some_and(|all| counterpart(&object, all).is_none()) => {
                planner.request(Operation::Delete, object, None);
            }
            Some(old) => planner.request(Operation::Update, object, Some(old.clone())),
            None => planner.request(Operation::Create, object, None),
        }
    }
}

/// The same without help from the server: what the file says is laid over the object that is there.
fn by_file(planner: &mut Planner<'_>) {
    let manifests = manifests(planner);
    let old = if planner.live.is_some() && !manifests.is_empty() { planner.targets(&[]) } else { Vec::new() };
    if planner.invocation.on("prune") {
        planner.plan.open("what `--prune` removes could not be worked out", "无法预先得知 `--prune` 将删除的对象");
    }
    for object in manifests {
        match counterpart(&object, &old) {
            Some(old) => {
                let mut new = old.clone();
                overlay(&mut new, &object);
                planner.request(Operation::Update, new, Some(old.clone()));
            }
            None => planner.request(Operation::Create, object, None),
        }
    }
}

/// Adds the updates of `kubectl replace`; with `--force` it deletes the objects and creates them again.
pub(super) fn replace(planner: &mut Planner<'_>) {
    let force = planner.invocation.on("force");
    let new = manifests(planner);
    let old = if planner.live.is_some() && !new.is_empty() { planner.targets(&[]) } else { Vec::new() };
    let sub = planner.invocation.flag("subresource").unwrap_or_default().to_owned();
    let live = planner.live.is_some();
    for object in new {
        match counterpart(&object, &old) {
            Some(old) if force => {
                planner.request(Operation::Delete, old.clone(), None);
                planner.request(Operation::Create, object, None);
            }
            Some(old) => planner.request_to(&sub, Operation::Update, object, Some(old.clone())),
            // Without the cluster the object is taken to be there.
            None if force && !live => {
                planner.request(Operation::Delete, object.clone(), None);
                planner.request(Operation::Create, object, None);
            }
            None => planner.request(Operation::Create, object, None),
        }
    }
}

/// The objects in the files of the command, by kubectl where it knows the namespace and addresses on the web, too.
fn manifests(planner: &mut Planner<'_>) -> Vec<Value> {
    let mut args = vec!["create".to_owned()];
    args.extend(planner.invocation.globals());
    args.extend(planner.invocation.words_of(&["filename", "kustomize", "recursive"]));
    args.push("--validate=false".to_owned());
    planner.dry_run(&args, "client").unwrap_or_else(|_| planner.manifests())
}
