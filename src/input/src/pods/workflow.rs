//! The pods of an Argo workflow: each template with containers runs in a pod of its own.

use serde_json::{Value, json};

use super::found::{Found, POD, Pods};
use super::pod::{Origins, Pod, fill, lead_on};
use crate::yaml;

/// What a template does; defaults of templates count for their own type alone.
const TYPES: [&str; 10] =
    ["container", "containerSet", "dag", "data", "http", "plugin", "resource", "script", "steps", "suspend"];

/// The shells that Argo gives the `source` of a script as a file, which is as good as `-c`.
const SHELLS: [&str; 6] = ["ash", "bash", "dash", "ksh", "sh", "zsh"];

/// The pods of the templates in the specification of a workflow.
pub(super) fn pods_of(workflow: Found<'_>) -> Vec<Pods> {
    let Found { value, path, id, .. } = workflow;
    let templates = value["templates"].as_array().into_iter().flatten().enumerate();
    let pods = |(index, template): (usize, &Value)| {
        let name = template["name"].as_str().map_or_else(|| index.to_string(), str::to_owned);
        let at = format!("{path}.templates[{index}]");
        let (template, filled) = with_defaults(template, &value["templateDefaults"], &at, &path);
        let (spec, mut paths) = pod(value, &path, &template, &at)?;
        lead_on(&mut paths, &filled);
        Some(Pods { id: format!("{id}.templates[{name}]"), spec, paths })
    };
    templates.filter_map(pods).collect()
}

/// A template with what it takes from the `templateDefaults` of the workflow, and where that comes from.
fn with_defaults(template: &Value, defaults: &Value, at: &str, outer: &str) -> (Value, Origins) {
    let (mut template, mut filled) = (template.clone(), Vec::new());
    let mut defaults = defaults.clone();
    if let Some(members) = defaults.as_object_mut() {
        members.retain(|name, _| !TYPES.contains(&&**name) || !template[name].is_null());
        fill(&mut template, &defaults, at, &format!("{outer}.templateDefaults"), &mut filled);
    }
    (template, filled)
}

/// The workload for a template, and its paths; `None` for a template without containers, such as `steps` or `dag`.
fn pod(workflow: &Value, outer: &str, template: &Value, at: &str) -> Option<(Value, Origins)> {
    let mut pod = Pod::new(at);
    if template["container"].is_object() {
        pod.push("containers", named(&template["container"], "main"), format!("{at}.container"));
    }
    if template["script"].is_object() {
        let from = format!("{at}.script");
        pod.push("containers", script(&template["script"]), from.clone());
        for args in ["args", "args[0]", "args[1]"] {
            pod.paths.push((format!("{POD}.containers[0].{args}"), format!("{from}.source")));
        }
    }
    let set = &template["containerSet"];
    for (index, container) in set["containers"].as_array().into_iter().flatten().enumerate() {
        let mut container = container.clone();
        let shared = set["volumeMounts"].as_array().cloned().unwrap_or_default();
        let own = container["volumeMounts"].as_array().cloned().unwrap_or_default();
        if container.is_object() {
            container["volumeMounts"] = own.into_iter().chain(shared).collect();
        }
        pod.push("containers", container, format!("{at}.containerSet.containers[{index}]"));
    }
    if !pod.spec.contains_key("containers") {
        return None;
    }
    pod.push_all("containers", &template["sidecars"], &format!("{at}.sidecars"));
    pod.push_all("initContainers", &template["initContainers"], &format!("{at}.initContainers"));
    pod.push_all("volumes", &template["volumes"], &format!("{at}.volumes"));
    pod.push_all("volumes", &workflow["volumes"], &format!("{outer}.volumes"));
    for name in ["hostNetwork", "nodeSelector", "securityContext", "serviceAccountName"] {
        pod.set(name, &template[name], format!("{at}.{name}"));
        pod.set(name, &workflow[name], format!("{outer}.{name}"));
    }
    for (described, place) in [(workflow, outer), (template, at)] {
        let text = described["podSpecPatch"].as_str().unwrap_or_default();
        // A patch whose braces are filled in later may be no YAML yet.
        if let Ok(patch) = yaml::single::<Value>(text, "podSpecPatch") {
            pod.patch(&patch, &format!("{place}.podSpecPatch"));
        }
    }
    let metadata = if template["metadata"].is_object() { template["metadata"].clone() } else { json!({}) };
    Some((json!({"template": {"metadata": metadata, "spec": pod.spec}}), pod.paths))
}

fn named(container: &Value, name: &str) -> Value {
    let mut container = container.clone();
    if let Some(members) = container.as_object_mut() {
        members.entry("name").or_insert_with(|| name.into());
    }
    container
}

/// The container of a script: its `source` is a file that the command gets as its last argument.
fn script(script: &Value) -> Value {
    let mut container = named(script, "main");
    let command = container["command"].as_array().cloned().unwrap_or_default();
    let program = command.first().and_then(Value::as_str).unwrap_or_default();
    let is_shell = SHELLS.contains(&program.rsplit('/').next().unwrap_or(program));
    if let (true, Some(source)) = (is_shell, script["source"].as_str()) {
        container["args"] = json!(["-c", source]);
    }
    container
}
