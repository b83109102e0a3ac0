//! `policies/kustomization.yaml`: the manifests of all admission rules. The kustomizations in `deploy/` take from it what a kind
//! of cluster wants, by the manifests' labels.

use redline_engine::core::rule::RuleKind;
use serde_json::json;

use super::yaml::yaml;
use crate::files::File;
use crate::registry::RULES;

const HEADER: &str =
    "# Every admission rule. Generated from the folders by `make bless`; `deploy/` has one for each kind of cluster.\n";

/// The file.
pub(super) fn rules() -> File {
    let admission = RULES.iter().filter(|rule| rule.kind == RuleKind::Admission);
    let value = json!({
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": admission.map(|rule| format!("{}/policy.yaml", rule.id())).collect::<Vec<_>>(),
    });
    ("policies/kustomization.yaml".into(), format!("{HEADER}{}", yaml(&value, 0)))
}
