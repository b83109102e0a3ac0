//! Recognises what stands beside manifests in a repository and is sent to no API server: templates, values and metadata
//! of charts, kustomizations, workflows, configuration of tools.

use serde_json::Value;

use crate::{oos, trail};

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
    /// cloud-config, which machines run when they start.
    UserData,
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

/// Members of an AdmissionRequest or of a cloud operation, by which a `request` around it is told from that of other
/// programs.
const REQUEST: [&str; 8] = ["uid", "kind", "resource", "operation", "object", "oldObject", "product", "eventName"];

/// How the placeholders of templates begin that are no YAML.
const PLACEHOLDERS: [&str; 3] = ["{{", "{%", "<%"];

impl Foreign {
    /// Whether a file with this is passed over. A file that people name is checked or refused; of the files `found` in
    /// a folder, only those count that can be checked. A chart's or a tool's files that are named all the same have no
    /// verdict to wait for.
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
            (None, None) if is_operation(document) => None,
            (None, Some(kind)) if kind.ends_with("Review") || kind.ends_with("List") => None,
            (None, _) => Some(Foreign::Other),
            (Some(_), None) => Some(Foreign::Other),
        }
    }

    /// What a text is that cannot be read, if it is not meant to be read as a manifest.
    pub fn of_unreadable(text: &str) -> Option<Foreign> {
        if PLACEHOLDERS.iter().any(|begin| text.contains(begin)) || text.split_whitespace().any(is_placeholder) {
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

/// Whether a document without a kind is something that rules check: a request, a call, an event, a plan. Other programs
/// use the same names for other things, so a name alone is not enough.
fn is_operation(document: &Value) -> bool {
    let text = |name: &str| document[name].is_string();
    let within = |name: &str, members: &[&str]| members.iter().any(|member| document[name].get(*member).is_some());
    text("product") && text("action")
        || text("address") && document["change"].is_object()
        || text("operation") && (document["kind"].is_object() || document["resource"].is_object())
        || document.get("resource_changes").is_some()
        || text("ChangeSetId")
        || text("ROSTemplateFormatVersion")
        || oos::is_template(document)
        || document["Stack"]["Resources"].is_array()
        || text("format_version") && document.get("planned_values").is_some()
        || within("request", &REQUEST)
        || trail::holds_events(document)
}

/// Whether a word begins with a placeholder such as `@NAME@` or `{NAME}`, which sed or a build fills in.
fn is_placeholder(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'', ',']);
    let inner =
        [('@', '@'), ('{', '}')].into_iter().find_map(|(open, close)| word.strip_prefix(open)?.split_once(close));
    inner.is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit())
    })
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
            (json!({"event": "push"}), Some(Foreign::Other)),
            (json!({"request": {"method": "GET"}, "response": {}}), Some(Foreign::Other)),
            (json!({"product": "web", "change": {}}), Some(Foreign::Other)),
            (json!({"Events": {"Api": {}}, "detail": 1}), Some(Foreign::Other)),
            (json!({"request": {"uid": "1", "operation": "CREATE"}}), None),
            (json!({"operation": "DELETE", "kind": {"kind": "Node"}}), None),
            (json!({"data": {"eventName": "DeleteInstance"}}), None),
            (json!({"Events": [{"eventName": "DeleteInstance"}]}), None),
            (json!({"hits": {"hits": [{"_source": {"eventName": "DeleteInstance"}}]}}), None),
            (json!({"hits": {"hits": [{"_source": {"title": "a"}}]}}), Some(Foreign::Other)),
            (json!({"address": "a.b", "type": "a", "change": {"actions": ["delete"]}}), None),
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
            ("apiVersion: v1\nkind: Pod\nmetadata:\n  name: @POD_NAME@-0\n", Some(Foreign::Template)),
            ("apiVersion: v1\nkind: Service\nspec:\n  clusterIP: {IP_PREFIX}.16\n", Some(Foreign::Template)),
            ("apiVersion: v1\nkind: Pod\n{% if a %}\n", Some(Foreign::Template)),
            ("apiVersion: v1\nkind: Pod\nmetadata: {name: @me}\n", None),
            ("// comment\n{\"compilerOptions\": {}}", Some(Foreign::Other)),
            ("a: [\n", Some(Foreign::Other)),
        ] {
            assert_eq!(Foreign::of_unreadable(text), want, "{text}");
        }
    }
}
