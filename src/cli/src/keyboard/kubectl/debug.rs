//! `kubectl debug`: a pod on a node, a container in a pod, or a copy of a pod.

use redline_input::Operation;
use serde_json::{Value, json};

use super::names;
use super::planner::Planner;

/// Adds the creation or the update.
pub(super) fn plan(planner: &mut Planner<'_>) {
    let Some(target) = planner.invocation.operands.first().cloned() else { return };
    match target.split_once('/').and_then(|(typed, name)| Some((names::kind(typed)?, name))) {
        Some((kind, name)) if kind.kind == "Node" => on_node(planner, name),
        Some((kind, name)) if kind.kind != "Pod" => planner.plan.open(
            format!("`kubectl debug {}/{name}` was not checked: Redline knows it for nodes and pods", kind.kind),
            format!("未检查 `kubectl debug {}/{name}`：Redline 只支持节点和 Pod", kind.kind),
        ),
        Some((_, name)) => in_pod(planner, name),
        None => in_pod(planner, &target),
    }
}

/// The debugging container, with the command after `--` or among the operands.
fn container(planner: &Planner<'_>) -> Value {
    let invocation = planner.invocation;
    let words: Vec<&String> = invocation.operands[1..].iter().chain(invocation.command.iter().flatten()).collect();
    let mut container = json!({
        "name": invocation.flag("container").unwrap_or("debugger"),
        "image": invocation.flag("image").unwrap_or_default(),
        "stdin": invocation.on("stdin"),
        "tty": invocation.on("tty"),
    });
    if !words.is_empty() {
        container[if invocation.on("arguments-only") { "args" } else { "command" }] = json!(words);
    }
    container
}

/// The security context that a profile gives to the container.
fn security(profile: &str) -> Value {
    match profile {
        "sysadmin" => json!({"privileged": true}),
        "netadmin" => json!({"capabilities": {"add": ["NET_ADMIN", "NET_RAW"]}}),
        "general" | "baseline" => json!({"capabilities": {"add": ["SYS_PTRACE"]}}),
        "restricted" => {
            json!({"allowPrivilegeEscalation": false, "runAsNonRoot": true, "capabilities": {"drop": ["ALL"]}})
        }
        _ => Value::Null,
    }
}

/// A pod in the namespaces of the node, with its root directory under `/host`.
fn on_node(planner: &mut Planner<'_>, node: &str) {
    let profile = planner.invocation.flag("profile").unwrap_or("legacy").to_owned();
    let mut container = container(planner);
    let mut spec = json!({"nodeName": node, "restartPolicy": "Never"});
    let shares = !matches!(&*profile, "baseline" | "restricted");
    if shares {
        for name in ["hostNetwork", "hostPID", "hostIPC"] {
            spec[name] = true.into();
        }
        if profile != "netadmin" {
            container["volumeMounts"] = json!([{"name": "host-root", "mountPath": "/host"}]);
            spec["volumes"] = json!([{"name": "host-root", "hostPath": {"path": "/"}}]);
        }
    }
    if matches!(&*profile, "sysadmin" | "netadmin" | "restricted") {
        container["securityContext"] = security(&profile);
    }
    spec["containers"] = json!([container]);
    let namespace = planner.namespace();
    let metadata = json!({"name": format!("node-debugger-{node}"), "namespace": namespace});
    let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec});
    planner.request(Operation::Create, pod, None);
}

/// A container in a running pod, or in a copy of it.
fn in_pod(planner: &mut Planner<'_>, name: &str) {
    let Some(old) = planner.targets(&["pod".to_owned(), name.to_owned()]).into_iter().next() else { return };
    let invocation = planner.invocation;
    let mut container = container(planner);
    let security = security(invocation.flag("profile").unwrap_or("legacy"));
    if !security.is_null() {
        container["securityContext"] = security;
    }
    let mut new = old.clone();
    let add = |spec: &mut Value, list: &str, container: Value| match spec[list].as_array_mut() {
        Some(containers) => containers.push(container),
        None => spec[list] = json!([container]),
    };
    if let Some(copy) = invocation.flag("copy-to") {
        new["metadata"] = json!({"name": copy, "namespace": old["metadata"]["namespace"]});
        new["status"] = Value::Null;
        add(&mut new["spec"], "containers", container);
        planner.request(Operation::Create, new, None);
        return;
    }
    if let Some(target) = invocation.flag("target") {
        container["targetContainerName"] = target.into();
    }
    add(&mut new["spec"], "ephemeralContainers", container);
    planner.request_to("ephemeralcontainers", Operation::Update, new, Some(old));
}
