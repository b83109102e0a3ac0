//! The rules that run, with their settings, in groups that take one call for a request.

use std::ops::Range;

use redline_host::{Module, PolicyType};
use serde_json::{Map, Value, json};

use crate::rule_docs::RULE_DOCS;
use crate::rule_module::{RuleModule, as_bundle};

/// A rule and its settings.
pub(crate) struct ConfiguredRule {
    pub rule: RuleModule,
    pub policy_type: PolicyType,
    /// Its settings, as JSON.
    pub settings: Value,
    /// What its module is given as settings, as JSON text.
    pub module_settings: String,
}

/// The rules that run: first those for Kubernetes requests, then those for cloud operations.
pub(crate) struct Rules {
    rules: Vec<ConfiguredRule>,
    units: Vec<Unit>,
}

/// Rules that one call evaluates: the rule of a module, or all rules of a bundle that run.
pub(crate) struct Unit {
    /// Their indices in [`Rules::all`].
    pub rules: Range<usize>,
    /// The bundle, and the settings with which it runs these rules.
    pub bundle: Option<(Module, String)>,
}

impl Rules {
    /// Every rule, in the order of reports.
    pub(crate) fn all(&self) -> &[ConfiguredRule] {
        &self.rules
    }

    /// The same rules in groups, each of which takes one call.
    pub(crate) fn units(&self) -> &[Unit] {
        &self.units
    }

    pub(crate) fn new(mut rules: Vec<ConfiguredRule>) -> Self {
        // Rules of one bundle stand together.
        rules.sort_by_cached_key(|rule| {
            let bundle = rule.rule.bundle().map(|bundle| bundle.id().to_owned());
            (rule.policy_type == PolicyType::Raw, bundle)
        });
        let same = |a: &ConfiguredRule, b: &ConfiguredRule| {
            let ids = [a, b].map(|rule| rule.rule.bundle().map(Module::id));
            ids[0].is_some() && ids[0] == ids[1]
        };
        let mut units = Vec::new();
        let mut first = 0;
        for members in rules.chunk_by(same) {
            let bundle = members[0].rule.bundle().filter(|_| members.len() > 1);
            let bundle = bundle.map(|bundle| (bundle.clone(), bundle_settings(members).to_string()));
            units.push(Unit { rules: first..first + members.len(), bundle });
            first += members.len();
        }
        Rules { rules, units }
    }
}

/// The settings of the bundle that holds all of `rules`, which are those that run. What all of them have in common, such as the
/// inventory, appears once.
fn bundle_settings(rules: &[ConfiguredRule]) -> Value {
    let Some(bundle) = rules.first().and_then(|rule| as_bundle(rule.rule.bundle()?)) else { return json!({}) };
    let mut settings = common(rules);
    let mut by_rule = Map::new();
    for id in &bundle.rules {
        let Some(rule) = rules.iter().find(|rule| rule.rule.id() == id) else {
            by_rule.insert(id.clone(), false.into());
            continue;
        };
        let own = members(rule).filter(|(key, _)| !settings.contains_key(*key));
        let own: Map<String, Value> = own.map(|(key, value)| (key.clone(), value.clone())).collect();
        if !own.is_empty() {
            by_rule.insert(id.clone(), own.into());
        }
    }
    settings.insert("allRules".to_owned(), true.into());
    settings.insert("rules".to_owned(), by_rule.into());
    settings.into()
}

/// The settings that every rule of a bundle takes and that have the same value in each of `rules`.
fn common(rules: &[ConfiguredRule]) -> Map<String, Value> {
    let Some((first, others)) = rules.split_first() else { return Map::new() };
    let inventory = RULE_DOCS.inventory.iter().filter(|_| first.policy_type == PolicyType::Raw);
    let names: Vec<&str> = RULE_DOCS.common.iter().chain(inventory).map(|setting| &*setting.name).collect();
    let shared = members(first).filter(|(key, value)| {
        names.contains(&&***key) && others.iter().all(|other| other.settings.get(key) == Some(value))
    });
    shared.map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn members(rule: &ConfiguredRule) -> impl Iterator<Item = (&String, &Value)> {
    rule.settings.as_object().into_iter().flatten()
}
