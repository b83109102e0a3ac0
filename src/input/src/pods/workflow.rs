//! The pods of an Argo workflow: each template with containers runs in a pod of its own.

use serde_json::{Map, Value, json};

use super::found::{Found, POD, Pods};

/// The shells that Argo gives the `source` of a script as a file, which is as good as `-c`.
const SHELLS: [&str; 6] = ["ash", "bash", "dash", "ksh", "sh", "zsh"];

/// The pods of the templates in the specification of a workflow.
pub(super) fn pods_of(workflow: Found<'_>) -> Vec<Pods> {
    let Found { value, path, id, .. } = workflow;
    let templates = value["templates"].as_array().into_iter().flatten().enumerate();
    let pods = |(index, template): (usize, &Value)| {
        let name = template["name"].as_str().map_or_else(|| index.to_string(), str::to_owned);
        let (spec, paths) = pod(value, &path, template, &format!("{path}.templates[{index}]"))?;
        Some(Pods { id: format!("{id}.templates[{name}]"), spec, paths })
    };
    templates.filter_map(pods).collect()
}

/// A pod in the making, with the places that its parts come from.
struct Pod {
    spec: Map<String, Value>,
    paths: Vec<(String, String)>,
}

impl Pod {
    fn set(&mut self, name: &str, value: &Value, from: String) {
        if !value.is_null() && !self.spec.contains_key(name) {
            self.spec.insert(name.to_owned(), value.clone());
            self.paths.push((format!("{POD}.{name}"), from));
        }
    }

    fn push(&mut self, list: &str, value: Value, from: String) {
        if let Value::Array(elements) = self.spec.entry(list).or_insert_with(|| json!([])) {
            self.paths.push((format!("{POD}.{list}[{}]", elements.len()), from));
            elements.push(value);
        }
    }

    fn push_all(&mut self, list: &str, values: &Value, from: &str) {
        for (index, value) in values.as_array().into_iter().flatten().enumerate() {
            self.push(list, value.clone(), format!("{from}[{index}]"));
        }
    }
}

/// The workload for a template, and its paths; `None` for a template without containers, such as `steps` or `dag`.
fn pod(workflow: &Value, outer: &str, template: &Value, at: &str) -> Option<(Value, Vec<(String, String)>)> {
    let paths = vec![(POD.to_owned(), at.to_owned()), ("spec.template.metadata".to_owned(), format!("{at}.metadata"))];
    let mut pod = Pod { spec: Map::new(), paths };
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
