//! What a rule may ask its host: the time, and objects of the cluster.

use alloc::string::String;
use alloc::vec::Vec;

use crate::object_meta::PartialObjectMetadata;
use redline_json::{List, read, write};

/// Makes a Kubewarden host call in the namespace `kubernetes`. The arguments are the operation, such as `get_resource`, and
/// the message as JSON. Returns the JSON response, or the host's error.
pub type HostCall<'h> = &'h (dyn Fn(&str, &[u8]) -> Result<Vec<u8>, String> + Sync);

/// The host of one evaluation.
///
/// The modules of rules that never look anything up have no [`Host::call`], so that they need not import waPC's host calls.
#[derive(Clone, Copy)]
pub struct Host<'h> {
    /// Returns the time in seconds since the Unix epoch; `None` if the host has no clock, and then no approval counts.
    pub now: &'h (dyn Fn() -> Option<i64> + Sync),
    /// Makes look-ups in the cluster; `None` if the rule needs none.
    pub call: Option<HostCall<'h>>,
}

redline_json::view! {
    struct Objects<'a> {
        items: List<PartialObjectMetadata<'a>>,
    }
}

impl Host<'_> {
    /// A host without a clock and without look-ups, for rules and tests that need neither.
    pub const SILENT: Host<'static> = Host { now: &|| None, call: None };

    /// Returns one object as JSON. `None` if it does not exist, if the policy has no access to its kind
    /// (`contextAwareResources`), or if the host cannot answer; a rule then decides without the object. `namespace` is empty
    /// for cluster-scoped objects.
    pub fn get(&self, api_version: &str, kind: &str, namespace: &str, name: &str) -> Option<Vec<u8>> {
        let mut query = String::new();
        write::object(&mut query, |members| {
            for (key, value) in [("api_version", api_version), ("kind", kind), ("name", name), ("namespace", namespace)]
            {
                match (members.member(key), key, value) {
                    (json, "namespace", "") => json.push_str("null"),
                    (json, _, value) => write::string(json, value),
                }
            }
            members.member("disable_cache").push_str("false");
        });
        (self.call?)("get_resource", query.as_bytes()).ok()
    }

    /// Returns the number of objects of a kind, in one namespace or, if `namespace` is empty, in all. `None` as in
    /// [`Host::get`].
    pub fn count(&self, api_version: &str, kind: &str, namespace: &str) -> Option<usize> {
        let json = self.list(api_version, kind, namespace)?;
        let objects: Objects<'_> = read(core::str::from_utf8(&json).ok()?).ok()?;
        Some(objects.items.0.len())
    }

    /// Returns the objects of a kind as the JSON of a Kubernetes `List`, in one namespace or, if `namespace` is empty, in
    /// all. `None` as in [`Host::get`].
    pub fn list(&self, api_version: &str, kind: &str, namespace: &str) -> Option<Vec<u8>> {
        let mut query = String::new();
        write::object(&mut query, |members| {
            for (key, value) in [("api_version", api_version), ("kind", kind), ("namespace", namespace)] {
                if !value.is_empty() {
                    write::string(members.member(key), value);
                }
            }
            members.member("label_selector").push_str("null");
            members.member("field_selector").push_str("null");
        });
        let operation = if namespace.is_empty() { "list_resources_all" } else { "list_resources_by_namespace" };
        (self.call?)(operation, query.as_bytes()).ok()
    }
}
