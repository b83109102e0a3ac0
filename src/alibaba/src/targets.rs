//! The resources that an operation names, and where it names them.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use redline_text::{after_last, concat, split, split_once_any};

use crate::call::{Call, Origin};
use crate::class::Class;
use crate::operation::{CloudOperation, Source};
use crate::planned_change::PlannedChange;

/// One resource that an operation names.
pub(crate) struct NamedResource {
    /// Its id; empty where the operation does not give it.
    pub(crate) id: String,
    /// Where the id stands: a parameter of a call, or the address of a Terraform resource.
    pub(crate) path: String,
}

impl CloudOperation<'_> {
    /// The resources of a class that the operation names; one without an id where it names none.
    pub(crate) fn targets(&self, class: Class, ids: &[&str]) -> Vec<NamedResource> {
        let mut targets = Targets(Vec::new());
        match &self.source {
            Source::Call(call) => targets.of_call(call, class, ids),
            Source::PlannedChange(plan) => targets.of_plan(plan, ids),
        }
        targets.0
    }
}

/// The resources found so far, each once.
struct Targets(Vec<NamedResource>);

impl Targets {
    fn add(&mut self, id: String, path: String) {
        if !id.is_empty() && !self.0.iter().any(|target| target.id == id) {
            self.0.push(NamedResource { id, path });
        }
    }

    fn of_call(&mut self, call: &Call<'_>, class: Class, ids: &[&str]) {
        let (products, kind) = class.referenced_as();
        let mut names_others = false;
        let parameters = if call.origin == Origin::Call { "parameters" } else { "requestParameters" };
        for name in ids {
            for id in call.parameters.list(name) {
                // The product Tag names resources as `arn:acs:slb:<region>:<account>:loadbalancer/lb-1`.
                let id = match id.strip_prefix("arn:acs:").and_then(|arn| split_once_any(arn, ":")) {
                    Some((product, _)) if !products.contains(&product) => {
                        names_others = true;
                        continue;
                    }
                    Some((_, rest)) => after_last(rest, b'/'),
                    None => &id,
                };
                // Billing writes lists with commas.
                split(id, ",").for_each(|id| self.add(id.trim_ascii().to_owned(), concat(&[parameters, ".", name])));
            }
        }
        for id in call.referenced(products, kind) {
            self.add(id, concat(&["referencedResources.", kind]));
        }
        // An event of the platform names what it is about, and nothing else.
        let is_about_others = names_others || call.origin == Origin::ServiceEvent && call.names_resources();
        if self.0.is_empty() && !is_about_others {
            let id = call.resource_id.to_string();
            let path = if id.is_empty() { "action" } else { "resource.id" };
            self.0.push(NamedResource { id, path: path.to_owned() });
        }
    }

    fn of_plan(&mut self, plan: &PlannedChange<'_>, ids: &[&str]) {
        for name in ids {
            if plan.deletes || plan.updates {
                plan.before.list(name).into_iter().for_each(|id| self.add(id, plan.address.to_string()));
            }
            if !plan.deletes {
                plan.after.list(name).into_iter().for_each(|id| self.add(id, plan.address.to_string()));
            }
        }
        if self.0.is_empty() {
            self.0.push(NamedResource { id: String::new(), path: plan.address.to_string() });
        }
    }
}
