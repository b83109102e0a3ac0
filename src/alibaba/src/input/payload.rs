//! The members of every input shape, in one view: which of them are present tells the shape.

use alloc::borrow::Cow;

use redline_json::{List, Raw, Slot, Str, Unreadable};

use crate::attributes::unquote;

redline_json::view! {
    /// Members of all shapes; which of them are there tells the shape.
    pub(super) struct Input<'a> {
        // An OpenAPI call.
        pub(super) product: Str<'a>,
        pub(super) action: Str<'a>,
        pub(super) region: Str<'a>,
        pub(super) parameters: Option<Raw<'a>>,
        pub(super) resource: Option<Raw<'a>>,
        pub(super) identity: Option<Raw<'a>>,
        // An ActionTrail event.
        pub(super) event_name = "eventName": Str<'a>,
        pub(super) event_type = "eventType": Str<'a>,
        pub(super) event_rw = "eventRW": Str<'a>,
        pub(super) event_source = "eventSource": Str<'a>,
        pub(super) service_name = "serviceName": Str<'a>,
        pub(super) acs_region = "acsRegion": Str<'a>,
        pub(super) error_code = "errorCode": Str<'a>,
        pub(super) request_parameters = "requestParameters": Option<Raw<'a>>,
        pub(super) referenced_resources = "referencedResources": Option<Raw<'a>>,
        pub(super) resource_type = "resourceType": Str<'a>,
        pub(super) resource_name = "resourceName": Str<'a>,
        pub(super) user_identity = "userIdentity": Option<Raw<'a>>,
        // An element of `resource_changes`.
        pub(super) address: Str<'a>,
        pub(super) mode: Str<'a>,
        pub(super) kind = "type": Str<'a>,
        pub(super) deposed: Str<'a>,
        pub(super) change: Option<Raw<'a>>,
        /// What `redline plan` adds: instances of which the same plan takes snapshots.
        pub(super) snapshots: List<Str<'a>>,
        // Envelopes: CloudEvents from EventBridge, and records of the log service.
        data: Option<Raw<'a>>,
        event: Option<Raw<'a>>,
    }
}

/// [`redline_json::read`] of a value that stands at `path`.
pub(super) fn read_at<'a, T: Slot<'a>>(path: &str, json: &'a str) -> Result<T, Unreadable> {
    redline_json::read(json).map_err(|e| e.at(path))
}

pub(super) const EXPECTED: &str = "expected an OpenAPI call (`product`, `action`), an ActionTrail event (`eventName`) or an \
                        element of Terraform's `resource_changes` (`change`)";

impl<'a> Input<'a> {
    /// Whether it is a call, an event, a change.
    pub(super) fn shapes(&self) -> [bool; 3] {
        let call = !self.product.is_empty() && !self.action.is_empty();
        [call, !self.event_name.is_empty(), self.change.is_some()]
    }

    /// The text of what an envelope holds, which may be JSON in a string; `None` when this is no envelope.
    pub(super) fn enveloped(&self) -> Option<Cow<'a, str>> {
        match (self.shapes(), self.data, self.event) {
            ([false, false, false], Some(inner), None) | ([false, false, false], None, Some(inner)) => {
                Some(unquote(inner))
            }
            _ => None,
        }
    }
}
