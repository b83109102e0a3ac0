//! The rules: what they are, their settings, and the manifests that deploy them.

use std::collections::BTreeMap;

use redline_engine::core::response::SettingsResponse;
use redline_engine::core::rule::{ClusterKind, RuleKind};
use redline_engine::core::settings::SettingType;
use redline_engine::settings_docs::{self, CommonSetting, CommonType};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::Tsify;

use crate::Result;
use crate::answer::Text;
use crate::linked_rule::LinkedRule;
use crate::registry::RULES;

/// The rule of this id.
///
/// # Errors
/// No rule has this id.
pub(crate) fn entry(id: &str) -> Result<&'static LinkedRule> {
    RULES.iter().find(|entry| entry.id() == id).ok_or_else(|| format!("there is no rule `{id}`; `rules()` lists them"))
}

/// What is known about a rule.
#[derive(Debug, Clone, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// Its id: folder, module and message prefix.
    pub id: String,
    /// Whether it checks Kubernetes requests or cloud operations.
    #[tsify(type = "\"admission\" | \"cloud\"")]
    pub kind: &'static str,
    /// What it stops, on one line.
    pub title: Text,
    /// How much harm the operation does.
    #[tsify(type = "\"medium\" | \"high\" | \"critical\"")]
    pub severity: &'static str,
    /// Rows of ACK's list.
    pub rows: Vec<String>,
    /// JSON Schema of its settings.
    #[tsify(type = "Record<string, unknown>")]
    pub schema: Value,
    /// What each setting does, by its path, such as `exempt.users`.
    #[tsify(type = "Record<string, Text>")]
    pub settings: BTreeMap<String, Text>,
    /// Markdown: what it stops, why, and what to do instead.
    pub docs: Text,
    /// Kinds that it looks up in the cluster if permitted, which is never the case here.
    pub lookups: Vec<String>,
    /// The kind of cluster for which alone it runs: what it protects is ordinary elsewhere, so it is off until somebody asks for it.
    #[tsify(optional, type = "\"serverless\" | \"registered\"")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_kind: Option<&'static str>,
}

/// Every rule, by id.
#[derive(Debug, Clone, Serialize, Tsify)]
#[serde(transparent)]
pub struct Rules(pub Vec<Rule>);

/// Every rule, by id.
pub fn rules() -> Rules {
    let rule = |entry: &LinkedRule| {
        let docs = entry.docs;
        Rule {
            id: entry.id().to_owned(),
            kind: if entry.kind == RuleKind::Cloud { "cloud" } else { "admission" },
            title: docs.title.into(),
            severity: docs.severity.as_str(),
            rows: entry.metadata.rows.iter().map(|row| row.id.to_owned()).collect(),
            schema: settings_docs::schema(entry),
            settings: settings(entry),
            docs: Text { en: unindent(docs.text), zh: docs.text_zh.to_owned() },
            lookups: docs.context.iter().map(|(version, kind)| format!("{version}/{kind}")).collect(),
            needs_kind: entry.metadata.only_on.filter(|kind| kind.is_ordinary_elsewhere()).map(ClusterKind::as_str),
        }
    };
    Rules(RULES.iter().map(rule).collect())
}

/// What each setting of a rule does, by its path.
fn settings(rule: &LinkedRule) -> BTreeMap<String, Text> {
    let mut texts = BTreeMap::new();
    for setting in settings_docs::common(rule.kind) {
        texts.insert(setting.name.to_owned(), setting.doc.into());
        if let CommonType::Object(members) = setting.ty {
            texts.extend(member_texts(setting.name, members));
        }
    }
    for field in settings_docs::own_fields(rule) {
        texts.insert(field.name.to_owned(), field.doc.into());
        if matches!(field.ty, SettingType::Identities) {
            texts.extend(member_texts(field.name, settings_docs::IDENTITIES));
        }
    }
    texts
}

fn member_texts(name: &str, members: &'static [CommonSetting]) -> impl Iterator<Item = (String, Text)> {
    members.iter().map(move |member| (format!("{name}.{}", member.name), member.doc.into()))
}

/// Doc comments start each line with a blank.
fn unindent(text: &str) -> String {
    text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// What a deployed policy does with a denial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Records it.
    #[default]
    Monitor,
    /// Enforces it.
    Protect,
}

/// Whether settings are valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct SettingsAnswer {
    /// Whether they are valid.
    pub valid: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub message: Option<String>,
}

/// Validates the settings of a rule.
///
/// # Errors
/// No such rule.
pub fn validate_settings(rule: &str, settings: &Value) -> Result<SettingsAnswer> {
    let SettingsResponse { valid, message } = (entry(rule)?.validate_settings)(settings.to_string().as_bytes());
    Ok(SettingsAnswer { valid, message })
}

/// What a rule's `policy.yaml` says about settings and mode, to be replaced.
const SETTINGS: &str = "  settings: {}\n";
const MODES: [&str; 2] = ["  mode: monitor # watch first, then `protect`\n", "  policyMode: monitor\n"];

/// The rule's manifest with these settings and this mode: a ClusterAdmissionPolicy, or for cloud rules an entry of
/// policy-server's `policies.yml`.
///
/// # Errors
/// No such rule, or invalid settings.
pub fn manifest(rule: &str, settings: &Value, mode: Mode) -> Result<String> {
    let entry = entry(rule)?;
    let answer = validate_settings(rule, settings)?;
    if !answer.valid {
        return Err(format!("invalid settings for rule `{rule}`: {}", answer.message.unwrap_or_default()));
    }
    // The first line says that the file is generated, which is not true of this text.
    let mut text = entry.manifest.split_once('\n').map_or("", |(_, rest)| rest).to_owned();
    if mode == Mode::Protect {
        for line in MODES {
            let key = line.split(':').next().unwrap_or_default();
            text = text.replace(line, &format!("{key}: protect\n"));
        }
    }
    if settings.as_object().is_some_and(|members| !members.is_empty()) {
        let block = serde_saphyr::to_string(settings).map_err(|error| error.to_string())?;
        let indented: String = block.lines().map(|line| format!("    {line}\n")).collect();
        text = text.replace(SETTINGS, &format!("  settings:\n{indented}"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_manifest_takes_settings_and_mode() {
        let settings = json!({"enforcement": "warn", "exempt": {"users": ["a*", "b: c"], "namespaces": ["on"]}});
        for entry in RULES {
            let text = manifest(entry.id(), &settings, Mode::Protect).unwrap();
            let value: Value = serde_saphyr::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
            let (spec, mode) = match entry.kind {
                RuleKind::Admission => (&value["spec"], "mode"),
                RuleKind::Cloud => (&value[entry.id()], "policyMode"),
            };
            assert_eq!((&spec[mode], &spec["settings"]), (&json!("protect"), &settings), "{text}");
            let text = manifest(entry.id(), &json!({}), Mode::Monitor).unwrap();
            assert_eq!(text, entry.manifest.split_once('\n').unwrap().1);
        }
    }

    #[test]
    fn refused_settings_make_no_manifest() {
        let error = manifest("node-deletion", &json!({"enforce": "warn"}), Mode::Monitor).unwrap_err();
        assert!(error.starts_with("invalid settings for rule `node-deletion`: "), "{error}");
        assert!(manifest("nothing", &json!({}), Mode::Monitor).unwrap_err().contains("`nothing`"));
    }

    #[test]
    fn every_rule_tells_its_schema_and_its_docs() {
        let Rules(rules) = rules();
        assert_eq!(rules.len(), RULES.len());
        for rule in rules {
            assert!(rule.schema["properties"]["enforcement"].is_object(), "{}", rule.id);
            assert!(rule.docs.en.starts_with("## What it stops"), "{}: {}", rule.id, rule.docs.en);
            assert!(!rule.docs.zh.is_empty() && !rule.rows.is_empty(), "{}", rule.id);
        }
    }
}
