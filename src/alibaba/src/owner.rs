//! Who owns the resources that an operation names: what the operation tells about them, put together as [`Evidence`].

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use redline_json::Raw;

use crate::action::Action;
use crate::attributes::Attributes;
use crate::class::Class;
use crate::context::CloudContext;
use crate::inventory::{Inventory, InventoryList};
use crate::operation::{CloudOperation, Source};
use crate::ownership::{Evidence, Ownership};
use crate::planned_change::PlannedChange;
use crate::tags::{self, Tags};

impl CloudOperation<'_> {
    /// Who owns what a row is about, given one resource of it: the cluster if that one or a related one is the
    /// cluster's, else somebody else if one of them is somebody else's.
    pub(crate) fn owner_of(&self, ctx: &CloudContext<'_>, action: &Action, id: &str) -> Ownership {
        let is_self = action.ids.contains(&"id");
        let mut owner = self.owner(ctx.inventory, action.class, id, is_self);
        // What the plan creates belongs to nobody yet, and neither does what hangs on it.
        let is_new = |plan: &PlannedChange<'_>| match is_self {
            true => action.class != Class::Other && plan.creates && !plan.deletes,
            false => action.ids.iter().any(|path| plan.refers_to_new(path)),
        };
        if owner == Ownership::Unknown && id.is_empty() && self.plan().is_some_and(is_new) {
            owner = Ownership::NotOurs;
        }
        for (class, ids) in action.related {
            for target in self.targets(*class, ids) {
                match self.owner(ctx.inventory, *class, &target.id, false) {
                    Ownership::Ours => owner = Ownership::Ours,
                    Ownership::NotOurs if owner == Ownership::Unknown => owner = Ownership::NotOurs,
                    _ => {}
                }
            }
        }
        owner
    }

    /// Who owns a resource of a class. With `is_self` the resource is the one that Terraform changes, not one that it
    /// refers to, so that its tags and name are those in the plan.
    pub fn owner(&self, inventory: &Inventory, class: Class, id: &str, is_self: bool) -> Ownership {
        // ACK's own API and resources belong to this cluster, unless they name another one.
        if self.is_of_ack() {
            let clusters = match class {
                Class::Cluster => Vec::from([id.to_owned()]),
                _ => self.targets(Class::Cluster, &["ClusterId", "cluster_id"]).into_iter().map(|t| t.id).collect(),
            };
            let other_pool =
                class == Class::NodePool && inventory.contains(InventoryList::NodePools, id) == Some(false);
            let other = clusters.iter().any(|cluster| inventory.is_other_cluster(cluster)) || other_pool;
            return if other { Ownership::NotOurs } else { Ownership::Ours };
        }
        let mut evidence = Evidence { product: self.product(), id, ..Evidence::default() };
        let (name, created, known);
        match &self.source {
            // Name and tags in a call are those of the resource that it gives the id of.
            Source::Call(call) => {
                if call.resource_id.is_empty() || id.is_empty() || call.resource_id == id {
                    evidence.name = &call.resource_name;
                    evidence.tags = self.tags.as_deref();
                    evidence.own_tags = true;
                }
            }
            Source::PlannedChange(plan) => {
                let side = if plan.deletes || plan.updates { &plan.before } else { &plan.after };
                known =
                    if is_self { None } else { plan.context.known.and_then(|known| PlannedResource::of(known, id)) };
                match &known {
                    Some(known) => {
                        evidence.name = &known.name;
                        evidence.tags = known.tags.as_deref();
                    }
                    None => {
                        name = NAMES.iter().find_map(|attribute| side.text(attribute)).unwrap_or_default();
                        created = plan.created();
                        evidence.name = &name;
                        evidence.tags = self.tags.as_deref();
                        evidence.created = if is_self { &created } else { "" };
                    }
                }
                evidence.own_tags = is_self || known.is_some();
            }
        }
        evidence.owner(class, inventory)
    }

    /// Whether the operation is a call of ACK's own API, or a change of one of its Terraform resources.
    fn is_of_ack(&self) -> bool {
        match &self.source {
            Source::Call(call) => call.is_product("cs"),
            Source::PlannedChange(plan) => plan.product() == "cs",
        }
    }
}

/// What a plan says about a resource that one of its changes refers to.
struct PlannedResource {
    name: String,
    tags: Tags,
}

impl PlannedResource {
    fn of(all: Raw<'_>, id: &str) -> Option<PlannedResource> {
        let all = Attributes::of_resource(Some(all), "").ok()?;
        let one = Attributes::of_resource(Some(redline_json::read(all.member(id)?).ok()?), "").ok()?;
        let tags = one.member("tags").and_then(|tags| tags::read(tags, "").ok()?);
        Some(PlannedResource { name: one.text("name").unwrap_or_default(), tags })
    }
}

/// Attributes of the Terraform provider that hold a resource's name.
const NAMES: &[&str] = &[
    "name",
    "load_balancer_name",
    "security_group_name",
    "network_interface_name",
    "server_group_name",
    "scaling_configuration_name",
    // Of a listener.
    "description",
];
