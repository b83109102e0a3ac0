//! The settings of a bundle: which rules are on, the settings of single rules, and the settings that apply to all of them.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use redline_core::rule::{ClusterKind, RuleMetadata};
use redline_core::settings::{self, RuleSettings, Setting};
use redline_json::{self as json, Fields};
use redline_text::truncate_for_display;

/// The settings that only a bundle has.
#[derive(Default)]
struct BundleSettings {
    /// The JSON text of `rules`.
    rules: Option<String>,
    /// The value of `allRules`: whether rules that `rules` does not name are on.
    all: Option<bool>,
    /// The value of `kind`: the kind of cluster.
    kind: Option<ClusterKind>,
    /// Keys that the bundle accepts and passes to its rules.
    shared: &'static [&'static str],
}

/// The keys of the settings that only a bundle has.
pub const KEYS: &[&str] = &["rules", "allRules", "kind"];

impl RuleSettings for BundleSettings {
    fn keys(&self) -> &'static [&'static str] {
        KEYS
    }
    fn shared(&self) -> &'static [&'static str] {
        self.shared
    }
    fn set(&mut self, key: &str, json: &str) -> Option<Result<(), String>> {
        Some(match key {
            "rules" => json::read::<Fields<'_>>(json)
                .map_err(|_| "expected an object: rule id -> true, false or the rule's settings".to_owned())
                .map(|_| self.rules = Some(json.to_owned())),
            "allRules" => bool::read(json).map(|all| self.all = Some(all)),
            "kind" => String::read(json).and_then(|kind| {
                let named = ClusterKind::ALL.into_iter().find(|known| known.as_str() == kind);
                let kinds = "expected managed, dedicated, serverless or registered";
                named.map(|named| self.kind = Some(named)).ok_or_else(|| kinds.to_owned())
            }),
            // The rules read the values.
            _ if self.shared.contains(&key) => Ok(()),
            _ => return None,
        })
    }
}

/// A member of `rules`: one rule, with its switch and its settings.
pub(super) struct RuleEntry {
    pub(super) id: String,
    on: bool,
    /// The members of the rule's settings, with their values as JSON text.
    settings: Vec<(String, String)>,
}

/// The settings of a bundle, from which those of each rule are made.
pub(super) struct RuleSwitches<'s> {
    /// Settings that apply to every rule, with their values as JSON text.
    common: Vec<(String, &'s str)>,
    /// The members of `rules`.
    pub(super) rules: Vec<RuleEntry>,
    /// Whether rules that `rules` does not name are on. `None` for those that make sense on the cluster.
    all: Option<bool>,
    /// The kind of cluster.
    kind: Option<ClusterKind>,
}

impl<'s> RuleSwitches<'s> {
    /// Reads the settings of a bundle. Those of single rules are checked only when the rule reads them.
    ///
    /// # Errors
    /// One sentence that names the key and says what to write instead.
    pub(super) fn read(shared: &'static [&'static str], json: Option<&'s str>) -> Result<Self, String> {
        let mut bundle = BundleSettings { shared, ..BundleSettings::default() };
        settings::read(json, &mut bundle)?;
        let members = |json: &str| json::read::<Fields<'_>>(json).map(|f| texts(&f)).unwrap_or_default();
        let mut rules = Vec::new();
        for (id, json) in bundle.rules.as_deref().map(members).unwrap_or_default() {
            let (on, settings) = match json.as_str() {
                "true" | "null" => (true, Vec::new()),
                "false" => (false, Vec::new()),
                object if object.starts_with('{') => (true, members(object)),
                _ => {
                    let id = truncate_for_display(&id);
                    return Err(format!("`rules.{id}`: expected true, false or the rule's settings"));
                }
            };
            rules.push(RuleEntry { id, on, settings });
        }
        let common = match json.map(json::read::<Fields<'s>>) {
            Some(Ok(fields)) => fields.0.iter().map(|(k, v)| (k.to_string(), v.get())).collect(),
            _ => Vec::new(),
        };
        let common = common.into_iter().filter(|(key, _)| !KEYS.contains(&&**key)).collect();
        Ok(RuleSwitches { common, rules, all: bundle.all, kind: bundle.kind })
    }

    /// The settings of a rule as a JSON object: its entry in `rules`, and the settings for every rule that the entry does not
    /// have. `None` if the rule is off. A rule for one kind of cluster is off until that kind or the rule is named.
    pub(super) fn of(&self, rule: &RuleMetadata) -> Option<String> {
        let entry = self.rules.iter().find(|entry| entry.id == rule.id);
        let fits = rule.only_on.is_none() || rule.only_on == self.kind;
        if !entry.map_or(self.all.unwrap_or(fits), |entry| entry.on) {
            return None;
        }
        let settings = entry.map_or(&[][..], |entry| &entry.settings);
        let mut text = String::from("{");
        let mut add = |key: &str, json: &str| {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&String::from(key).to_json());
            text.push(':');
            text.push_str(json);
        };
        self.common.iter().filter(|(key, _)| !settings.iter().any(|(k, _)| k == key)).for_each(|(k, v)| add(k, v));
        settings.iter().for_each(|(k, v)| add(k, v));
        text.push('}');
        Some(text)
    }
}

/// The members of an object, with their values as JSON text.
fn texts(fields: &Fields<'_>) -> Vec<(String, String)> {
    fields.0.iter().map(|(k, v)| (k.to_string(), v.get().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: &RuleMetadata = &RuleMetadata::new("any");
    const SERVERLESS: &RuleMetadata =
        &RuleMetadata { only_on: Some(ClusterKind::Serverless), ..RuleMetadata::new("serverless") };

    /// The settings that the two rules get.
    fn of(json: &str) -> [Option<String>; 2] {
        let switches = RuleSwitches::read(&["instances"], Some(json)).unwrap_or_else(|e| panic!("{json}: {e}"));
        [switches.of(ANY), switches.of(SERVERLESS)]
    }

    #[test]
    fn rules_are_on_unless_they_are_switched_off_or_for_another_kind_of_cluster() {
        let on = Some("{}".to_owned());
        for (json, expected) in [
            ("{}", [&on, &None]),
            (r#"{"kind": "serverless"}"#, [&on, &on]),
            (r#"{"kind": "managed"}"#, [&on, &None]),
            (r#"{"allRules": true}"#, [&on, &on]),
            (r#"{"allRules": false}"#, [&None, &None]),
            (r#"{"allRules": false, "kind": "serverless"}"#, [&None, &None]),
            (r#"{"allRules": false, "rules": {"any": true}}"#, [&on, &None]),
            (r#"{"rules": {"serverless": null, "any": false}}"#, [&None, &on]),
            (r#"{"rules": {"serverless": {}}}"#, [&on, &on]),
        ] {
            assert_eq!(of(json).each_ref(), expected, "{json}");
        }
    }

    #[test]
    fn settings_of_a_rule_replace_those_of_all() {
        let json = r#"{"language": "zh", "enforcement": "warn", "instances": ["i-1"], "kind": "managed", "allRules": true,
            "rules": {"any": {"enforcement": "deny", "own": [1, "x"]}}}"#;
        let [any, serverless] = of(json);
        let expected = r#"{"language":"zh","instances":["i-1"],"enforcement":"deny","own":[1, "x"]}"#;
        assert_eq!(any.as_deref(), Some(expected));
        assert_eq!(serverless.as_deref(), Some(r#"{"language":"zh","enforcement":"warn","instances":["i-1"]}"#));
    }

    #[test]
    fn errors_name_the_key() {
        for (json, expected) in [
            (r#"{"rules": []}"#, "`rules`: expected an object: rule id -> true, false or the rule's settings"),
            (r#"{"rules": {"any": 1}}"#, "`rules.any`: expected true, false or the rule's settings"),
            (r#"{"rules": {"any": "{"}}"#, "`rules.any`: expected true, false or the rule's settings"),
            (r#"{"allRules": 1}"#, "`allRules`: expected true or false"),
            (r#"{"kind": "edge"}"#, "`kind`: expected managed, dedicated, serverless or registered"),
            (r#"{"kind": 1}"#, "`kind`: expected a string"),
            (r#"{"instance": []}"#, "unknown setting `instance`, did you mean `instances`?"),
        ] {
            assert_eq!(RuleSwitches::read(&["instances"], Some(json)).err().as_deref(), Some(expected), "{json}");
        }
        // What is null is not set, and only what is known may be.
        assert!(RuleSwitches::read(&[], Some(r#"{"rules": null, "kind": null, "allRules": null}"#)).is_ok());
        assert!(RuleSwitches::read(&[], Some(r#"{"instances": null}"#)).is_err());
        assert!(RuleSwitches::read(&["instances"], Some(r#"{"instances": null}"#)).is_ok());
        assert!(RuleSwitches::read(&[], None).is_ok());
    }
}
