//! From a payload to an answer, for rules over Kubernetes admission requests.

use crate::approval::{self, Verdict};
use crate::declare::Declaration;
use crate::finding::{Findings, subtract};
use crate::host::Host;
use crate::identity;
use crate::meta::Object;
use crate::request::{self, Incoming, Operation, Request};
use crate::response::Response;
use crate::settings::{self, Common, RuleSettings};
use crate::unreadable::Unreadable;

/// What a check may know beside the request and its own settings.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    /// The rule.
    pub rule: &'c Declaration,
    /// The settings common to all rules.
    pub common: &'c Common,
    /// The outside world.
    pub host: &'c Host<'c>,
}

impl Context<'_> {
    /// Whether pods that run as this account are exempt. An empty account means `default`.
    pub fn exempts_workload(&self, namespace: &str, account: &str) -> bool {
        identity::exempt_workload(self.rule, self.common, namespace, account).is_some()
    }

    /// Judges objects by what they hold, such as a pod with a host path: all of it on CREATE, on UPDATE only
    /// what the old object did not hold already. DELETE and CONNECT are not judged.
    pub fn newly<'a, O: Object<'a>>(&self, req: &Request<'a, O>, out: &mut Findings, look: impl Fn(&O, &mut Findings)) {
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

/// Judges one payload. The order is: scope, settings, exemptions, objects that are already terminating, the
/// check, approvals, enforcement.
pub fn run<'a, O: Object<'a>, S: RuleSettings>(
    rule: &Declaration,
    payload: &'a [u8],
    host: &Host<'_>,
    check: impl Fn(&Context<'_>, &Request<'a, O>, &S, &mut Findings),
) -> Response {
    let Ok(payload) = std::str::from_utf8(payload) else {
        return Response::unreadable(rule, &Unreadable::new("", "not valid UTF-8"));
    };
    let (req, json) = match request::read::<O>(payload, rule) {
        Ok(Incoming::Request(req, json)) => (req, json),
        Ok(Incoming::OutOfScope) => return Response::allow(),
        Err(problem) => return Response::unreadable(rule, &problem),
    };
    match settings::read::<S>(rule, json.map(|raw| raw.get())) {
        Ok((common, own)) => decide(&Context { rule, common: &common, host }, payload, &req, |context, findings| {
            check(context, &req, &own, findings);
        }),
        Err(problem) => Response::invalid(rule, &problem),
    }
}

/// The answer to a request that was read. Everything is borrowed here, so that what a view owns is freed in one
/// place: the code that frees it is not small.
fn decide<'a, O: Object<'a>>(
    context: &Context<'_>,
    payload: &str,
    req: &Request<'a, O>,
    check: impl Fn(&Context<'_>, &mut Findings),
) -> Response {
    let Context { rule, common, host } = *context;
    if let Some(why) = identity::exempt(rule, common, req) {
        return Response::exempt(why);
    }
    if req.operation == Operation::Delete && req.meta().is_some_and(|m| !m.deletion_timestamp.is_empty()) {
        return Response::allow();
    }
    let mut findings = Findings::new();
    check(context, &mut findings);
    if findings.is_empty()
        || (rule.ignore_approval_edits && req.operation == Operation::Update && request::changes_only_approval(payload))
    {
        return Response::allow();
    }
    if common.approval.enabled
        && let Some(annotations) = approvable(req)
    {
        match approval::judge(rule.id, annotations, &common.approval, (host.now)()) {
            Verdict::Absent => {}
            Verdict::Invalid(why) => {
                if let Some(first) = findings.first_mut() {
                    first.text.append(&why);
                }
            }
            Verdict::Valid { reason, until } => {
                let by = &req.user.username;
                return Response::approved(rule, common.language, &findings, by, &reason, &until);
            }
        }
    }
    Response::judge(rule, common.enforcement, common.language, findings)
}

/// Where an approval must stand: on the object as it was before this request, so that approving and acting
/// are two requests; on the new object only when there was none before.
fn approvable<'r, 'a, O: Object<'a>>(req: &'r Request<'a, O>) -> Option<&'r crate::json::Map<'a>> {
    match req.operation {
        Operation::Create => req.object.as_ref(),
        Operation::Update => req.old_object.as_ref(),
        Operation::Delete => req.old_object.as_ref().or(req.object.as_ref()),
        Operation::Connect => None,
    }
    .map(|object| &object.meta().annotations)
}
