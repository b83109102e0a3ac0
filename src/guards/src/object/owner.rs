//! Owners that an update adds.

use redline_core::finding::Finding;
use redline_core::request_match::Operation;
use redline_core::text;
use redline_kubernetes::object_meta::Object;
use redline_kubernetes::request::Request;
use redline_text::truncate_for_display;

use super::changes::same_owners;

/// A finding if an update adds owners to an object. That is a way to delete it: the garbage collector deletes an object whose
/// owner does not exist.
pub fn added_owner<'a, O: Object<'a>>(req: &Request<'a, O>) -> Option<Finding> {
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
