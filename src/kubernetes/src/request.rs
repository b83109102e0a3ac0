//! An admission request (`AdmissionRequest` of `admission.k8s.io/v1`), borrowed from the payload.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use core::ops::Deref;

use redline_core::request_match::Operation;
use redline_json::{List, Str};

use crate::object_meta::{Object, ObjectMeta};

redline_json::view! {
    /// Group, version and kind.
    pub struct GroupVersionKind<'a> {
        /// API group; empty for the core group.
        pub group: Str<'a>,
        /// API version.
        pub version: Str<'a>,
        /// Kind in CamelCase.
        pub kind: Str<'a>,
    }
    /// Group, version and resource.
    pub struct GroupVersionResource<'a> {
        /// API group; empty for the core group.
        pub group: Str<'a>,
        /// API version.
        pub version: Str<'a>,
        /// Plural resource name. Kubewarden's audit scanner writes the kind there.
        pub resource: Str<'a>,
    }
    /// The user who sends a request.
    pub struct UserInfo<'a> {
        /// User name; that of a service account is `system:serviceaccount:<namespace>:<name>`.
        pub username: Str<'a>,
        /// Groups of the user.
        pub groups: List<Str<'a>>,
    }
}

impl GroupVersionKind<'_> {
    /// Group and kind.
    pub fn name(&self) -> (&str, &str) {
        (&self.group, &self.kind)
    }
}

impl GroupVersionResource<'_> {
    /// Group and plural.
    pub fn name(&self) -> (&str, &str) {
        (&self.group, &self.resource)
    }
}

/// The members of a request, apart from its objects.
#[derive(Debug)]
pub struct RequestHeader<'a> {
    /// Kind of the object; for CONNECT of the options, such as `PodExecOptions`.
    pub kind: GroupVersionKind<'a>,
    /// Resource that the request addresses.
    pub resource: GroupVersionResource<'a>,
    /// Sub-resource, such as `status`; empty for the object itself.
    pub sub_resource: Str<'a>,
    /// Name of the object; empty in a delete-collection and with `generateName`. Prefer [`Request::object_name`].
    pub name: Str<'a>,
    /// Namespace of the object; empty for cluster-scoped objects.
    pub namespace: Str<'a>,
    /// The operation.
    pub operation: Operation,
    /// The user who sends the request; empty if the request does not name one.
    pub user: UserInfo<'a>,
}

/// An admission request. `O` is the rule's view of the object. Dereferences to the [`RequestHeader`].
#[derive(Debug)]
pub struct Request<'a, O> {
    /// The members other than the objects.
    pub header: RequestHeader<'a>,
    /// The object after the request, for CONNECT the options; `None` for DELETE.
    pub object: Option<O>,
    /// The object before the request; `None` for CREATE and CONNECT.
    pub old_object: Option<O>,
}

impl<'a, O> Deref for Request<'a, O> {
    type Target = RequestHeader<'a>;
    fn deref(&self) -> &RequestHeader<'a> {
        &self.header
    }
}

impl<'a, O: Object<'a>> Request<'a, O> {
    /// The parts of the request that do not depend on the view.
    pub(crate) fn parts(&self) -> RequestParts<'_, 'a> {
        let (object, old_object) = (self.object.as_ref().map(O::meta), self.old_object.as_ref().map(O::meta));
        RequestParts { header: &self.header, object, old_object }
    }

    /// Metadata of the object that the request is about: for DELETE of the old object, otherwise of the new one.
    pub fn meta(&self) -> Option<&ObjectMeta<'a>> {
        self.parts().meta()
    }

    /// The object's name: from the request if it has one, otherwise from the object. For an object that has none yet, its
    /// `generateName`.
    pub fn object_name(&self) -> &str {
        self.parts().object_name()
    }

    /// The object's namespace: from the request if it has one, otherwise from the object; empty for cluster-scoped objects.
    pub fn object_namespace(&self) -> &str {
        self.parts().object_namespace()
    }

    /// `namespace/name`, or `name` for cluster-scoped objects. A Namespace is cluster-scoped, although requests about it have
    /// its name as their namespace.
    pub fn object_id(&self) -> String {
        self.parts().object_id()
    }

    /// The kind for messages, such as `Node` or `Deployment`; the plural if the request has no kind.
    pub fn kind_name(&self) -> &str {
        if self.kind.kind.is_empty() { &self.resource.resource } else { &self.kind.kind }
    }
}

/// The parts of a request that do not depend on the rule's view. For code that is the same for all rules.
#[derive(Clone, Copy)]
pub(crate) struct RequestParts<'r, 'a> {
    pub(crate) header: &'r RequestHeader<'a>,
    pub(crate) object: Option<&'r ObjectMeta<'a>>,
    pub(crate) old_object: Option<&'r ObjectMeta<'a>>,
}

impl<'r, 'a> RequestParts<'r, 'a> {
    pub(crate) fn meta(self) -> Option<&'r ObjectMeta<'a>> {
        match self.header.operation {
            Operation::Delete => self.old_object.or(self.object),
            _ => self.object.or(self.old_object),
        }
    }

    pub(crate) fn object_name(self) -> &'r str {
        if !self.header.name.is_empty() {
            return &self.header.name;
        }
        self.meta().map_or("", |m| if m.name.is_empty() { &m.generate_name } else { &m.name })
    }

    pub(crate) fn object_namespace(self) -> &'r str {
        if !self.header.namespace.is_empty() {
            return &self.header.namespace;
        }
        self.meta().map_or("", |m| &m.namespace)
    }

    pub(crate) fn object_id(self) -> String {
        let is_namespace = self.header.kind.kind == "Namespace" && self.header.kind.group.is_empty();
        match (self.object_namespace(), self.object_name()) {
            ("", name) => name.to_owned(),
            (_, name) if is_namespace => name.to_owned(),
            (namespace, name) => format!("{namespace}/{name}"),
        }
    }

    /// The path of the object that the operation needs and the request lacks, if so. Kubernetes always sends it.
    pub(crate) fn missing_object(self) -> Option<&'static str> {
        match self.header.operation {
            Operation::Create | Operation::Update if self.object.is_none() => Some("request.object"),
            Operation::Delete if self.object.is_none() && self.old_object.is_none() => Some("request.oldObject"),
            _ => None,
        }
    }
}
