//! What an update changes in an object.

use alloc::string::String;
use alloc::vec::Vec;

use redline_core::annotations::is_bookkeeping;
use redline_core::language::Text;
use redline_json::{Map, Raw};
use redline_kubernetes::object_meta::ObjectMeta;
use redline_text::{concat, join, truncate_for_display};

use super::whole::Whole;
use crate::members::{pairs, same, same_value};

/// Whether labels or annotations differ, apart from bookkeeping.
fn differ(old: &Map<'_>, new: &Map<'_>) -> bool {
    pairs(old, new).iter().any(|(key, old, new)| !is_bookkeeping(key) && old != new)
}

/// The paths that an update changes: `metadata.labels`, `metadata.annotations`, `metadata.finalizers`,
/// `metadata.ownerReferences`, and the names of other members such as `spec`. Empty if nothing changes but bookkeeping.
///
/// Finalizers and owners are included because they lead to deletion: without finalizers an object is deleted before its
/// resources have been cleaned up, and the garbage collector deletes an object whose owner does not exist.
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
    let quoted = |separator: &str| concat(&["`", &join(&paths, separator), "`"]);
    Some((first, Text { en: quoted("`, `"), zh: quoted("`、`") }))
}

/// Finalizers that the old object has and the new one lacks.
pub fn lost_finalizers<'r>(old: &'r ObjectMeta<'_>, new: &ObjectMeta<'_>) -> Vec<&'r str> {
    old.finalizers.iter().filter(|f| !new.finalizers.contains(f)).map(|f| &**f).collect()
}

/// Whether two objects have the same owners.
pub(crate) fn same_owners(old: &ObjectMeta<'_>, new: &ObjectMeta<'_>) -> bool {
    let (old, new) = (old.owner_references.map_or("[]", Raw::get), new.owner_references.map_or("[]", Raw::get));
    same(old, new)
}
