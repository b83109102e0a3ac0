//! The view of any object as metadata and text.

use redline_json::{Fields, Slot, Str, ValueType};
use redline_kubernetes::object_meta::ObjectMeta;

/// A view of any object: the metadata, and the other members as JSON text. `apiVersion`, `kind` and `status` are left out: the
/// first two cannot change, and no rule protects the third.
#[derive(Debug, Default, Clone)]
pub struct Whole<'a> {
    /// The object's metadata.
    pub metadata: ObjectMeta<'a>,
    /// Every other member, such as `spec`, `data` or `rules`.
    pub fields: Fields<'a>,
}

impl<'a> Slot<'a> for Whole<'a> {
    fn empty() -> Self {
        Whole::default()
    }
    fn shape() -> ValueType {
        ValueType::Object
    }
    fn kind(&self) -> ValueType {
        Self::shape()
    }
    fn part(&mut self, key: Option<&Str<'a>>) -> Option<&mut dyn Slot<'a>> {
        match &**key? {
            "metadata" => Some(&mut self.metadata),
            "apiVersion" | "kind" | "status" => None,
            _ => self.fields.part(key),
        }
    }
}

redline_kubernetes::objects!(Whole);
