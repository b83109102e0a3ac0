//! The AdmissionRequest, read once and borrowed from the payload.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Deref;

use crate::Unreadable;
use crate::declare::Declaration;
use crate::json::{self, Fields, Kind, List, Raw, Slot, Str};
use crate::meta::{Meta, Object};

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

/// What a request says beside its objects.
#[derive(Debug)]
pub struct Head<'a> {
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
}

/// One admission request. `O` is the rule's view of the object.
#[derive(Debug)]
pub struct Request<'a, O> {
    /// Everything but the objects; its fields are the request's own.
    pub head: Head<'a>,
    /// The new object; `None` for DELETE.
    pub object: Option<O>,
    /// The object as it stands; `None` for CREATE and CONNECT.
    pub old_object: Option<O>,
}

impl<'a, O> Deref for Request<'a, O> {
    type Target = Head<'a>;
    fn deref(&self) -> &Head<'a> {
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
    pub fn meta(&self) -> Option<&Meta<'a>> {
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
    pub(crate) head: &'r Head<'a>,
    pub(crate) object: Option<&'r Meta<'a>>,
    pub(crate) old_object: Option<&'r Meta<'a>>,
}

impl<'r, 'a> Subject<'r, 'a> {
    pub(crate) fn meta(self) -> Option<&'r Meta<'a>> {
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
    pub(crate) fn missing(self) -> Option<&'static str> {
        match self.head.operation {
            Operation::Create | Operation::Update if self.object.is_none() => Some("request.object"),
            Operation::Delete if self.object.is_none() && self.old_object.is_none() => Some("request.oldObject"),
            _ => None,
        }
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
    /// Whether the rule has a say, as far as the fields read so far tell. An unknown field speaks for it, and so does
    /// the group of a kind alone: that of `Scale` is another than its resource's.
    fn may_match(&self, rule: &Declaration) -> bool {
        let kind = &*self.kind.kind;
        if self.resource.resource.is_empty() {
            let named = |(plural, declared): &(&str, &str)| *plural == "*" || declared.is_empty() || *declared == kind;
            return kind.is_empty() || rule.on.iter().any(|on| on.resources.iter().any(named));
        }
        rule.on.iter().any(|on| on.matches_kind(&self.kind, &self.resource).is_some())
    }

    /// Whether the rule has a say, now that the header is complete.
    fn matches(&self, rule: &Declaration, operation: Operation) -> bool {
        rule.on.iter().any(|on| {
            on.operations.contains(&operation)
                && on.matches_kind(&self.kind, &self.resource).is_some_and(|subs| subs.contains(&&*self.sub_resource))
        })
    }
}

/// A request without its objects, and the settings that came with it.
pub(crate) type Incoming<'a> = (Head<'a>, Option<Raw<'a>>);

/// Reads `{"request": ..., "settings": ...}` in one pass, the objects into their places. Objects of kinds that the rule
/// does not match are skipped; an object that cannot be read matters only when the rule matches. `None` when the rule has
/// nothing to say about this request.
pub(crate) fn read<'a>(
    payload: &'a str,
    rule: &Declaration,
    object: &mut dyn Slot<'a>,
    old_object: &mut dyn Slot<'a>,
) -> Result<Option<Incoming<'a>>, Unreadable> {
    match parse(payload, Some(Wanted { rule, object, old_object })) {
        Ok(parts) => parts.finish(rule),
        Err(error) => {
            // Perhaps it is somebody else's kind that only looks wrong through this rule's view.
            let in_scope = match parse(payload, None) {
                Ok(Parts { header: Some(h), .. }) => Operation::parse(&h.operation).is_none_or(|o| h.matches(rule, o)),
                _ => true,
            };
            if in_scope { Err(error) } else { Ok(None) }
        }
    }
}

/// Which of the rules have a say in this request, and the settings that came with it. Looks at no object.
///
/// # Errors
/// When the payload is no AdmissionRequest.
pub(crate) fn about(
    payload: &str,
    rules: impl Iterator<Item = &'static Declaration>,
) -> Result<(Vec<bool>, Option<&str>), Unreadable> {
    let Parts { header, settings } = parse(payload, None)?;
    let (h, operation) = known(&header)?;
    Ok((rules.map(|rule| h.matches(rule, operation)).collect(), settings.map(|raw| raw.get())))
}

/// The header and the verb of something that is an AdmissionRequest.
fn known<'h, 'a>(header: &'h Option<Header<'a>>) -> Result<(&'h Header<'a>, Operation), Unreadable> {
    let Some(h) = header else {
        return Err(Unreadable::new("request", "expected an AdmissionRequest, found nothing"));
    };
    let Some(operation) = Operation::parse(&h.operation) else {
        return Err(Unreadable::new("request.operation", "expected CREATE, UPDATE, DELETE or CONNECT"));
    };
    if h.kind.kind.is_empty() && h.resource.resource.is_empty() {
        return Err(Unreadable::new("request.resource", "expected a resource or a kind, found neither"));
    }
    Ok((h, operation))
}

/// The objects that a rule wants to see, and where they go.
struct Wanted<'s, 'a> {
    rule: &'s Declaration,
    object: &'s mut dyn Slot<'a>,
    old_object: &'s mut dyn Slot<'a>,
}

fn parse<'a>(payload: &'a str, wanted: Option<Wanted<'_, 'a>>) -> Result<Parts<'a>, Unreadable> {
    let mut outer = Outer { request: Body { wanted, parts: Parts { header: None, settings: None } } };
    json::read_into(payload, &mut outer)?;
    Ok(outer.request.parts)
}

struct Parts<'a> {
    header: Option<Header<'a>>,
    settings: Option<Raw<'a>>,
}

impl<'a> Parts<'a> {
    fn finish(self, rule: &Declaration) -> Result<Option<Incoming<'a>>, Unreadable> {
        let operation = match known(&self.header)? {
            (h, operation) if h.matches(rule, operation) => operation,
            _ => return Ok(None),
        };
        let Some(h) = self.header else { return Ok(None) };
        let Header { kind, resource, sub_resource, name, namespace, user, .. } = h;
        let head = Head { kind, resource, sub_resource, name, namespace, operation, user };
        Ok(Some((head, self.settings)))
    }
}

/// `{"request": ..., "settings": ...}`.
struct Outer<'s, 'a> {
    request: Body<'s, 'a>,
}

impl<'a> Slot<'a> for Outer<'_, 'a> {
    fn empty() -> Self {
        unreachable!("made with its rule")
    }
    fn shape() -> Kind {
        Kind::Object
    }
    fn kind(&self) -> Kind {
        Self::shape()
    }
    fn expects(&self) -> &'static str {
        "an object with `request` and `settings`"
    }
    fn part(&mut self, key: Option<&Str<'a>>) -> Option<&mut dyn Slot<'a>> {
        match &**key? {
            "request" => Some(&mut self.request),
            "settings" => Some(&mut self.request.parts.settings),
            _ => None,
        }
    }
}

/// The AdmissionRequest itself. Knows what is wanted, to leave objects of other kinds alone.
struct Body<'s, 'a> {
    wanted: Option<Wanted<'s, 'a>>,
    parts: Parts<'a>,
}

impl<'a> Slot<'a> for Body<'_, 'a> {
    fn empty() -> Self {
        unreachable!("made with its rule")
    }
    fn shape() -> Kind {
        Kind::Object
    }
    fn kind(&self) -> Kind {
        Self::shape()
    }
    fn expects(&self) -> &'static str {
        "an AdmissionRequest"
    }
    fn begin(&mut self) {
        self.parts.header = Some(Header::default());
    }
    fn part(&mut self, key: Option<&Str<'a>>) -> Option<&mut dyn Slot<'a>> {
        let h = self.parts.header.as_mut()?;
        let key = &**key?;
        Some(match key {
            "kind" => &mut h.kind,
            "resource" => &mut h.resource,
            "subResource" => &mut h.sub_resource,
            "name" => &mut h.name,
            "namespace" => &mut h.namespace,
            "operation" => &mut h.operation,
            "userInfo" => &mut h.user,
            "object" | "oldObject" => {
                let wanted = self.wanted.as_mut().filter(|wanted| h.may_match(wanted.rule))?;
                if key == "object" { &mut *wanted.object } else { &mut *wanted.old_object }
            }
            _ => return None,
        })
    }
}

crate::view! {
    /// The two objects of a request as text, for questions that only a request with findings raises.
    struct RawObjects<'a> {
        object: Option<Raw<'a>>,
        old_object = "oldObject": Option<Raw<'a>>,
    }
    struct RawPayload<'a> {
        request: RawObjects<'a>,
    }
    struct RawObject<'a> {
        metadata: Fields<'a>,
    }
}

/// True when an update changes nothing but annotations under `redline.dev/` and bookkeeping.
///
/// Compares the text of the members: both objects come from the same encoder, and where they do not the
/// answer is no, which only means that the rule is heard.
pub(crate) fn changes_only_approval(payload: &str) -> bool {
    fn without_bookkeeping<'a>(object: Raw<'a>) -> Option<(Vec<(Str<'a>, &'a str)>, usize)> {
        let members: Fields<'a> = json::read(object.get()).ok()?;
        let view: RawObject<'a> = json::read(object.get()).ok()?;
        let mut rest: Vec<(Str<'a>, &'a str)> = Vec::new();
        rest.extend(members.0.into_iter().filter(|(k, _)| k != "metadata").map(|(k, v)| (k, v.get())));
        let mut approvals = 0;
        for (key, value) in view.metadata.0 {
            match &*key {
                "managedFields" | "resourceVersion" | "generation" => {}
                "annotations" => {
                    let annotations: Fields<'a> = json::read(value.get()).ok()?;
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
    let Ok(payload) = json::read::<RawPayload>(payload) else { return false };
    let (Some(new), Some(old)) = (payload.request.object, payload.request.old_object) else { return false };
    match (without_bookkeeping(new), without_bookkeeping(old)) {
        (Some((new, a)), Some((old, b))) => a + b > 0 && new.len() == old.len() && new.iter().all(|m| old.contains(m)),
        _ => false,
    }
}
