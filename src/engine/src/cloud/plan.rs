//! One element of `resource_changes` of `terraform show -json`.

use super::read::{Input, read_at};
use super::tags::{self, Tags};
use super::value::Json;
use crate::Unreadable;
use crate::json::{List, Raw, Str};
use alloc::string::String;
use alloc::vec::Vec;

crate::view! {
    struct Change<'a> {
        actions: List<Str<'a>>,
        before: Option<Raw<'a>>,
        after: Option<Raw<'a>>,
        after_unknown: Option<Raw<'a>>,
    }
}

/// A planned change of one resource.
#[derive(Debug)]
pub struct Plan<'a> {
    /// Where the configuration has it: `module.x.alicloud_instance.y[0]`.
    pub address: Str<'a>,
    /// Resource type, such as `alicloud_instance`.
    pub kind: Str<'a>,
    /// Key of a leftover of a create-before-destroy replacement; empty for the resource itself.
    pub deposed: Str<'a>,
    /// A resource is made; in a replacement too.
    pub creates: bool,
    /// A resource is changed in place.
    pub updates: bool,
    /// A resource is deleted; in a replacement too.
    pub deletes: bool,
    /// Attributes as they are; empty when the resource is only made.
    pub before: Json<'a>,
    /// Attributes as they will be; empty when the resource is only deleted.
    pub after: Json<'a>,
    unknown: Json<'a>,
    /// Instances of which the same plan takes snapshots, where somebody who sees the whole plan says so.
    pub snapshots: List<Str<'a>>,
}

/// What a plan does to an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Nothing.
    Same,
    /// From these values to those; either may be empty.
    To(Vec<String>, Vec<String>),
    /// The new value is known only after apply.
    Unknown,
}

impl<'a> Plan<'a> {
    /// `None` when nothing changes: no-op (also one that only moves a resource), read, forget, and everything
    /// about data sources.
    pub(crate) fn read(input: &Input<'a>) -> Result<Option<Plan<'a>>, Unreadable> {
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
            Some(raw) if raw.get() == "true" => Json::everything(),
            raw => Json::attributes(raw.filter(|raw| raw.get() != "false"), "request.change.after_unknown")?,
        };
        Ok(Some(Plan {
            creates,
            updates,
            deletes,
            before: Json::attributes(change.before, "request.change.before")?,
            after: Json::attributes(change.after, "request.change.after")?,
            unknown,
            address: input.address.clone(),
            kind: input.kind.clone(),
            deposed: input.deposed.clone(),
            snapshots: input.snapshots.clone(),
        }))
    }

    /// `slb` of `alicloud_slb_listener`; `ecs` also where the type leaves it out, as `alicloud_instance` does.
    pub fn product(&self) -> &str {
        self.kind.strip_prefix("alicloud_").unwrap_or(&self.kind).split('_').next().unwrap_or("")
    }

    /// Whether the resource is deleted to be made anew.
    pub fn replaces(&self) -> bool {
        self.creates && self.deletes
    }

    /// Whether something at the path is known only after apply.
    pub fn unknown(&self, path: &str) -> bool {
        self.unknown.unknown_at(path)
    }

    /// What becomes of the attribute at a path such as `scaling_config.enable`. The order of a list does not
    /// count: most lists of the provider are sets.
    pub fn changed(&self, path: &str) -> Changed {
        if self.unknown(path) {
            return Changed::Unknown;
        }
        let (old, new) = (sorted(self.before.list(path)), sorted(self.after.list(path)));
        if old == new { Changed::Same } else { Changed::To(old, new) }
    }

    /// Tags of the resource as it is, or of one that is made as it will be.
    pub(crate) fn tags(&self) -> Result<Tags, Unreadable> {
        let made = self.creates && !self.deletes;
        if made && self.unknown("tags") {
            return Ok(None);
        }
        let (side, path) = if made {
            (&self.after, "request.change.after.tags")
        } else {
            (&self.before, "request.change.before.tags")
        };
        // `null` is how Terraform writes that there are none.
        let Some(json) = side.member("tags") else { return Ok(None) };
        tags::read(json, path).map(|tags| Some(tags.unwrap_or_default()))
    }

    /// The tags that this change adds, removes or gives another value, key by key.
    pub fn changed_tags(&self) -> Vec<(String, Changed)> {
        let side = |json: &Json<'_>| json.member("tags").and_then(|t| tags::read(t, "").ok()?).unwrap_or_default();
        let (old, new) = (side(&self.before), side(&self.after));
        let value = |tags: &[(String, String)], key: &str| {
            tags.iter().filter(|(k, _)| k == key).map(|(_, v)| v.clone()).collect::<Vec<_>>()
        };
        let mut out: Vec<(String, Changed)> = Vec::new();
        for (key, _) in old.iter().chain(&new) {
            if out.iter().any(|(seen, _)| seen == key) {
                continue;
            }
            let (before, after) = (value(&old, key), value(&new, key));
            let known = !self.unknown.unknown_tag(key);
            match before == after && known {
                true => out.push((key.clone(), Changed::Same)),
                false if known => out.push((key.clone(), Changed::To(before, after))),
                false => out.push((key.clone(), Changed::Unknown)),
            }
        }
        out.retain(|(_, changed)| *changed != Changed::Same);
        out
    }
}

/// By insertion: the lists are short, and a general sort would weigh four kilobytes in every module.
fn sorted(list: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(list.len());
    for item in list {
        let (Ok(at) | Err(at)) = out.binary_search(&item);
        out.insert(at, item);
    }
    out
}
