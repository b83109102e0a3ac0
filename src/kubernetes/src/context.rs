//! What a check knows besides the request and its own settings.

use redline_core::finding::{Findings, subtract};
use redline_core::request_match::Operation;
use redline_core::rule::RuleMetadata;
use redline_core::settings::CommonSettings;

use crate::exemption;
use crate::lookup::Host;
use crate::object_meta::Object;
use crate::request::Request;

/// What a check knows besides the request and its own settings.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    /// The rule.
    pub rule: &'c RuleMetadata,
    /// The settings common to all rules.
    pub common: &'c CommonSettings,
    /// The outside world.
    pub host: &'c Host<'c>,
}

impl Context<'_> {
    /// Whether pods that run as this account are exempt. An empty account means `default`.
    pub fn exempts_workload(&self, namespace: &str, account: &str) -> bool {
        exemption::exempt_workload(self.rule, self.common, namespace, account).is_some()
    }

    /// Checks objects for what they hold, such as a pod with a host path: all of it on CREATE, on UPDATE only
    /// what the old object did not hold already. DELETE and CONNECT have no findings.
    pub fn added_by_update<'a, O: Object<'a>>(
        &self,
        req: &Request<'a, O>,
        out: &mut Findings,
        look: impl Fn(&O, &mut Findings),
    ) {
        let Some(object) = &req.object else { return };
        let mut found = Findings::new();
        match req.operation {
            Operation::Create => look(object, &mut found),
            Operation::Update => {
                look(object, &mut found);
                if let (false, Some(old)) = (found.is_empty(), &req.old_object) {
                    let mut before = Findings::new();
                    look(old, &mut before);
                    found = subtract(found, before);
                }
            }
            Operation::Delete | Operation::Connect => return,
        }
        out.append(&mut found);
    }
}
