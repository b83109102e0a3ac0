//! Object metadata, the part of every Kubernetes object that the engine itself reads.

use redline_json::{List, Map, Raw, Str};

redline_json::view! {
    /// `metadata` of a Kubernetes object; `managedFields` and the rest are skipped.
    pub struct ObjectMeta<'a> {
        /// Object name; empty while only `generateName` is known.
        pub name: Str<'a>,
        /// Prefix from which the API server makes the name.
        pub generate_name = "generateName": Str<'a>,
        /// Namespace; empty for cluster-scoped objects.
        pub namespace: Str<'a>,
        /// Labels.
        pub labels: Map<'a>,
        /// Annotations.
        pub annotations: Map<'a>,
        /// Finalizers that hold the object back from deletion.
        pub finalizers: List<Str<'a>>,
        /// Owners, as text: an object whose owners are all gone is deleted by the garbage collector.
        pub owner_references = "ownerReferences": Option<Raw<'a>>,
        /// Set while the object is being deleted.
        pub deletion_timestamp = "deletionTimestamp": Str<'a>,
    }

    /// An object of which only the metadata matters.
    pub struct PartialObjectMetadata<'a> {
        /// The object's metadata.
        pub metadata: ObjectMeta<'a>,
    }
}

/// A view of a Kubernetes object. The engine needs the metadata of every view: for the object's name in a
/// delete-collection, for exemptions, approvals, and objects that are already terminating.
pub trait Object<'a>: redline_json::Slot<'a> {
    /// The object's metadata.
    fn meta(&self) -> &ObjectMeta<'a>;
}

impl<'a> Object<'a> for PartialObjectMetadata<'a> {
    fn meta(&self) -> &ObjectMeta<'a> {
        &self.metadata
    }
}

/// Implements [`Object`] for views that have a field `metadata`.
#[macro_export]
macro_rules! objects {
    ($($view:ident),+ $(,)?) => {$(
        impl<'a> $crate::object_meta::Object<'a> for $view<'a> {
            fn meta(&self) -> &$crate::object_meta::ObjectMeta<'a> {
                &self.metadata
            }
        }
    )+};
}

#[cfg(test)]
mod tests {
    use super::*;
    use redline_json::{Unreadable, read};

    fn problem(text: &str) -> Unreadable {
        read::<PartialObjectMetadata<'_>>(text).unwrap_err().at("request.object")
    }

    #[test]
    fn problems_name_the_path_and_keep_the_content() {
        let e = problem(r#"{"data":{"p":"s3cret"},"metadata":{"labels":{"a":["s3cret"]}}}"#);
        assert_eq!(e.to_string(), "cannot read `request.object.metadata.labels.a`: expected a string");
        let e = problem("{\"metadata\":{\"finalizers\":[\"a\",\n 7]}}");
        assert_eq!(e.path, "request.object.metadata.finalizers[1]");
        let e = problem(r#"{"metadata":{"name":"s3cr"#);
        assert!(!e.to_string().contains("s3cr"), "{e}");
        assert_eq!(e.problem, "the JSON ends too early");
    }
}
