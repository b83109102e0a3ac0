//! The metadata that `kwctl annotate` adds to a module: the requests that the policy is for, and what it may look up.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use wasmparser::{Parser, Payload};

/// The custom section that holds the metadata as JSON.
const SECTION: &str = "io.kubewarden.metadata";

/// What is said about bytes that are no module.
const NO_MODULE: &str = "it is no WebAssembly module, or cut off; download or build it again";

/// Metadata of a policy module, in Kubewarden's spelling.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Metadata {
    /// Protocol of the module, `v1`.
    pub protocol_version: Option<String>,
    /// The requests that the policy is for; one that matches is enough.
    pub rules: Vec<MatchRule>,
    /// Annotations such as `io.kubewarden.policy.title`.
    pub annotations: BTreeMap<String, String>,
    /// Whether the policy changes objects.
    pub mutating: bool,
    /// Whether the audit scanner runs the policy.
    pub background_audit: Option<bool>,
    /// The type of requests that the policy takes.
    pub policy_type: PolicyType,
    /// The kinds that the policy may look up.
    pub context_aware_resources: BTreeSet<ContextAwareResource>,
    /// Host capabilities that the policy needs.
    pub host_capabilities: Option<BTreeSet<String>>,
    /// The oldest Kubewarden that can run the policy.
    pub minimum_kubewarden_version: Option<String>,
}

/// The type of requests that a policy takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PolicyType {
    /// Kubernetes admission requests.
    #[default]
    Kubernetes,
    /// Any JSON; in Redline: operations on Alibaba Cloud.
    Raw,
}

/// One match rule, as in a webhook configuration. `*` matches anything; sub-resources are `pods/exec`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MatchRule {
    /// API groups; the core group is the empty string.
    pub api_groups: Vec<String>,
    /// API versions.
    pub api_versions: Vec<String>,
    /// Plural resource names.
    pub resources: Vec<String>,
    /// `CREATE`, `UPDATE`, `DELETE`, `CONNECT`.
    pub operations: Vec<String>,
}

/// A kind that a policy may look up in the cluster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContextAwareResource {
    /// `v1`, `apps/v1`, ...
    pub api_version: String,
    /// `Pod`, `Deployment`, ...
    pub kind: String,
}

/// What a request is sent to, which is what match rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target<'r> {
    operation: &'r str,
    group: &'r str,
    resource: &'r str,
    sub_resource: &'r str,
}

impl<'r> Target<'r> {
    /// The target of an AdmissionRequest.
    pub fn of(request: &'r serde_json::Value) -> Self {
        let text = |value: Option<&'r serde_json::Value>| value.and_then(|v| v.as_str()).unwrap_or_default();
        let resource = |member| text(request.get("resource").and_then(|resource| resource.get(member)));
        Target {
            operation: text(request.get("operation")),
            group: resource("group"),
            resource: resource("resource"),
            sub_resource: text(request.get("subResource")),
        }
    }
}

impl Target<'_> {
    /// The same target, created: rules about pods want it, rules about named objects that exist do not.
    pub fn created(self) -> Self {
        Target { operation: "CREATE", ..self }
    }
}

impl Metadata {
    /// Reads the metadata of a module from its bytes; `None` if it has none.
    ///
    /// # Errors
    /// Bytes that are not a module, and invalid metadata. The message does not name the module.
    pub fn from_wasm(wasm: &[u8]) -> Result<Option<Self>, String> {
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.map_err(|_| NO_MODULE.to_owned())? {
                Payload::CustomSection(section) if section.name() == SECTION => {
                    return serde_json::from_slice(section.data()).map(Some).map_err(|_| {
                        format!("its section `{SECTION}` is damaged; annotate it again with `kwctl annotate`")
                    });
                }
                _ => {}
            }
        }
        Ok(None)
    }

    /// Whether the policy is for this AdmissionRequest: JSON, without its review.
    pub fn matches(&self, request: &serde_json::Value) -> bool {
        self.is_about(&Target::of(request))
    }

    /// [`Metadata::matches`] for one request and many policies. As with `matchPolicy: Equivalent`, the API version
    /// makes no difference, nor does the group `extensions`, from which Kubernetes moved every kind.
    pub fn is_about(&self, target: &Target<'_>) -> bool {
        let group = present_group(target.group, target.resource);
        self.rules.iter().any(|rule| {
            any(&rule.operations, target.operation)
                && any(&rule.api_groups, group)
                && rule.resources.iter().any(|r| covers(r, target.resource, target.sub_resource))
        })
    }

    /// An annotation of the policy by the last part of its name (`title` for `io.kubewarden.policy.title`).
    pub fn annotation(&self, name: &str) -> Option<&str> {
        self.annotations.get(&format!("io.kubewarden.policy.{name}")).map(String::as_str)
    }
}

/// The group that serves a resource, or a kind, today.
fn present_group<'g>(group: &'g str, resource: &str) -> &'g str {
    match resource {
        _ if group != "extensions" => group,
        "deployments" | "daemonsets" | "replicasets" => "apps",
        "ingresses" | "networkpolicies" => "networking.k8s.io",
        "podsecuritypolicies" => "policy",
        _ => group,
    }
}

fn any(patterns: &[String], value: &str) -> bool {
    patterns.iter().any(|p| p == "*" || p == value)
}

/// `*` covers every resource and no sub-resource, as in Kubernetes.
fn covers(pattern: &str, resource: &str, sub_resource: &str) -> bool {
    let (main, sub) = pattern.split_once('/').unwrap_or((pattern, ""));
    (main == "*" || main == resource) && (sub == sub_resource || sub == "*" && pattern.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn resource_patterns_follow_kubernetes() {
        for (pattern, resource, sub, want) in [
            ("pods", "pods", "", true),
            ("pods", "pods", "exec", false),
            ("pods/exec", "pods", "exec", true),
            ("pods/*", "pods", "exec", true),
            ("pods/*", "pods", "", true),
            ("*", "pods", "", true),
            ("*", "pods", "status", false),
            ("*/*", "pods", "status", true),
            ("*/*", "pods", "", true),
            ("*/scale", "deployments", "scale", true),
            ("*/scale", "deployments", "", false),
        ] {
            assert_eq!(covers(pattern, resource, sub), want, "{pattern} against {resource}/{sub}");
        }
    }

    #[test]
    fn older_versions_match() {
        let metadata: Metadata = serde_json::from_value(json!({
            "rules": [{"apiGroups": ["apps"], "apiVersions": ["v1"], "resources": ["deployments"], "operations": ["*"]}],
            "mutating": false,
        }))
        .unwrap();
        let request = |group: &str, version: &str| {
            let resource = json!({"group": group, "version": version, "resource": "deployments"});
            json!({"operation": "CREATE", "resource": resource})
        };
        assert!(metadata.matches(&request("apps", "v1beta1")) && metadata.matches(&request("extensions", "v1beta1")));
        assert!(!metadata.matches(&request("example.com", "v1")));
    }

    #[test]
    fn a_request_matches_on_group_resource_and_operation() {
        let metadata: Metadata = serde_json::from_value(json!({
            "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["nodes"], "operations": ["DELETE"]}],
            "mutating": false,
        }))
        .unwrap();
        let request = |group: &str, operation: &str| {
            json!({"operation": operation,
                   "resource": {"group": group, "version": "v1", "resource": "nodes"}})
        };
        assert!(metadata.matches(&request("", "DELETE")));
        assert!(!metadata.matches(&request("", "UPDATE")));
        assert!(!metadata.matches(&request("network.alibabacloud.com", "DELETE")));
        assert!(!Metadata::default().matches(&request("", "DELETE")));
    }

    #[test]
    fn bytes_that_are_no_wasm_are_refused() {
        let error = Metadata::from_wasm(b"hello, world").unwrap_err();
        assert_eq!(error, NO_MODULE);
    }
}
