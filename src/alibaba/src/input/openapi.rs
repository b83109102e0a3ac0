//! An OpenAPI call that is about to be made.

use alloc::borrow::ToOwned;

use redline_json::{Raw, Str, Unreadable};

use super::payload::{Input, read_at};
use crate::attributes::Attributes;
use crate::call::{Call, Origin};
use crate::tags::{self, Tags};

redline_json::view! {
    struct Resource<'a> {
        id: Str<'a>,
        name: Str<'a>,
        tags: Option<Raw<'a>>,
    }
}

/// Reads an OpenAPI call, and the tags of its resource.
pub(super) fn read<'a>(input: &Input<'a>) -> Result<(Call<'a>, Tags), Unreadable> {
    let resource: Resource<'a> = read_at("request.resource", input.resource.map_or("null", Raw::get))?;
    let tags = match resource.tags {
        Some(raw) => tags::read(raw.get(), "request.resource.tags")?,
        None => None,
    };
    let call = Call {
        origin: Origin::Call,
        product: input.product.trim_ascii().to_owned(),
        action: input.action.clone(),
        region: input.region.clone(),
        parameters: Attributes::parameters(input.parameters, "request.parameters")?,
        resource_id: resource.id,
        resource_name: resource.name,
        referenced: Attributes::parameters(None, "")?,
        subject: Default::default(),
    };
    Ok((call, tags))
}
