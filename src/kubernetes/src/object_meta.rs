//! Object metadata: the part of every Kubernetes object that this crate itself reads.

use redline_json::{List, Map, Raw, Str};

redline_json::view! {
    /// `metadata` of a Kubernetes object. Other members, such as `managedFields`, are skipped.
    pub struct ObjectMeta<'a> {
        /// Object name; empty as long as only `generateName` is known.
        pub name: Str<'a>,
        /// Prefix from which the API server generates the name.
        pub generate_name = "generateName": Str<'a>,
        /// Namespace; empty for cluster-scoped objects.
        pub namespace: Str<'a>,
        /// Labels.
        pub labels: Map<'a>,
        /// Annotations.
        pub annotations: Map<'a>,
        /// Finalizers, which delay the deletion of the object.
        pub finalizers: List<Str<'a>>,
        /// Owners, as JSON text. The garbage collector deletes an object when none of its owners exists any more.
        pub owner_references = "ownerReferences": Option<Raw<'a>>,
        /// Set while the object is being deleted.
        pub deletion_timestamp = "deletionTimestamp": Str<'a>,
    }

    /// An object of which only the metadata is read.
    pub struct PartialObjectMetadata<'a> {
        /// The object's metadata.
        pub metadata: ObjectMeta<'a>,
    }
}

/// A view of a Kubernetes object. Every view includes the metadata, which the evaluation needs for the name of the object in
/// a delete-collection, for exemptions and approvals, and to recognise objects that are already terminating.
pub trait Object<'a>: redline_json::Slot<'a> + Sync {
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
