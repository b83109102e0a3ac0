//! Reads the payload of a validation call, `{"request": ..., "settings": ...}`, in one pass.

use alloc::vec::Vec;

use redline_core::request_match::{Operation, RequestMatch};
use redline_core::rule::RuleMetadata;
use redline_json::{Kind, Raw, Slot, Str, Unreadable};

use crate::request::{GroupVersionKind, GroupVersionResource, RequestHeader, UserInfo};

/// Header fields as they are read, before anything is known to be present.
#[derive(Default)]
struct HeaderFields<'a> {
    kind: GroupVersionKind<'a>,
    resource: GroupVersionResource<'a>,
    sub_resource: Str<'a>,
    name: Str<'a>,
    namespace: Str<'a>,
    operation: Str<'a>,
    user: UserInfo<'a>,
}

impl HeaderFields<'_> {
    /// Whether the rule has a say, as far as the fields read so far tell. An unknown field speaks for it, and so does
    /// the group of a kind alone: that of `Scale` is another than its resource's.
    fn may_match(&self, rule: &RuleMetadata) -> bool {
        let kind = &*self.kind.kind;
        if self.resource.resource.is_empty() {
            let named = |on: &RequestMatch| on.kind.plural == "*" || on.kind.object_kind(on.sub_resource) == kind;
            return kind.is_empty() || rule.requests.iter().any(named);
        }
        rule.requests.iter().any(|on| on.matches_kind(self.kind.name(), self.resource.name()))
    }

    /// Whether the rule has a say, now that the header is complete.
    fn matches(&self, rule: &RuleMetadata, operation: Operation) -> bool {
        rule.requests.iter().any(|on| {
            on.operations.contains(&operation)
                && on.sub_resource == &*self.sub_resource
                && on.matches_kind(self.kind.name(), self.resource.name())
        })
    }
}

/// A request without its objects, and the settings that came with it.
pub(crate) type Incoming<'a> = (RequestHeader<'a>, Option<Raw<'a>>);

/// Reads `{"request": ..., "settings": ...}` in one pass, the objects into their places. Objects of kinds that the rule
/// does not match are skipped; an object that cannot be read matters only when the rule matches. `None` when the rule has
/// nothing to say about this request.
pub(crate) fn read<'a>(
    payload: &'a str,
    rule: &RuleMetadata,
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
pub fn matching_rules(
    payload: &str,
    rules: impl Iterator<Item = &'static RuleMetadata>,
) -> Result<(Vec<bool>, Option<&str>), Unreadable> {
    let Parts { header, settings } = parse(payload, None)?;
    let (h, operation) = known(&header)?;
    Ok((rules.map(|rule| h.matches(rule, operation)).collect(), settings.map(|raw| raw.get())))
}

/// The header and the verb of something that is an AdmissionRequest.
fn known<'h, 'a>(header: &'h Option<HeaderFields<'a>>) -> Result<(&'h HeaderFields<'a>, Operation), Unreadable> {
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
    rule: &'s RuleMetadata,
    object: &'s mut dyn Slot<'a>,
    old_object: &'s mut dyn Slot<'a>,
}

fn parse<'a>(payload: &'a str, wanted: Option<Wanted<'_, 'a>>) -> Result<Parts<'a>, Unreadable> {
    let mut outer = Outer { request: Body { wanted, parts: Parts { header: None, settings: None } } };
    redline_json::read_into(payload, &mut outer)?;
    Ok(outer.request.parts)
}

struct Parts<'a> {
    header: Option<HeaderFields<'a>>,
    settings: Option<Raw<'a>>,
}

impl<'a> Parts<'a> {
    fn finish(self, rule: &RuleMetadata) -> Result<Option<Incoming<'a>>, Unreadable> {
        let operation = match known(&self.header)? {
            (h, operation) if h.matches(rule, operation) => operation,
            _ => return Ok(None),
        };
        let Some(h) = self.header else { return Ok(None) };
        let HeaderFields { kind, resource, sub_resource, name, namespace, user, .. } = h;
        let head = RequestHeader { kind, resource, sub_resource, name, namespace, operation, user };
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
        self.parts.header = Some(HeaderFields::default());
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
