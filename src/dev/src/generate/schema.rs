//! `settings.schema.json` of a rule: JSON Schema of its settings, for editors and for the command line.

use redline_engine::cloud::INVENTORY_FIELDS;
use redline_engine::settings::SettingType;
use redline_engine::{Documentation, RuleKind, SettingField};
use serde_json::{Map, Value, json};

use super::File;

/// The settings that every rule has, with their defaults and what they do in both languages.
pub(super) const COMMON: &[(&str, &str, &str, &str)] = &[
    ("enforcement", "deny", "`audit`, `warn`, `deny` or `strict`", "`audit`、`warn`、`deny` 或 `strict`"),
    ("language", "en", "language of messages: `en`, `zh` or `both`", "消息语言：`en`、`zh` 或 `both`"),
    ("exemptDefaults", "true", "whether the built-in exemptions hold", "是否启用内置豁免"),
    ("exempt", "{}", "who and what is let through besides", "额外豁免的用户、组、服务账号、工作负载、命名空间和对象"),
    ("approval", "{}", "two-step confirmation by annotations on the object", "通过对象上的注解进行两步确认"),
];

fn strings(description: &str) -> Value {
    json!({"type": "array", "items": {"type": "string", "minLength": 1}, "default": [], "description": description})
}

/// The schema of one setting.
pub(super) fn own(field: &SettingField) -> Value {
    let mut schema = match field.ty {
        SettingType::Boolean => json!({"type": "boolean"}),
        SettingType::String => json!({"type": "string"}),
        SettingType::Strings => json!({"type": "array", "items": {"type": "string"}}),
        SettingType::Identities => json!({"type": "object", "additionalProperties": false, "properties": {
            "users": strings("user names; exact, or one trailing *"),
            "groups": strings("groups"),
            "serviceAccounts": strings("as namespace/name or namespace/*"),
        }}),
    };
    schema["description"] = json!(field.doc.en.trim());
    schema["default"] = serde_json::from_str(&(field.default)()).unwrap_or(Value::Null);
    schema
}

/// The rule's settings beside the common ones; for cloud rules the inventory, which they share.
pub(super) fn fields(docs: &Documentation) -> Vec<&SettingField> {
    let cloud = docs.declaration.kind == RuleKind::Cloud;
    let inventory = cloud.then_some(INVENTORY_FIELDS).into_iter().flatten();
    docs.settings.iter().chain(inventory).collect()
}

/// The common settings that the rule takes: approvals need an object that can be annotated.
pub(super) fn common(
    docs: &Documentation,
) -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str, &'static str)> {
    let cloud = docs.declaration.kind == RuleKind::Cloud;
    COMMON.iter().filter(move |(name, ..)| !cloud || *name != "approval")
}

/// The file.
pub(super) fn schema(docs: &Documentation) -> File {
    let mut properties = common_properties(docs.declaration.kind);
    properties.extend(fields(docs).into_iter().map(|field| (field.name.to_owned(), own(field))));
    file(docs.declaration.id, properties)
}

/// The schema of an object with these properties and no others.
pub(super) fn object(properties: Map<String, Value>) -> Value {
    json!({"type": "object", "additionalProperties": false, "properties": properties})
}

/// `settings.schema.json` of a module.
pub(super) fn file(id: &str, properties: Map<String, Value>) -> File {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Settings of {id}"),
    });
    if let (Value::Object(schema), Value::Object(object)) = (&mut schema, object(properties)) {
        schema.extend(object);
    }
    let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    (format!("policies/{id}/settings.schema.json").into(), text + "\n")
}

/// The settings that every rule of this kind has; for cloud rules without the inventory.
pub(super) fn common_properties(kind: RuleKind) -> Map<String, Value> {
    let mut properties = Map::new();
    properties.insert("enforcement".into(), json!({"enum": ["audit", "warn", "deny", "strict"], "default": "deny"}));
    properties.insert("language".into(), json!({"enum": ["en", "zh", "both"], "default": "en"}));
    properties.insert("exemptDefaults".into(), json!({"type": "boolean", "default": true}));
    properties.insert(
        "exempt".into(),
        json!({"type": "object", "additionalProperties": false, "properties": {
            "users": strings("user names of the requester; exact, or one trailing *"),
            "groups": strings("groups of the requester"),
            "serviceAccounts": strings("requesters, as namespace/name or namespace/*"),
            "workloads": strings("accounts that pods run as, as namespace/serviceAccountName"),
            "namespaces": strings("namespaces of the object"),
            "objects": strings("namespace/name, or name for cluster-scoped objects"),
        }}),
    );
    if kind == RuleKind::Admission {
        properties.insert(
            "approval".into(),
            json!({"type": "object", "additionalProperties": false, "properties": {
                "enabled": {"type": "boolean", "default": false},
                "maxDuration": {"type": "string", "default": "24h", "pattern": "^([0-9]+[smhd])+$"},
                "requireReason": {"type": "boolean", "default": true},
            }}),
        );
    }
    properties
}
