//! What a rule may ask its host: the time, and objects of the cluster.

use alloc::string::String;
use alloc::vec::Vec;

use crate::object_meta::PartialObjectMetadata;
use redline_json::{List, Slot, Str, ValueType, read, write};

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

/// A Kubernetes `List`. Every API server writes its `items`, even if there are none.
struct Listed<T>(Option<List<T>>);

impl<'a, T: Slot<'a>> Slot<'a> for Listed<T> {
    fn empty() -> Self {
        Listed(None)
    }
    fn shape() -> ValueType {
        ValueType::Object
    }
    fn kind(&self) -> ValueType {
        Self::shape()
    }
    fn part(&mut self, key: Option<&Str<'a>>) -> Option<&mut dyn Slot<'a>> {
        if key.is_some_and(|key| **key == *"items") { Some(&mut self.0) } else { None }
    }
}

/// The objects of a list that [`Host::list`] returned. `None` if it returned none, and if its answer is not a list: no answer
/// is never taken for "there are none".
pub fn items<'a, T: Slot<'a>>(json: Option<&'a [u8]>) -> Option<List<T>> {
    read::<Listed<T>>(core::str::from_utf8(json?).ok()?).ok()?.0
}

impl Host<'_> {
    /// A host without a clock and without look-ups, for rules and tests that need neither.
    pub const SILENT: Host<'static> = Host { now: &|| None, call: None };

    /// Returns one object as JSON. `None` if it does not exist, if the policy has no access to its kind
    /// (`contextAwareResources`), or if the host cannot answer or answers with something else; a rule then decides without the
    /// object. `namespace` is empty for cluster-scoped objects.
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
        let json = (self.call?)("get_resource", query.as_bytes()).ok()?;
        let object: PartialObjectMetadata<'_> = read(core::str::from_utf8(&json).ok()?).ok()?;
        (object.metadata.name == name).then_some(())?;
        Some(json)
    }

    /// Returns the number of objects of a kind, in one namespace or, if `namespace` is empty, in all. `None` as in
    /// [`Host::get`].
    pub fn count(&self, api_version: &str, kind: &str, namespace: &str) -> Option<usize> {
        let json = self.list(api_version, kind, namespace);
        items::<PartialObjectMetadata<'_>>(json.as_deref()).map(|objects| objects.0.len())
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
