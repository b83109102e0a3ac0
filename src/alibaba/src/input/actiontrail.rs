//! An event as ActionTrail delivers it.

use alloc::borrow::ToOwned;

use redline_json::{Str, Unreadable};

use super::payload::Input;
use crate::attributes::Attributes;
use crate::call::{Call, Origin};

/// Reads an ActionTrail event.
pub(super) fn read<'a>(input: &Input<'a>) -> Result<Call<'a>, Unreadable> {
    let product = match input.service_name.trim_ascii() {
        // A host in one of its forms: `ecs.cn-hangzhou.aliyuncs.com`, `slb-pop.aliyuncs.com`.
        "" => input.event_source.trim_ascii().split(['.', '-']).next().unwrap_or(""),
        service => service,
    };
    if product.is_empty() {
        return Err(Unreadable::new("request.serviceName", "expected the product, found nothing"));
    }
    let by_itself = input.event_type.eq_ignore_ascii_case("AliyunServiceEvent");
    Ok(Call {
        origin: if by_itself { Origin::ServiceEvent } else { Origin::Event },
        product: product.to_owned(),
        action: input.event_name.clone(),
        region: input.acs_region.clone(),
        parameters: Attributes::parameters(input.request_parameters, "request.requestParameters")?,
        resource_id: Str::default(),
        resource_name: Str::default(),
        referenced: Attributes::parameters(input.referenced_resources, "request.referencedResources")?,
        subject: [input.resource_type.clone(), input.resource_name.clone()],
    })
}
