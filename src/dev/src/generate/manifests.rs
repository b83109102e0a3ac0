//! `metadata.yml` and `policy.yaml` of a rule.

use redline_engine::core::annotations::PROFILE_LABEL;
use redline_engine::core::rule::RuleKind;
use redline_engine::registry::RegisteredRule;
use serde_json::{Value, json};

use super::match_conditions;
use super::source::Source;
use super::yaml::yaml;
use crate::metadata::{Metadata, match_rules, project};

const HEADER: &str = "# Generated from the rule's declaration by `make bless`.\n";

/// `metadata.yml`: what the module's custom section says.
pub(super) fn metadata(rule: &RegisteredRule) -> String {
    let value = serde_json::to_value(Metadata::of(rule)).unwrap_or(Value::Null);
    format!("# Generated from the rule's declaration by `make dist`.\n{}", yaml(&value, 0))
}

/// Whether the requests that the rule matches are essential to a running cluster.
pub(super) fn essential(rule: &RegisteredRule) -> bool {
    rule.metadata.requests.iter().any(|on| ["", "apps", "batch", "*"].contains(&on.kind.group))
}

/// `policy.yaml`: a ClusterAdmissionPolicy, or for cloud rules an entry of policy-server's `policies.yml`.
pub(super) fn policy(rule: &RegisteredRule, source: &Source) -> String {
    let id = rule.id();
    let module = format!("registry://{}/{id}:v{}", project::REGISTRY, env!("CARGO_PKG_VERSION"));
    if rule.kind == RuleKind::Cloud {
        format!("{HEADER}{}", raw_entry(id, &module))
    } else {
        let rules = serde_json::to_value(match_rules(rule.metadata.requests)).unwrap_or(Value::Null);
        let (failure, why) = match essential(rule) {
            true => {
                ("Ignore", "the rule sees essential requests; failing closed could keep the cluster from recovering")
            }
            false => ("Fail", "these requests are rare and can wait for the policy server"),
        };
        let name = project::policy_name(id);
        let label = |kind: &&str| format!("    {PROFILE_LABEL}{kind}: \"true\"\n");
        let labels: String = source.kinds(id).iter().map(label).collect();
        let audit = if rule.docs.background_audit {
            ""
        } else {
            " # not scannable: the rule compares old and new, and a background scan has only the present"
        };
        let mut text = format!(
            "{HEADER}apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nmetadata:\n  name: {name}\n  \
             labels:\n    app.kubernetes.io/part-of: redline\n{labels}spec:\n  \
             module: {module}\n  mode: monitor # watch first, then `protect`\n  \
             mutating: false\n  backgroundAudit: {}{audit}\n  failurePolicy: {failure} # {why}\n  \
             timeoutSeconds: 5 # an evaluation takes well under a millisecond\n  \
             matchPolicy: Equivalent # no other API version is a way around\n  settings: {{}}\n  rules:\n{}",
            rule.docs.background_audit,
            yaml(&rules, 2)
        );
        if !rule.docs.context.is_empty() {
            let kinds: Vec<Value> =
                rule.docs.context.iter().map(|(version, kind)| json!({"apiVersion": version, "kind": kind})).collect();
            text.push_str(&format!("  contextAwareResources:\n{}", yaml(&Value::Array(kinds), 2)));
        }
        text.push_str(&match_conditions::yaml(match_conditions::of_rule(rule)));
        text
    }
}

/// An entry of policy-server's `policies.yml`.
pub(super) fn raw_entry(id: &str, module: &str) -> String {
    format!(
        "# An entry of policy-server's `policies.yml`; send operations to `/validate_raw/{id}`.\n\
         # Before policy-server 1.21 the key `module` was called `url`.\n\
         {id}:\n  module: {module}\n  policyMode: monitor\n  allowedToMutate: false\n  settings: {{}}\n"
    )
}
