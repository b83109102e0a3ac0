//! `rule-docs.json`: declarations and catalogue as the command line needs them for `explain`, `coverage`,
//! `config` and `manifest`. To the host a rule is a file; this is what it knows of the rules beside their files.

use redline_engine::alibaba::INVENTORY_FIELDS;
use redline_engine::core::language::Bilingual;
use redline_engine::core::row::CatalogueRow;
use redline_engine::core::rule::{ClusterKind, RuleKind};
use redline_engine::core::settings::SettingField;
use redline_engine::guards::exempt::source;
use redline_engine::kubernetes::exemption::{CONTROL_PLANE, CONTROLLERS};
use redline_engine::registry::RegisteredRule;
use redline_engine::rows::CATALOGUE;
use redline_engine::settings::SettingType;
use redline_engine::settings_docs::COMMON_SETTINGS;
use serde_json::{Value, json};

use super::probe::probe;
use super::readme::{Answers, examples};
use super::source::Source;
use super::{bundle, manifests};
use crate::bundles::BUNDLES;
use crate::catalogue::{rows_of, rules_of, status};
use crate::files::Result;
use crate::metadata::Metadata;
use crate::registry::RULES;

fn both(text: Bilingual) -> Value {
    json!({"en": text.en.trim(), "zh": text.zh.trim()})
}

fn setting(field: &SettingField) -> Value {
    let ty = match field.ty {
        SettingType::Boolean => "true or false",
        SettingType::String => "text",
        SettingType::Strings => "list of texts",
        SettingType::TrueOrStrings => "true, or list of texts",
        SettingType::Identities => "users, groups, serviceAccounts",
    };
    let default: Value = serde_json::from_str(&(field.default)()).unwrap_or(Value::Null);
    json!({"name": field.name, "type": ty, "default": default, "doc": both(field.doc)})
}

fn row(row: &CatalogueRow) -> Value {
    json!({
        "row": row.id, "table": row.table, "operation": both(row.operation), "impact": both(row.impact),
        "recovery": both(row.recovery), "instead": both(row.instead),
        "rules": rules_of(row).iter().map(|rule| rule.id()).collect::<Vec<_>>(),
        "reason": row.reason.map(both), "status": status(row).as_str(),
    })
}

/// The file.
pub(super) fn rule_docs(source: &Source) -> Result<String> {
    let answers = Answers::load(&source.root)?;
    let mut rules = Vec::new();
    for rule in RULES {
        let (docs, declared) = (rule.docs, rule.metadata);
        let lines: Vec<&str> = docs.text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        let examples: Vec<Value> = examples(&source.root, rule.id())?
            .into_iter()
            .map(|example| {
                let message = answers.of(rule.id(), &example.case).map(|said| json!({"en": said.en, "zh": said.zh}));
                let why = json!({"en": example.why, "zh": example.why_zh});
                json!({"why": why, "verdict": example.expect.verdict, "message": message})
            })
            .collect();
        rules.push(json!({
            "id": rule.id(),
            "title": both(docs.title),
            "severity": docs.severity.as_str(),
            "text": {"en": lines.join("\n").trim(), "zh": docs.text_zh.trim()},
            "profiles": source.kinds(rule.id()),
            "needsKind": declared.only_on.is_some_and(ClusterKind::is_ordinary_elsewhere),
            "rows": rows_of(rule).map(|row| row.id).collect::<Vec<_>>(),
            "kind": if rule.kind == RuleKind::Cloud { "cloud" } else { "admission" },
            "settings": docs.settings.iter().map(setting).collect::<Vec<_>>(),
            "exempt": declared.exempt_users.iter().chain(declared.exempt_workloads).map(|who| exempt_line(who)).collect::<Vec<_>>(),
            "looksUp": docs.context.iter().map(|(version, kind)| format!("{kind} ({version})")).collect::<Vec<_>>(),
            "examples": examples,
            "probe": probe(&source.root, rule.id())?,
            "manifest": manifests::policy(rule, source),
            "metadata": metadata(rule),
        }));
    }
    let bundles: Vec<Value> = BUNDLES
        .iter()
        .map(|bundle| {
            let rules: Vec<&str> = bundle.rules().map(|rule| rule.id()).collect();
            json!({"id": bundle.id, "rules": rules, "manifest": bundle::policy(bundle)})
        })
        .collect();
    let common = COMMON_SETTINGS.iter().map(
        |setting| json!({"name": setting.name, "type": "", "default": setting.default_text(), "doc": both(setting.doc)}),
    );
    let value = json!({
        "common": common.collect::<Vec<_>>(),
        "inventory": INVENTORY_FIELDS.iter().map(setting).collect::<Vec<_>>(),
        "exemptUsers": CONTROL_PLANE.iter().map(|name| (*name).to_owned()).chain(
            CONTROLLERS.iter().map(|name| format!("system:serviceaccount:kube-system:{name}"))).collect::<Vec<_>>(),
        "rows": CATALOGUE.iter().map(row).collect::<Vec<_>>(),
        "rules": rules,
        "bundles": bundles,
    });
    Ok(format!("{value:#}\n"))
}

/// What a module of this rule alone says in its metadata about the requests that it is for, and about its look-ups.
fn metadata(rule: &RegisteredRule) -> Value {
    let Metadata { policy_type, rules, context_aware_resources, .. } = Metadata::of(rule);
    json!({"policyType": policy_type, "rules": rules, "contextAwareResources": context_aware_resources})
}

/// A name that a rule exempts, with the source of its need.
fn exempt_line(who: &str) -> String {
    format!("{who} ({})", source(who).unwrap_or("no source"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exempt_name_has_a_source() {
        for rule in RULES.iter().filter(|rule| rule.kind == RuleKind::Admission) {
            for who in rule.metadata.exempt_users.iter().chain(rule.metadata.exempt_workloads) {
                assert!(source(who).is_some(), "{}: `{who}` has no line in src/guards/src/exempt.rs", rule.id());
            }
        }
    }
}
