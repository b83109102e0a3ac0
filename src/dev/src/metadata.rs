//! Kubewarden's policy metadata, made from a rule's declaration. The same object is `metadata.yml` beside the
//! rule and the custom section in the module.

use std::collections::BTreeMap;

use redline_engine::{Documentation, On, RuleKind};
use serde::Serialize;

/// Where the project lives and publishes.
pub mod project {
    /// Source repository.
    pub const SOURCE: &str = "https://github.com/redline-policies/redline";
    /// Registry folder of the modules.
    pub const REGISTRY: &str = "ghcr.io/redline-policies";
    /// Who publishes.
    pub const AUTHOR: &str = "Redline developers";
}

/// One match rule.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MatchRule {
    /// API groups.
    pub api_groups: Vec<&'static str>,
    /// API versions.
    pub api_versions: Vec<&'static str>,
    /// Plural names.
    pub resources: Vec<&'static str>,
    /// Verbs.
    pub operations: Vec<&'static str>,
}

/// A kind that the rule looks up.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContextAwareResource {
    /// `v1`, `apps/v1`.
    pub api_version: &'static str,
    /// Kind.
    pub kind: &'static str,
}

/// The metadata of a policy.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// Always `v1`.
    pub protocol_version: &'static str,
    /// Requests that the policy asks to see; empty for raw policies.
    pub rules: Vec<MatchRule>,
    /// Annotations in Kubewarden's and Artifact Hub's vocabulary.
    pub annotations: BTreeMap<&'static str, String>,
    /// Never.
    pub mutating: bool,
    /// Whether the audit scanner may run it.
    pub background_audit: bool,
    /// `kubewarden-wapc`.
    pub execution_mode: &'static str,
    /// `kubernetes` or `raw`.
    pub policy_type: &'static str,
    /// Kinds that the policy looks up.
    pub context_aware_resources: Vec<ContextAwareResource>,
    /// The oldest Kubewarden that runs it.
    pub minimum_kubewarden_version: &'static str,
}

/// Match rules of a declaration.
pub fn match_rules(on: &[On]) -> Vec<MatchRule> {
    let rule = |on: &On| MatchRule {
        api_groups: vec![on.group],
        api_versions: on.versions.to_vec(),
        resources: on.resources.iter().map(|(plural, _)| *plural).collect(),
        operations: on.operations.iter().map(|o| o.as_str()).collect(),
    };
    on.iter().map(rule).collect()
}

impl Metadata {
    /// The metadata of one rule.
    pub fn of(docs: &Documentation) -> Metadata {
        let declaration = docs.declaration;
        let id = declaration.id;
        let resources: Vec<&str> = declaration.on.iter().flat_map(|on| on.resources).map(|(_, kind)| *kind).collect();
        let mut annotations = BTreeMap::from([
            ("io.artifacthub.displayName", docs.title.en.to_owned()),
            ("io.artifacthub.keywords", "kubewarden, alibaba cloud, ack, high-risk operations".to_owned()),
            ("io.kubewarden.policy.author", project::AUTHOR.to_owned()),
            ("io.kubewarden.policy.category", "Operations".to_owned()),
            ("io.kubewarden.policy.description", docs.title.en.to_owned()),
            ("io.kubewarden.policy.license", "Apache-2.0".to_owned()),
            ("io.kubewarden.policy.ociUrl", format!("{}/{id}", project::REGISTRY)),
            ("io.kubewarden.policy.severity", docs.severity.as_str().to_owned()),
            ("io.kubewarden.policy.source", project::SOURCE.to_owned()),
            ("io.kubewarden.policy.title", id.to_owned()),
            ("io.kubewarden.policy.url", format!("{}/tree/main/policies/{id}", project::SOURCE)),
            ("io.kubewarden.policy.version", env!("CARGO_PKG_VERSION").to_owned()),
        ]);
        if !resources.is_empty() {
            let mut unique: Vec<&str> = Vec::new();
            resources.into_iter().filter(|r| !r.is_empty()).for_each(|r| {
                if !unique.contains(&r) {
                    unique.push(r);
                }
            });
            annotations.insert("io.artifacthub.resources", unique.join(", "));
        }
        let context = docs.context.iter();
        Metadata {
            protocol_version: "v1",
            rules: match_rules(declaration.on),
            annotations,
            mutating: false,
            background_audit: docs.background_audit,
            execution_mode: "kubewarden-wapc",
            policy_type: if declaration.kind == RuleKind::Cloud { "raw" } else { "kubernetes" },
            context_aware_resources: context
                .map(|(api_version, kind)| ContextAwareResource { api_version, kind })
                .collect(),
            // Raw policies came with 1.7, host calls that get and list resources with 1.11.
            minimum_kubewarden_version: "1.11.0",
        }
    }
}
