//! Alibaba Cloud operations: one [`Operation`], whether it comes as an OpenAPI call that is about to be made, as
//! an ActionTrail event, or as a planned change of a Terraform resource.
//!
//! A rule is a table of [`Action`]s and, mostly, [`by_table`] as its check. The engine finds the rows that are
//! about the operation, the resources that it names, and whose they are: by kind and name, by tags, by the ids
//! of the [`Inventory`], which every cloud rule takes in its settings. Resources of others pass; where nobody
//! can tell, the finding is a warning that says which setting would decide.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};

mod action;
mod call;
mod hit;
mod identity;
mod inventory;
pub mod load_balancer;
mod owner;
mod plan;
mod read;
mod tags;
mod value;

#[cfg(test)]
mod tests;

pub use action::{Action, Change, Holds, On, When};
pub use call::{Call, Origin};
pub use hit::{Hit, by_table, quoted};
pub use identity::{ACK_ROLES, Identity, ack_role};
pub use inventory::{INVENTORY_FIELDS, Inventory, KEYS as INVENTORY_KEYS, List};
pub use owner::{Class, Ownership};
pub use plan::{Changed, Plan};
pub use value::Json;

use crate::Unreadable;
use crate::admission::Context;
use crate::declare::Declaration;
use crate::finding::Findings;
use crate::host::Host;
use crate::identity::any;
use crate::json::{self, Raw};
use crate::outcome::Outcome;
use crate::response::SettingsResponse;
use crate::settings::{self, Common, RuleSettings};
use inventory::WithInventory;
use read::{Input, read_at};

/// One operation on a cloud resource.
#[derive(Debug)]
pub struct Operation<'a> {
    /// What is done.
    pub source: Source<'a>,
    /// Who does it; empty for a plan, which does not say.
    pub identity: Identity,
    /// What belongs to the cluster.
    pub inventory: Inventory,
    tags: tags::Tags,
}

/// The kinds of input that an operation comes from.
#[derive(Debug)]
pub enum Source<'a> {
    /// An API call, about to be made or recorded.
    Call(Call<'a>),
    /// A planned change.
    Plan(Plan<'a>),
}

impl<'a> Operation<'a> {
    /// The API call; `None` for a plan.
    pub fn call(&self) -> Option<&Call<'a>> {
        match &self.source {
            Source::Call(call) => Some(call),
            Source::Plan(_) => None,
        }
    }

    /// The planned change; `None` for a call.
    pub fn plan(&self) -> Option<&Plan<'a>> {
        match &self.source {
            Source::Call(_) => None,
            Source::Plan(plan) => Some(plan),
        }
    }

    /// The product, as the call or the Terraform type names it.
    pub fn product(&self) -> &str {
        match &self.source {
            Source::Call(call) => &call.product,
            Source::Plan(plan) => plan.product(),
        }
    }

    /// The tags of the resource, where the input tells them.
    pub fn tags(&self) -> Option<&[(String, String)]> {
        self.tags.as_deref()
    }

    /// Whether the rule has anything to say about this operation. A rule without a table looks at all of them.
    pub(crate) fn is_about(&self, rule: &Declaration) -> bool {
        rule.actions.is_empty() || self.actions(rule.actions).next().is_some()
    }

    /// Why everything that the rule would judge here is exempt, if it is.
    fn exempt_objects(&self, rule: &Declaration, common: &Common) -> Option<String> {
        let objects = &common.exempt.objects;
        let by = |id: &str| any(objects, id).filter(|_| !id.is_empty()).map(|p| format!("exempt.objects {p}"));
        match &self.source {
            _ if objects.is_empty() => None,
            Source::Plan(plan) => by(&plan.address).or_else(|| self.all_exempt(rule, &by)),
            Source::Call(_) => self.all_exempt(rule, &by),
        }
    }
}

crate::view! {
    struct Payload<'a> {
        request: Option<Raw<'a>>,
        settings: Option<Raw<'a>>,
    }
}

/// A rule's check and the settings that it reads.
trait Check {
    fn settings(&mut self) -> &mut dyn RuleSettings;
    fn check(&self, context: &Context<'_>, op: &Operation<'_>, out: &mut Findings);
}

struct Checked<S, F> {
    own: S,
    check: F,
}

impl<S: RuleSettings, F: Fn(&Context<'_>, &Operation<'_>, &S, &mut Findings)> Check for Checked<S, F> {
    fn settings(&mut self) -> &mut dyn RuleSettings {
        &mut self.own
    }
    fn check(&self, context: &Context<'_>, op: &Operation<'_>, out: &mut Findings) {
        (self.check)(context, op, &self.own, out);
    }
}

/// Judges one payload, with the settings `given` or, where there are none, those in the payload. Needs no host: nothing
/// in the cloud can be looked up, and there are no approvals that could expire.
pub fn run<S: RuleSettings + Default>(
    rule: &Declaration,
    payload: &[u8],
    given: Option<&str>,
    check: impl Fn(&Context<'_>, &Operation<'_>, &S, &mut Findings),
) -> Outcome {
    let check: &mut dyn Check = &mut Checked { own: S::default(), check };
    let outcome = read(payload, &mut |op, settings| decide(rule, op, given.or(settings), check));
    outcome.unwrap_or_else(|problem| Outcome::Invalid(problem.to_string()))
}

/// [`run`] for an operation that has been read already.
pub fn run_read<S: RuleSettings + Default>(
    rule: &Declaration,
    op: &mut Operation<'_>,
    settings: &str,
    check: impl Fn(&Context<'_>, &Operation<'_>, &S, &mut Findings),
) -> Outcome {
    decide(rule, op, Some(settings), &mut Checked { own: S::default(), check })
}

/// What is made of an operation, given the settings that came with it.
type Then<'t> = &'t mut dyn FnMut(&mut Operation<'_>, Option<&str>) -> Outcome;

/// Reads the operation in a payload. One that changes nothing is allowed.
pub(crate) fn read(payload: &[u8], then: Then<'_>) -> Result<Outcome, Unreadable> {
    let payload = core::str::from_utf8(payload).map_err(|_| Unreadable::new("", "not valid UTF-8"))?;
    let Payload { request, settings, .. } = json::read(payload)?;
    let outer: Input<'_> = read_at("request", request.map_or("null", Raw::get))?;
    let inner = outer.enveloped();
    let input = match &inner {
        Some(json) => &read_at("request", json)?,
        None => &outer,
    };
    Ok(match input.operation(inner.is_some())? {
        Some(mut op) => then(&mut op, settings.map(Raw::get)),
        None => Outcome::Allow,
    })
}

/// What one rule makes of an operation. The order is: scope, settings, exemptions, the check. Approvals are not asked
/// for: there is no object that could carry one.
fn decide(rule: &Declaration, op: &mut Operation<'_>, settings: Option<&str>, check: &mut dyn Check) -> Outcome {
    if !op.is_about(rule) {
        return Outcome::Allow;
    }
    let common = match read_settings(rule, settings, check.settings()) {
        Ok((common, inventory)) => {
            op.inventory = inventory;
            common
        }
        Err(problem) => return Outcome::Invalid(problem),
    };
    if let Some(why) = op.identity.exempt(&common).or_else(|| op.exempt_objects(rule, &common)) {
        return Outcome::Exempt(why);
    }
    let mut findings = Findings::new();
    check.check(&Context { rule, common: &common, host: &Host::SILENT }, op, &mut findings);
    Outcome::found(&common, findings, None)
}

fn read_settings(
    rule: &Declaration,
    json: Option<&str>,
    own: &mut dyn RuleSettings,
) -> Result<(Common, Inventory), String> {
    let mut both = WithInventory { inventory: Inventory::default(), own };
    let common = settings::read(rule, json, &mut both)?;
    if common.approval.enabled {
        return Err(
            "`approval.enabled`: approvals stand on Kubernetes objects and do not apply to cloud rules".to_owned()
        );
    }
    Ok((common, both.inventory))
}

/// Answers a settings validation request.
pub fn validate_settings(rule: &Declaration, json: &[u8], own: &mut dyn RuleSettings) -> SettingsResponse {
    settings::validate_with(rule, json, &mut |json| read_settings(rule, Some(json), own).map(|_| ()))
}
