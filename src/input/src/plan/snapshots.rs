//! Finds the instances of which a plan takes snapshots before it attaches them.
//!
//! Rules evaluate one change at a time, but this needs the whole plan. So a change that attaches instances gets a member
//! `snapshots` with the ids of instances that are saved.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// The snapshots in the changes of a plan so far.
#[derive(Default)]
pub(super) struct Snapshots {
    /// Instances of which a snapshot group saves all disks.
    groups: BTreeSet<String>,
    /// Disks of which a snapshot is taken.
    saved: BTreeSet<String>,
    /// The known disks of each instance.
    disks: BTreeMap<String, BTreeSet<String>>,
}

fn id<'v>(state: &'v Value, name: &str) -> Option<&'v str> {
    state[name].as_str().filter(|id| !id.is_empty())
}

impl Snapshots {
    /// Whether a change may attach instances, so that it has to wait for the end of the plan.
    pub(super) fn concern(change: &Value) -> bool {
        change["type"].as_str().is_some_and(|kind| kind.starts_with("alicloud_cs_kubernetes_node_pool"))
    }

    /// Takes note of a change, also of one without actions.
    pub(super) fn note(&mut self, change: &Value) {
        let creates = change["change"]["actions"].as_array().is_some_and(|all| all.contains(&json!("create")));
        for state in [&change["change"]["before"], &change["change"]["after"]] {
            let mut held = |instance: Option<&str>, disk: Option<&str>| {
                if let (Some(instance), Some(disk)) = (instance, disk) {
                    self.disks.entry(instance.to_owned()).or_default().insert(disk.to_owned());
                }
            };
            match change["type"].as_str().unwrap_or_default() {
                "alicloud_instance" => held(id(state, "id"), id(state, "system_disk_id")),
                "alicloud_ecs_disk_attachment" | "alicloud_disk_attachment" => {
                    held(id(state, "instance_id"), id(state, "disk_id"));
                }
                "alicloud_ecs_snapshot" | "alicloud_snapshot" if creates => {
                    self.saved.extend(id(state, "disk_id").map(str::to_owned));
                }
                "alicloud_ecs_snapshot_group" if creates => {
                    self.groups.extend(id(state, "instance_id").map(str::to_owned));
                }
                _ => {}
            }
        }
    }

    /// Adds to a change the instances that are saved: by a group, or disk by disk.
    pub(super) fn add_to(&self, change: &mut Value) {
        let whole = self.disks.iter().filter(|(_, disks)| disks.is_subset(&self.saved)).map(|(instance, _)| instance);
        let saved: BTreeSet<&String> = self.groups.iter().chain(whole).collect();
        if let (Some(members), false) = (change.as_object_mut(), saved.is_empty()) {
            members.insert("snapshots".to_owned(), json!(saved));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(changes: &[(&str, &str, Value)]) -> Value {
        let mut snapshots = Snapshots::default();
        for (kind, action, after) in changes {
            snapshots.note(&json!({"type": kind, "change": {"actions": [action], "before": null, "after": after}}));
        }
        let mut change = json!({"type": "alicloud_cs_kubernetes_node_pool"});
        assert!(Snapshots::concern(&change));
        snapshots.add_to(&mut change);
        change["snapshots"].take()
    }

    #[test]
    fn an_instance_is_saved_with_all_its_disks() {
        let system = ("alicloud_instance", "no-op", json!({"id": "i-1", "system_disk_id": "d-1"}));
        let data = ("alicloud_ecs_disk_attachment", "no-op", json!({"instance_id": "i-1", "disk_id": "d-2"}));
        let of = |disk| ("alicloud_ecs_snapshot", "create", json!({"disk_id": disk}));
        assert_eq!(told(&[system.clone(), data.clone(), of("d-1"), of("d-2")]), json!(["i-1"]));
        assert!(told(&[system.clone(), data, of("d-1")]).is_null(), "its data disk is not saved");
        assert!(told(&[of("d-1")]).is_null());
        assert!(told(&[system, ("alicloud_ecs_snapshot", "no-op", json!({"disk_id": "d-1"}))]).is_null(), "too old");
        assert_eq!(told(&[("alicloud_ecs_snapshot_group", "create", json!({"instance_id": "i-2"}))]), json!(["i-2"]));
    }
}
