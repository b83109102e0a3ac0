//! An event as ActionTrail delivers it.

use alloc::borrow::ToOwned;

use redline_json::{Raw, Str, Unreadable};
use redline_text::before;

use super::openapi::product_of;
use super::shape::{Shape, identity};
use crate::attributes::Attributes;
use crate::call::{Call, Origin};
use crate::operation::{CloudOperation, Source};

redline_json::view! {
    /// The event.
    pub(super) struct ActionTrailEvent<'a> {
        event_name = "eventName": Str<'a>,
        event_type = "eventType": Str<'a>,
        event_rw = "eventRW": Str<'a>,
        event_source = "eventSource": Str<'a>,
        service_name = "serviceName": Str<'a>,
        acs_region = "acsRegion": Str<'a>,
        error_code = "errorCode": Str<'a>,
        request_parameters = "requestParameters": Option<Raw<'a>>,
        referenced_resources = "referencedResources": Option<Raw<'a>>,
        resource_type = "resourceType": Str<'a>,
        resource_name = "resourceName": Str<'a>,
        user_identity = "userIdentity": Option<Raw<'a>>,
    }
}

impl<'a> Shape<'a> for ActionTrailEvent<'a> {
    fn is_recognised(&self) -> bool {
        !self.event_name.is_empty()
    }

    fn may_be_in_envelope(&self) -> bool {
        true
    }

    fn operation(&self) -> Result<Option<CloudOperation<'a>>, Unreadable> {
        let identity = identity("request.userIdentity", self.user_identity)?;
        // A call that failed, and one that only reads, changed nothing.
        if !self.error_code.is_empty() || self.event_rw.eq_ignore_ascii_case("read") {
            return Ok(None);
        }
        let call = self.call()?;
        Ok(Some(CloudOperation { source: Source::Call(call), identity, tags: None }))
    }
}

impl<'a> ActionTrailEvent<'a> {
    fn call(&self) -> Result<Call<'a>, Unreadable> {
        let product = match self.service_name.trim_ascii() {
            "" => before(self.event_source.trim_ascii(), ".-"),
            service => product_of(service),
        };
        if product.is_empty() {
            return Err(Unreadable::new("request.serviceName", "expected the product, found nothing"));
        }
        let by_itself = self.event_type.eq_ignore_ascii_case("AliyunServiceEvent");
        Ok(Call {
            origin: if by_itself { Origin::ServiceEvent } else { Origin::Event },
            product: product.to_owned(),
            action: self.event_name.clone(),
            region: self.acs_region.clone(),
            parameters: Attributes::of_call(self.request_parameters, "request.requestParameters")?,
            resource_id: Str::default(),
            resource_name: Str::default(),
            referenced: Attributes::of_call(self.referenced_resources, "request.referencedResources")?,
            subject: [self.resource_type.clone(), self.resource_name.clone()],
        })
    }
}
