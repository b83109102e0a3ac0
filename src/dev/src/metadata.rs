//! Kubewarden's policy metadata, derived from the declaration of a rule. The same object is written to the custom section of
//! the module and to the rule's `metadata.yml` in `target/dist`.

use std::collections::{BTreeMap, BTreeSet};

use redline_engine::core::request_match::RequestMatch;
use redline_engine::core::rule::RuleKind;
use redline_engine::core::rule::Severity;
use redline_engine::registry::RegisteredRule;
use serde::Serialize;

use crate::bundles::Bundle;

/// The addresses of the project.
pub mod project {
    /// Source repository.
    pub(crate) const SOURCE: &str = "https://github.com/redline-policies/redline";
    /// Registry and repository prefix of the modules.
    pub const REGISTRY: &str = "ghcr.io/redline-policies";
    /// The publisher.
    pub(crate) const AUTHOR: &str = "Redline developers";
    /// The e-mail address of the publisher.
    pub(crate) const EMAIL: &str = "redline-policies@users.noreply.github.com";

    /// The name of the policy object that loads a module. It has a prefix, because names like `shared-disk` are likely to be
    /// taken in a cluster already.
    pub fn policy_name(id: &str) -> String {
        if id.starts_with("redline-") { id.to_owned() } else { format!("redline-{id}") }
    }
}

/// One match rule.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MatchRule {
    /// API groups.
    pub api_groups: Vec<&'static str>,
    /// API versions.
    pub api_versions: Vec<&'static str>,
    /// Plural names, with sub-resources such as `deployments/scale`.
    pub resources: Vec<String>,
    /// Operations, such as `CREATE`.
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
    /// The requests that the policy evaluates; empty for raw policies.
    pub rules: Vec<MatchRule>,
    /// Annotations, with the keys that Kubewarden and Artifact Hub define.
    pub annotations: BTreeMap<&'static str, String>,
    /// Whether the policy changes objects; always false.
    pub mutating: bool,
    /// Whether Kubewarden's audit scanner may run the policy.
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

/// Raw policies need Kubewarden 1.7, host calls that get and list resources need 1.11.
const MINIMUM: &str = "1.11.0";

fn annotations(id: &str, title: &str, severity: Severity) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("io.artifacthub.displayName", title.to_owned()),
        ("io.artifacthub.keywords", "kubewarden, alibaba cloud, ack, high-risk operations".to_owned()),
        ("io.kubewarden.policy.author", format!("{} <{}>", project::AUTHOR, project::EMAIL)),
        ("io.kubewarden.policy.category", "Operations".to_owned()),
        ("io.kubewarden.policy.description", title.to_owned()),
        ("io.kubewarden.policy.license", "Apache-2.0".to_owned()),
        ("io.kubewarden.policy.ociUrl", format!("{}/{id}", project::REGISTRY)),
        ("io.kubewarden.policy.severity", severity.as_str().to_owned()),
        ("io.kubewarden.policy.source", project::SOURCE.to_owned()),
        ("io.kubewarden.policy.title", id.to_owned()),
        ("io.kubewarden.policy.url", format!("{}/tree/main/policies/{id}", project::SOURCE)),
        ("io.kubewarden.policy.version", env!("CARGO_PKG_VERSION").to_owned()),
    ])
}

/// Match rules of requests: one for each run of the same operations, group and versions.
pub(crate) fn match_rules(requests: &[RequestMatch]) -> Vec<MatchRule> {
    let mut rules: Vec<MatchRule> = Vec::new();
    for on in requests {
        let operations: Vec<&str> = on.operations.iter().map(|o| o.as_str()).collect();
        let resource = match on.resource() {
            (plural, "") => plural.to_owned(),
            (plural, sub) => format!("{plural}/{sub}"),
        };
        match rules.last_mut() {
            Some(last)
                if last.operations == operations
                    && last.api_groups == [on.kind.group]
                    && last.api_versions == on.kind.versions =>
            {
                last.resources.push(resource);
            }
            _ => rules.push(MatchRule {
                api_groups: vec![on.kind.group],
                api_versions: on.kind.versions.to_vec(),
                resources: vec![resource],
                operations,
            }),
        }
    }
    rules
}

/// Merges match rules, so that each resource appears once with all its operations.
fn union(rules: Vec<MatchRule>) -> Vec<MatchRule> {
    let mut verbs: BTreeMap<(&str, Vec<&'static str>, String), BTreeSet<&'static str>> = BTreeMap::new();
    for rule in &rules {
        for resource in &rule.resources {
            let key = (rule.api_groups[0], rule.api_versions.clone(), resource.clone());
            verbs.entry(key).or_default().extend(&rule.operations);
        }
    }
    let mut merged: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for ((group, versions, resource), operations) in verbs {
        merged.entry((group, versions, Vec::from_iter(operations))).or_default().push(resource);
    }
    let rule = |((group, api_versions, operations), resources)| MatchRule {
        api_groups: vec![group],
        api_versions,
        resources,
        operations,
    };
    merged.into_iter().map(rule).collect()
}

impl Metadata {
    /// The metadata of a bundle.
    pub fn of_bundle(bundle: &Bundle) -> Metadata {
        let rules = bundle.rules().flat_map(|rule| match_rules(rule.metadata.requests)).collect();
        let (title, policy_type) = match bundle.kind {
            RuleKind::Admission => ("Redline's admission rules in one module", "kubernetes"),
            RuleKind::Cloud => ("Redline's cloud rules in one module", "raw"),
        };
        let mut context: Vec<_> = bundle.rules().flat_map(|rule| rule.docs.context).collect();
        context.sort();
        context.dedup();
        let rows =
            |(api_version, kind): &&'static (&'static str, &'static str)| ContextAwareResource { api_version, kind };
        Metadata {
            protocol_version: "v1",
            rules: union(rules),
            annotations: annotations(bundle.id, title, Severity::Critical),
            mutating: false,
            // Most of its rules compare old and new, and a scan has only the present.
            background_audit: false,
            execution_mode: "kubewarden-wapc",
            policy_type,
            context_aware_resources: context.iter().map(rows).collect(),
            minimum_kubewarden_version: MINIMUM,
        }
    }

    /// The metadata of one rule.
    pub fn of(rule: &RegisteredRule) -> Metadata {
        let (id, docs, requests) = (rule.id(), rule.docs, rule.metadata.requests);
        let resources: Vec<&str> = requests.iter().map(|on| on.kind.object_kind(on.sub_resource)).collect();
        let mut annotations = annotations(id, docs.title.en, docs.severity);
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
            rules: match_rules(requests),
            annotations,
            mutating: false,
            background_audit: docs.background_audit,
            execution_mode: "kubewarden-wapc",
            policy_type: if rule.kind == RuleKind::Cloud { "raw" } else { "kubernetes" },
            context_aware_resources: context
                .map(|(api_version, kind)| ContextAwareResource { api_version, kind })
                .collect(),
            minimum_kubewarden_version: MINIMUM,
        }
    }
}
