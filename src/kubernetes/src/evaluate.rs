//! Evaluates a payload with a rule about admission requests.

use alloc::string::ToString;

use redline_core::finding::Findings;
use redline_core::outcome::{Approved, Outcome};
use redline_core::request_match::Operation;
use redline_core::rule::RuleMetadata;
use redline_core::settings::{self, CommonSettings, Enforcement, RuleSettings};
use redline_json::{Slot, Unreadable};
use redline_text::concat;

use crate::approval::{self, ApprovalState};
use crate::bookkeeping;
use crate::context::{Context, Shared};
use crate::exemption;
use crate::lookup::Host;
use crate::object_meta::{Object, ObjectMeta};
use crate::payload;
use crate::request::{Request, RequestHeader, RequestParts};

/// Evaluates one payload with a rule: JSON with the members `request` and `settings`. The settings `given`, if any, replace
/// those in the payload.
///
/// The order is the same for all rules: does the request match the rule, are the settings valid, is the request exempt, can
/// the object be read and is it present, is it already terminating; then `check` runs, and approvals are applied to its
/// findings. An object that cannot be read stops neither an exempt requester nor a rule that only audits.
pub fn evaluate<'a, O: Object<'a>, S: RuleSettings + Default>(
    rule: &RuleMetadata,
    payload: &'a [u8],
    given: Option<&str>,
    host: &Host<'_>,
    check: impl Fn(&Context<'_>, &Request<'a, O>, &S, &mut Findings),
) -> Outcome {
    let (mut object, mut old_object, mut rule_settings) = (None::<O>, None::<O>, S::default());
    let Incoming { payload, header, common } =
        match read(rule, payload, given, &mut object, &mut old_object, &mut rule_settings) {
            Ok(incoming) => incoming,
            Err(outcome) => return outcome,
        };
    let req = Request { header, object, old_object };
    let check = |context: &Context<'_>, findings: &mut Findings| check(context, &req, &rule_settings, findings);
    decide(&Context { rule, common: &common, host, shared: None }, payload, req.parts(), &check)
}

/// A request that has been read once for several rules with the same view of the object.
pub struct Received<'a, O> {
    payload: &'a str,
    /// The request, or why its object cannot be read and what is known without it.
    request: Result<Request<'a, O>, (Unreadable, RequestHeader<'a>)>,
}

impl<'a, O: Object<'a>> Received<'a, O> {
    /// Reads a payload as [`evaluate`] does, for all rules that match the request and have the same view as `rule`.
    ///
    /// # Errors
    /// The outcome of each of these rules.
    #[expect(clippy::result_large_err, reason = "an outcome is what the caller returns")]
    pub fn read(rule: &RuleMetadata, payload: &'a str) -> Result<Self, Outcome> {
        let (mut object, mut old_object) = (None::<O>, None::<O>);
        let request = match payload::read(payload, rule, &mut object, &mut old_object) {
            Ok(None) => return Err(Outcome::Allow),
            Ok(Some((header, _))) => Ok(Request { header, object, old_object }),
            Err(error) => match *error {
                (problem, Some((header, _))) => Err((problem, header)),
                (problem, None) => return Err(Outcome::Invalid(problem.to_string())),
            },
        };
        Ok(Received { payload, request })
    }

    /// The request, if its object could be read.
    pub fn request(&self) -> Option<&Request<'a, O>> {
        self.request.as_ref().ok()
    }
}

/// Evaluates a request that has been read with one of the rules that match it, as [`evaluate`] does. `settings` are JSON.
pub fn evaluate_received<'a, O: Object<'a>, S: RuleSettings + Default>(
    rule: &RuleMetadata,
    received: &Received<'a, O>,
    settings: &str,
    host: &Host<'_>,
    shared: Option<&Shared>,
    check: impl Fn(&Context<'_>, &Request<'a, O>, &S, &mut Findings),
) -> Outcome {
    let mut rule_settings = S::default();
    let common = match settings::read(Some(settings), &mut rule_settings) {
        Ok(common) => common,
        Err(problem) => return Outcome::Invalid(problem),
    };
    match &received.request {
        Ok(req) => {
            let check = |context: &Context<'_>, findings: &mut Findings| check(context, req, &rule_settings, findings);
            decide(&Context { rule, common: &common, host, shared }, received.payload, req.parts(), &check)
        }
        Err((problem, header)) => without_object(rule, &common, header, problem),
    }
}

/// The parts of a payload that do not depend on the rule's types.
struct Incoming<'a> {
    payload: &'a str,
    header: RequestHeader<'a>,
    common: CommonSettings,
}

/// Reads a payload. The objects go into `object` and `old_object`, the rule's own settings into `rule_settings`. An error is
/// the outcome of a request that is not to be checked.
#[expect(clippy::result_large_err, reason = "an outcome is what the caller returns")]
fn read<'a>(
    rule: &RuleMetadata,
    payload: &'a [u8],
    given: Option<&str>,
    object: &mut dyn Slot<'a>,
    old_object: &mut dyn Slot<'a>,
    rule_settings: &mut dyn RuleSettings,
) -> Result<Incoming<'a>, Outcome> {
    let unreadable = |problem: Unreadable| Outcome::Invalid(problem.to_string());
    let payload = core::str::from_utf8(payload).map_err(|_| unreadable(Unreadable::new("", "not valid UTF-8")))?;
    let (problem, (header, settings)) = match payload::read(payload, rule, object, old_object) {
        Ok(None) => return Err(Outcome::Allow),
        Ok(Some(incoming)) => (None, incoming),
        Err(error) => match *error {
            (problem, Some(incoming)) => (Some(problem), incoming),
            (problem, None) => return Err(unreadable(problem)),
        },
    };
    let settings = given.or(settings.map(|raw| raw.get()));
    let common = settings::read(settings, rule_settings).map_err(Outcome::Invalid)?;
    match problem {
        None => Ok(Incoming { payload, header, common }),
        Some(problem) => Err(without_object(rule, &common, &header, &problem)),
    }
}

/// The outcome of a request whose object cannot be read or is missing, from its header alone.
fn without_object(
    rule: &RuleMetadata,
    common: &CommonSettings,
    header: &RequestHeader<'_>,
    problem: &Unreadable,
) -> Outcome {
    if let Some(why) = exemption::exempt(rule, common, RequestParts { header, object: None, old_object: None }) {
        return Outcome::Exempt(why);
    }
    let problem = problem.to_string();
    match common.enforcement {
        Enforcement::Audit => Outcome::Exempt(concat(&["enforcement audit; ", &problem])),
        _ => Outcome::Invalid(problem),
    }
}

/// The outcome of a request that has been read. Not generic over the view, so that a bundle contains it once.
fn decide(
    context: &Context<'_>,
    payload: &str,
    parts: RequestParts<'_, '_>,
    check: &dyn Fn(&Context<'_>, &mut Findings),
) -> Outcome {
    let Context { rule, common, host, .. } = *context;
    let operation = parts.header.operation;
    if let Some(path) = parts.missing_object() {
        return without_object(
            rule,
            common,
            parts.header,
            &Unreadable::new(path, "expected the object, found nothing"),
        );
    }
    if let Some(why) = exemption::exempt(rule, common, parts) {
        return Outcome::Exempt(why);
    }
    if operation == Operation::Delete && parts.meta().is_some_and(|m| !m.deletion_timestamp.is_empty()) {
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
        && let Some(meta) = approvable(parts)
    {
        match approval::evaluate(rule.id, &meta.annotations, &common.approval, (host.now)()) {
            ApprovalState::Absent => {}
            ApprovalState::Invalid(why) => {
                if let Some(first) = findings.first_mut() {
                    first.text.append(&why);
                }
            }
            ApprovalState::Valid { reason, until } => {
                approved = Some(Approved { by: parts.header.user.username.to_string(), reason, until });
            }
        }
    }
    let mut outcome = Outcome::of_findings(common, findings, approved);
    // Approvals are what the rule about approvals is about.
    if rule.ignore_approval_edits
        && let Outcome::Violations(violations) = &mut outcome
    {
        violations.how_to_approve = approval::how_to_approve(rule.id, &common.approval, parts, approvable(parts));
    }
    outcome
}

/// The metadata that may carry an approval of a request: that of the object before the request, so that approving and
/// acting take two requests; on CREATE that of the new object.
fn approvable<'r, 'a>(parts: RequestParts<'r, 'a>) -> Option<&'r ObjectMeta<'a>> {
    match parts.header.operation {
        Operation::Create => parts.object,
        Operation::Update => parts.old_object,
        Operation::Delete => parts.old_object.or(parts.object),
        Operation::Connect => None,
    }
}
