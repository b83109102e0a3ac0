//! An API call: one that is about to be made, or one that ActionTrail recorded.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use redline_json::Str;
use redline_text::split;

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
    /// Name of the API, such as `DeleteScalingGroup`; in any case. Events of the console may have names of their own.
    pub action: Str<'a>,
    /// Region; may be empty.
    pub region: Str<'a>,
    /// Request parameters.
    pub parameters: Attributes<'a>,
    /// Id of the resource, as the sender of the call found it; may be empty.
    pub resource_id: Str<'a>,
    /// Name of that resource; may be empty.
    pub resource_name: Str<'a>,
    /// Resources that the event refers to: their ids by type.
    pub(crate) referenced: Attributes<'a>,
    /// Types and ids of the resources that the event is about, as two texts.
    pub(crate) subject: [Str<'a>; 2],
}

/// Products that have several codes. Lingjun's controller has an endpoint of its own and the code of Lingjun in RAM.
const ALIASES: &[(&str, &str)] = &[
    ("sls", "log"),
    ("clb", "slb"),
    ("ack", "cs"),
    ("eip", "vpc"),
    ("eflo-controller", "eflo"),
    ("eflo-cnp", "eflo"),
    ("bss", "bssopenapi"),
    ("businessopenapi", "bssopenapi"),
    ("resource-manager", "resourcemanager"),
    ("autoscaling", "ess"),
];

impl Call<'_> {
    /// Whether this is that action of that product. Both are compared, ignoring case.
    pub fn is_action(&self, product: &str, action: &str) -> bool {
        self.action_is(action) && self.is_product(product)
    }

    /// Whether the action has this name, ignoring case and the hyphens and underscores that command lines and SDKs put
    /// between its words.
    pub fn action_is(&self, action: &str) -> bool {
        let letters = self.action.trim_ascii().bytes().filter(|b| !matches!(b, b'-' | b'_'));
        letters.map(|b| b.to_ascii_lowercase()).eq(action.bytes().map(|b| b.to_ascii_lowercase()))
    }

    /// Whether the call asks to check alone whether it would succeed.
    pub(crate) fn asks_for_dry_run(&self) -> bool {
        self.parameters.has_value(&["DryRun"], &["true"])
    }

    /// Whether this is a call of the product. The calls of VPC were calls of ECS, and still work there.
    pub fn is_product(&self, product: &str) -> bool {
        let alias = ALIASES.iter().find(|(alias, _)| self.product.eq_ignore_ascii_case(alias));
        let own = alias.map_or(&*self.product, |(_, product)| product);
        own.eq_ignore_ascii_case(product) || product == "vpc" && own.eq_ignore_ascii_case("ecs")
    }

    /// Whether an event says which resources it is about.
    pub(crate) fn names_resources(&self) -> bool {
        !self.referenced.members().0.is_empty() || self.subject.iter().any(|text| !text.is_empty())
    }

    /// Ids of the resources of a type that the event refers to. The log writes types as `VSwitch` or as
    /// `ACS::ECS::Instance`, and ids as lists.
    pub(crate) fn referenced(&self, products: &[&str], resource_type: &str) -> Vec<String> {
        let is_type = |key: &str| {
            let mut parts = split(key, ":").filter(|part| !part.is_empty());
            match (parts.next(), parts.next(), parts.next()) {
                (Some(only), None, _) => only.eq_ignore_ascii_case(resource_type),
                (_, Some(product), Some(last)) => {
                    last.eq_ignore_ascii_case(resource_type) && products.iter().any(|p| p.eq_ignore_ascii_case(product))
                }
                _ => false,
            }
        };
        let mut ids = Vec::new();
        for (key, _) in self.referenced.members().iter().filter(|(key, _)| is_type(key)) {
            ids.extend(self.referenced.list(key));
        }
        // The two texts go together: `ACS::ECS::Instance;ACS::ECS::Disk` and `i-1,i-2;d-1`.
        let [types, names] = &self.subject;
        for (_, names) in split(types, ";").zip(split(names, ";")).filter(|(listed, _)| is_type(listed.trim_ascii())) {
            ids.extend(split(names, ",").map(str::trim_ascii).filter(|id| !id.is_empty()).map(ToString::to_string));
        }
        ids
    }
}
