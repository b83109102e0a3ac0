//! A rule, in a module of its own or in a bundle.

use redline_core::annotations::AUDIT_REASON;
use redline_host::{Cluster, Error, Metadata, Module, Response, SettingsResponse};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::rule_docs::{Bundle, RULE_DOCS, Rule};

/// A rule and the module that evaluates it.
#[derive(Clone)]
pub(crate) struct RuleModule {
    module: Module,
    /// Which rule of the module it is, where the module is a bundle; `None` for the module as a whole.
    member: Option<&'static Rule>,
}

/// What a module evaluates.
#[derive(Deserialize)]
struct Payload<'p> {
    #[serde(borrow)]
    request: &'p RawValue,
    settings: Value,
}

/// The bundle of this program's rules that a module is. A bundle of another version has other rules, perhaps.
pub(crate) fn as_bundle(module: &Module) -> Option<&'static Bundle> {
    let version = module.metadata()?.annotation("version")?;
    RULE_DOCS.bundles.iter().find(|bundle| bundle.id == module.id() && version == env!("CARGO_PKG_VERSION"))
}

/// The rules of a bundle; none for another module.
pub(crate) fn members(module: &Module) -> impl Iterator<Item = RuleModule> {
    let ids = as_bundle(module).into_iter().flat_map(|bundle| &bundle.rules);
    ids.filter_map(|id| RULE_DOCS.rule(id)).map(|rule| RuleModule { module: module.clone(), member: Some(rule) })
}

impl RuleModule {
    /// A module as a whole.
    pub(crate) fn whole(module: Module) -> Self {
        RuleModule { module, member: None }
    }

    /// The id of the rule, or that of the module.
    pub(crate) fn id(&self) -> &str {
        self.member.map_or(self.module.id(), |rule| &rule.id)
    }

    /// The bundle that the rule is in.
    pub(crate) fn bundle(&self) -> Option<&Module> {
        self.member.map(|_| &self.module)
    }

    /// The requests that the rule is for, and what it looks up.
    pub(crate) fn metadata(&self) -> Option<&Metadata> {
        self.member.map_or(self.module.metadata(), |rule| Some(&rule.metadata))
    }

    /// What the module is given as its settings, so that only this rule runs, with these settings.
    pub(crate) fn settings(&self, own: &Value) -> Value {
        match self.member {
            None => own.clone(),
            Some(rule) => json!({"allRules": false, "rules": {&rule.id: own}}),
        }
    }

    /// A payload with settings for the rule, as one with settings for its module. What is no payload stays as it is.
    pub(crate) fn payload(&self, payload: Vec<u8>) -> Vec<u8> {
        match serde_json::from_slice::<Payload<'_>>(&payload) {
            Ok(Payload { request, settings }) if self.member.is_some() => {
                format!(r#"{{"request":{request},"settings":{}}}"#, self.settings(&settings)).into_bytes()
            }
            _ => payload,
        }
    }

    /// Evaluates a request. In: the payload with settings for the module.
    ///
    /// Errors: as for [`Module::validate`].
    pub(crate) fn validate(&self, payload: &[u8], cluster: Option<&Cluster>) -> Result<Response, Error> {
        let mut answer = self.module.validate(payload, cluster)?;
        answer.message = answer.message.map(|message| self.in_the_name_of_the_rule(message));
        // A bundle says which rules give a reason.
        let reason = answer.audit_annotations.as_mut().and_then(|annotations| annotations.get_mut(AUDIT_REASON));
        if let (Some(rule), Some(reason)) = (self.member, reason)
            && let Some(own) = reason.strip_prefix(&rule.id).and_then(|rest| rest.strip_prefix(": "))
        {
            *reason = own.to_owned();
        }
        Ok(answer)
    }

    /// Validates the settings of the rule.
    ///
    /// Errors: as for [`Module::validate_settings`].
    pub(crate) fn validate_settings(&self, own: &Value) -> Result<SettingsResponse, Error> {
        let mut answer = self.module.validate_settings(self.settings(own).to_string().as_bytes())?;
        answer.message = answer.message.map(|message| self.in_the_name_of_the_rule(message));
        Ok(answer)
    }

    /// A bundle names itself in front of what concerns all of its rules, such as a request that it cannot read, and in front
    /// of what a rule says about its settings.
    fn in_the_name_of_the_rule(&self, message: String) -> String {
        let Some(rule) = self.member else { return message };
        match message.strip_prefix(self.module.id()).and_then(|rest| rest.strip_prefix(": ")) {
            Some(rest) if rest.strip_prefix(&rule.id).is_some_and(|rest| rest.starts_with(':')) => rest.to_owned(),
            Some(rest) => format!("{}: {rest}", rule.id),
            None => message,
        }
    }
}
