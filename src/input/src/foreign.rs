//! Recognises what stands beside manifests in a repository and is sent to no API server: templates, values and metadata of
//! charts, kustomizations, workflows, configuration of tools.

use serde_json::Value;

/// Something that is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Foreign {
    /// A template of a Helm chart or another text with `{{ }}`, which becomes a manifest when it is rendered.
    Template,
    /// `Chart.yaml`.
    Chart,
    /// A kustomization or a part of one.
    Kustomization,
    /// A kubeconfig, or the configuration of a Kubernetes component or tool.
    ToolConfig,
    /// A Terraform state.
    TerraformState,
    /// Any other YAML or JSON: values, workflows, packages, schemas.
    Other,
}

/// Groups of documents that look like objects and are read from files by a program.
const FILE_GROUPS: &[(&str, Foreign)] = &[
    ("kustomize.config.k8s.io", Foreign::Kustomization),
    ("config.kubernetes.io", Foreign::Kustomization),
    ("fn.kpt.dev", Foreign::Kustomization),
    ("kpt.dev", Foreign::Kustomization),
    ("audit.k8s.io", Foreign::ToolConfig),
    ("kubeadm.k8s.io", Foreign::ToolConfig),
    ("kubelet.config.k8s.io", Foreign::ToolConfig),
    ("kubeproxy.config.k8s.io", Foreign::ToolConfig),
    ("kubescheduler.config.k8s.io", Foreign::ToolConfig),
    ("kubecontrollermanager.config.k8s.io", Foreign::ToolConfig),
    ("apiserver.config.k8s.io", Foreign::ToolConfig),
    ("client.authentication.k8s.io", Foreign::ToolConfig),
    ("kind.x-k8s.io", Foreign::ToolConfig),
    ("ctlptl.dev", Foreign::ToolConfig),
    ("skaffold", Foreign::ToolConfig),
    ("eksctl.io", Foreign::ToolConfig),
    ("backstage.io", Foreign::ToolConfig),
    ("chaostoolkit.org", Foreign::ToolConfig),
];

/// Members of documents that are no objects and that can be checked all the same.
const OPERATIONS: [&str; 9] =
    ["request", "product", "eventName", "change", "resource_changes", "Events", "event", "detail", "ChangeSetId"];

impl Foreign {
    /// Whether a file with this is passed over. What people name is judged or refused; of what was `found` in a folder, only
    /// what can be checked counts. A chart's or a tool's files that are named all the same have no verdict to wait for.
    pub fn is_passed_over(self, found: bool) -> bool {
        found || !matches!(self, Foreign::Other | Foreign::TerraformState)
    }

    /// What a document is, if it is nothing that can be checked.
    pub fn of(document: &Value) -> Option<Foreign> {
        if let Some(list) = document.as_array() {
            return list.iter().all(|item| Foreign::of(item).is_some()).then_some(Foreign::Other);
        }
        let Some(object) = document.as_object() else { return Some(Foreign::Other) };
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        match (text("apiVersion"), text("kind")) {
            (Some(version), Some(kind)) => {
                let (group, _) = version.split_once('/').unwrap_or(("", version));
                let known = FILE_GROUPS.iter().find(|(name, _)| *name == group).map(|(_, what)| *what);
                let kubeconfig = version == "v1" && kind == "Config";
                // Events of audit logs have a command of their own, which the reader is told.
                let audited = group == "audit.k8s.io" && kind.starts_with("Event");
                known.filter(|_| !audited).or(kubeconfig.then_some(Foreign::ToolConfig))
            }
            (Some("v1" | "v2"), None) if object.contains_key("name") && object.contains_key("version") => {
                Some(Foreign::Chart)
            }
            (None, None)
                if object.contains_key("terraform_version")
                    && !["resource_changes", "planned_values"].iter().any(|name| object.contains_key(*name)) =>
            {
                Some(Foreign::TerraformState)
            }
            (None, None) if OPERATIONS.iter().any(|member| object.contains_key(*member)) => None,
            (None, Some(kind)) if kind.ends_with("Review") || kind.ends_with("List") => None,
            (None, _) => Some(Foreign::Other),
            (Some(_), None) => Some(Foreign::Other),
        }
    }

    /// What a text is that cannot be read, if it is not meant to be read as a manifest.
    pub fn of_unreadable(text: &str) -> Option<Foreign> {
        if text.contains("{{") {
            return Some(Foreign::Template);
        }
        let has = |key: &str| {
            text.lines().any(|line| {
                let line = line.trim_start_matches(['{', ' ', '\t', '"', '\'']);
                line.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'']).starts_with(':'))
            })
        };
        (!(has("apiVersion") && has("kind"))).then_some(Foreign::Other)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_no_api_server_receives_is_foreign() {
        for (document, want) in [
            (json!({"apiVersion": "v2", "name": "web", "version": "1.0.0"}), Some(Foreign::Chart)),
            (json!({"apiVersion": "v1", "name": "web", "version": "1"}), Some(Foreign::Chart)),
            (
                json!({"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}),
                Some(Foreign::Kustomization),
            ),
            (json!({"apiVersion": "v1", "kind": "Config"}), Some(Foreign::ToolConfig)),
            (json!({"apiVersion": "audit.k8s.io/v1", "kind": "Policy"}), Some(Foreign::ToolConfig)),
            (json!({"apiVersion": "skaffold/v4beta6", "kind": "Config"}), Some(Foreign::ToolConfig)),
            (json!({"terraform_version": "1.9", "values": {}}), Some(Foreign::TerraformState)),
            (json!({"on": "push", "jobs": {}}), Some(Foreign::Other)),
            (json!({"kind": "Deployment"}), Some(Foreign::Other)),
            (json!("text"), Some(Foreign::Other)),
            (json!([{"a": 1}, 2]), Some(Foreign::Other)),
            (json!({"apiVersion": "v1", "kind": "Pod"}), None),
            (json!({"apiVersion": "audit.k8s.io/v1", "kind": "Event"}), None),
            (json!({"apiVersion": "v2", "kind": "Pod"}), None),
            (json!({"terraform_version": "1.9", "resource_changes": []}), None),
            (json!({"product": "slb", "action": "DeleteLoadBalancer"}), None),
            (json!([{"a": 1}, {"eventName": "x"}]), None),
            (json!({"kind": "AdmissionReview"}), None),
        ] {
            assert_eq!(Foreign::of(&document), want, "{document}");
        }
    }

    #[test]
    fn texts_that_cannot_be_read_are_manifests_only_if_they_look_like_one() {
        for (text, want) in [
            ("apiVersion: v1\nkind: Pod\nmetadata: [\n", None),
            ("{\"apiVersion\": \"v1\",\n \"kind\": \"Pod\",,}", None),
            ("kind: {{ .Values.kind }}\n", Some(Foreign::Template)),
            ("// comment\n{\"compilerOptions\": {}}", Some(Foreign::Other)),
            ("a: [\n", Some(Foreign::Other)),
        ] {
            assert_eq!(Foreign::of_unreadable(text), want, "{text}");
        }
    }
}
