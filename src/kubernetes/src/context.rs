//! The context of a check: everything but the request and the rule's own settings.

use core::any::Any;

use redline_core::finding::{Findings, subtract};
use redline_core::request_match::Operation;
use redline_core::rule::RuleMetadata;
use redline_core::settings::CommonSettings;

use crate::exemption;
use crate::lookup::Host;
use crate::object_meta::Object;
use crate::request::Request;

/// The context of a check.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    /// The rule.
    pub rule: &'c RuleMetadata,
    /// The settings common to all rules.
    pub common: &'c CommonSettings,
    /// The clock, and look-ups in the cluster.
    pub host: &'c Host<'c>,
    /// What a bundle has found out for all of its rules, for the guards that know the type; `None` where a rule is alone.
    pub shared: Option<&'c Shared>,
}

/// What a bundle has found out about a request for all of its rules.
pub type Shared = dyn Any + Send + Sync;

impl Context<'_> {
    /// Whether pods that run as this service account are exempt. An empty name stands for `default`.
    pub fn exempts_workload(&self, namespace: &str, account: &str) -> bool {
        exemption::exempt_workload(self.rule, self.common, namespace, account).is_some()
    }

    /// Adds the findings of `check`, which examines the content of one object, to `out`.
    ///
    /// On CREATE these are all findings about the new object. On UPDATE, findings that the old object has as well are left
    /// out; see [`subtract`]. On DELETE and CONNECT there are none.
    pub fn added_by_update<'a, O: Object<'a>>(
        &self,
        req: &Request<'a, O>,
        out: &mut Findings,
        check: impl Fn(&O, &mut Findings),
    ) {
        let Some(object) = &req.object else { return };
        let mut found = Findings::new();
        match req.operation {
            Operation::Create => check(object, &mut found),
            Operation::Update => {
                check(object, &mut found);
                if let (false, Some(old)) = (found.is_empty(), &req.old_object) {
                    let mut before = Findings::new();
                    check(old, &mut before);
                    found = subtract(found, before);
                }
            }
            Operation::Delete | Operation::Connect => return,
        }
        out.append(&mut found);
    }
}
