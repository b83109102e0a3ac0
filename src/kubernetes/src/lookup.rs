//! What a rule may ask of the place it runs in: the time, and the cluster.

use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;

use crate::object_meta::PartialObjectMetadata;
use redline_json::{List, read};
use redline_text::concat;

/// Answers a Kubewarden host call of the `kubernetes` namespace: operation and JSON message in, JSON out.
pub type Call<'h> = &'h (dyn Fn(&str, &[u8]) -> Result<Vec<u8>, String> + Sync);

/// The outside world of one evaluation.
///
/// Rules that never look at the cluster get a host without [`Host::call`], so that their modules need not
/// import waPC's host calls.
#[derive(Clone, Copy)]
pub struct Host<'h> {
    /// Seconds since the Unix epoch; `None` when the host has no clock, and then no approval counts.
    pub now: &'h (dyn Fn() -> Option<i64> + Sync),
    /// Cluster look-ups, where the rule asks for them.
    pub call: Option<Call<'h>>,
}

#[derive(Serialize)]
struct ListResources<'q> {
    api_version: &'q str,
    kind: &'q str,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<&'q str>,
    label_selector: Option<&'q str>,
    field_selector: Option<&'q str>,
}

redline_json::view! {
    struct Objects<'a> {
        items: List<PartialObjectMetadata<'a>>,
    }
}

impl Host<'_> {
    /// A host with nothing to say, for rules and tests that ask nothing.
    pub const SILENT: Host<'static> = Host { now: &|| None, call: None };

    /// The JSON text of one object, or `None` when it does not exist, the look-up is not granted, or the host
    /// cannot answer: a rule then decides without it. An empty namespace means a cluster-scoped object.
    pub fn get(&self, api_version: &str, kind: &str, namespace: &str, name: &str) -> Option<Vec<u8>> {
        let mut query = String::from("{");
        for (key, value) in [("api_version", api_version), ("kind", kind), ("name", name), ("namespace", namespace)] {
            let json = serde_json::to_string(value).ok()?;
            let json = if key == "namespace" && value.is_empty() { "null" } else { &json };
            query.push_str(&concat(&["\"", key, "\":", json, ","]));
        }
        query.push_str("\"disable_cache\":false}");
        (self.call?)("get_resource", query.as_bytes()).ok()
    }

    /// How many objects of a kind there are, in one namespace or (empty) everywhere; `None` as in [`Host::get`].
    pub fn count(&self, api_version: &str, kind: &str, namespace: &str) -> Option<usize> {
        let json = self.list(api_version, kind, namespace)?;
        let objects: Objects<'_> = read(core::str::from_utf8(&json).ok()?).ok()?;
        Some(objects.items.0.len())
    }

    /// The JSON text of a `List` of all objects of a kind, in one namespace or (empty) everywhere; `None` as in
    /// [`Host::get`].
    pub fn list(&self, api_version: &str, kind: &str, namespace: &str) -> Option<Vec<u8>> {
        let namespace = (!namespace.is_empty()).then_some(namespace);
        let query = ListResources { api_version, kind, namespace, label_selector: None, field_selector: None };
        let operation = if namespace.is_some() { "list_resources_by_namespace" } else { "list_resources_all" };
        (self.call?)(operation, &serde_json::to_vec(&query).ok()?).ok()
    }
}
