//! One element of `resource_changes` of `terraform show -json`.

use redline_json::{List, Raw, Str, Unreadable};

use super::payload::{Input, read_at};
use crate::attributes::Attributes;
use crate::planned_change::PlannedChange;
use crate::tags::{self, Tags};

redline_json::view! {
    struct Change<'a> {
        actions: List<Str<'a>>,
        before: Option<Raw<'a>>,
        after: Option<Raw<'a>>,
        after_unknown: Option<Raw<'a>>,
    }
}

/// `None` when nothing changes: no-op (also one that only moves a resource), read, forget, and everything
/// about data sources.
pub(super) fn read<'a>(input: &Input<'a>) -> Result<Option<PlannedChange<'a>>, Unreadable> {
    if input.kind.is_empty() {
        return Err(Unreadable::new("request.type", "expected a resource type, found nothing"));
    }
    let change: Change<'a> = read_at("request.change", input.change.map_or("null", Raw::get))?;
    let (mut creates, mut updates, mut deletes) = (false, false, false);
    for action in &change.actions {
        match &**action {
            "create" => creates = true,
            "update" => updates = true,
            "delete" => deletes = true,
            "no-op" | "read" | "forget" => {}
            _ => return Err(Unreadable::new("request.change.actions", "expected actions of a Terraform plan")),
        }
    }
    if change.actions.is_empty() {
        return Err(Unreadable::new("request.change.actions", "expected actions of a Terraform plan, found none"));
    }
    if input.mode == "data" || !(creates || updates || deletes) {
        return Ok(None);
    }
    // Terraform may write `after_unknown` as one boolean.
    let unknown = match change.after_unknown {
        Some(raw) if raw.get() == "true" => Attributes::everything(),
        raw => Attributes::attributes(raw.filter(|raw| raw.get() != "false"), "request.change.after_unknown")?,
    };
    Ok(Some(PlannedChange {
        creates,
        updates,
        deletes,
        before: Attributes::attributes(change.before, "request.change.before")?,
        after: Attributes::attributes(change.after, "request.change.after")?,
        unknown,
        address: input.address.clone(),
        kind: input.kind.clone(),
        deposed: input.deposed.clone(),
        snapshots: input.snapshots.clone(),
    }))
}

/// Tags of the resource as it is, or of one that is made as it will be.
pub(super) fn tags(plan: &PlannedChange<'_>) -> Result<Tags, Unreadable> {
    let made = plan.creates && !plan.deletes;
    if made && plan.unknown("tags") {
        return Ok(None);
    }
    let (side, path) =
        if made { (&plan.after, "request.change.after.tags") } else { (&plan.before, "request.change.before.tags") };
    // `null` is how Terraform writes that there are none.
    let Some(json) = side.member("tags") else { return Ok(None) };
    tags::read(json, path).map(|tags| Some(tags.unwrap_or_default()))
}
