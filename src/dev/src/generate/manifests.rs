//! `metadata.yml`, `policy.yaml` and `questions-ui.yml` of a rule.

use redline_engine::settings::SettingType;
use redline_engine::{Documentation, RuleKind};
use serde_json::{Value, json};

use super::{File, yaml};
use crate::metadata::{Metadata, match_rules, project};

const HEADER: &str = "# Generated from the rule's declaration by `make bless`.\n";

/// `metadata.yml`: what the module's custom section says.
pub(super) fn metadata(docs: &Documentation) -> File {
    let value = serde_json::to_value(Metadata::of(docs)).unwrap_or(Value::Null);
    (format!("policies/{}/metadata.yml", docs.declaration.id).into(), format!("{HEADER}{}", yaml(&value, 0)))
}

/// Whether a living cluster cannot do without the requests that the rule asks to see.
pub(super) fn everyday(docs: &Documentation) -> bool {
    docs.declaration.on.iter().any(|on| ["", "apps", "batch", "*"].contains(&on.group))
}

/// `policy.yaml`: a ClusterAdmissionPolicy, or for cloud rules an entry of policy-server's `policies.yml`.
pub(super) fn policy(docs: &Documentation) -> File {
    let id = docs.declaration.id;
    let module = format!("registry://{}/{id}:v{}", project::REGISTRY, env!("CARGO_PKG_VERSION"));
    let text = if docs.declaration.kind == RuleKind::Cloud {
        format!("{HEADER}{}", raw_entry(id, &module))
    } else {
        let rules = serde_json::to_value(match_rules(docs.declaration.on)).unwrap_or(Value::Null);
        let (failure, why) = match everyday(docs) {
            true => ("Ignore", "a cluster cannot do without these requests while the policy server is away"),
            false => ("Fail", "these requests are rare and can wait for the policy server"),
        };
        let audit = if docs.background_audit { "" } else { " # the rule judges changes, and a scan sees none" };
        let mut text = format!(
            "{HEADER}apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nmetadata:\n  name: {id}\n  \
             labels:\n    app.kubernetes.io/part-of: redline\nspec:\n  module: {module}\n  mode: monitor # watch first, then `protect`\n  \
             mutating: false\n  backgroundAudit: {}{audit}\n  failurePolicy: {failure} # {why}\n  \
             timeoutSeconds: 5 # a verdict takes well under a millisecond\n  \
             matchPolicy: Equivalent # no other API version is a way around\n  settings: {{}}\n  rules:\n{}",
            docs.background_audit,
            yaml(&rules, 2)
        );
        if !docs.context.is_empty() {
            let kinds: Vec<Value> =
                docs.context.iter().map(|(version, kind)| json!({"apiVersion": version, "kind": kind})).collect();
            text.push_str(&format!("  contextAwareResources:\n{}", yaml(&Value::Array(kinds), 2)));
        }
        text
    };
    (format!("policies/{id}/policy.yaml").into(), text)
}

/// An entry of policy-server's `policies.yml`.
pub(super) fn raw_entry(id: &str, module: &str) -> String {
    format!(
        "# An entry of policy-server's `policies.yml`; send operations to `/validate_raw/{id}`.\n\
         # Before policy-server 1.21 the key `module` was called `url`.\n\
         {id}:\n  module: {module}\n  policyMode: monitor\n  allowedToMutate: false\n  settings: {{}}\n"
    )
}

/// `questions-ui.yml`: the form that Rancher shows.
pub(super) fn questions(docs: &Documentation) -> File {
    let mut questions = common_questions();
    for field in super::schema::fields(docs) {
        let default: Value = serde_json::from_str(&(field.default)()).unwrap_or(Value::Null);
        let mut ask =
            |name: &str, kind, default| questions.push(question(name, kind, default, field.doc.en, field.doc.zh));
        match field.ty {
            SettingType::Boolean => ask(field.name, "boolean", default),
            SettingType::String => ask(field.name, "string", default),
            SettingType::Strings => ask(field.name, "array[", default),
            SettingType::Identities => {
                for list in ["users", "groups", "serviceAccounts"] {
                    ask(&format!("{}.{list}", field.name), "array[", default[list].clone());
                }
            }
        }
    }
    let value = json!({ "questions": questions });
    (format!("policies/{}/questions-ui.yml", docs.declaration.id).into(), format!("{HEADER}{}", yaml(&value, 0)))
}

fn question(name: &str, kind: &str, default: Value, en: &str, zh: &str) -> Value {
    let label = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    json!({"variable": name, "group": "Settings", "type": kind, "default": default,
           "label": format!("{} / {}", label(en), label(zh)), "tooltip": format!("setting `{name}`")})
}

/// The questions that every form begins with.
pub(super) fn common_questions() -> Vec<Value> {
    let mut questions = vec![
        question("enforcement", "enum", json!("deny"), "how findings become an answer", "如何处理发现的问题"),
        question("language", "enum", json!("en"), "language of messages", "消息语言"),
        question("exemptDefaults", "boolean", json!(true), "whether the built-in exemptions hold", "是否启用内置豁免"),
        question("exempt.users", "array[", json!([]), "user names let through", "豁免的用户"),
        question("exempt.serviceAccounts", "array[", json!([]), "service accounts let through", "豁免的服务账号"),
    ];
    questions[0]["options"] = json!(["audit", "warn", "deny", "strict"]);
    questions[1]["options"] = json!(["en", "zh", "both"]);
    questions
}
