//! What is asked for: the texts, who does what, which rules, and how they are set.

use std::collections::BTreeMap;

use redline_engine::core::rule::RuleKind;
use redline_input::{Operation, Requester, yaml};
use serde::Deserialize;
use serde_json::{Map, Value};
use tsify::Tsify;

use crate::Result;
use crate::registry::RULES;
use crate::rules::{self, Entry};

/// What to judge, and how.
#[derive(Debug, Clone, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Input {
    /// YAML or JSON: objects, lists, AdmissionReviews, AdmissionRequests, OpenAPI calls, ActionTrail events, Terraform
    /// plans; any number of documents.
    pub text: String,
    /// The objects as they stand. Each object of `text` is then an UPDATE of its namesake here, or a CREATE when it
    /// has none, and what is missing from `text` is a DELETE.
    #[tsify(optional)]
    pub old: Option<String>,
    /// What is done to plain objects when there is no `old`; CREATE unless said.
    #[tsify(optional, type = "\"CREATE\" | \"UPDATE\" | \"DELETE\" | \"CONNECT\"")]
    pub operation: Option<Operation>,
    /// Who does it; `someone` unless said.
    #[tsify(optional)]
    pub user: Option<String>,
    /// Groups of that user; `system:authenticated` is always there.
    #[tsify(optional)]
    pub groups: Option<Vec<String>>,
    /// Ask only these rules; all unless said.
    #[tsify(optional)]
    pub rules: Option<Vec<String>>,
    /// Settings by rule id, as an object or as YAML.
    #[tsify(optional, type = "string | Record<string, Record<string, unknown>>")]
    pub settings: Option<Value>,
    /// The cluster's resources (`clusterId`, `scalingGroups`, ...), for every cloud rule; as an object or as YAML.
    #[tsify(optional, type = "string | Record<string, unknown>")]
    pub inventory: Option<Value>,
    /// Language of the answers.
    #[tsify(optional, type = "\"en\" | \"zh\" | \"both\"")]
    pub language: Option<String>,
    /// List the rulings of rules that simply allow, too.
    #[tsify(optional)]
    pub all_rulings: Option<bool>,
}

impl Input {
    /// Who asks.
    pub(crate) fn requester(&self) -> Requester {
        let user = self.user.as_deref().map(str::trim).filter(|user| !user.is_empty()).unwrap_or("someone");
        let mut requester = Requester::new(user);
        let groups = self.groups.iter().flatten().filter(|g| *g != "system:authenticated" && !g.is_empty());
        requester.groups.splice(..0, groups.cloned());
        requester
    }
}

/// A rule to ask, with its settings.
pub(crate) struct Asked {
    pub(crate) entry: &'static Entry,
    /// JSON.
    pub(crate) settings: String,
}

/// The rules to ask. Errors: a rule that is not there, settings that cannot be read or that their rule refuses.
pub(crate) fn rules(input: &Input) -> Result<Vec<Asked>> {
    for id in input.rules.iter().flatten() {
        rules::entry(id)?;
    }
    let settings: BTreeMap<String, Value> = members(input.settings.as_ref(), "settings")?.into_iter().collect();
    for id in settings.keys() {
        rules::entry(id)?;
    }
    let inventory = members(input.inventory.as_ref(), "inventory")?;
    let wanted = |entry: &&Entry| input.rules.as_ref().is_none_or(|ids| ids.iter().any(|id| id == entry.id()));
    let ask = |entry: &'static Entry| {
        let mut own = members(settings.get(entry.id()), entry.id())?;
        if let Some(language) = &input.language {
            own.insert("language".to_owned(), language.as_str().into());
        }
        if entry.kind == RuleKind::Cloud {
            // A rule's own settings are nearer than the inventory of all.
            inventory.iter().for_each(|(key, ids)| {
                own.entry(key).or_insert_with(|| ids.clone());
            });
        }
        let asked = Asked { entry, settings: Value::Object(own).to_string() };
        asked.check().map(|()| asked)
    };
    RULES.iter().filter(wanted).map(ask).collect()
}

impl Asked {
    fn check(&self) -> Result<()> {
        if self.settings == "{}" {
            return Ok(());
        }
        let answer = (self.entry.validate_settings)(self.settings.as_bytes());
        if answer.valid {
            return Ok(());
        }
        Err(format!("rule `{}` refuses its settings: {}", self.entry.id(), answer.message.unwrap_or_default()))
    }
}

/// The members of an object that may have come as YAML text; nothing has none.
fn members(value: Option<&Value>, name: &str) -> Result<Map<String, Value>> {
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(members)) => Ok(members.clone()),
        Some(Value::String(text)) if yaml::chunks(text).is_empty() => Ok(Map::new()),
        Some(Value::String(text)) => yaml::single::<Map<String, Value>>(text, name).map_err(|error| error.to_string()),
        Some(_) => Err(format!("{name}: expected an object")),
    }
}
