//! The files of a bundle: metadata, manifest, schema and README, all from the rules that it holds.

use redline_engine::alibaba::INVENTORY_FIELDS;
use redline_engine::core::rule::{ClusterKind, RuleKind};
use redline_engine::settings_docs::{common_properties, document, object, own_schema};
use serde_json::{Map, Value, json};

use super::manifests;
use super::match_conditions;
use super::readme::example_sections;
use super::source::Source;
use super::yaml::yaml;
use crate::bundles::Bundle;
use crate::files::Result;
use crate::metadata::{Metadata, project};

const HEADER: &str = "# Generated from the rules by `make bless`.\n";

/// `metadata.yml`: what the module's custom section says.
pub(super) fn metadata(bundle: &Bundle) -> String {
    let value = serde_json::to_value(Metadata::of_bundle(bundle)).unwrap_or(Value::Null);
    format!("# Generated from the rules by `make dist`.\n{}", yaml(&value, 0))
}

/// The bundle's ClusterAdmissionPolicy, or for cloud rules an entry of policy-server's `policies.yml`.
pub(super) fn policy(bundle: &Bundle) -> String {
    let metadata = serde_json::to_value(Metadata::of_bundle(bundle)).unwrap_or(Value::Null);
    let id = bundle.id;
    let module = format!("registry://{}/{id}:v{}", project::REGISTRY, env!("CARGO_PKG_VERSION"));
    if bundle.kind == RuleKind::Cloud {
        return format!("{HEADER}{}", manifests::raw_entry(id, &module));
    }
    format!(
        "{HEADER}apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nmetadata:\n  name: {id}\n  labels:\n    \
         app.kubernetes.io/part-of: redline\nspec:\n  module: {module}\n  mode: monitor # watch first, then `protect`\n  \
         mutating: false\n  backgroundAudit: false # not scannable: most rules compare old and new, and a background \
         scan has only the present\n  \
         failurePolicy: Ignore # the rule sees essential requests; failing closed could keep the cluster from recovering\n  \
         timeoutSeconds: 5 # an evaluation takes about a millisecond\n  \
         matchPolicy: Equivalent # no other API version is a way around\n  settings: {{}}\n  rules:\n{}  \
         contextAwareResources:\n{}{}",
        yaml(&metadata["rules"], 2),
        yaml(&metadata["contextAwareResources"], 2),
        match_conditions::yaml(match_conditions::of_bundle(bundle))
    )
}

/// The schema of the settings: what holds for every rule, and a switch or settings for each.
pub(super) fn schema(bundle: &Bundle) -> Value {
    let mut properties = common_properties(bundle.kind);
    if bundle.kind == RuleKind::Cloud {
        properties.extend(INVENTORY_FIELDS.iter().map(|field| (field.name.to_owned(), own_schema(field))));
    }
    let shared: Map<String, Value> =
        properties.keys().map(|name| (name.clone(), json!({"$ref": format!("#/properties/{name}")}))).collect();
    let rules = bundle.rules().map(|rule| {
        let mut settings = shared.clone();
        settings.extend(rule.docs.settings.iter().map(|field| (field.name.to_owned(), own_schema(field))));
        let switch = json!({"oneOf": [{"type": "boolean"}, object(settings)], "description": rule.docs.title.en});
        (rule.id().to_owned(), switch)
    });
    properties.insert("rules".to_owned(), object(rules.collect()));
    properties.insert(
        "allRules".to_owned(),
        json!({
            "type": "boolean", "description": "whether rules that `rules` does not name run; by default those that make sense on \
                the cluster",
        }),
    );
    properties.insert(
        "kind".to_owned(),
        json!({
            "enum": ClusterKind::ALL.map(ClusterKind::as_str),
            "description": "the kind of cluster; rules for one kind alone run when it is named",
        }),
    );
    document(bundle.id, properties)
}

/// Settings that show what a bundle can be told.
pub(super) fn example_settings(bundle: &Bundle) -> &'static str {
    match bundle.kind {
        RuleKind::Admission => {
            "enforcement: warn\nlanguage: both\nrules:\n  \
             psp-preset: false        # off\n  node-deletion:           # takes precedence over the settings above\n    \
             enforcement: deny\n    exempt:\n      users: [\"219700000000000001\", \"219700000000000001-*\"]\n"
        }
        RuleKind::Cloud => {
            "language: zh\nclusterId: c0123456789abcdef\nscalingGroups: [asg-1, asg-2]   # the inventory, for every rule\nrules:\n  \
             cloud-node-command: false\n  cloud-slb-config:\n    enforcement: strict\n"
        }
    }
}

/// Rules that run only where the kind of cluster is named, with that kind.
pub(super) fn only_on_one_kind(bundle: &Bundle) -> impl Iterator<Item = (&'static str, &'static str)> {
    bundle.rules().filter_map(|rule| Some((rule.id(), rule.metadata.only_on?.as_str())))
}

/// `README.md`.
///
/// # Errors
/// A sentence with the case that cannot be read.
pub(super) fn readme(bundle: &Bundle, source: &Source) -> Result<String> {
    let example = example_settings(bundle);
    let (what, what_zh) = match bundle.kind {
        RuleKind::Admission => (
            "admission rules: one webhook call instead of one for each rule. Findings about the same field of the same \
             object are reported once",
            "准入规则：原本每条规则一次的 webhook 调用合并为一次，同一对象同一字段的多个问题只报告一次",
        ),
        RuleKind::Cloud => (
            "cloud rules: the operation is read once and only the rules that it concerns run. Findings about the same \
             resource are reported once",
            "云上操作规则：操作只解析一次，再交给相关的规则检查，同一资源的多个问题只报告一次",
        ),
    };
    let rules: String = bundle
        .rules()
        .map(|rule| {
            let (id, title) = (rule.id(), rule.docs.title);
            format!("| [`{id}`](../{id}/) | {} | {} |\n", title.en, title.zh)
        })
        .collect();
    let only: Vec<String> = only_on_one_kind(bundle).map(|(rule, kind)| format!("`{rule}` ({kind})")).collect();
    let only = only.join(", ");
    let text = format!(
        "<!-- Generated from the rules by `make bless`. -->\n# {}\n\nAll {what}.\n\n一个模块包含全部{what_zh}。\n\n\
         The verdict is the same as that of the single rules together: the request is refused when one of them refuses it. Of \
         several findings about one field only the most severe is reported, and of equally severe ones that of the most specific \
         rule, which names the others (`also ...`). The audit annotation `redline-findings` holds the findings of every \
         rule.\n\n## Settings\n\n```yaml\n{example}```\n\n\
         - Settings beside `rules` apply to every rule: the common settings of [docs/settings.md](../../docs/settings.md){}.\n\
         - `rules` maps a rule's id to `false` (off), `true`, or settings of that rule, which replace the settings of the same \
         name for every rule.\n- With `allRules: false` only the rules run that `rules` names.\n\
         - Rules that only make sense on one kind of cluster are off until it is named: `kind: dedicated` (or `managed`, `serverless`, \
         `registered`). Here these are {only}. `allRules: true` switches them on as well.\n\n\
         Unknown settings and unknown rules are refused.\n\n\
         ## Rules\n\n| rule | stops | 作用 |\n|---|---|---|\n{rules}",
        bundle.id,
        if bundle.kind == RuleKind::Cloud { " and the inventory" } else { "" },
    );
    Ok(text + &example_sections(&source.root, bundle.id)?)
}
