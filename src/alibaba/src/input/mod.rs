//! From a payload to an operation. An input has one of three shapes, told apart by its members: `product` and `action`
//! make an OpenAPI call, `eventName` an ActionTrail event, `change` an element of Terraform's `resource_changes`.
//!
//! Each shape has a file of its own with one reader.

mod actiontrail;
mod openapi;
mod payload;
mod terraform;

use redline_core::outcome::Outcome;
use redline_json::{Raw, Unreadable};

use crate::attributes::unquote;
use crate::identity::{Caller, Identity};
use crate::operation::{CloudOperation, Source};
use payload::{EXPECTED, Input, read_at};

redline_json::view! {
    struct Payload<'a> {
        request: Option<Raw<'a>>,
        settings: Option<Raw<'a>>,
    }
}

/// What is made of an operation, given the settings that came with it.
pub type Then<'t> = &'t mut dyn FnMut(&CloudOperation<'_>, Option<&str>) -> Outcome;

/// Reads the operation in a payload. One that changes nothing is allowed.
pub fn read(payload: &[u8], then: Then<'_>) -> Result<Outcome, Unreadable> {
    let payload = core::str::from_utf8(payload).map_err(|_| Unreadable::new("", "not valid UTF-8"))?;
    let Payload { request, settings, .. } = redline_json::read(payload)?;
    let outer: Input<'_> = read_at("request", request.map_or("null", Raw::get))?;
    let inner = outer.enveloped();
    let input = match &inner {
        Some(json) => &read_at("request", json)?,
        None => &outer,
    };
    Ok(match operation(input, inner.is_some())? {
        Some(op) => then(&op, settings.map(Raw::get)),
        None => Outcome::Allow,
    })
}

/// The operation; `None` for one that changes nothing. An envelope holds an event and nothing else.
fn operation<'a>(input: &Input<'a>, enveloped: bool) -> Result<Option<CloudOperation<'a>>, Unreadable> {
    let shapes = input.shapes();
    let (path, identity) = match shapes {
        [true, false, false] => ("request.identity", input.identity),
        _ => ("request.userIdentity", input.user_identity),
    };
    let identity = match identity {
        Some(raw) => read_at::<Caller<'_>>(path, &unquote(raw))?.into(),
        None => Identity::default(),
    };
    let (source, tags) = match shapes {
        [true, false, false] if !enveloped => {
            let (call, tags) = openapi::read(input)?;
            (Source::Call(call), tags)
        }
        [false, true, false] => {
            // A call that failed, and one that only reads, did nothing.
            if !input.error_code.is_empty() || input.event_rw.eq_ignore_ascii_case("read") {
                return Ok(None);
            }
            (Source::Call(actiontrail::read(input)?), None)
        }
        [false, false, true] if !enveloped => {
            let Some(plan) = terraform::read(input)? else { return Ok(None) };
            let tags = terraform::tags(&plan)?;
            (Source::PlannedChange(plan), tags)
        }
        [call, event, change] if u8::from(call) + u8::from(event) + u8::from(change) > 1 => {
            return Err(Unreadable::new("request", "members of more than one kind of operation"));
        }
        _ => return Err(Unreadable::new("request", EXPECTED)),
    };
    Ok(Some(CloudOperation { source, identity, tags }))
}
