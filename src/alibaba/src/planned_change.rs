//! A planned change of a Terraform resource.

use alloc::string::String;
use alloc::vec::Vec;

use redline_json::{List, Str};

use crate::attributes::Attributes;
use crate::tags;

/// A planned change of one resource.
#[derive(Debug)]
pub struct PlannedChange<'a> {
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
    pub before: Attributes<'a>,
    /// Attributes as they will be; empty when the resource is only deleted.
    pub after: Attributes<'a>,
    pub(crate) unknown: Attributes<'a>,
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

impl PlannedChange<'_> {
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

    /// The tags that this change adds, removes or gives another value, key by key.
    pub fn changed_tags(&self) -> Vec<(String, Changed)> {
        let side =
            |json: &Attributes<'_>| json.member("tags").and_then(|t| tags::read(t, "").ok()?).unwrap_or_default();
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
