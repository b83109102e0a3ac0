//! Which of the shapes an input is. They are told apart by their members: `product` and `action` make an OpenAPI
//! call, `eventName` an ActionTrail event, `change` an element of Terraform's `resource_changes`.

use alloc::borrow::Cow;

use super::call::Call;
use super::identity::{Caller, Identity};
use super::value::unquote;
use super::{Inventory, Operation, Plan, Source};
use crate::Unreadable;
use crate::json::{self, List, Raw, Slot, Str};

crate::view! {
    /// Members of all shapes; which of them are there tells the shape.
    pub(crate) struct Input<'a> {
        // An OpenAPI call.
        pub(crate) product: Str<'a>,
        pub(crate) action: Str<'a>,
        pub(crate) region: Str<'a>,
        pub(crate) parameters: Option<Raw<'a>>,
        pub(crate) resource: Option<Raw<'a>>,
        identity: Option<Raw<'a>>,
        // An ActionTrail event.
        pub(crate) event_name = "eventName": Str<'a>,
        pub(crate) event_type = "eventType": Str<'a>,
        pub(crate) event_rw = "eventRW": Str<'a>,
        pub(crate) event_source = "eventSource": Str<'a>,
        pub(crate) service_name = "serviceName": Str<'a>,
        pub(crate) acs_region = "acsRegion": Str<'a>,
        pub(crate) error_code = "errorCode": Str<'a>,
        pub(crate) request_parameters = "requestParameters": Option<Raw<'a>>,
        pub(crate) referenced_resources = "referencedResources": Option<Raw<'a>>,
        pub(crate) resource_type = "resourceType": Str<'a>,
        pub(crate) resource_name = "resourceName": Str<'a>,
        user_identity = "userIdentity": Option<Raw<'a>>,
        // An element of `resource_changes`.
        pub(crate) address: Str<'a>,
        pub(crate) mode: Str<'a>,
        pub(crate) kind = "type": Str<'a>,
        pub(crate) deposed: Str<'a>,
        pub(crate) change: Option<Raw<'a>>,
        /// What `redline plan` adds: instances of which the same plan takes snapshots.
        pub(crate) snapshots: List<Str<'a>>,
        // Envelopes: CloudEvents from EventBridge, and records of the log service.
        data: Option<Raw<'a>>,
        event: Option<Raw<'a>>,
    }
}

/// [`json::read`] of a value that stands at `path`.
pub(crate) fn read_at<'a, T: Slot<'a>>(path: &str, json: &'a str) -> Result<T, Unreadable> {
    json::read(json).map_err(|e| e.at(path))
}

const EXPECTED: &str = "expected an OpenAPI call (`product`, `action`), an ActionTrail event (`eventName`) or an \
                        element of Terraform's `resource_changes` (`change`)";

impl<'a> Input<'a> {
    /// Whether it is a call, an event, a change.
    fn shapes(&self) -> [bool; 3] {
        let call = !self.product.is_empty() && !self.action.is_empty();
        [call, !self.event_name.is_empty(), self.change.is_some()]
    }

    /// The text of what an envelope holds, which may be JSON in a string; `None` when this is no envelope.
    pub(crate) fn enveloped(&self) -> Option<Cow<'a, str>> {
        match (self.shapes(), self.data, self.event) {
            ([false, false, false], Some(inner), None) | ([false, false, false], None, Some(inner)) => {
                Some(unquote(inner))
            }
            _ => None,
        }
    }

    /// The operation; `None` for one that changes nothing. An envelope holds an event and nothing else.
    pub(crate) fn operation(&self, enveloped: bool) -> Result<Option<Operation<'a>>, Unreadable> {
        let shapes = self.shapes();
        let (path, identity) = match shapes {
            [true, false, false] => ("request.identity", self.identity),
            _ => ("request.userIdentity", self.user_identity),
        };
        let identity = match identity {
            Some(raw) => read_at::<Caller<'_>>(path, &unquote(raw))?.into(),
            None => Identity::default(),
        };
        let (source, tags) = match shapes {
            [true, false, false] if !enveloped => {
                let (call, tags) = Call::read(self)?;
                (Source::Call(call), tags)
            }
            [false, true, false] => {
                // A call that failed, and one that only reads, did nothing.
                if !self.error_code.is_empty() || self.event_rw.eq_ignore_ascii_case("read") {
                    return Ok(None);
                }
                (Source::Call(Call::read_event(self)?), None)
            }
            [false, false, true] if !enveloped => {
                let Some(plan) = Plan::read(self)? else { return Ok(None) };
                let tags = plan.tags()?;
                (Source::Plan(plan), tags)
            }
            [call, event, change] if u8::from(call) + u8::from(event) + u8::from(change) > 1 => {
                return Err(Unreadable::new("request", "members of more than one kind of operation"));
            }
            _ => return Err(Unreadable::new("request", EXPECTED)),
        };
        Ok(Some(Operation { source, identity, inventory: Inventory::default(), tags }))
    }
}
