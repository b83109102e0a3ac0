//! An admission request, borrowed from the payload.

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
        /// Plural resource name, or (from Kubewarden's audit scanner) the kind.
        pub resource: Str<'a>,
    }
    /// Who sends the request.
    pub struct UserInfo<'a> {
        /// User name; service accounts are `system:serviceaccount:<namespace>:<name>`.
        pub username: Str<'a>,
        /// Groups.
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

/// The members of a request other than its objects.
#[derive(Debug)]
pub struct RequestHeader<'a> {
    /// Kind of the object (or of the options, for CONNECT).
    pub kind: GroupVersionKind<'a>,
    /// Resource that the request addresses.
    pub resource: GroupVersionResource<'a>,
    /// Sub-resource, such as `status`; empty for the object itself.
    pub sub_resource: Str<'a>,
    /// Name of the object; empty in a delete-collection and with `generateName`. See [`Request::object_name`].
    pub name: Str<'a>,
    /// Namespace of the object; empty for cluster-scoped ones.
    pub namespace: Str<'a>,
    /// The verb.
    pub operation: Operation,
    /// Who sends the request; empty when the request does not say.
    pub user: UserInfo<'a>,
}

/// One admission request. `O` is the rule's view of the object.
#[derive(Debug)]
pub struct Request<'a, O> {
    /// Everything but the objects; its fields are the request's own.
    pub head: RequestHeader<'a>,
    /// The new object; `None` for DELETE.
    pub object: Option<O>,
    /// The object as it stands; `None` for CREATE and CONNECT.
    pub old_object: Option<O>,
}

impl<'a, O> Deref for Request<'a, O> {
    type Target = RequestHeader<'a>;
    fn deref(&self) -> &RequestHeader<'a> {
        &self.head
    }
}

impl<'a, O: Object<'a>> Request<'a, O> {
    /// The request without what only its rule reads.
    pub(crate) fn subject(&self) -> Subject<'_, 'a> {
        let (object, old_object) = (self.object.as_ref().map(O::meta), self.old_object.as_ref().map(O::meta));
        Subject { head: &self.head, object, old_object }
    }

    /// Metadata of the object that the request is about: of the old object for DELETE, else of the new one.
    pub fn meta(&self) -> Option<&ObjectMeta<'a>> {
        self.subject().meta()
    }

    /// The object's name: from the request, else from the object, else from `generateName`.
    pub fn object_name(&self) -> &str {
        self.subject().object_name()
    }

    /// The object's namespace: from the request, else from the object; empty for cluster-scoped ones.
    pub fn object_namespace(&self) -> &str {
        self.subject().object_namespace()
    }

    /// `namespace/name`, or `name` for cluster-scoped objects. A Namespace is one, though its requests carry its own
    /// name as their namespace.
    pub fn object_id(&self) -> String {
        self.subject().object_id()
    }

    /// The kind as a person would say it: `Node`, `Deployment`; the plural where the kind is unknown.
    pub fn kind_name(&self) -> &str {
        if self.kind.kind.is_empty() { &self.resource.resource } else { &self.kind.kind }
    }
}

/// What the engine itself reads of a request, whatever the view of the object.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'r, 'a> {
    pub(crate) head: &'r RequestHeader<'a>,
    pub(crate) object: Option<&'r ObjectMeta<'a>>,
    pub(crate) old_object: Option<&'r ObjectMeta<'a>>,
}

impl<'r, 'a> Subject<'r, 'a> {
    pub(crate) fn meta(self) -> Option<&'r ObjectMeta<'a>> {
        match self.head.operation {
            Operation::Delete => self.old_object.or(self.object),
            _ => self.object.or(self.old_object),
        }
    }

    pub(crate) fn object_name(self) -> &'r str {
        if !self.head.name.is_empty() {
            return &self.head.name;
        }
        self.meta().map_or("", |m| if m.name.is_empty() { &m.generate_name } else { &m.name })
    }

    pub(crate) fn object_namespace(self) -> &'r str {
        if !self.head.namespace.is_empty() {
            return &self.head.namespace;
        }
        self.meta().map_or("", |m| &m.namespace)
    }

    pub(crate) fn object_id(self) -> String {
        let is_namespace = self.head.kind.kind == "Namespace" && self.head.kind.group.is_empty();
        match (self.object_namespace(), self.object_name()) {
            ("", name) => name.to_owned(),
            (_, name) if is_namespace => name.to_owned(),
            (namespace, name) => format!("{namespace}/{name}"),
        }
    }

    /// The object without which nobody can judge the operation, if it is not there. Kubernetes always sends it.
    pub(crate) fn missing_object(self) -> Option<&'static str> {
        match self.head.operation {
            Operation::Create | Operation::Update if self.object.is_none() => Some("request.object"),
            Operation::Delete if self.object.is_none() && self.old_object.is_none() => Some("request.oldObject"),
            _ => None,
        }
    }
}
