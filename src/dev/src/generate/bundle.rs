//! The files of a bundle: metadata, manifest, questions, schema and README, all from the rules that it holds.

use redline_engine::RuleKind;
use redline_engine::cloud::INVENTORY_FIELDS;
use serde_json::{Map, Value, json};

use super::readme::shown;
use super::schema::{common_properties, file, object, own};
use super::{File, Source, manifests, yaml};
use crate::metadata::{Metadata, project};
use crate::{Bundle, Result};

const HEADER: &str = "# Generated from the rules by `make bless`.\n";

/// Every file of this bundle.
///
/// # Errors
/// A sentence with the case that cannot be read.
pub(super) fn files(bundle: &Bundle, source: &Source) -> Result<Vec<File>> {
    let metadata = Metadata::of_bundle(bundle);
    let value = serde_json::to_value(&metadata).unwrap_or(Value::Null);
    let path = |name: &str| format!("policies/{}/{name}", bundle.id).into();
    Ok(vec![
        (path("metadata.yml"), format!("{HEADER}{}", yaml(&value, 0))),
        (path("policy.yaml"), policy(bundle)),
        (path("questions-ui.yml"), format!("{HEADER}{}", yaml(&questions(bundle), 0))),
        file(bundle.id, properties(bundle)),
        (path("README.md"), readme(bundle) + &shown(&source.root, bundle.id)?),
    ])
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
         mutating: false\n  backgroundAudit: false # most rules judge changes, and a scan sees none\n  \
         failurePolicy: Ignore # a cluster cannot do without these requests while the policy server is away\n  \
         timeoutSeconds: 5 # a verdict takes about a millisecond\n  \
         matchPolicy: Equivalent # no other API version is a way around\n  settings: {{}}\n  rules:\n{}  \
         contextAwareResources:\n{}",
        yaml(&metadata["rules"], 2),
        yaml(&metadata["contextAwareResources"], 2)
    )
}

pub(super) fn questions(bundle: &Bundle) -> Value {
    let mut questions = manifests::common_questions();
    for rule in bundle.rules() {
        let title = rule.documentation.title;
        questions.push(json!({
            "variable": format!("rules.{}", rule.id()), "group": "Rules", "type": "boolean",
            "default": true, "label": format!("{} / {}", title.en, title.zh), "tooltip": rule.id(),
        }));
    }
    json!({ "questions": questions })
}

/// The settings: what holds for every rule, and a switch or settings for each.
fn properties(bundle: &Bundle) -> Map<String, Value> {
    let mut properties = common_properties(bundle.kind);
    if bundle.kind == RuleKind::Cloud {
        properties.extend(INVENTORY_FIELDS.iter().map(|field| (field.name.to_owned(), own(field))));
    }
    let shared: Map<String, Value> =
        properties.keys().map(|name| (name.clone(), json!({"$ref": format!("#/properties/{name}")}))).collect();
    let rules = bundle.rules().map(|rule| {
        let mut settings = shared.clone();
        settings.extend(rule.documentation.settings.iter().map(|field| (field.name.to_owned(), own(field))));
        let switch =
            json!({"oneOf": [{"type": "boolean"}, object(settings)], "description": rule.documentation.title.en});
        (rule.id().to_owned(), switch)
    });
    properties.insert("rules".to_owned(), object(rules.collect()));
    properties.insert(
        "allRules".to_owned(),
        json!({
            "type": "boolean", "default": true, "description": "whether rules that `rules` does not name are asked",
        }),
    );
    properties
}

fn readme(bundle: &Bundle) -> String {
    let (what, what_zh, example) = match bundle.kind {
        RuleKind::Admission => (
            "admission rules: one webhook call where there would be one for each rule, and findings about the same field \
             of the same object said once",
            "准入规则：原本每条规则一次的 webhook 调用合并为一次，同一对象同一字段的多条发现只报告一次",
            "enforcement: warn\nlanguage: both\nrules:\n  psp-preset: false        # off\n  node-deletion:           # nearer than the settings above\n    \
             enforcement: deny\n    exempt:\n      users: [\"219700000000000001*\"]\n",
        ),
        RuleKind::Cloud => (
            "cloud rules: the operation is read once and shown to the rules that it is about, and findings about the \
             same resource are said once",
            "云上操作规则：操作只解析一次，再交给相关的规则判断，同一资源的多条发现只报告一次",
            "language: zh\nclusterId: c0123456789abcdef\nscalingGroups: [asg-1, asg-2]   # the inventory, for every rule\nrules:\n  \
             cloud-node-command: false\n  cloud-slb-config:\n    enforcement: strict\n",
        ),
    };
    let rules: String = bundle
        .rules()
        .map(|rule| {
            let (id, title) = (rule.id(), rule.documentation.title);
            format!("| [`{id}`](../{id}/) | {} | {} |\n", title.en, title.zh)
        })
        .collect();
    format!(
        "<!-- Generated from the rules by `make bless`. -->\n# {}\n\nAll {what}.\n\n一个模块包含全部{what_zh}。\n\n\
         The verdict is that of the rules one by one: refused when one of them refuses. Of several findings about one field \
         the gravest is said, of equally grave ones that of the narrowest rule, which names the others (`also ...`); the audit \
         annotation `redline-findings` has what every rule found.\n\n## Settings\n\n```yaml\n{example}```\n\n\
         - What stands beside `rules` holds for every rule: the common settings of [docs/settings.md](../../docs/settings.md){}.\n\
         - `rules` maps a rule's id to `false` (off), `true`, or settings of that rule, which replace those of the same name \
         for every rule.\n- `allRules: false` asks only the rules that `rules` names.\n\n\
         A setting that a rule does not know, and a rule that is not there, are refused.\n\n\
         ## Rules\n\n| rule | stops | 作用 |\n|---|---|---|\n{rules}",
        bundle.id,
        if bundle.kind == RuleKind::Cloud { " and the inventory" } else { "" },
    )
}
