//! Reads the payload of a `validate` call, `{"request": ..., "settings": ...}`, in one pass.
//!
//! The header of a request (kind, resource, operation) may follow its objects. So an object is read into the rule's view as
//! soon as the fields read so far permit that the rule matches, and skipped otherwise.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::vec::Vec;

use redline_core::request_match::{Operation, RequestMatch};
use redline_core::rule::RuleMetadata;
use redline_json::{Raw, Slot, Str, Unreadable, ValueType};

use crate::request::{GroupVersionKind, GroupVersionResource, RequestHeader, UserInfo};

/// The header while it is being read. Any field may still be missing.
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
    /// Whether the rule may match, according to the fields that have been read so far. While the resource is unknown, the
    /// group is not compared: that of the kind `Scale` differs from the group of its resource.
    fn may_match(&self, rule: &RuleMetadata) -> bool {
        let kind = &*self.kind.kind;
        if self.resource.resource.is_empty() {
            let named = |on: &RequestMatch| on.kind.plural == "*" || on.kind.object_kind(on.sub_resource) == kind;
            return kind.is_empty() || rule.requests.iter().any(named);
        }
        rule.requests.iter().any(|on| on.matches_kind(self.kind_name(), self.resource_name()))
    }

    /// Group and kind, in the group that serves the kind today.
    fn kind_name(&self) -> (&str, &str) {
        let (group, kind) = self.kind.name();
        (present_group(group, kind), kind)
    }

    /// Group and plural, in the group that serves the resource today.
    fn resource_name(&self) -> (&str, &str) {
        let (group, plural) = self.resource.name();
        (present_group(group, plural), plural)
    }

    /// Whether the rule matches, given the complete header.
    fn matches(&self, rule: &RuleMetadata, operation: Operation) -> bool {
        rule.requests.iter().any(|on| {
            on.operations.contains(&operation)
                && on.sub_resource == &*self.sub_resource
                && on.matches_kind(self.kind_name(), self.resource_name())
        })
    }
}

/// The group that serves a kind or plural today. Kubernetes moved every kind of `extensions` elsewhere; manifests and audit
/// logs still have it.
fn present_group<'g>(group: &'g str, name: &str) -> &'g str {
    match name {
        _ if group != "extensions" => group,
        "Deployment" | "deployments" | "DaemonSet" | "daemonsets" | "ReplicaSet" | "replicasets" => "apps",
        "Ingress" | "ingresses" | "NetworkPolicy" | "networkpolicies" => "networking.k8s.io",
        "PodSecurityPolicy" | "podsecuritypolicies" => "policy",
        _ => group,
    }
}

/// The header of a request, and the settings in the payload.
pub(crate) type Incoming<'a> = (RequestHeader<'a>, Option<Raw<'a>>);

/// Reads a payload. The objects go into `object` and `old_object`, unless the rule cannot match. `None` if the rule does not
/// match the request.
///
/// # Errors
/// When the payload is not an AdmissionRequest, or when the rule matches and an object cannot be read. In the second case
/// the header can be read all the same, and comes with the error.
pub(crate) fn read<'a>(
    payload: &'a str,
    rule: &RuleMetadata,
    object: &mut dyn Slot<'a>,
    old_object: &mut dyn Slot<'a>,
) -> Result<Option<Incoming<'a>>, Box<(Unreadable, Option<Incoming<'a>>)>> {
    match parse(payload, Some(Wanted { rule, object, old_object })) {
        Ok(parts) => parts.finish(rule).map_err(|error| Box::new((error, None))),
        // The object may be of a kind that the rule does not match, and that only its view cannot read.
        Err(error) => match parse(payload, None).and_then(|parts| parts.finish(rule)) {
            Ok(None) => Ok(None),
            Ok(incoming) => Err(Box::new((error, incoming))),
            Err(_) => Err(Box::new((error, None))),
        },
    }
}

/// For each of the rules whether it matches the request, and the settings in the payload as JSON. Skips the objects.
///
/// # Errors
/// When the payload is not an AdmissionRequest.
pub fn matching_rules(
    payload: &str,
    rules: impl Iterator<Item = &'static RuleMetadata>,
) -> Result<(Vec<bool>, Option<&str>), Unreadable> {
    let Parts { header, settings } = parse(payload, None)?;
    let (h, operation) = checked_header(&header)?;
    Ok((rules.map(|rule| h.matches(rule, operation)).collect(), settings.map(|raw| raw.get())))
}

/// The header and its operation.
///
/// # Errors
/// When the header lacks what every AdmissionRequest has.
fn checked_header<'h, 'a>(
    header: &'h Option<HeaderFields<'a>>,
) -> Result<(&'h HeaderFields<'a>, Operation), Unreadable> {
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

/// The rule whose objects are to be read, and the slots that they go into.
struct Wanted<'s, 'a> {
    rule: &'s RuleMetadata,
    object: &'s mut dyn Slot<'a>,
    old_object: &'s mut dyn Slot<'a>,
}

/// Reads a payload; without `wanted` it skips the objects.
fn parse<'a>(payload: &'a str, wanted: Option<Wanted<'_, 'a>>) -> Result<Parts<'a>, Unreadable> {
    let mut outer = Outer { request: Body { wanted, parts: Parts { header: None, settings: None } } };
    redline_json::read_into(payload, &mut outer)?;
    Ok(outer.request.parts)
}

/// A payload without its objects.
struct Parts<'a> {
    header: Option<HeaderFields<'a>>,
    settings: Option<Raw<'a>>,
}

impl<'a> Parts<'a> {
    /// The header and the settings; `None` if the rule does not match.
    fn finish(self, rule: &RuleMetadata) -> Result<Option<Incoming<'a>>, Unreadable> {
        let operation = match checked_header(&self.header)? {
            (h, operation) if h.matches(rule, operation) => operation,
            _ => return Ok(None),
        };
        let Some(h) = self.header else { return Ok(None) };
        let HeaderFields { mut kind, mut resource, sub_resource, name, namespace, user, .. } = h;
        if kind.group == "extensions" || resource.group == "extensions" {
            kind.group = Str(present_group(&kind.group, &kind.kind).to_owned().into());
            resource.group = Str(present_group(&resource.group, &resource.resource).to_owned().into());
        }
        let header = RequestHeader { kind, resource, sub_resource, name, namespace, operation, user };
        Ok(Some((header, self.settings)))
    }
}

/// The slot of the payload.
struct Outer<'s, 'a> {
    request: Body<'s, 'a>,
}

impl<'a> Slot<'a> for Outer<'_, 'a> {
    fn empty() -> Self {
        unreachable!("made with its rule")
    }
    fn shape() -> ValueType {
        ValueType::Object
    }
    fn kind(&self) -> ValueType {
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

/// The slot of the AdmissionRequest. Skips the objects of kinds that the rule does not match.
struct Body<'s, 'a> {
    wanted: Option<Wanted<'s, 'a>>,
    parts: Parts<'a>,
}

impl<'a> Slot<'a> for Body<'_, 'a> {
    fn empty() -> Self {
        unreachable!("made with its rule")
    }
    fn shape() -> ValueType {
        ValueType::Object
    }
    fn kind(&self) -> ValueType {
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
