//! Which of the shapes an input is. They are told apart by their members: `product` and `action` make an OpenAPI
//! call, `eventName` an ActionTrail event, `change` an element of Terraform's `resource_changes`.

use std::borrow::Cow;

use super::value::unquote;
use super::{Inventory, Operation, Plan, Source, call};
use crate::Unreadable;
use crate::json::{self, Raw, Str};

crate::view! {
    struct Members<'a> {
        product: Option<Raw<'a>>,
        action: Option<Raw<'a>>,
        event_name = "eventName": Option<Raw<'a>>,
        change: Option<Raw<'a>>,
        data: Option<Raw<'a>>,
        event: Option<Raw<'a>>,
    }
    struct Resource<'a> {
        address: Str<'a>,
        mode: Str<'a>,
        kind = "type": Str<'a>,
        deposed: Str<'a>,
    }
}

/// An input whose shape is known, as JSON text.
pub(crate) enum Shape<'a> {
    /// An OpenAPI call.
    Call(&'a str),
    /// An ActionTrail event.
    Event(&'a str),
    /// A planned change, and its member `change`.
    Change(&'a str, &'a str),
}

/// What the outermost object is.
pub(crate) enum Found<'a> {
    /// The operation.
    Shape(Shape<'a>),
    /// An envelope around it: CloudEvents from EventBridge (`data`), or a record of the log service (`event`,
    /// which may be JSON in a string).
    Envelope(Cow<'a, str>),
}

const EXPECTED: &str = "expected an OpenAPI call (`product`, `action`), an ActionTrail event (`eventName`) or an \
                        element of Terraform's `resource_changes` (`change`)";

/// Tells the shape of an input.
pub(crate) fn shape(json: &str) -> Result<Found<'_>, Unreadable> {
    let members: Members<'_> = json::read(json).map_err(|e| Unreadable::from_json("request", json, &e))?;
    let given = |raw: &Option<Raw<'_>>| raw.is_some_and(|raw| raw.get() != "\"\"");
    let call = given(&members.product) && given(&members.action);
    let event = given(&members.event_name);
    match (call, event, members.change) {
        (true, false, None) => Ok(Found::Shape(Shape::Call(json))),
        (false, true, None) => Ok(Found::Shape(Shape::Event(json))),
        (false, false, Some(change)) => Ok(Found::Shape(Shape::Change(json, change.get()))),
        (false, false, None) => match (members.data, members.event) {
            (Some(inner), None) | (None, Some(inner)) => Ok(Found::Envelope(unquote(inner))),
            _ => Err(Unreadable::new("request", EXPECTED)),
        },
        _ => Err(Unreadable::new("request", "members of more than one kind of operation")),
    }
}

/// [`shape`] of what an envelope holds: an event, not another envelope.
pub(crate) fn inside(json: &str) -> Result<Shape<'_>, Unreadable> {
    match shape(json)? {
        Found::Shape(event @ Shape::Event(_)) => Ok(event),
        _ => Err(Unreadable::new("request", "expected an ActionTrail event (`eventName`) in the envelope")),
    }
}

/// Reads an operation; `None` for one that changes nothing.
pub(crate) fn operation(shape: Shape<'_>) -> Result<Option<Operation<'_>>, Unreadable> {
    let (source, identity, tags) = match shape {
        Shape::Call(json) => {
            let (call, identity, tags) = call::read_call(json)?;
            (Source::Call(call), identity, tags)
        }
        Shape::Event(json) => match call::read_event(json)? {
            Some((call, identity, tags)) => (Source::Call(call), identity, tags),
            None => return Ok(None),
        },
        Shape::Change(json, change) => {
            let Resource { address, mode, kind, deposed, .. } =
                json::read(json).map_err(|e| Unreadable::from_json("request", json, &e))?;
            let Some(plan) = Plan::read([address, mode, kind, deposed], change)? else { return Ok(None) };
            let tags = plan.tags()?;
            (Source::Plan(plan), Default::default(), tags)
        }
    };
    Ok(Some(Operation { source, identity, inventory: Inventory::default(), tags }))
}
