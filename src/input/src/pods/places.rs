//! Takes the pods out of a custom resource.

use redline_core::kinds::PodPlace;
use serde_json::{Value, json};

use super::found::{Found, POD, Pods, found};
use super::{spark, workflow};

/// The descriptions at a place of an object.
pub(super) fn pods_of(object: &Value, place: PodPlace) -> Vec<Pods> {
    let each = |path: &str, make: fn(&Value, Found) -> Vec<Pods>| -> Vec<Pods> {
        found(object, path).into_iter().flat_map(|found| make(object, found)).collect()
    };
    match place {
        PodPlace::Template(path) => each(path, of_template),
        PodPlace::Spec(path) => each(path, of_spec),
        PodPlace::Workflow(path) => each(path, |_, found| workflow::pods_of(found)),
        PodPlace::Spark(path) => each(path, |_, found| spark::pods_of(found)),
        PodPlace::VirtualMachine(path) => each(path, of_virtual_machine),
    }
}

/// A pod template is part of a workload's specification, which says more: replicas, claims. Where it has another name, it
/// stands for itself.
fn of_template(_: &Value, found: Found<'_>) -> Vec<Pods> {
    let Found { value, path, id, parent } = found;
    let (spec, paths) = match path.strip_suffix(".template") {
        Some(outer) => (parent.clone(), ("spec".to_owned(), outer.to_owned())),
        None => (json!({"template": value}), ("spec.template".to_owned(), path)),
    };
    vec![Pods { id, spec, paths: vec![paths] }]
}

fn of_spec(_: &Value, found: Found<'_>) -> Vec<Pods> {
    let Found { value, path, id, .. } = found;
    vec![Pods { id, spec: json!({"template": {"spec": value}}), paths: vec![(POD.to_owned(), path)] }]
}

/// The pod of a virtual machine mounts the folders of those disks that are files of the node.
fn of_virtual_machine(_: &Value, found: Found<'_>) -> Vec<Pods> {
    let Found { value, path, id, .. } = found;
    let (mut volumes, mut mounts) = (Vec::new(), Vec::new());
    let mut paths = vec![(POD.to_owned(), path.clone())];
    for (index, volume) in value["volumes"].as_array().into_iter().flatten().enumerate() {
        let Some(file) = volume["hostDisk"]["path"].as_str() else { continue };
        let folder = file.trim_end_matches('/').rsplit_once('/').map_or("/", |(folder, _)| folder);
        let folder = if folder.is_empty() { "/" } else { folder };
        let disk = format!("{path}.volumes[{index}].hostDisk");
        paths.push((format!("{POD}.volumes[{}]", volumes.len()), format!("{path}.volumes[{index}]")));
        paths.push((format!("{POD}.volumes[{}].hostPath", volumes.len()), disk.clone()));
        paths.push((format!("{POD}.containers[0].volumeMounts[{}]", volumes.len()), disk));
        volumes.push(json!({"name": volume["name"], "hostPath": {"path": folder}}));
        mounts.push(json!({"name": volume["name"], "mountPath": format!("/disks/{index}")}));
    }
    if volumes.is_empty() {
        return Vec::new();
    }
    let pod = json!({"volumes": volumes, "containers": [{"name": "compute", "volumeMounts": mounts}]});
    vec![Pods { id, spec: json!({"template": {"spec": pod}}), paths }]
}
