//! Alibaba Cloud operations: one [`Operation`], whether it comes as an OpenAPI call that is about to be made, as
//! an ActionTrail event, or as a planned change of a Terraform resource.
//!
//! A rule is a table of [`Action`]s and, mostly, [`by_table`] as its check. The engine finds the rows that are
//! about the operation, the resources that it names, and whose they are: by kind and name, by tags, by the ids
//! of the [`Inventory`], which every cloud rule takes in its settings. Resources of others pass; where nobody
//! can tell, the finding is a warning that says which setting would decide.

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
pub use inventory::{INVENTORY_FIELDS, Inventory, List};
pub use owner::{Class, Ownership};
pub use plan::{Changed, Plan};
pub use tags::is_ack_key;
pub use value::Json;

use crate::admission::Context;
use crate::declare::Declaration;
use crate::finding::Findings;
use crate::host::Host;
use crate::identity::any;
use crate::json::{self, Raw};
use crate::response::{Response, SettingsResponse};
use crate::settings::{self, Common, RuleSettings};
use crate::unreadable::Unreadable;
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

/// Judges one payload. The order is: scope, settings, exemptions, the check, enforcement. Approvals are not
/// asked for: there is no object that could carry one.
pub fn run<S: RuleSettings>(
    rule: &Declaration,
    payload: &[u8],
    host: &Host<'_>,
    check: impl Fn(&Context<'_>, &Operation<'_>, &S, &mut Findings),
) -> Response {
    judge(rule, payload, host, check).unwrap_or_else(|answer| answer)
}

fn judge<S: RuleSettings>(
    rule: &Declaration,
    payload: &[u8],
    host: &Host<'_>,
    check: impl Fn(&Context<'_>, &Operation<'_>, &S, &mut Findings),
) -> Result<Response, Response> {
    let unreadable = |problem| Response::unreadable(rule, &problem);
    let payload = std::str::from_utf8(payload).map_err(|_| unreadable(Unreadable::new("", "not valid UTF-8")))?;
    let Payload { request, settings, .. } =
        json::read(payload).map_err(|e| unreadable(Unreadable::from_json("", payload, &e)))?;
    let request = request.map_or("null", Raw::get);
    let outer: Input<'_> = read_at("request", request).map_err(unreadable)?;
    let inner = outer.enveloped();
    let input = match &inner {
        Some(json) => &read_at("request", json).map_err(unreadable)?,
        None => &outer,
    };
    let Some(mut op) = input.operation(inner.is_some()).map_err(unreadable)? else { return Ok(Response::allow()) };
    if !rule.actions.is_empty() && op.actions(rule.actions).next().is_none() {
        return Ok(Response::allow());
    }
    let (common, WithInventory { inventory, own }) =
        read_settings(rule, settings.map(Raw::get)).map_err(|problem| Response::invalid(rule, &problem))?;
    op.inventory = inventory;
    if let Some(why) = op.identity.exempt(&common).or_else(|| op.exempt_objects(rule, &common)) {
        return Ok(Response::exempt(why));
    }
    let mut findings = Findings::new();
    check(&Context { rule, common: &common, host }, &op, &own, &mut findings);
    Ok(Response::judge(rule, common.enforcement, common.language, findings))
}

fn read_settings<S: RuleSettings>(
    rule: &Declaration,
    json: Option<&str>,
) -> Result<(Common, WithInventory<S>), String> {
    let read = settings::read::<WithInventory<S>>(rule, json)?;
    if read.0.approval.enabled {
        return Err(
            "`approval.enabled`: approvals stand on Kubernetes objects and do not apply to cloud rules".to_owned()
        );
    }
    Ok(read)
}

/// Answers a settings validation request.
pub fn validate_settings<S: RuleSettings>(rule: &Declaration, json: &[u8]) -> SettingsResponse {
    settings::validate_with(rule, json, |json| read_settings::<S>(rule, Some(json)).map(|_| ()))
}
