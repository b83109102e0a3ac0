//! Objects that commands create, as far as they can be told without a cluster.

use serde_json::{Value, json};

use super::args::Invocation;
use super::planner::Planner;
use crate::keyboard::program::Program;

/// What a command creates: the pod of `run`, or what kubectl itself prints for `create KIND`, which asks no cluster.
pub(super) fn created(planner: &Planner<'_>, args: &[String]) -> Option<Vec<Value>> {
    let invocation = planner.invocation;
    match &*invocation.verb {
        "run" => Some(vec![pod(invocation, planner.namespace())?]),
        "create" if !invocation.sub_verb.is_empty() => {
            let mut args = args.to_vec();
            args.extend(["--dry-run=client", "--output=json"].map(str::to_owned));
            args.extend(planner.command_words());
            super::client::objects_in(&Program::find("kubectl").ok()?.output(&args, planner.input).ok()?).ok()
        }
        _ => None,
    }
}

/// The pod that `kubectl run` creates.
fn pod(invocation: &Invocation, namespace: &str) -> Option<Value> {
    let name = invocation.operands.first()?;
    let mut container = json!({"name": name, "image": invocation.flag("image").unwrap_or_default()});
    let words: Vec<&String> = invocation.operands[1..].iter().chain(invocation.command.iter().flatten()).collect();
    if !words.is_empty() {
        container[if invocation.on("command") { "command" } else { "args" }] = json!(words);
    }
    if invocation.on("privileged") {
        container["securityContext"] = json!({"privileged": true});
    }
    let mut pod = json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": name, "namespace": namespace, "labels": {"run": name}},
        "spec": {"containers": [container], "restartPolicy": invocation.flag("restart").unwrap_or("Always")},
    });
    if let Some(overrides) = invocation.flag("overrides") {
        super::merge::merge(&mut pod, &serde_json::from_str(overrides).ok()?);
    }
    Some(pod)
}
