//! The pods of custom resources, as requests that rules about pods understand.
//!
//! A cluster creates these pods later, and the rules see them then. Here only the resource is known. So each of its pods is
//! put into a workload of Kubernetes that treats pods alike, and paths of findings lead back to the resource.

mod found;
mod places;
mod pod;
mod spark;
mod workflow;

use redline_core::kinds::{CUSTOM_WORKLOADS, CustomWorkload};
use serde_json::{Value, json};

use found::Pods;
use places::pods_of;

/// A request about the pods in a custom resource.
#[derive(Debug, Clone, PartialEq)]
pub struct PodRequest {
    /// The AdmissionRequest. Its `kind` and its names are those of the custom resource; its `resource` and the shape of its
    /// objects are those of a workload of Kubernetes.
    pub request: Value,
    /// Paths in the workload, and where the same is in the custom resource.
    paths: Vec<(String, String)>,
}

impl PodRequest {
    /// The request as JSON, with `resource` before the objects: a rule reads them only if it knows by then that it matches.
    pub fn to_json(&self) -> String {
        let mut rest = self.request.clone();
        let resource = rest.as_object_mut().and_then(|members| members.remove("resource")).unwrap_or_default();
        let rest = rest.to_string();
        format!("{{\"resource\":{resource},{}", rest.strip_prefix('{').unwrap_or(&rest))
    }

    /// The path in the custom resource for a path in the workload: `spec.templates[0].container.args` for
    /// `spec.template.spec.containers[0].args`.
    pub fn path(&self, path: &str) -> String {
        let inside =
            |from: &str| path.strip_prefix(from).filter(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
        let longest = self.paths.iter().filter(|(from, _)| inside(from).is_some()).max_by_key(|(from, _)| from.len());
        longest.map_or_else(|| path.to_owned(), |(from, to)| format!("{to}{}", &path[from.len()..]))
    }
}

/// The requests about the pods that an AdmissionRequest describes in a custom resource, one for each description that it
/// adds or changes; none for other kinds and for requests that neither create nor update.
pub fn pod_requests(request: &Value) -> Vec<PodRequest> {
    let text = |pointer: &str| request.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let update = text("/operation") == "UPDATE";
    if !(update || text("/operation") == "CREATE") || !text("/subResource").is_empty() {
        return Vec::new();
    }
    let (group, kind) = (text("/kind/group"), text("/kind/kind"));
    let Some(custom) = CUSTOM_WORKLOADS.iter().find(|custom| custom.kind.group == group && custom.kind.kind == kind)
    else {
        return Vec::new();
    };
    let pods = |member: &str| -> Vec<Pods> {
        custom.pods.iter().flat_map(|place| pods_of(&request[member], *place)).collect()
    };
    let before = if update { pods("oldObject") } else { Vec::new() };
    let changed = |pods: &Pods| {
        let old = before.iter().find(|old| old.id == pods.id);
        (old.is_none_or(|old| old.spec != pods.spec)).then(|| old.map_or_else(|| json!({}), |old| old.spec.clone()))
    };
    let of = |pods: Pods| changed(&pods).map(|old| pod_request(request, custom, pods, update.then_some(old)));
    pods("object").into_iter().filter_map(of).collect()
}

/// The request for one description of pods; `old` is the specification before an update.
fn pod_request(request: &Value, custom: &CustomWorkload, pods: Pods, old: Option<Value>) -> PodRequest {
    let Pods { spec, paths, .. } = pods;
    let workload = |member: &str, mut spec: Value| {
        // The schema of another kind may use a name for something else, such as text for a number.
        for (name, fits) in
            [("replicas", Value::is_u64 as fn(&Value) -> bool), ("volumeClaimTemplates", Value::is_array)]
        {
            if !fits(&spec[name])
                && let Some(members) = spec.as_object_mut()
            {
                members.remove(name);
            }
        }
        let whole = &request[member];
        json!({"apiVersion": whole["apiVersion"], "kind": whole["kind"], "metadata": whole["metadata"], "spec": spec})
    };
    let mut made = json!({});
    for (name, value) in request.as_object().into_iter().flatten() {
        if !["object", "oldObject", "resource"].contains(&&**name) {
            made[name] = value.clone();
        }
    }
    let as_kind = custom.acts_as;
    made["resource"] = json!({"group": as_kind.group, "version": as_kind.versions[0], "resource": as_kind.plural});
    made["object"] = workload("object", spec);
    made["oldObject"] = old.map_or(Value::Null, |old| workload("oldObject", old));
    PodRequest { request: made, paths }
}

#[cfg(test)]
mod tests;
