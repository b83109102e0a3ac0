//! The AdmissionRequest, read once and borrowed from the payload.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::declare::Declaration;
use crate::json::{List, Map, RawValue, Str};
use crate::meta::{Meta, Object};
use crate::unreadable::Unreadable;

/// The verb of an admission request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// An object is made.
    Create,
    /// An object is replaced or patched.
    Update,
    /// An object is deleted; delete-collection sends one of these per object.
    Delete,
    /// A connection such as `pods/exec` is opened.
    Connect,
}

impl Operation {
    /// The operation as Kubernetes spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Operation::Create => "CREATE",
            Operation::Update => "UPDATE",
            Operation::Delete => "DELETE",
            Operation::Connect => "CONNECT",
        }
    }

    fn parse(s: &str) -> Option<Operation> {
        [Operation::Create, Operation::Update, Operation::Delete, Operation::Connect]
            .into_iter()
            .find(|o| o.as_str() == s)
    }
}

crate::view! {
    /// Group, version and kind.
    pub struct Gvk<'a> {
        /// API group; empty for the core group.
        pub group: Str<'a>,
        /// API version.
        pub version: Str<'a>,
        /// Kind in CamelCase.
        pub kind: Str<'a>,
    }
    /// Group, version and resource.
    pub struct Gvr<'a> {
        /// API group; empty for the core group.
        pub group: Str<'a>,
        /// API version.
        pub version: Str<'a>,
        /// Plural resource name, or (from Kubewarden's audit scanner) the kind.
        pub resource: Str<'a>,
    }
    /// Who asks.
    pub struct UserInfo<'a> {
        /// User name; service accounts are `system:serviceaccount:<namespace>:<name>`.
        pub username: Str<'a>,
        /// Groups.
        pub groups: List<Str<'a>>,
    }
}

/// One admission request. `O` is the rule's view of the object.
#[derive(Debug)]
pub struct Request<'a, O> {
    /// Kind of the object (or of the options, for CONNECT).
    pub kind: Gvk<'a>,
    /// Resource that the request addresses.
    pub resource: Gvr<'a>,
    /// Sub-resource, such as `status`; empty for the object itself.
    pub sub_resource: Str<'a>,
    /// Name of the object; empty in a delete-collection and with `generateName`. See [`Request::object_name`].
    pub name: Str<'a>,
    /// Namespace of the object; empty for cluster-scoped ones.
    pub namespace: Str<'a>,
    /// The verb.
    pub operation: Operation,
    /// Who asks; empty when the request does not say.
    pub user: UserInfo<'a>,
    /// The new object; `None` for DELETE.
    pub object: Option<O>,
    /// The object as it stands; `None` for CREATE and CONNECT.
    pub old_object: Option<O>,
}

impl<'a, O: Object<'a>> Request<'a, O> {
    /// Metadata of the object that the request is about: of the old object for DELETE, else of the new one.
    pub fn meta(&self) -> Option<&Meta<'a>> {
        let (first, second) = match self.operation {
            Operation::Delete => (&self.old_object, &self.object),
            _ => (&self.object, &self.old_object),
        };
        first.as_ref().or(second.as_ref()).map(O::meta)
    }

    /// The object's name: from the request, else from the object, else from `generateName`.
    pub fn object_name(&self) -> &str {
        if !self.name.is_empty() {
            return &self.name;
        }
        self.meta().map_or("", |m| if m.name.is_empty() { &m.generate_name } else { &m.name })
    }

    /// The object's namespace: from the request, else from the object; empty for cluster-scoped ones.
    pub fn object_namespace(&self) -> &str {
        if !self.namespace.is_empty() {
            return &self.namespace;
        }
        self.meta().map_or("", |m| &m.namespace)
    }

    /// `namespace/name`, or `name` for cluster-scoped objects.
    pub fn object_id(&self) -> String {
        match (self.object_namespace(), self.object_name()) {
            ("", name) => name.to_owned(),
            (namespace, name) => format!("{namespace}/{name}"),
        }
    }

    /// The kind as a person would say it: `Node`, `Deployment`; the plural where the kind is unknown.
    pub fn kind_name(&self) -> &str {
        if self.kind.kind.is_empty() { &self.resource.resource } else { &self.kind.kind }
    }
}

/// Header fields as they are read, before anything is known to be present.
#[derive(Default)]
struct Header<'a> {
    kind: Gvk<'a>,
    resource: Gvr<'a>,
    sub_resource: Str<'a>,
    name: Str<'a>,
    namespace: Str<'a>,
    operation: Str<'a>,
    user: UserInfo<'a>,
}

impl Header<'_> {
    /// Whether the rule has a say, as far as the fields read so far tell. An unknown field speaks for it.
    fn may_match(&self, rule: &Declaration) -> bool {
        rule.on.iter().any(|on| {
            let named = !self.kind.kind.is_empty() || !self.resource.resource.is_empty();
            !named || on.matches_kind(&self.kind, &self.resource).is_some()
        })
    }

    /// Whether the rule has a say, now that the header is complete.
    fn matches(&self, rule: &Declaration, operation: Operation) -> bool {
        rule.on.iter().any(|on| {
            on.operations.contains(&operation)
                && on.matches_kind(&self.kind, &self.resource).is_some_and(|subs| subs.contains(&&*self.sub_resource))
        })
    }
}

/// What came of reading a payload.
pub(crate) enum Incoming<'a, O> {
    /// The rule has nothing to say about this request.
    OutOfScope,
    /// The request, and the settings that came with it.
    Request(Box<Request<'a, O>>, Option<&'a RawValue>),
}

/// Reads `{"request": ..., "settings": ...}` in one pass. Objects of kinds that the rule does not match are
/// skipped; an object that cannot be read matters only when the rule matches.
pub(crate) fn read<'a, O: Object<'a>>(payload: &'a str, rule: &Declaration) -> Result<Incoming<'a, O>, Unreadable> {
    match parse::<O>(payload, rule, false) {
        Ok(parts) => parts.finish(rule),
        Err(error) => {
            // Perhaps it is somebody else's kind that only looks wrong through this rule's view.
            let in_scope = match parse::<O>(payload, rule, true) {
                Ok(Parts { header: Some(h), .. }) => Operation::parse(&h.operation).is_none_or(|o| h.matches(rule, o)),
                _ => true,
            };
            if in_scope { Err(Unreadable::from_json("", payload, &error)) } else { Ok(Incoming::OutOfScope) }
        }
    }
}

fn parse<'a, O: Object<'a>>(
    payload: &'a str,
    rule: &Declaration,
    skip: bool,
) -> Result<Parts<'a, O>, serde_json::Error> {
    let mut d = serde_json::Deserializer::from_str(payload);
    let mut parts = Parts { header: None, object: None, old_object: None, settings: None };
    Level { rule, skip, parts: &mut parts, header: None }.deserialize(&mut d)?;
    d.end()?;
    Ok(parts)
}

struct Parts<'a, O> {
    header: Option<Header<'a>>,
    object: Option<O>,
    old_object: Option<O>,
    settings: Option<&'a RawValue>,
}

impl<'a, O: Object<'a>> Parts<'a, O> {
    fn finish(self, rule: &Declaration) -> Result<Incoming<'a, O>, Unreadable> {
        let Some(h) = self.header else {
            return Err(Unreadable::new("request", "expected an AdmissionRequest, found nothing"));
        };
        let Some(operation) = Operation::parse(&h.operation) else {
            return Err(Unreadable::new("request.operation", "expected CREATE, UPDATE, DELETE or CONNECT"));
        };
        if h.kind.kind.is_empty() && h.resource.resource.is_empty() {
            return Err(Unreadable::new("request.resource", "expected a resource or a kind, found neither"));
        }
        if !h.matches(rule, operation) {
            return Ok(Incoming::OutOfScope);
        }
        let (object, old_object) = (self.object, self.old_object);
        // The engine's contract with the rules: what an operation acts on is there. Kubernetes always sends it.
        let missing = match operation {
            Operation::Create | Operation::Update if object.is_none() => Some("request.object"),
            Operation::Delete if object.is_none() && old_object.is_none() => Some("request.oldObject"),
            _ => None,
        };
        if let Some(path) = missing {
            return Err(Unreadable::new(path, "expected the object, found nothing"));
        }
        let request = Request {
            kind: h.kind,
            resource: h.resource,
            sub_resource: h.sub_resource,
            name: h.name,
            namespace: h.namespace,
            operation,
            user: h.user,
            object,
            old_object,
        };
        Ok(Incoming::Request(Box::new(request), self.settings))
    }
}

/// Reads one of the two levels of a payload: the outer one, or (with a header) the request inside.
struct Level<'r, 'p, 'a, O> {
    rule: &'r Declaration,
    skip: bool,
    parts: &'p mut Parts<'a, O>,
    header: Option<Header<'a>>,
}

impl<'a, O: Object<'a>> DeserializeSeed<'a> for Level<'_, '_, 'a, O> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_map(self)
    }
}

impl<'a, O: Object<'a>> Visitor<'a> for Level<'_, '_, 'a, O> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.header.is_some() {
            "an AdmissionRequest"
        } else {
            "an object with `request` and `settings`"
        })
    }
    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let Level { rule, skip, parts, header } = self;
        let Some(mut h) = header else {
            while let Some(key) = map.next_key::<Str<'a>>()? {
                match &*key {
                    "request" => {
                        map.next_value_seed(Level { rule, skip, parts, header: Some(Header::default()) })?;
                    }
                    "settings" => parts.settings = Some(map.next_value()?),
                    _ => {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
            }
            return Ok(());
        };
        while let Some(key) = map.next_key::<Str<'a>>()? {
            match &*key {
                "kind" => h.kind = map.next_value()?,
                "resource" => h.resource = map.next_value()?,
                "subResource" => h.sub_resource = map.next_value()?,
                "name" => h.name = map.next_value()?,
                "namespace" => h.namespace = map.next_value()?,
                "operation" => h.operation = map.next_value()?,
                "userInfo" => h.user = map.next_value()?,
                "object" | "oldObject" if !skip && h.may_match(rule) => {
                    let object = map.next_value()?;
                    *(if key == "object" { &mut parts.object } else { &mut parts.old_object }) = object;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        parts.header = Some(h);
        Ok(())
    }
}

crate::view! {
    /// The two objects of a request as text, for questions that only a request with findings raises.
    struct RawObjects<'a> {
        object: Option<&'a RawValue>,
        old_object = "oldObject": Option<&'a RawValue>,
    }
    struct RawPayload<'a> {
        request: RawObjects<'a>,
    }
    struct RawObject<'a> {
        metadata: Map<'a, &'a RawValue>,
    }
}

/// True when an update changes nothing but annotations under `redline.dev/` and bookkeeping.
///
/// Compares the text of the members: both objects come from the same encoder, and where they do not the
/// answer is no, which only means that the rule is heard.
pub(crate) fn changes_only_approval(payload: &str) -> bool {
    fn without_bookkeeping<'a>(object: &'a RawValue) -> Option<(Vec<(Str<'a>, &'a str)>, usize)> {
        let members: Map<'a, &'a RawValue> = serde_json::from_str(object.get()).ok()?;
        let view: RawObject<'a> = serde_json::from_str(object.get()).ok()?;
        let mut rest: Vec<(Str<'a>, &'a str)> = Vec::new();
        rest.extend(members.0.into_iter().filter(|(k, _)| k != "metadata").map(|(k, v)| (k, v.get())));
        let mut approvals = 0;
        for (key, value) in view.metadata.0 {
            match &*key {
                "managedFields" | "resourceVersion" | "generation" => {}
                "annotations" => {
                    let annotations: Map<'a, &'a RawValue> = serde_json::from_str(value.get()).ok()?;
                    for (key, value) in annotations.0 {
                        if key.starts_with(crate::approval::PREFIX) {
                            approvals += 1;
                        } else if key != "kubectl.kubernetes.io/last-applied-configuration" {
                            rest.push((Str(format!("annotations/{key}").into()), value.get()));
                        }
                    }
                }
                _ => rest.push((Str(format!("metadata/{key}").into()), value.get())),
            }
        }
        Some((rest, approvals))
    }
    let Ok(payload) = serde_json::from_str::<RawPayload>(payload) else { return false };
    let (Some(new), Some(old)) = (payload.request.object, payload.request.old_object) else { return false };
    match (without_bookkeeping(new), without_bookkeeping(old)) {
        (Some((new, a)), Some((old, b))) => a + b > 0 && new.len() == old.len() && new.iter().all(|m| old.contains(m)),
        _ => false,
    }
}
