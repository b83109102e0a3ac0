//! Parts of a custom resource, and the descriptions of pods in them.

use serde_json::Value;

/// One description of pods in a custom resource.
pub(super) struct Pods {
    /// The same before and after an update: the path, with names in place of indices.
    pub(super) id: String,
    /// The specification of a workload of Kubernetes with these pods.
    pub(super) spec: Value,
    /// Paths in the workload, and where the same is in the custom resource.
    pub(super) paths: Vec<(String, String)>,
}

/// Path of the pod's specification in the workload.
pub(super) const POD: &str = "spec.template.spec";

/// A member of an object.
pub(super) struct Found<'v> {
    pub(super) value: &'v Value,
    /// Its path.
    pub(super) path: String,
    /// Its path, with names in place of indices.
    pub(super) id: String,
    /// The object around it.
    pub(super) parent: &'v Value,
}

/// The members at a path, in which `[*]` stands for every element of a list and `*` for every member of an object.
pub(super) fn found<'v>(object: &'v Value, path: &str) -> Vec<Found<'v>> {
    let mut all = vec![Found { value: object, path: String::new(), id: String::new(), parent: object }];
    for segment in path.split('.') {
        let (name, list) = segment.strip_suffix("[*]").map_or((segment, false), |name| (name, true));
        let join = |path: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        let step = |Found { value, path, id, .. }: Found<'v>| {
            if name == "*" {
                let members = value.as_object().into_iter().flatten();
                let member = |(name, member): (&String, &'v Value)| Found {
                    value: member,
                    path: format!("{path}.{name}"),
                    id: format!("{id}.{name}"),
                    parent: value,
                };
                return members.map(member).collect();
            }
            let (member, path, id) = (&value[name], join(&path), join(&id));
            if !list {
                return vec![Found { value: member, path, id, parent: value }];
            }
            let elements = member.as_array().into_iter().flatten().enumerate();
            let element = |(index, element): (usize, &'v Value)| Found {
                value: element,
                path: format!("{path}[{index}]"),
                id: format!("{id}[{}]", element["name"].as_str().map_or_else(|| index.to_string(), str::to_owned)),
                parent: element,
            };
            elements.map(element).collect()
        };
        all = all.into_iter().flat_map(step).collect();
    }
    all.retain(|found| found.value.is_object());
    all
}
