//! From a payload to an outcome, for rules over admission requests.

use alloc::string::ToString;

use redline_core::finding::Findings;
use redline_core::outcome::{Approved, Outcome};
use redline_core::request_match::Operation;
use redline_core::rule::RuleMetadata;
use redline_core::settings::{self, CommonSettings, RuleSettings};
use redline_json::{Slot, Unreadable};

use crate::approval::{self, ApprovalState};
use crate::bookkeeping;
use crate::context::Context;
use crate::exemption;
use crate::lookup::Host;
use crate::object_meta::{Object, ObjectMeta};
use crate::payload;
use crate::request::{Request, RequestHeader, Subject};

/// Evaluates one payload, with the settings `given` or, where there are none, those in the payload. The order is: scope,
/// settings, exemptions, objects that are already terminating, the check, approvals.
pub fn evaluate<'a, O: Object<'a>, S: RuleSettings + Default>(
    rule: &RuleMetadata,
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
    head: RequestHeader<'a>,
    common: CommonSettings,
}

fn read<'a>(
    rule: &RuleMetadata,
    payload: &'a [u8],
    given: Option<&str>,
    object: &mut dyn Slot<'a>,
    old_object: &mut dyn Slot<'a>,
    own: &mut dyn RuleSettings,
) -> Result<Incoming<'a>, Outcome> {
    let unreadable = |problem: Unreadable| Outcome::Invalid(problem.to_string());
    let payload = core::str::from_utf8(payload).map_err(|_| unreadable(Unreadable::new("", "not valid UTF-8")))?;
    let read = payload::read(payload, rule, object, old_object).map_err(unreadable)?;
    let Some((head, settings)) = read else { return Err(Outcome::Allow) };
    let settings = given.or(settings.map(|raw| raw.get()));
    let common = settings::read(settings, own).map_err(Outcome::Invalid)?;
    Ok(Incoming { payload, head, common })
}

/// The outcome of a request that was read. Knows no view, so that there is one of it for all rules.
fn decide(
    context: &Context<'_>,
    payload: &str,
    subject: Subject<'_, '_>,
    check: &dyn Fn(&Context<'_>, &mut Findings),
) -> Outcome {
    let Context { rule, common, host } = *context;
    let operation = subject.head.operation;
    if let Some(path) = subject.missing_object() {
        return Outcome::Invalid(Unreadable::new(path, "expected the object, found nothing").to_string());
    }
    if let Some(why) = exemption::exempt(rule, common, subject) {
        return Outcome::Exempt(why);
    }
    if operation == Operation::Delete && subject.meta().is_some_and(|m| !m.deletion_timestamp.is_empty()) {
        return Outcome::Allow;
    }
    let mut findings = Findings::new();
    check(context, &mut findings);
    if findings.is_empty()
        || (rule.ignore_approval_edits && operation == Operation::Update && bookkeeping::changes_only_approval(payload))
    {
        return Outcome::Allow;
    }
    let mut approved = None;
    if common.approval.enabled
        && let Some(meta) = approvable(subject)
    {
        match approval::evaluate(rule.id, &meta.annotations, &common.approval, (host.now)()) {
            ApprovalState::Absent => {}
            ApprovalState::Invalid(why) => {
                if let Some(first) = findings.first_mut() {
                    first.text.append(&why);
                }
            }
            ApprovalState::Valid { reason, until } => {
                approved = Some(Approved { by: subject.head.user.username.to_string(), reason, until });
            }
        }
    }
    Outcome::of_findings(common, findings, approved)
}

/// Where an approval must stand: on the object as it was before this request, so that approving and acting
/// are two requests; on the new object only when there was none before.
fn approvable<'r, 'a>(subject: Subject<'r, 'a>) -> Option<&'r ObjectMeta<'a>> {
    match subject.head.operation {
        Operation::Create => subject.object,
        Operation::Update => subject.old_object,
        Operation::Delete => subject.old_object.or(subject.object),
        Operation::Connect => None,
    }
}
