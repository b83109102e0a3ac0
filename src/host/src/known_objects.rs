//! Objects that look-ups find, kept as text: a tree of each would take ten times the memory.

use serde_json::Value;

/// Objects, each with `apiVersion`, `kind` and `metadata.name`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KnownObjects(Vec<KnownObject>);

/// An object, and what it is found by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KnownObject {
    api_version: Box<str>,
    kind: Box<str>,
    pub(crate) namespace: Box<str>,
    pub(crate) name: Box<str>,
    json: Box<str>,
}

impl KnownObjects {
    /// Adds an object.
    pub fn add(&mut self, object: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().into();
        let metadata = &object["metadata"];
        self.0.push(KnownObject {
            api_version: text(&object["apiVersion"]),
            kind: text(&object["kind"]),
            namespace: text(&metadata["namespace"]),
            name: text(&metadata["name"]),
            json: object.to_string().into(),
        });
    }

    /// The objects.
    pub fn values(&self) -> impl Iterator<Item = Value> {
        self.0.iter().map(KnownObject::value)
    }

    /// Those of a kind.
    pub(crate) fn of_kind(&self, api_version: &str, kind: &str) -> impl Iterator<Item = &KnownObject> {
        self.0.iter().filter(move |object| &*object.api_version == api_version && &*object.kind == kind)
    }
}

impl KnownObject {
    /// The object.
    pub(crate) fn value(&self) -> Value {
        // The text was written from a value.
        serde_json::from_str(&self.json).unwrap_or_default()
    }
}

impl FromIterator<Value> for KnownObjects {
    fn from_iter<I: IntoIterator<Item = Value>>(objects: I) -> Self {
        let mut known = KnownObjects::default();
        objects.into_iter().for_each(|object| known.add(&object));
        known
    }
}
