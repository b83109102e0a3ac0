//! Object protection: this named object, these verbs, these fields.
//!
//! A rule that guards objects by name reads them as [`Whole`]: metadata, and every other member as the text it
//! came in. Members are compared as text first, which both objects of a request pass when nothing changed,
//! because the API server encodes them alike; a definition of several hundred kilobytes is never built.

use super::members::{pairs, same, same_value};
use alloc::string::String;
use alloc::vec::Vec;
use redline_core::finding::Finding;
use redline_core::language::Text;
use redline_core::request_match::Operation;
use redline_core::text;
use redline_json::{Fields, Kind, Map, Raw, Slot, Str, read};
use redline_kubernetes::object_meta::{Object, ObjectMeta};
use redline_kubernetes::request::Request;
use redline_text::truncate_for_display;

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

/// Objects of one kind that a rule protects by name.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// API group; empty for the core group.
    pub group: &'static str,
    /// Plural resource name.
    pub resource: &'static str,
    /// Kind.
    pub kind: &'static str,
    /// Namespace; empty for cluster-scoped objects.
    pub namespace: &'static str,
    /// Names as [`named`] reads them.
    pub names: &'static [&'static str],
}

impl Target {
    /// Whether a request is about one of these objects.
    pub fn matches<'a, O: Object<'a>>(&self, req: &Request<'a, O>) -> bool {
        let resource = &*req.resource.resource;
        let same_kind = if resource.is_empty() {
            req.kind.group == self.group && req.kind.kind == self.kind
        } else {
            // Kubewarden's audit scanner puts the kind where the plural belongs.
            req.resource.group == self.group && (resource == self.resource || resource == self.kind)
        };
        same_kind && self.namespace == req.object_namespace() && named(self.names, req.object_name())
    }
}

/// The first of `targets` that the request is about.
pub fn target<'t, 'a, O: Object<'a>>(targets: &'t [Target], req: &Request<'a, O>) -> Option<&'t Target> {
    targets.iter().find(|t| t.matches(req))
}

/// Whether `name` is on a list whose entries are exact, or start or end with one `*` that stands for at least
/// one character.
pub fn named(patterns: &[&str], name: &str) -> bool {
    patterns.iter().any(|pattern| match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(suffix), _) => name.len() > suffix.len() && name.ends_with(suffix),
        (_, Some(prefix)) => name.len() > prefix.len() && name.starts_with(prefix),
        _ => *pattern == name,
    })
}

/// Annotations that say nothing about the object: kubectl's copy of it, and approvals.
fn bookkeeping(key: &str) -> bool {
    key == "kubectl.kubernetes.io/last-applied-configuration" || key.starts_with("redline.dev/")
}

fn differ(old: &Map<'_>, new: &Map<'_>) -> bool {
    pairs(old, new).iter().any(|(key, old, new)| !bookkeeping(key) && old != new)
}

/// What an update changes, as paths: `metadata.labels`, `metadata.annotations`, `metadata.finalizers`,
/// `metadata.ownerReferences`, and the name of each other member. Empty for an update that changes nothing.
///
/// Finalizers and owners count: without its finalizers an object goes before it has been cleaned up, and an
/// object that is given an owner goes when the garbage collector finds no such owner.
pub fn changes<'r>(old: &'r Whole<'_>, new: &'r Whole<'_>) -> Vec<&'r str> {
    let (before, after) = (&old.metadata, &new.metadata);
    let mut paths: Vec<&str> = Vec::new();
    if differ(&before.labels, &after.labels) {
        paths.push("metadata.labels");
    }
    if differ(&before.annotations, &after.annotations) {
        paths.push("metadata.annotations");
    }
    if !lost_finalizers(before, after).is_empty() || !lost_finalizers(after, before).is_empty() {
        paths.push("metadata.finalizers");
    }
    if !same_owners(before, after) {
        paths.push("metadata.ownerReferences");
    }
    let members = pairs(&old.fields, &new.fields);
    paths.extend(members.into_iter().filter(|(_, old, new)| !same_value(*old, *new)).map(|(key, _, _)| key));
    paths
}

/// Changed fields as a finding names them: the path of the first one, and all of them in both languages. `None` without
/// any.
pub fn field_list(paths: &[&str]) -> Option<(String, Text)> {
    let paths: Vec<String> = paths.iter().map(|path| truncate_for_display(path)).collect();
    let first = paths.first()?.clone();
    let quoted = |separator: &str| ["`", &paths.join(separator), "`"].concat();
    Some((first, Text { en: quoted("`, `"), zh: quoted("`、`") }))
}

/// Finalizers that the old object has and the new one lacks.
pub fn lost_finalizers<'r>(old: &'r ObjectMeta<'_>, new: &ObjectMeta<'_>) -> Vec<&'r str> {
    old.finalizers.iter().filter(|f| !new.finalizers.contains(f)).map(|f| &**f).collect()
}

/// Whether the owners are as they were.
pub fn same_owners(old: &ObjectMeta<'_>, new: &ObjectMeta<'_>) -> bool {
    let (old, new) = (old.owner_references.map_or("[]", Raw::get), new.owner_references.map_or("[]", Raw::get));
    same(old, new)
}

/// An update that gives an object an owner: a way to delete it, for the garbage collector does when it finds no such
/// owner.
pub fn owned<'a, O: Object<'a>>(req: &Request<'a, O>) -> Option<Finding> {
    let (Operation::Update, Some(old), Some(new)) = (req.operation, &req.old_object, &req.object) else { return None };
    let (old, new) = (old.meta(), new.meta());
    if new.owner_references.is_none_or(|owners| owners.get() == "[]") || same_owners(old, new) {
        return None;
    }
    Some(given_owner(req.kind_name(), &req.object_id()))
}

fn given_owner(kind: &str, id: &str) -> Finding {
    let (kind, id) = (truncate_for_display(kind), truncate_for_display(id));
    let text = text!(
        "gives {kind} `{id}` an owner, so the garbage collector may delete it",
        "该请求将为 {kind} `{id}` 设置 owner，可能导致其被垃圾回收器删除"
    );
    Finding::deny("metadata.ownerReferences", text)
}

/// A way to take a workload out of service without deleting it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Its replicas go to zero.
    ScaledToZero,
    /// Its pods ask for other nodes than before, by this field of theirs: `nodeSelector` or `affinity`.
    Nodes(&'static str),
}

redline_json::view! {
    struct Workload<'a> {
        replicas: Option<i64>,
        template: Template<'a>,
    }
    struct Template<'a> {
        spec: PodSpec<'a>,
    }
    struct PodSpec<'a> {
        node_selector = "nodeSelector": Map<'a>,
        affinity: Affinity<'a>,
    }
    struct Affinity<'a> {
        nodes = "nodeAffinity": NodeAffinity<'a>,
    }
    struct NodeAffinity<'a> {
        required = "requiredDuringSchedulingIgnoredDuringExecution": Option<Raw<'a>>,
    }
}

/// How an update of a workload, or of its `scale`, takes it out of service. A `spec` that cannot be read stops
/// nothing here, but is among the [`changes`].
pub fn stops(old: &Whole<'_>, new: &Whole<'_>) -> Vec<Stop> {
    fn spec<'a>(whole: &Whole<'a>) -> Option<Workload<'a>> {
        read(whole.fields.get("spec").map_or("null", |v| v.get())).ok()
    }
    let (Some(before), Some(after)) = (spec(old), spec(new)) else { return Vec::new() };
    let mut stops = Vec::new();
    // Without a number the API server makes it one.
    if before.replicas != Some(0) && after.replicas == Some(0) {
        stops.push(Stop::ScaledToZero);
    }
    let (before, after) = (&before.template.spec, &after.template.spec);
    if pairs(&before.node_selector, &after.node_selector).iter().any(|(_, old, new)| new.is_some() && old != new) {
        stops.push(Stop::Nodes("nodeSelector"));
    }
    let (before, after) = (before.affinity.nodes.required.as_ref(), after.affinity.nodes.required.as_ref());
    if after.is_some() && !same_value(before, after) {
        stops.push(Stop::Nodes("affinity"));
    }
    stops
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(json: &str) -> Whole<'_> {
        read(json).unwrap()
    }

    #[test]
    fn names_are_exact_or_have_one_star() {
        let list = &["nodes.network.alibabacloud.com", "*.cilium.io", "ack:podsecuritypolicy:*"];
        for name in ["nodes.network.alibabacloud.com", "ciliumnodes.cilium.io", "ack:podsecuritypolicy:x"] {
            assert!(named(list, name), "{name}");
        }
        for name in ["x.nodes.network.alibabacloud.com", ".cilium.io", "cilium.io", "a.cilium.io.example.com", "b", ""]
        {
            assert!(!named(list, name), "{name}");
        }
    }

    #[test]
    fn nothing_changed_is_nothing() {
        let old = whole(
            r#"{"apiVersion":"v1","kind":"X","metadata":{"name":"x","resourceVersion":"1","generation":1,
                "managedFields":[{"manager":"a"}],"labels":{"a":"1","b":"2"}},"spec":{"a":1,"b":[2]},"status":{"n":1}}"#,
        );
        let new = whole(
            r#"{"spec":{"b": [2],"a":1},"status":{"n":2},"metadata":{"resourceVersion":"2","generation":2,"name":"x",
                "labels":{"b":"2","a":"1"},"finalizers":null,"ownerReferences":[],"annotations":{"redline.dev/reason":"x",
                "kubectl.kubernetes.io/last-applied-configuration":"{}"}},"data":null}"#,
        );
        assert!(changes(&old, &new).is_empty(), "{:?}", changes(&old, &new));
    }

    #[test]
    fn every_part_counts() {
        let old = whole(r#"{"metadata":{"finalizers":["a"],"labels":{"l":"1"}},"spec":{"a":1},"data":{"k":"v"}}"#);
        let new = whole(
            r#"{"metadata":{"finalizers":["b"],"labels":{},"annotations":{"x":"y"},
                "ownerReferences":[{"uid":"u"}]},"spec":{"a":2},"binaryData":{"k":"dg=="}}"#,
        );
        let all = [
            "metadata.labels",
            "metadata.annotations",
            "metadata.finalizers",
            "metadata.ownerReferences",
            "binaryData",
            "data",
            "spec",
        ];
        assert_eq!(changes(&old, &new), all);
        assert_eq!(lost_finalizers(&old.metadata, &new.metadata), ["a"]);
    }

    #[test]
    fn an_unrelated_annotation_hides_nothing() {
        let old = whole(r#"{"metadata":{"finalizers":["a"]},"spec":{"a":1}}"#);
        let new = whole(r#"{"metadata":{"annotations":{"redline.dev/reason":"x"}},"spec":{"a":2}}"#);
        assert_eq!(changes(&old, &new), ["metadata.finalizers", "spec"]);
    }

    #[test]
    fn workloads_are_stopped_in_two_ways() {
        let running = r#"{"spec":{"replicas":2,"template":{"spec":{"nodeSelector":{"a":"b"}}}}}"#;
        let silent = r#"{"spec":{"template":{"spec":{"nodeSelector":{"a":"b"}}}}}"#;
        let zero = r#"{"spec":{"replicas":0,"template":{"spec":{"nodeSelector":{"a":"b"}}}}}"#;
        let moved = r#"{"spec":{"replicas":2,"template":{"spec":{"nodeSelector":{"a":"b","c":"d"}}}}}"#;
        let wider = r#"{"spec":{"replicas":2,"template":{"spec":{}}}}"#;
        let check = |old, new| stops(&whole(old), &whole(new));
        assert_eq!(check(running, zero), [Stop::ScaledToZero]);
        assert_eq!(check(silent, zero), [Stop::ScaledToZero]);
        assert_eq!(check(running, moved), [Stop::Nodes("nodeSelector")]);
        let picky = r#"{"spec":{"replicas":2,"template":{"spec":{"nodeSelector":{"a":"b"},"affinity":{"nodeAffinity":{
            "requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[]}}}}}}}"#;
        assert_eq!(check(running, picky), [Stop::Nodes("affinity")]);
        assert!(check(picky, picky).is_empty() && check(picky, running).is_empty());
        assert!(check(running, wider).is_empty() && check(zero, zero).is_empty() && check(running, running).is_empty());
        assert!(check(running, r#"{"spec":7}"#).is_empty());
        assert_eq!(check(r#"{"spec":{"replicas":1}}"#, r#"{"spec":{"replicas":0}}"#), [Stop::ScaledToZero]);
    }
}
