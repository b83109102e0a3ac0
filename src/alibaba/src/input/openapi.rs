//! An OpenAPI call that is about to be made.

use alloc::borrow::ToOwned;

use redline_json::{Raw, Str, Unreadable};
use redline_text::before;

use super::shape::{Shape, identity, read_at};
use crate::attributes::Attributes;
use crate::call::{Call, Origin};
use crate::operation::{CloudOperation, Source};
use crate::tags;

redline_json::view! {
    /// The call.
    pub(super) struct OpenApiCall<'a> {
        product: Str<'a>,
        action: Str<'a>,
        region: Str<'a>,
        parameters: Option<Raw<'a>>,
        resource: Option<Raw<'a>>,
        identity: Option<Raw<'a>>,
    }

    struct Resource<'a> {
        id: Str<'a>,
        name: Str<'a>,
        tags: Option<Raw<'a>>,
    }
}

/// The product, where it is given as the host of its endpoint: `ecs.cn-hangzhou.aliyuncs.com`, `slb-pop.aliyuncs.com`.
pub(super) fn product_of(given: &str) -> &str {
    let given = given.trim_ascii();
    match given.ends_with(".aliyuncs.com") {
        true => before(given, ".-"),
        false => given,
    }
}

impl<'a> Shape<'a> for OpenApiCall<'a> {
    fn is_recognised(&self) -> bool {
        !self.product.is_empty() && !self.action.is_empty()
    }

    fn operation(&self) -> Result<Option<CloudOperation<'a>>, Unreadable> {
        let identity = identity("request.identity", self.identity)?;
        let resource: Resource<'a> = read_at("request.resource", self.resource.map_or("null", Raw::get))?;
        let tags = match resource.tags {
            Some(raw) => tags::read(raw.get(), "request.resource.tags")?,
            None => None,
        };
        let parameters = Attributes::of_call(self.parameters, "request.parameters")?;
        let call = Call {
            origin: Origin::Call,
            product: product_of(&self.product).to_owned(),
            action: self.action.clone(),
            region: self.region.clone(),
            parameters,
            resource_id: resource.id,
            resource_name: resource.name,
            referenced: Attributes::of_call(None, "")?,
            subject: Default::default(),
        };
        Ok(Some(CloudOperation { source: Source::Call(call), identity, tags }))
    }
}
