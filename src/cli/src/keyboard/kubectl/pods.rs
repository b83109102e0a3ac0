//! `kubectl exec`, `attach` and `cp`, which run a command in a pod or meet one that runs there.

use redline_input::Operation;
use serde_json::{Value, json};

use super::planner::Planner;

/// Adds the connection to the pod.
pub(super) fn plan(planner: &mut Planner<'_>) {
    let invocation = planner.invocation;
    if invocation.verb == "cp" {
        return copy(planner);
    }
    // Old versions of kubectl take the command without `--`, and the pod from a file.
    let (pod, typed) = match invocation.operands.split_first() {
        Some((pod, rest)) => (pod.clone(), rest),
        None => (String::new(), &[][..]),
    };
    let command: Vec<String> = invocation.command.clone().unwrap_or_else(|| typed.to_vec());
    let options = json!({
        "apiVersion": "v1",
        "kind": if invocation.verb == "attach" { "PodAttachOptions" } else { "PodExecOptions" },
        "command": if invocation.verb == "attach" { Value::Null } else { json!(command) },
        "container": invocation.flag("container"),
        "stdin": invocation.on("stdin"),
        "stdout": true,
        "stderr": !invocation.on("tty"),
        "tty": invocation.on("tty"),
    });
    connect(planner, &pod, options);
}

/// Copying unpacks an archive in the pod, or packs one.
fn copy(planner: &mut Planner<'_>) {
    let [from, to] = planner.invocation.operands.as_slice() else { return };
    let remote = |place: &str| place.split_once(':').map(|(pod, path)| (pod.to_owned(), path.to_owned()));
    let (pod, command) = match (remote(from), remote(to)) {
        (_, Some((pod, path))) => {
            let name = from.rsplit(['/', '\\']).next().unwrap_or_default();
            let folder = match path.rsplit_once('/') {
                Some(("", _)) => "/".to_owned(),
                Some((folder, _)) => folder.to_owned(),
                None => ".".to_owned(),
            };
            // What is written is the target itself, or a file in it if the target is a folder.
            let target = if path.ends_with('/') { format!("{path}{name}") } else { path.clone() };
            (pod, format!("tar -xmf - -C {folder} && : > {target}"))
        }
        (Some((pod, path)), None) => (pod, format!("tar cf - {path}")),
        (None, None) => return,
    };
    let pod = match pod.split_once('/') {
        Some((namespace, pod)) => format!("{namespace}\n{pod}"),
        None => pod,
    };
    let options = json!({
        "apiVersion": "v1", "kind": "PodExecOptions", "command": ["sh", "-c", command],
        "container": planner.invocation.flag("container"), "stdin": true, "stdout": true, "stderr": true, "tty": false,
    });
    connect(planner, &pod, options);
}

/// Adds a connection. A pod of another namespace than that of the command comes with it, on a line before its name.
fn connect(planner: &mut Planner<'_>, pod: &str, mut options: Value) {
    if let Some(members) = options.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    let (namespace, pod) = match pod.split_once('\n') {
        Some((namespace, pod)) => (Some(namespace.to_owned()), pod.to_owned()),
        None => (None, pod.to_owned()),
    };
    let name = pod.strip_prefix("pod/").or_else(|| pod.strip_prefix("pods/")).or_else(|| pod.strip_prefix("po/"));
    let name = name.unwrap_or(&pod).to_owned();
    let is_pod = !name.contains('/') && planner.invocation.flag("filename").is_none();
    let metadata = match (is_pod, namespace.or_else(|| planner.invocation.flag("namespace").map(str::to_owned))) {
        (true, Some(namespace)) => json!({"name": name, "namespace": namespace}),
        // The namespace is that of the context, or the pod is one of a workload's.
        (_, namespace) => match (found(planner, &name, is_pod), namespace) {
            (Some(pod), _) => json!({"name": pod["metadata"]["name"], "namespace": pod["metadata"]["namespace"]}),
            (None, Some(namespace)) => json!({"name": name.replace('/', "-"), "namespace": namespace}),
            (None, None) => json!({"name": name.replace('/', "-")}),
        },
    };
    options["metadata"] = metadata;
    planner.request(Operation::Connect, options, None);
}

/// The pod that a name means: itself, or the first one of a workload.
fn found(planner: &mut Planner<'_>, name: &str, is_pod: bool) -> Option<Value> {
    let client = planner.live?;
    if is_pod {
        return planner.targets(&["pod".to_owned(), name.to_owned()]).into_iter().next();
    }
    let names: Vec<String> = if name.is_empty() { Vec::new() } else { vec![name.to_owned()] };
    let workload = planner.targets(&names).into_iter().next()?;
    if workload["kind"] == "Pod" {
        return Some(workload);
    }
    let labels = workload["spec"]["selector"]["matchLabels"].as_object().or(workload["spec"]["selector"].as_object())?;
    let labels: Vec<String> = labels.iter().filter_map(|(key, v)| Some(format!("{key}={}", v.as_str()?))).collect();
    let namespace = format!("--namespace={}", workload["metadata"]["namespace"].as_str()?);
    let selector = format!("--selector={}", labels.join(","));
    let args = ["get", "pods", &namespace, &selector, "--output=json"].map(str::to_owned);
    client.objects(&args, None).ok()?.into_iter().next()
}
