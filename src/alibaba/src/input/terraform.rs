//! One element of `resource_changes` of `terraform show -json`.

use redline_json::{List, Raw, Str, Unreadable};

use super::shape::{Shape, read_at};
use crate::attributes::Attributes;
use crate::identity::Identity;
use crate::operation::{CloudOperation, Source};
use crate::planned_change::{PlanContext, PlannedChange};
use crate::tags::{self, Tags};

redline_json::view! {
    /// The element.
    pub(super) struct ResourceChange<'a> {
        address: Str<'a>,
        mode: Str<'a>,
        resource_type = "type": Str<'a>,
        deposed: Str<'a>,
        change: Option<Raw<'a>>,
        /// `true` where it turns out only during the change whether the resource is replaced, as in change sets of ROS.
        uncertain: Option<Raw<'a>>,
        /// What `redline plan` adds: instances of which the same plan takes snapshots.
        snapshots: List<Str<'a>>,
        /// What `redline plan` adds: what the rest of the plan says about this change.
        context: Option<Raw<'a>>,
    }

    struct ChangeFields<'a> {
        actions: List<Str<'a>>,
        before: Option<Raw<'a>>,
        after: Option<Raw<'a>>,
        after_unknown: Option<Raw<'a>>,
        /// Paths as lists: `[["service_cidr"], ["pod_vswitch_ids", 0]]`.
        replace_paths: Option<Raw<'a>>,
    }
}

impl<'a> Shape<'a> for ResourceChange<'a> {
    fn is_recognised(&self) -> bool {
        self.change.is_some()
    }

    fn operation(&self) -> Result<Option<CloudOperation<'a>>, Unreadable> {
        let Some(plan) = self.planned_change()? else { return Ok(None) };
        let tags = tags(&plan)?;
        Ok(Some(CloudOperation { source: Source::PlannedChange(plan), identity: Identity::default(), tags }))
    }
}

impl<'a> ResourceChange<'a> {
    /// `None` when nothing changes: no-op (also one that only moves a resource), read, forget, and everything
    /// about data sources.
    fn planned_change(&self) -> Result<Option<PlannedChange<'a>>, Unreadable> {
        if self.resource_type.is_empty() {
            return Err(Unreadable::new("request.type", "expected a resource type, found nothing"));
        }
        let change: ChangeFields<'a> = read_at("request.change", self.change.map_or("null", Raw::get))?;
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
        // What `forget` lets go stays as it is, also where the plan creates the same resource anew.
        if self.mode == "data" || !(creates || updates || deletes) {
            return Ok(None);
        }
        // Terraform may write `after_unknown` as one boolean.
        let unknown = match change.after_unknown {
            Some(raw) if raw.get() == "true" => Attributes::all_unknown(),
            raw => Attributes::of_resource(raw.filter(|raw| raw.get() != "false"), "request.change.after_unknown")?,
        };
        let context: PlanContext<'a> = read_at("request.context", self.context.map_or("null", Raw::get))?;
        // What goes with its cluster is part of the finding about the cluster, and what replaces it is something new.
        let is_new = creates && deletes && !context.goes_with.is_empty();
        Ok(Some(PlannedChange {
            creates,
            updates,
            deletes: deletes && !is_new,
            before: Attributes::of_resource(change.before.filter(|_| !is_new), "request.change.before")?,
            after: Attributes::of_resource(change.after, "request.change.after")?,
            unknown,
            replace_paths: change.replace_paths,
            address: self.address.clone(),
            resource_type: self.resource_type.clone(),
            deposed: self.deposed.clone(),
            uncertain: self.uncertain.is_some_and(|raw| raw.get() == "true"),
            snapshots: self.snapshots.clone(),
            context,
        }))
    }
}

/// Tags of the resource as it is, or of a new one as it will be.
fn tags(plan: &PlannedChange<'_>) -> Result<Tags, Unreadable> {
    let is_new = plan.creates && !plan.deletes;
    if is_new && plan.is_unknown("tags") {
        return Ok(None);
    }
    let (side, path) =
        if is_new { (&plan.after, "request.change.after.tags") } else { (&plan.before, "request.change.before.tags") };
    // `null` is how Terraform writes that there are none.
    let Some(json) = side.member("tags") else { return Ok(None) };
    tags::read(json, path).map(|tags| Some(tags.unwrap_or_default()))
}
