//! Updates that take a workload out of service.

use alloc::vec::Vec;

use redline_json::{Map, Raw, read};
use redline_kubernetes::request::Request;

use super::whole::Whole;
use crate::members::{pairs, same_value};

/// How an update takes a workload out of service without deleting it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// It sets the number of replicas to zero.
    ScaledToZero,
    /// It requires other nodes for the pods, through this field of their specification: `nodeSelector` or `affinity`.
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

/// How an update of a workload, or of its sub-resource `scale`, takes it out of service. Empty if a `spec` cannot be read; it
/// is then still one of the [`changes`](super::changes()).
///
/// In a `Scale` no number means zero, because the API server leaves a zero out; in a workload it means one.
pub fn stops<'a>(req: &Request<'a, Whole<'a>>) -> Vec<Stop> {
    match (&req.old_object, &req.object) {
        (Some(old), Some(new)) => between(old, new, if req.sub_resource == "scale" { 0 } else { 1 }),
        _ => Vec::new(),
    }
}

/// The same for two objects. `unwritten` is the number of replicas where none is written.
pub(super) fn between(old: &Whole<'_>, new: &Whole<'_>, unwritten: i64) -> Vec<Stop> {
    fn spec<'a>(whole: &Whole<'a>) -> Option<Workload<'a>> {
        read(whole.fields.get("spec").map_or("null", |v| v.get())).ok()
    }
    let (Some(before), Some(after)) = (spec(old), spec(new)) else { return Vec::new() };
    let mut stops = Vec::new();
    let replicas = |workload: &Workload<'_>| workload.replicas.unwrap_or(unwritten);
    if replicas(&before) != 0 && replicas(&after) == 0 {
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
