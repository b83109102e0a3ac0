//! From a payload to an answer, for rules over Kubernetes admission requests.

use crate::Unreadable;
use crate::approval::{self, Verdict};
use crate::declare::Declaration;
use crate::finding::{Findings, subtract};
use crate::host::Host;
use crate::identity;
use crate::json::Slot;
use crate::meta::{Meta, Object};
use crate::outcome::{Approved, Outcome};
use crate::request::{self, Head, Operation, Request, Subject};
use crate::settings::{self, Common, RuleSettings};
use alloc::string::ToString;

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

/// Judges one payload, with the settings `given` or, where there are none, those in the payload. The order is: scope,
/// settings, exemptions, objects that are already terminating, the check, approvals.
pub fn run<'a, O: Object<'a>, S: RuleSettings + Default>(
    rule: &Declaration,
    payload: &'a [u8],
    given: Option<&str>,
    host: &Host<'_>,
    check: impl Fn(&Context<'_>, &Request<'a, O>, &S, &mut Findings),
) -> Outcome {
    let (mut object, mut old_object, mut own) = (None::<O>, None::<O>, S::default());
    let Incoming { payload, head, common } = match read(rule, payload, given, &mut object, &mut old_object, &mut own) {
        Ok(incoming) => incoming,
        Err(outcome) => return outcome,
    };
    let req = Request { head, object, old_object };
    let check = |context: &Context<'_>, findings: &mut Findings| check(context, &req, &own, findings);
    decide(&Context { rule, common: &common, host }, payload, req.subject(), &check)
}

/// What every rule reads in the same way.
struct Incoming<'a> {
    payload: &'a str,
    head: Head<'a>,
    common: Common,
}

fn read<'a>(
    rule: &Declaration,
    payload: &'a [u8],
    given: Option<&str>,
    object: &mut dyn Slot<'a>,
    old_object: &mut dyn Slot<'a>,
    own: &mut dyn RuleSettings,
) -> Result<Incoming<'a>, Outcome> {
    let unreadable = |problem: Unreadable| Outcome::Invalid(problem.to_string());
    let payload = core::str::from_utf8(payload).map_err(|_| unreadable(Unreadable::new("", "not valid UTF-8")))?;
    let read = request::read(payload, rule, object, old_object).map_err(unreadable)?;
    let Some((head, settings)) = read else { return Err(Outcome::Allow) };
    let settings = given.or(settings.map(|raw| raw.get()));
    let common = settings::read(rule, settings, own).map_err(Outcome::Invalid)?;
    Ok(Incoming { payload, head, common })
}

/// What comes of a request that was read. Knows no view, so that there is one of it for all rules.
fn decide(
    context: &Context<'_>,
    payload: &str,
    subject: Subject<'_, '_>,
    check: &dyn Fn(&Context<'_>, &mut Findings),
) -> Outcome {
    let Context { rule, common, host } = *context;
    let operation = subject.head.operation;
    if let Some(path) = subject.missing() {
        return Outcome::Invalid(Unreadable::new(path, "expected the object, found nothing").to_string());
    }
    if let Some(why) = identity::exempt(rule, common, subject) {
        return Outcome::Exempt(why);
    }
    if operation == Operation::Delete && subject.meta().is_some_and(|m| !m.deletion_timestamp.is_empty()) {
        return Outcome::Allow;
    }
    let mut findings = Findings::new();
    check(context, &mut findings);
    if findings.is_empty()
        || (rule.ignore_approval_edits && operation == Operation::Update && request::changes_only_approval(payload))
    {
        return Outcome::Allow;
    }
    let mut approved = None;
    if common.approval.enabled
        && let Some(meta) = approvable(subject)
    {
        match approval::judge(rule.id, &meta.annotations, &common.approval, (host.now)()) {
            Verdict::Absent => {}
            Verdict::Invalid(why) => {
                if let Some(first) = findings.first_mut() {
                    first.text.append(&why);
                }
            }
            Verdict::Valid { reason, until } => {
                approved = Some(Approved { by: subject.head.user.username.to_string(), reason, until });
            }
        }
    }
    Outcome::found(common, findings, approved)
}

/// Where an approval must stand: on the object as it was before this request, so that approving and acting
/// are two requests; on the new object only when there was none before.
fn approvable<'r, 'a>(subject: Subject<'r, 'a>) -> Option<&'r Meta<'a>> {
    match subject.head.operation {
        Operation::Create => subject.object,
        Operation::Update => subject.old_object,
        Operation::Delete => subject.old_object.or(subject.object),
        Operation::Connect => None,
    }
}
