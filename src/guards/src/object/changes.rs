//! What an update changes in an object.

use alloc::vec::Vec;

use redline_core::annotations::is_bookkeeping;
use redline_json::{Map, Raw};
use redline_kubernetes::object_meta::ObjectMeta;

use super::whole::Whole;
use crate::members::{pairs, same, same_value};

fn differ(old: &Map<'_>, new: &Map<'_>) -> bool {
    pairs(old, new).iter().any(|(key, old, new)| !is_bookkeeping(key) && old != new)
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

/// Finalizers that the old object has and the new one lacks.
pub fn lost_finalizers<'r>(old: &'r ObjectMeta<'_>, new: &ObjectMeta<'_>) -> Vec<&'r str> {
    old.finalizers.iter().filter(|f| !new.finalizers.contains(f)).map(|f| &**f).collect()
}

/// Whether the owners are as they were.
pub fn same_owners(old: &ObjectMeta<'_>, new: &ObjectMeta<'_>) -> bool {
    let (old, new) = (old.owner_references.map_or("[]", Raw::get), new.owner_references.map_or("[]", Raw::get));
    same(old, new)
}
