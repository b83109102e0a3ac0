//! An API call: one that is about to be made, or one that ActionTrail recorded.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use redline_json::Str;

use crate::attributes::Attributes;

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
    pub parameters: Attributes<'a>,
    /// Id of the resource, as whoever asks the rule found it; may be empty.
    pub resource_id: Str<'a>,
    /// Name of that resource; may be empty.
    pub resource_name: Str<'a>,
    /// Resources that the event refers to: type and ids.
    pub(crate) referenced: Attributes<'a>,
    /// Types and ids of the resources that the event is about, as two texts.
    pub(crate) subject: [Str<'a>; 2],
}

/// Products that go by two codes.
const ALIASES: &[(&str, &str)] = &[("sls", "log"), ("clb", "slb"), ("ack", "cs")];

impl Call<'_> {
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
