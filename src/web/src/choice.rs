//! The input of an evaluation: the texts, the user and operation, the rules and their settings.

use std::collections::BTreeMap;

use redline_engine::core::rule::{ClusterKind, RuleKind};
use redline_input::{Operation, Requester, yaml};
use serde::Deserialize;
use serde_json::{Map, Value};
use tsify::Tsify;

use crate::Result;
use crate::linked_rule::LinkedRule;
use crate::registry::RULES;
use crate::rules::entry;

/// What to evaluate, and how.
#[derive(Debug, Clone, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Input {
    /// YAML or JSON: objects, lists, AdmissionReviews, AdmissionRequests, OpenAPI calls, ActionTrail events, Terraform
    /// plans; any number of documents.
    pub text: String,
    /// The objects before the change. Each object of `text` is then an UPDATE of the same object here, or a CREATE if there
    /// is none, and an object that `text` lacks is a DELETE.
    #[tsify(optional)]
    pub old: Option<String>,
    /// The operation on plain objects if there is no `old`; by default CREATE.
    #[tsify(optional, type = "\"CREATE\" | \"UPDATE\" | \"DELETE\" | \"CONNECT\"")]
    #[serde(deserialize_with = "redline_input::optional_operation")]
    pub operation: Option<Operation>,
    /// The user who makes the requests; by default `someone`.
    #[tsify(optional)]
    pub user: Option<String>,
    /// Groups of the user, besides `system:authenticated`.
    #[tsify(optional)]
    pub groups: Option<Vec<String>>,
    /// The rules to run; by default all but those for serverless and registered clusters.
    #[tsify(optional)]
    pub rules: Option<Vec<String>>,
    /// Settings by rule id, as an object or as YAML.
    #[tsify(optional, type = "string | Record<string, Record<string, unknown>>")]
    pub settings: Option<Value>,
    /// The cluster's resources (`clusterId`, `scalingGroups`, ...), for every cloud rule; as an object or as YAML.
    #[tsify(optional, type = "string | Record<string, unknown>")]
    pub inventory: Option<Value>,
    /// Language of the messages.
    #[tsify(optional, type = "\"en\" | \"zh\" | \"both\"")]
    pub language: Option<String>,
    /// Whether the results of rules that found nothing are listed, too.
    #[tsify(optional)]
    pub all_results: Option<bool>,
}

impl Input {
    /// The user who makes the requests.
    pub(crate) fn requester(&self) -> Requester {
        let user = self.user.as_deref().map(str::trim).filter(|user| !user.is_empty()).unwrap_or("someone");
        let mut requester = Requester::new(user);
        let groups = self.groups.iter().flatten().filter(|g| *g != "system:authenticated" && !g.is_empty());
        requester.groups.splice(..0, groups.cloned());
        requester
    }
}

/// A rule and its settings.
pub(crate) struct ConfiguredRule {
    pub(crate) rule: &'static LinkedRule,
    /// JSON.
    pub(crate) settings: String,
}

/// The rules to run.
///
/// # Errors
/// A rule that does not exist, invalid settings.
pub(crate) fn rules(input: &Input) -> Result<Vec<ConfiguredRule>> {
    for id in input.rules.iter().flatten() {
        entry(id)?;
    }
    let settings: BTreeMap<String, Value> = members(input.settings.as_ref(), "settings")?.into_iter().collect();
    for id in settings.keys() {
        entry(id)?;
    }
    let inventory = members(input.inventory.as_ref(), "inventory")?;
    let wanted = |entry: &&LinkedRule| match &input.rules {
        Some(ids) => ids.iter().any(|id| id == entry.id()),
        None => !entry.metadata.only_on.is_some_and(ClusterKind::is_ordinary_elsewhere),
    };
    let configure = |rule: &'static LinkedRule| {
        let mut own = members(settings.get(rule.id()), rule.id())?;
        if let Some(language) = &input.language {
            own.insert("language".to_owned(), language.as_str().into());
        }
        if rule.kind == RuleKind::Cloud {
            // The settings of the rule win over the inventory.
            inventory.iter().for_each(|(key, ids)| {
                own.entry(key).or_insert_with(|| ids.clone());
            });
        }
        let configured = ConfiguredRule { rule, settings: Value::Object(own).to_string() };
        configured.validate_settings().map(|()| configured)
    };
    RULES.iter().filter(wanted).map(configure).collect()
}

impl ConfiguredRule {
    fn validate_settings(&self) -> Result<()> {
        if self.settings == "{}" {
            return Ok(());
        }
        let answer = (self.rule.validate_settings)(self.settings.as_bytes());
        if answer.valid {
            return Ok(());
        }
        Err(format!("invalid settings for rule `{}`: {}", self.rule.id(), answer.message.unwrap_or_default()))
    }
}

/// The members of an object, which may also be YAML text; none where there is no value.
fn members(value: Option<&Value>, name: &str) -> Result<Map<String, Value>> {
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(members)) => Ok(members.clone()),
        Some(Value::String(text)) if yaml::chunks(text).is_empty() => Ok(Map::new()),
        Some(Value::String(text)) => yaml::single::<Map<String, Value>>(text, name).map_err(|error| error.to_string()),
        Some(_) => Err(format!("{name}: expected an object")),
    }
}
