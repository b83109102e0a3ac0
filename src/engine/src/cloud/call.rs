//! An API call: one that is about to be made, or one that ActionTrail recorded.

use super::read::{Input, read_at};
use super::tags::{self, Tags};
use super::value::Json;
use crate::Unreadable;
use crate::json::{Raw, Str};
use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Where a call was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// An OpenAPI call.
    Call,
    /// An event about a call by somebody.
    Event,
    /// An event about something that Alibaba Cloud did by itself, such as releasing an expired instance.
    ServiceEvent,
}

/// An API call.
#[derive(Debug)]
pub struct Call<'a> {
    /// Where it was seen.
    pub origin: Origin,
    /// Product code, such as `ess`; in any case.
    pub product: String,
    /// Name of the API, such as `DeleteScalingGroup`; in any case. Console events may have names of their own.
    pub action: Str<'a>,
    /// Region; may be empty.
    pub region: Str<'a>,
    /// Request parameters.
    pub parameters: Json<'a>,
    /// Id of the resource, as whoever asks the rule found it; may be empty.
    pub resource_id: Str<'a>,
    /// Name of that resource; may be empty.
    pub resource_name: Str<'a>,
    /// Resources that the event refers to: type and ids.
    referenced: Json<'a>,
    /// Types and ids of the resources that the event is about, as two texts.
    subject: [Str<'a>; 2],
}

crate::view! {
    struct Resource<'a> {
        id: Str<'a>,
        name: Str<'a>,
        tags: Option<Raw<'a>>,
    }
}

/// Products that go by two codes.
const ALIASES: &[(&str, &str)] = &[("sls", "log"), ("clb", "slb"), ("ack", "cs")];

impl<'a> Call<'a> {
    /// Reads an OpenAPI call, and the tags of its resource.
    pub(crate) fn read(input: &Input<'a>) -> Result<(Call<'a>, Tags), Unreadable> {
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
            parameters: Json::parameters(input.parameters, "request.parameters")?,
            resource_id: resource.id,
            resource_name: resource.name,
            referenced: Json::parameters(None, "")?,
            subject: Default::default(),
        };
        Ok((call, tags))
    }

    /// Reads an ActionTrail event.
    pub(crate) fn read_event(input: &Input<'a>) -> Result<Call<'a>, Unreadable> {
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
            parameters: Json::parameters(input.request_parameters, "request.requestParameters")?,
            resource_id: Str::default(),
            resource_name: Str::default(),
            referenced: Json::parameters(input.referenced_resources, "request.referencedResources")?,
            subject: [input.resource_type.clone(), input.resource_name.clone()],
        })
    }

    /// Whether this is the action of that product; both compared, ignoring case.
    pub fn is(&self, product: &str, action: &str) -> bool {
        self.action.trim_ascii().eq_ignore_ascii_case(action) && self.of(product)
    }

    /// Whether this is a call of the product.
    pub fn of(&self, product: &str) -> bool {
        let alias = ALIASES.iter().find(|(alias, _)| self.product.eq_ignore_ascii_case(alias));
        alias.map_or(&*self.product, |(_, product)| product).eq_ignore_ascii_case(product)
    }

    /// Ids of the resources of a type that the event refers to. The log writes types as `VSwitch` or as
    /// `ACS::ECS::Instance`, and ids as lists.
    pub(crate) fn referenced(&self, products: &[&str], kind: &str) -> Vec<String> {
        let fits = |key: &str| {
            let mut parts = key.split(':').filter(|part| !part.is_empty());
            match (parts.next(), parts.next(), parts.next()) {
                (Some(only), None, _) => only.eq_ignore_ascii_case(kind),
                (_, Some(product), Some(last)) => {
                    last.eq_ignore_ascii_case(kind) && products.iter().any(|p| p.eq_ignore_ascii_case(product))
                }
                _ => false,
            }
        };
        let mut ids = Vec::new();
        for (key, _) in self.referenced.members().iter().filter(|(key, _)| fits(key)) {
            ids.extend(self.referenced.list(key));
        }
        // These two say the same: `ACS::ECS::Instance;ACS::ECS::Disk` and `i-1,i-2;d-1`.
        let [kinds, names] = &self.subject;
        for (_, names) in kinds.split(';').zip(names.split(';')).filter(|(kind, _)| fits(kind.trim_ascii())) {
            ids.extend(names.split(',').map(str::trim_ascii).filter(|id| !id.is_empty()).map(ToString::to_string));
        }
        ids
    }
}
