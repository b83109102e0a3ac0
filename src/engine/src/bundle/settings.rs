//! The settings of a bundle: which rules are on, the settings of each, and what holds for all of them.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use redline_core::settings::{self, RuleSettings, Setting};
use redline_json::{self as json, Fields};

/// The settings of a bundle: switches and settings by rule, and beside them what holds for every rule.
#[derive(Default)]
struct BundleSettings {
    /// The text of `rules`.
    rules: Option<String>,
    /// Whether rules that `rules` does not name are on.
    all: Option<bool>,
    /// Keys that the bundle leaves to its rules.
    shared: &'static [&'static str],
}

/// Names of a bundle's own settings.
pub const KEYS: &[&str] = &["rules", "allRules"];

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
            // The rules read these themselves.
            _ if self.shared.contains(&key) => Ok(()),
            _ => return None,
        })
    }
}

/// What `rules` says about one rule.
pub(super) struct Named {
    pub(super) id: String,
    on: bool,
    /// The rule's own settings, as text.
    own: Vec<(String, String)>,
}

/// The settings of a bundle, read.
pub(super) struct Switches<'s> {
    /// Members that hold for every rule, as text.
    common: Vec<(String, &'s str)>,
    pub(super) rules: Vec<Named>,
    all: bool,
}

impl<'s> Switches<'s> {
    /// Reads and checks everything but the settings of the single rules.
    pub(super) fn read(shared: &'static [&'static str], json: Option<&'s str>) -> Result<Self, String> {
        let mut own = BundleSettings { shared, ..BundleSettings::default() };
        settings::read(json, &mut own)?;
        let members = |json: &str| json::read::<Fields<'_>>(json).map(|f| texts(&f)).unwrap_or_default();
        let mut rules = Vec::new();
        for (id, json) in own.rules.as_deref().map(members).unwrap_or_default() {
            let (on, own) = match json.as_str() {
                "true" | "null" => (true, Vec::new()),
                "false" => (false, Vec::new()),
                object if object.starts_with('{') => (true, members(object)),
                _ => return Err(format!("`rules.{id}`: expected true, false or the rule's settings")),
            };
            rules.push(Named { id, on, own });
        }
        let common = match json.map(json::read::<Fields<'s>>) {
            Some(Ok(fields)) => fields.0.iter().map(|(k, v)| (k.to_string(), v.get())).collect(),
            _ => Vec::new(),
        };
        let common = common.into_iter().filter(|(key, _)| !KEYS.contains(&&**key)).collect();
        Ok(Switches { common, rules, all: own.all.unwrap_or(true) })
    }

    /// The settings of this rule, its own nearer than those for every rule; `None` when it is off.
    pub(super) fn of(&self, id: &str) -> Option<String> {
        let named = self.rules.iter().find(|named| named.id == id);
        if !named.map_or(self.all, |named| named.on) {
            return None;
        }
        let own = named.map_or(&[][..], |named| &named.own);
        let mut text = String::from("{");
        let mut add = |key: &str, json: &str| {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&String::from(key).to_json());
            text.push(':');
            text.push_str(json);
        };
        self.common.iter().filter(|(key, _)| !own.iter().any(|(k, _)| k == key)).for_each(|(k, v)| add(k, v));
        own.iter().for_each(|(k, v)| add(k, v));
        text.push('}');
        Some(text)
    }
}

fn texts(fields: &Fields<'_>) -> Vec<(String, String)> {
    fields.0.iter().map(|(k, v)| (k.to_string(), v.get().to_owned())).collect()
}
