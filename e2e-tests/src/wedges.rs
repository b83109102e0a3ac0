//! What the components of a cluster send when it cleans up, shuts down, scales, repairs and upgrades itself: if one of these
//! requests is refused, the cluster is stuck.
//!
//! A document is one of the everyday corpus ([`crate::everyday`]). `settings` has settings of rules, by their ids, that the
//! step needs. `strict` names the rules that refuse it with `enforcement: strict`, with the reason.

use std::collections::BTreeMap;
use std::path::Path;

use redline_host::Verdict;
use serde_json::{Value, json};

use crate::everyday::{Everyday, documents, of_document, rules};
use crate::native;

/// A step of a sequence.
pub struct Step {
    /// The request.
    pub request: Everyday,
    /// Settings of rules.
    settings: BTreeMap<String, Value>,
    /// Rules that refuse it where warnings are denials, and why.
    strict: BTreeMap<String, Value>,
}

/// Every step, by file, in the order in which the components send them.
///
/// # Panics
/// When a document cannot be read; the message names file and line.
pub fn steps() -> Vec<Step> {
    documents("e2e-tests/wedges", step)
}

fn step(mut document: Value, path: &Path) -> Result<Step, String> {
    let members = document.as_object_mut().ok_or("not a mapping")?;
    let mut take = |key: &str| match members.remove(key) {
        Some(Value::Object(map)) => map.into_iter().collect(),
        _ => BTreeMap::new(),
    };
    let (settings, strict) = (take("settings"), take("strict"));
    Ok(Step { request: of_document(document, path)?, settings, strict })
}

impl Step {
    /// What is wrong: the rules that refuse the step although they should not, or the other way round.
    ///
    /// # Panics
    /// When the request has no payload.
    pub fn faults(&self, strict: bool) -> Vec<String> {
        let id = &self.request.id;
        let payload = self.request.case.payload().unwrap_or_else(|e| panic!("{id}: {e}"));
        let mut payload: Value = serde_json::from_slice(&payload).unwrap_or_else(|e| panic!("{id}: {e}"));
        let mut faults = Vec::new();
        for rule in rules() {
            let mut settings = self.settings.get(rule.id()).cloned().unwrap_or_else(|| json!({}));
            if strict && settings["enforcement"].is_null() {
                settings["enforcement"] = "strict".into();
            }
            payload["settings"] = settings;
            let answer = native(rule, payload.to_string().as_bytes(), self.request.case.cluster().as_ref());
            let verdict = answer.verdict();
            let refused = matches!(verdict, Verdict::Deny | Verdict::Invalid);
            if refused != (strict && self.strict.contains_key(rule.id())) {
                let said = answer.message.unwrap_or_default();
                faults.push(format!("{id}: {} (strict: {strict}): {verdict}: {said}", rule.id()));
            }
        }
        faults
    }
}
