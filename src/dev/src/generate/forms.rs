//! `questions-ui.yml`: the form that Rancher shows for the settings of a module.

use redline_engine::core::language::Bilingual;
use redline_engine::core::rule::RuleKind;
use redline_engine::core::settings::SettingField;
use redline_engine::registry::RegisteredRule;
use redline_engine::settings::SettingType;
use redline_engine::settings_docs::{CommonSetting, CommonType, IDENTITIES, common, own_fields};
use serde_json::{Value, json};

use super::yaml::yaml;
use crate::bundles::Bundle;

const HEADER: &str = "# Generated from the declaration by `make dist`.\n";

/// The form of a rule.
pub(super) fn of_rule(rule: &RegisteredRule) -> String {
    let mut questions = of_common(rule.kind);
    own_fields(rule).into_iter().for_each(|field| ask_own(&mut questions, field));
    document(questions)
}

/// The form of a bundle: the common settings, and a switch for each rule.
pub(super) fn of_bundle(bundle: &Bundle) -> String {
    let mut questions = of_common(bundle.kind);
    for rule in bundle.rules() {
        let title = rule.docs.title;
        questions.push(json!({
            "variable": format!("rules.{}", rule.id()), "group": "Rules", "type": "boolean",
            "default": true, "label": format!("{} {}", sentence(title.en, "."), sentence(title.zh, "。")), "tooltip": rule.id(),
        }));
    }
    document(questions)
}

fn document(questions: Vec<Value>) -> String {
    format!("{HEADER}{}", yaml(&json!({ "questions": questions }), 0))
}

fn of_common(kind: RuleKind) -> Vec<Value> {
    let mut questions = Vec::new();
    common(kind).for_each(|setting| ask_common(&mut questions, setting, ""));
    questions
}

/// The questions about a common setting: one, or one for each member of an object.
fn ask_common(questions: &mut Vec<Value>, setting: &CommonSetting, prefix: &str) {
    let name = format!("{prefix}{}", setting.name);
    let kind = match setting.ty {
        CommonType::OneOf(_) => "enum",
        CommonType::Boolean => "boolean",
        CommonType::Duration => "string",
        CommonType::Patterns => "array[",
        CommonType::Object(members) => {
            return members.iter().for_each(|member| ask_common(questions, member, &format!("{name}.")));
        }
    };
    let mut asked = question(&name, kind, setting.default_value(), setting.doc);
    if let CommonType::OneOf(words) = setting.ty {
        asked["options"] = json!(words);
    }
    questions.push(asked);
}

/// The questions about a rule's own setting.
fn ask_own(questions: &mut Vec<Value>, field: &SettingField) {
    let default: Value = serde_json::from_str(&(field.default)()).unwrap_or(Value::Null);
    let kind = match field.ty {
        SettingType::Boolean => "boolean",
        SettingType::String => "string",
        SettingType::Strings | SettingType::TrueOrStrings => "array[",
        SettingType::Identities => {
            for list in IDENTITIES {
                let name = format!("{}.{}", field.name, list.name);
                questions.push(question(&name, "array[", default[list.name].clone(), field.doc));
            }
            return;
        }
    };
    questions.push(question(field.name, kind, default, field.doc));
}

fn question(name: &str, kind: &str, default: Value, doc: Bilingual) -> Value {
    let label = format!("{} {}", sentence(doc.en, "."), sentence(doc.zh, "。"));
    json!({"variable": name, "group": "Settings", "type": kind, "default": default,
           "label": label, "tooltip": format!("setting `{name}`")})
}

/// The text as a sentence: with a capital and a full stop, on one line and without code spans.
fn sentence(text: &str, stop: &str) -> String {
    let text = text.replace('`', "").split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = text.trim_end_matches(stop).chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}{stop}", letters.as_str())
}
