//! The objects that a command line names, for when no cluster is queried: `node/worker-1`, `svc web db`, `deployments.apps`.

use redline_input::kinds::{self, Kind};
use serde_json::{Value, json};

/// Short names of Kubernetes' kinds, as `kubectl api-resources` lists them, each with group and plural.
const SHORT: &[(&str, &str, &str)] = &[
    ("cm", "", "configmaps"),
    ("ep", "", "endpoints"),
    ("ns", "", "namespaces"),
    ("no", "", "nodes"),
    ("pvc", "", "persistentvolumeclaims"),
    ("pv", "", "persistentvolumes"),
    ("po", "", "pods"),
    ("rc", "", "replicationcontrollers"),
    ("sa", "", "serviceaccounts"),
    ("svc", "", "services"),
    ("crd", "apiextensions.k8s.io", "customresourcedefinitions"),
    ("crds", "apiextensions.k8s.io", "customresourcedefinitions"),
    ("ds", "apps", "daemonsets"),
    ("deploy", "apps", "deployments"),
    ("rs", "apps", "replicasets"),
    ("sts", "apps", "statefulsets"),
    ("hpa", "autoscaling", "horizontalpodautoscalers"),
    ("cj", "batch", "cronjobs"),
    ("ing", "networking.k8s.io", "ingresses"),
    ("netpol", "networking.k8s.io", "networkpolicies"),
    ("pdb", "policy", "poddisruptionbudgets"),
    ("psp", "policy", "podsecuritypolicies"),
    ("sc", "storage.k8s.io", "storageclasses"),
    ("eni", "network.alibabacloud.com", "networkinterfaces"),
];

/// Groups in which a plural without a group is looked for, in the order of the API server: its own come first.
const GROUPS: &[&str] = &[
    "",
    "apps",
    "batch",
    "networking.k8s.io",
    "rbac.authorization.k8s.io",
    "storage.k8s.io",
    "policy",
    "autoscaling",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "admissionregistration.k8s.io",
    "network.alibabacloud.com",
    "alibabacloud.com",
    "log.alibabacloud.com",
    "storage.alibabacloud.com",
    "cilium.io",
    "crd.projectcalico.org",
    "policies.kubewarden.io",
];

/// The kind that a type on the command line means: a plural, a singular or a short name, with or without version and group.
pub(crate) fn kind(typed: &str) -> Option<&'static Kind> {
    let typed = typed.to_lowercase();
    let (name, group) = typed.split_once('.').map_or((&*typed, None), |(name, group)| (name, Some(group)));
    if let Some((_, group, plural)) = SHORT.iter().find(|(short, ..)| *short == name) {
        return kinds::by_plural(group, plural);
    }
    // `deployments.v1.apps` has a version in between.
    let version = |part: &str| part.starts_with('v') && part.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    let group = group.map(|group| match group.split_once('.') {
        Some((first, group)) if version(first) => group,
        None if version(group) => "",
        _ => group,
    });
    let plural = |name: &str| match group {
        Some(group) => kinds::by_plural(group.trim_end_matches('.'), name),
        None => GROUPS.iter().find_map(|group| kinds::by_plural(group, name)),
    };
    plural(name).or_else(|| plural(&format!("{name}s"))).or_else(|| plural(&format!("{name}es"))).or_else(|| {
        let stem = name.strip_suffix('y')?;
        plural(&format!("{stem}ies"))
    })
}

/// What operands name.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Named {
    /// The objects, with type, name and namespace alone. The name is empty where all objects of the type are meant.
    pub objects: Vec<Value>,
    /// Types that nobody here knows.
    pub unknown: Vec<String>,
}

/// The objects that operands such as `node a b`, `svc,ingress`, `deploy/web ds/log` name, in this namespace.
pub(crate) fn objects(operands: &[String], namespace: &str) -> Named {
    let mut found = Named::default();
    let mut add = |typed: &str, name: &str| match kind(typed) {
        Some(kind) => {
            let mut object = json!({
                "apiVersion": kinds::api_version(&kind.group, &kind.version), "kind": kind.kind, "metadata": {"name": name},
            });
            if kind.namespaced {
                object["metadata"]["namespace"] = namespace.into();
            }
            found.objects.push(object);
        }
        None => found.unknown.push(typed.to_owned()),
    };
    if operands.iter().any(|operand| operand.contains('/')) {
        operands.iter().filter_map(|operand| operand.split_once('/')).for_each(|(typed, name)| add(typed, name));
        return found;
    }
    let Some((types, names)) = operands.split_first() else { return found };
    for typed in types.split(',').filter(|typed| !typed.is_empty()) {
        match names {
            [] => add(typed, ""),
            names => names.iter().for_each(|name| add(typed, name)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyboard::kubectl::args::Invocation;

    #[test]
    fn types_are_known_by_all_their_names() {
        for (typed, want) in [
            ("no", "Node"),
            ("Node", "Node"),
            ("nodes", "Node"),
            ("svc", "Service"),
            ("deployments.v1.apps", "Deployment"),
            ("deployment.apps", "Deployment"),
            ("ingress", "Ingress"),
            ("networkpolicy", "NetworkPolicy"),
            ("storageclass", "StorageClass"),
            ("podeni", "PodENI"),
            ("nodes.v1.", "Node"),
        ] {
            assert_eq!(kind(typed).map(|kind| &*kind.kind), Some(want), "{typed}");
        }
        assert_eq!(kind("nodes.network.alibabacloud.com").map(|kind| &*kind.group), Some("network.alibabacloud.com"));
        assert!(kind("widgets").is_none());
    }

    #[test]
    fn every_short_name_leads_somewhere() {
        for (short, ..) in SHORT {
            assert!(kind(short).is_some(), "{short}");
        }
    }

    #[test]
    fn operands_name_objects() {
        let named = |line: &str| {
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            let invocation = Invocation::parse(&words);
            let found = objects(&invocation.operands, invocation.flag("namespace").unwrap_or("default"));
            let title = |o: &Value| {
                let part = |name: &str| o["metadata"][name].as_str().unwrap_or("-").to_owned();
                format!("{}/{}/{}", o["kind"].as_str().unwrap(), part("namespace"), part("name"))
            };
            (found.objects.iter().map(title).collect::<Vec<_>>(), found.unknown)
        };
        assert_eq!(named("delete node a b").0, ["Node/-/a", "Node/-/b"]);
        assert_eq!(named("delete svc/a no/b -n x").0, ["Service/x/a", "Node/-/b"]);
        assert_eq!(named("delete po,widget --all").0, ["Pod/default/"]);
        assert_eq!(named("delete po,widget --all").1, ["widget"]);
    }
}
