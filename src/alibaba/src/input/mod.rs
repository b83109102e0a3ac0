//! From a payload to an operation. The input has one of several shapes, told apart by their members.
//!
//! Each shape has a file of its own, with a view of its members and an implementation of `Shape`. To add a shape,
//! write that file and a line in `shapes`; the rest of the crate sees a [`CloudOperation`] alone.

mod actiontrail;
mod openapi;
mod shape;
mod terraform;

use alloc::borrow::Cow;
use alloc::boxed::Box;

use redline_core::outcome::Outcome;
use redline_json::{Raw, Slot, Str, Unreadable, ValueType};

use crate::attributes::unquote;
use crate::operation::CloudOperation;
use shape::{Shape, read_at};

/// One of each shape.
type Shapes<'a> = [Box<dyn Shape<'a> + 'a>; 3];

/// The shapes, empty. The request is read into all of them at once, so no two shapes may have a member in common.
fn shapes<'a>() -> Shapes<'a> {
    [
        Box::new(openapi::OpenApiCall::empty()),
        Box::new(actiontrail::ActionTrailEvent::empty()),
        Box::new(terraform::ResourceChange::empty()),
    ]
}

const EXPECTED: &str = "expected an OpenAPI call (`product`, `action`), an ActionTrail event (`eventName`) or an \
                        element of Terraform's `resource_changes` (`change`)";

redline_json::view! {
    struct Payload<'a> {
        request: Option<Raw<'a>>,
        settings: Option<Raw<'a>>,
    }

    /// Envelopes of events: CloudEvents from EventBridge, and records of the log service.
    struct Envelope<'a> {
        data: Option<Raw<'a>>,
        event: Option<Raw<'a>>,
    }
}

/// A request, read into the shape that it has.
struct Input<'a> {
    shapes: Shapes<'a>,
    envelope: Envelope<'a>,
}

impl<'a> Slot<'a> for Input<'a> {
    fn empty() -> Self {
        Input { shapes: shapes(), envelope: Envelope::empty() }
    }
    fn shape() -> ValueType {
        ValueType::Object
    }
    fn kind(&self) -> ValueType {
        ValueType::Object
    }
    fn part(&mut self, key: Option<&Str<'a>>) -> Option<&mut dyn Slot<'a>> {
        self.shapes.iter_mut().find_map(|shape| shape.part(key)).or_else(|| self.envelope.part(key))
    }
}

impl<'a> Input<'a> {
    /// The shape of the input; `None` when it has none.
    fn recognised(&self) -> Result<Option<&dyn Shape<'a>>, Unreadable> {
        let mut recognised: Option<&dyn Shape<'a>> = None;
        for shape in &self.shapes {
            if shape.is_recognised() && recognised.replace(&**shape).is_some() {
                return Err(Unreadable::new("request", "members of more than one kind of operation"));
            }
        }
        Ok(recognised)
    }

    /// The text of what an envelope holds, which may be JSON in a string; `None` when this is no envelope.
    fn enveloped(&self) -> Option<Cow<'a, str>> {
        match (self.envelope.data, self.envelope.event) {
            (Some(inner), None) | (None, Some(inner)) => Some(unquote(inner)),
            _ => None,
        }
    }
}

/// Called with an operation and the settings that came with it; returns the outcome.
pub type OnOperation<'t> = &'t mut dyn FnMut(&CloudOperation<'_>, Option<&str>) -> Outcome;

/// Reads the operation in a payload. One that changes nothing is allowed.
pub fn read(payload: &[u8], on_operation: OnOperation<'_>) -> Result<Outcome, Unreadable> {
    let payload = core::str::from_utf8(payload).map_err(|_| Unreadable::new("", "not valid UTF-8"))?;
    let Payload { request, settings, .. } = redline_json::read(payload)?;
    let inner_text;
    let outer: Input<'_> = read_at("request", request.map_or("null", Raw::get))?;
    let inner: Input<'_>;
    let shape = match outer.recognised()? {
        Some(shape) => Some(shape),
        None => match outer.enveloped() {
            Some(text) => {
                inner_text = text;
                inner = read_at("request", &inner_text)?;
                inner.recognised()?.filter(|shape| shape.may_be_in_envelope())
            }
            None => None,
        },
    };
    let operation = shape.ok_or_else(|| Unreadable::new("request", EXPECTED))?.operation()?;
    Ok(match operation {
        Some(operation) => on_operation(&operation, settings.map(Raw::get)),
        None => Outcome::Allow,
    })
}
