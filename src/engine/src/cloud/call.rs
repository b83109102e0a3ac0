//! An API call: one that is about to be made, or one that ActionTrail recorded.

use super::identity::{Caller, Identity, UserIdentity};
use super::tags::{self, Tags};
use super::value::Json;
use crate::Unreadable;
use crate::json::{self, Raw, Slot, Str};

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
    /// Id of the resource as the caller of the rule found it; may be empty.
    pub resource_id: Str<'a>,
    /// Name of that resource; may be empty.
    pub resource_name: Str<'a>,
    /// Resources that the event refers to: type and ids.
    referenced: Json<'a>,
    /// Type and id of the one resource that the event is about, where it has one.
    subject: [Str<'a>; 2],
}

crate::view! {
    struct OpenApi<'a> {
        product: Str<'a>,
        action: Str<'a>,
        region: Str<'a>,
        parameters: Option<Raw<'a>>,
        resource: Resource<'a>,
        identity: Caller<'a>,
    }
    struct Resource<'a> {
        id: Str<'a>,
        name: Str<'a>,
        tags: Option<Raw<'a>>,
    }
    struct Trail<'a> {
        name = "eventName": Str<'a>,
        kind = "eventType": Str<'a>,
        rw = "eventRW": Str<'a>,
        source = "eventSource": Str<'a>,
        service = "serviceName": Str<'a>,
        region = "acsRegion": Str<'a>,
        error = "errorCode": Str<'a>,
        parameters = "requestParameters": Option<Raw<'a>>,
        referenced = "referencedResources": Option<Raw<'a>>,
        resource_type = "resourceType": Str<'a>,
        resource_name = "resourceName": Str<'a>,
        user = "userIdentity": UserIdentity<'a>,
    }
}

fn read<'a, T: Slot<'a>>(json: &'a str) -> Result<T, Unreadable> {
    json::read(json).map_err(|e| Unreadable::from_json("request", json, &e))
}

/// What came of reading a call: the call, who made it, and the tags of its resource.
pub(crate) type Read<'a> = (Call<'a>, Identity, Tags);

/// Reads `{"product", "action", "region", "parameters", "resource", "identity"}`.
pub(crate) fn read_call(json: &str) -> Result<Read<'_>, Unreadable> {
    let call: OpenApi<'_> = read(json)?;
    let tags = match call.resource.tags {
        Some(raw) => tags::read(raw.get(), "request.resource.tags")?,
        None => None,
    };
    let read = Call {
        origin: Origin::Call,
        product: call.product.trim_ascii().to_owned(),
        action: call.action,
        region: call.region,
        parameters: Json::parameters(call.parameters, "request.parameters")?,
        resource_id: call.resource.id,
        resource_name: call.resource.name,
        referenced: Json::parameters(None, "")?,
        subject: Default::default(),
    };
    Ok((read, call.identity.into(), tags))
}

/// Reads an ActionTrail event. `None` for calls that failed, and for calls that only read.
pub(crate) fn read_event(json: &str) -> Result<Option<Read<'_>>, Unreadable> {
    let event: Trail<'_> = read(json)?;
    if !event.error.is_empty() || event.rw.eq_ignore_ascii_case("read") {
        return Ok(None);
    }
    let product = match event.service.trim_ascii() {
        "" => event.source.trim_ascii().split(['.', '-']).next().unwrap_or(""),
        service => service,
    };
    if product.is_empty() {
        return Err(Unreadable::new("request.serviceName", "expected the product, found it in no member of the event"));
    }
    let service_event = event.kind.eq_ignore_ascii_case("AliyunServiceEvent");
    let call = Call {
        origin: if service_event { Origin::ServiceEvent } else { Origin::Event },
        product: product.to_owned(),
        action: event.name,
        region: event.region,
        parameters: Json::parameters(event.parameters, "request.requestParameters")?,
        resource_id: Str::default(),
        resource_name: Str::default(),
        referenced: Json::parameters(event.referenced, "request.referencedResources")?,
        subject: [event.resource_type, event.resource_name],
    };
    Ok(Some((call, event.user.into(), None)))
}

/// Products that go by two codes.
const ALIASES: &[(&str, &str)] = &[("sls", "log"), ("clb", "slb")];

impl Call<'_> {
    /// Whether this is the action of that product; both compared, ignoring case.
    pub fn is(&self, product: &str, action: &str) -> bool {
        self.of(product) && self.action.trim_ascii().eq_ignore_ascii_case(action)
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
            let (path, last) = key.rsplit_once("::").unwrap_or(("", key));
            let product = path.rsplit_once("::").map_or(path, |(_, product)| product);
            last.eq_ignore_ascii_case(kind)
                && (product.is_empty() || products.iter().any(|p| p.eq_ignore_ascii_case(product)))
        };
        let mut ids = Vec::new();
        for (key, _) in self.referenced.members().iter().filter(|(key, _)| fits(key)) {
            ids.extend(self.referenced.list(key));
        }
        let [subject, id] = &self.subject;
        if fits(subject) {
            ids.extend(id.split([',', ';']).map(|id| id.trim_ascii().to_owned()));
        }
        ids
    }
}
