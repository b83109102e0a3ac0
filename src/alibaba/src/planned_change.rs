//! A planned change of a Terraform resource.

use alloc::string::String;
use alloc::vec::Vec;

use redline_json::{List, Raw, Str};
use redline_text::{before, split};

use crate::attributes::Attributes;
use crate::tags;

/// A planned change of one resource.
#[derive(Debug)]
pub struct PlannedChange<'a> {
    /// Address of the resource in the configuration: `module.x.alicloud_instance.y[0]`.
    pub address: Str<'a>,
    /// Resource type, such as `alicloud_instance`.
    pub resource_type: Str<'a>,
    /// Key of a deposed object, which a create-before-destroy replacement left over; empty for the resource itself.
    pub deposed: Str<'a>,
    /// Whether it turns out only during the change if the resource is replaced.
    pub uncertain: bool,
    /// The plan creates a resource, also as part of a replacement.
    pub creates: bool,
    /// The plan updates a resource in place.
    pub updates: bool,
    /// The plan deletes a resource, also as part of a replacement.
    pub deletes: bool,
    /// Attributes as they are; empty when the plan only creates the resource.
    pub before: Attributes<'a>,
    /// Attributes as they will be; empty when the plan only deletes the resource.
    pub after: Attributes<'a>,
    /// Paths of the attributes that force the plan to replace the resource.
    pub(crate) replace_paths: Option<Raw<'a>>,
    /// Attributes that are known only after apply.
    pub(crate) unknown: Attributes<'a>,
    /// Instances of which the same plan takes snapshots, as `redline plan` adds them, which sees the whole plan.
    pub snapshots: List<Str<'a>>,
    /// What the rest of the plan says about this change.
    pub context: PlanContext<'a>,
}

redline_json::view! {
    /// What the rest of a plan says about one change. `redline plan` writes it, which sees the whole plan.
    pub struct PlanContext<'a> {
        /// Attributes that refer to resources which the same plan creates, so that their ids are not known yet.
        pub created = "new": List<Str<'a>>,
        /// Resources that the change refers to: by id, an object with their `name` and `tags`.
        pub known: Option<Raw<'a>>,
        /// Ids in this change that belong to the cluster according to the plan, by list of the inventory.
        pub inventory: Option<Raw<'a>>,
        /// The address of the cluster that the same plan deletes or replaces, and this resource with it; else empty.
        pub goes_with = "goesWith": Str<'a>,
    }
}

/// When the provider says that a resource was created.
const CREATED: &[&str] = &["create_time", "creation_time", "created_time", "gmt_created"];

/// What a plan does to an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeChange {
    /// It keeps its value.
    Same,
    /// It changes from these values to those; either may be empty.
    To(Vec<String>, Vec<String>),
    /// The new value is known only after apply.
    Unknown,
}

impl PlannedChange<'_> {
    /// The product in the resource type: `slb` of `alicloud_slb_listener`. Types of ECS that leave the product out give
    /// the word that stands in its place, such as `instance`.
    pub fn product(&self) -> &str {
        before(self.resource_type.strip_prefix("alicloud_").unwrap_or(&self.resource_type), "_")
    }

    /// When the resource was created, in UTC; empty where the plan does not tell.
    pub(crate) fn created(&self) -> String {
        CREATED.iter().find_map(|attribute| self.before.text(attribute)).unwrap_or_default()
    }

    /// Whether an attribute, or what stands at a path below one, refers to a resource that the same plan creates.
    pub(crate) fn refers_to_new(&self, path: &str) -> bool {
        let name = before(path, ".");
        self.context.created.iter().any(|attribute| *attribute == *name)
    }

    /// Whether the plan replaces the resource: deletes it and creates it again.
    pub fn replaces(&self) -> bool {
        self.creates && self.deletes
    }

    /// The attribute that forces the plan to replace the resource, the first of them; `None` where the plan does not tell.
    pub(crate) fn replaced_for(&self) -> Option<&str> {
        // A path is a list of names and numbers, and its first name says enough.
        split(self.replace_paths.as_ref()?.get(), "\"").nth(1)
    }

    /// Whether something at the path is known only after apply.
    pub fn is_unknown(&self, path: &str) -> bool {
        self.unknown.unknown_at(path)
    }

    /// How the attribute at a path such as `scaling_config.enable` changes. The order of a list does not count: most
    /// lists of the provider are sets.
    pub fn attribute_change(&self, path: &str) -> AttributeChange {
        if self.is_unknown(path) {
            return AttributeChange::Unknown;
        }
        let (old, new) = (sorted(self.before.list(path)), sorted(self.after.list(path)));
        if old == new { AttributeChange::Same } else { AttributeChange::To(old, new) }
    }

    /// Whether an attribute besides these changes. A `status` that says that the resource runs again does not count.
    pub(crate) fn changes_beyond(&self, ignored: &[&str]) -> bool {
        let runs = self.after.has_value(&["status"], &["running", "active"]);
        let (before, after) = (self.before.members(), self.after.members());
        let is_ignored = |name: &str| ignored.contains(&name) || (runs && name == "status");
        let mut names = before.iter().chain(after.iter()).map(|(name, _)| name).filter(|name| !is_ignored(name));
        names.any(|name| self.attribute_change(name) != AttributeChange::Same)
    }

    /// The tags that this change adds, removes or gives another value, by key.
    pub fn tag_changes(&self) -> Vec<(String, AttributeChange)> {
        let side =
            |json: &Attributes<'_>| json.member("tags").and_then(|t| tags::read(t, "").ok()?).unwrap_or_default();
        let (old, new) = (side(&self.before), side(&self.after));
        let value = |tags: &[(String, String)], key: &str| {
            tags.iter().filter(|(k, _)| k == key).map(|(_, v)| v.clone()).collect::<Vec<_>>()
        };
        let mut out: Vec<(String, AttributeChange)> = Vec::new();
        for (key, _) in old.iter().chain(&new) {
            if out.iter().any(|(seen, _)| seen == key) {
                continue;
            }
            let (before, after) = (value(&old, key), value(&new, key));
            let known = !self.unknown.unknown_tag(key);
            match before == after && known {
                true => out.push((key.clone(), AttributeChange::Same)),
                false if known => out.push((key.clone(), AttributeChange::To(before, after))),
                false => out.push((key.clone(), AttributeChange::Unknown)),
            }
        }
        out.retain(|(_, changed)| *changed != AttributeChange::Same);
        out
    }
}

/// Sorts by insertion: the lists are short, and the general sort would add four kilobytes to every module.
fn sorted(list: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(list.len());
    for item in list {
        let (Ok(at) | Err(at)) = out.binary_search(&item);
        out.insert(at, item);
    }
    out
}
