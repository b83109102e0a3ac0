//! The view of any object as metadata and text.

use redline_json::{Fields, Kind, Slot, Str};
use redline_kubernetes::object_meta::ObjectMeta;

/// Any object: its metadata, and its other members as text. `apiVersion` and `kind` cannot change and `status`
/// is not protected, so they are left out.
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
    fn shape() -> Kind {
        Kind::Object
    }
    fn kind(&self) -> Kind {
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
