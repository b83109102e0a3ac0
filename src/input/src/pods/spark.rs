//! The pods of a Spark application: one of the driver, one of the executors.

use serde_json::{Value, json};

use super::found::{Found, POD, Pods};
use super::pod::Pod;

/// The pods in the specification of a Spark application. Each has a template of its own, and beside it members that the
/// operator writes into its first container.
pub(super) fn pods_of(application: Found<'_>) -> Vec<Pods> {
    let Found { value, path, id, .. } = application;
    let pods = |role: &str| value[role].is_object().then(|| pod(value, &path, role, &id));
    ["driver", "executor"].into_iter().filter_map(pods).collect()
}

fn pod(application: &Value, outer: &str, role: &str, id: &str) -> Pods {
    let (whole, at) = (&application[role], format!("{outer}.{role}"));
    let (template, inside) = (&whole["template"]["spec"], format!("{at}.template.spec"));
    let mut pod = Pod::new(&at);
    let containers = template["containers"].as_array().map_or(&[][..], Vec::as_slice);
    let mut main = containers
        .first()
        .filter(|main| main.is_object())
        .cloned()
        .unwrap_or_else(|| json!({"name": format!("spark-{role}")}));
    for list in ["volumeMounts", "env", "envFrom"] {
        let given = main[list].as_array().cloned().unwrap_or_default();
        for index in 0..given.len() {
            let place = format!("{inside}.containers[0].{list}[{index}]");
            pod.paths.push((format!("{POD}.containers[0].{list}[{index}]"), place));
        }
        let own = whole[list].as_array().cloned().unwrap_or_default();
        for index in 0..own.len() {
            let (place, position) = (format!("{at}.{list}[{index}]"), given.len() + index);
            pod.paths.push((format!("{POD}.containers[0].{list}[{position}]"), place));
        }
        main[list] = given.into_iter().chain(own).collect();
    }
    for name in ["image", "lifecycle", "securityContext"] {
        if !whole[name].is_null() {
            main[name] = whole[name].clone();
            pod.paths.push((format!("{POD}.containers[0].{name}"), format!("{at}.{name}")));
        }
    }
    pod.push("containers", main, if containers.is_empty() { at.clone() } else { format!("{inside}.containers[0]") });
    for (index, container) in containers.iter().enumerate().skip(1) {
        pod.push("containers", container.clone(), format!("{inside}.containers[{index}]"));
    }
    pod.push_all("containers", &whole["sidecars"], &format!("{at}.sidecars"));
    pod.push_all("initContainers", &template["initContainers"], &format!("{inside}.initContainers"));
    pod.push_all("initContainers", &whole["initContainers"], &format!("{at}.initContainers"));
    pod.push_all("volumes", &template["volumes"], &format!("{inside}.volumes"));
    pod.push_all("volumes", &application["volumes"], &format!("{outer}.volumes"));
    pod.set("serviceAccountName", &whole["serviceAccount"], format!("{at}.serviceAccount"));
    pod.set("securityContext", &whole["podSecurityContext"], format!("{at}.podSecurityContext"));
    pod.set("hostNetwork", &whole["hostNetwork"], format!("{at}.hostNetwork"));
    for (name, value) in template.as_object().into_iter().flatten() {
        pod.set(name, value, format!("{inside}.{name}"));
    }
    let metadata = whole["template"]["metadata"].clone();
    let metadata = if metadata.is_object() { metadata } else { json!({}) };
    let spec = json!({"template": {"metadata": metadata, "spec": pod.spec}});
    Pods { id: format!("{id}.{role}"), spec, paths: pod.paths }
}
