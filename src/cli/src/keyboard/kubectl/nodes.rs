//! `kubectl cordon`, `uncordon` and `drain`.

use redline_input::Operation;
use serde_json::{Value, json};

use super::planner::Planner;

/// Adds the updates of the nodes, and the deletions of pods where `drain` does not evict them.
pub(super) fn plan(planner: &mut Planner<'_>) {
    let invocation = planner.invocation;
    let mut operands = vec!["node".to_owned()];
    operands.extend(invocation.operands.iter().map(|name| name.trim_start_matches("node/").to_owned()));
    let nodes = planner.targets(&operands);
    let on = invocation.verb != "uncordon";
    for old in &nodes {
        let mut new = old.clone();
        if on {
            new["spec"]["unschedulable"] = json!(true);
        } else if let Some(spec) = new["spec"].as_object_mut() {
            spec.remove("unschedulable");
        }
        planner.request(Operation::Update, new, Some(old.clone()));
    }
    if invocation.verb != "drain" || !invocation.on("disable-eviction") {
        return;
    }
    for node in &nodes {
        for pod in pods_on(planner, node["metadata"]["name"].as_str().unwrap_or_default()) {
            planner.request(Operation::Delete, pod, None);
        }
    }
}

/// The pods that `drain` removes from a node: all but static ones and those of DaemonSets.
fn pods_on(planner: &Planner<'_>, node: &str) -> Vec<Value> {
    let Some(client) = planner.live else { return Vec::new() };
    let field = format!("--field-selector=spec.nodeName={node}");
    let mut args: Vec<String> =
        ["get", "pods", "--all-namespaces", &field, "--output=json"].map(str::to_owned).to_vec();
    args.extend(planner.invocation.flag("pod-selector").map(|selector| format!("--selector={selector}")));
    let mut pods = client.objects(&args, None).unwrap_or_default();
    pods.retain(|pod| {
        let owners = pod["metadata"]["ownerReferences"].as_array();
        let owned = owners.into_iter().flatten().any(|owner| owner["kind"] == "DaemonSet");
        !owned && pod["metadata"]["annotations"]["kubernetes.io/config.mirror"].is_null()
    });
    pods
}
