//! What the rest of a plan says about one of its changes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::references::References;
use crate::inventory::{CLUSTER_TYPES, Inventory, Lists};

/// Attributes that hold the name of a resource.
const NAMES: [&str; 5] =
    ["name", "load_balancer_name", "security_group_name", "network_interface_name", "server_group_name"];

/// Attributes by which a part names what it is a part of.
const PARENTS: [&str; 4] = ["cluster_id", "load_balancer_id", "scaling_group_id", "security_group_id"];

/// The same for types of which one attribute names it that means something else elsewhere.
const OWN_PARENTS: [(&str, &str); 3] = [
    ("alicloud_eip_association", "instance_id"),
    ("alicloud_route_entry", "nexthop_id"),
    ("alicloud_route_table_attachment", "vswitch_id"),
];

/// Types that hold data which outlives a cluster, so that losing them is a finding of its own.
const DATA: [&str; 4] = ["alicloud_nas_", "alicloud_log_", "alicloud_ecs_disk", "alicloud_disk"];

/// A plan without its changes.
pub(super) struct PlanContext<'v> {
    references: References<'v>,
    /// The resources that the plan knows, by id.
    known: HashMap<String, Value>,
    /// What belongs to each cluster.
    clusters: BTreeMap<String, Lists>,
    /// The clusters that the plan deletes or replaces, and their addresses.
    deleted: BTreeMap<String, String>,
}

impl<'v> PlanContext<'v> {
    pub(super) fn new(plan: &'v Value, changes: &[Value]) -> Self {
        let mut resources = Vec::new();
        collect(&plan["prior_state"]["values"]["root_module"], &mut resources);
        // A plan need not have its prior state; the changes have what they start from.
        for change in changes {
            let before = &change["change"]["before"];
            if before.is_object() && change["mode"] != "data" {
                resources.push(json!({"mode": "managed", "type": change["type"], "values": before}));
            }
        }
        let mut known = HashMap::new();
        for resource in &resources {
            if let Some(id) = resource["values"]["id"].as_str() {
                known.entry(id.to_owned()).or_insert_with(|| summary(&resource["values"]));
            }
        }
        let deleted = changes.iter().filter(|change| {
            let kind = change["type"].as_str().unwrap_or_default();
            CLUSTER_TYPES.contains(&kind) && deletes(change)
        });
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let deleted = deleted.map(|c| (text(&c["change"]["before"]["id"]), text(&c["address"]))).collect();
        PlanContext {
            references: References::new(&plan["configuration"], changes),
            known,
            clusters: Inventory::of_resources(&resources),
            deleted,
        }
    }

    /// What the plan says about a change; an empty object where it says nothing.
    pub(super) fn of(&self, change: &Value) -> Value {
        let (before, after) = (&change["change"]["before"], &change["change"]["after"]);
        let mut ids = HashSet::new();
        texts(before, 8, &mut ids);
        texts(after, 8, &mut ids);
        let own = before["id"].as_str().unwrap_or_default();
        let mut context = Map::new();
        let new = self.new_attributes(change);
        if !new.is_empty() {
            context.insert("new".to_owned(), json!(new));
        }
        let known: Map<String, Value> = ids
            .iter()
            .filter(|id| **id != own)
            .filter_map(|id| Some(((*id).to_owned(), self.known.get(*id)?.clone())))
            .collect();
        if !known.is_empty() {
            context.insert("known".to_owned(), Value::Object(known));
        }
        let mut inventory = Map::new();
        for (cluster, of_cluster) in &self.clusters {
            let lists: BTreeMap<&str, BTreeSet<&str>> = of_cluster.containing(&ids);
            if !lists.is_empty() {
                inventory.insert(cluster.clone(), json!(lists));
            }
        }
        if let Some(cluster) = self.cluster_of(change, &inventory) {
            context.insert("goesWith".to_owned(), json!(cluster));
        }
        if !inventory.is_empty() {
            context.insert("inventory".to_owned(), Value::Object(inventory));
        }
        Value::Object(context)
    }

    /// Attributes that are known only after apply because they come from resources that the plan creates.
    fn new_attributes(&self, change: &Value) -> Vec<String> {
        let address = change["address"].as_str().unwrap_or_default();
        let unknown = change["change"]["after_unknown"].as_object().into_iter().flatten();
        unknown
            .filter(|(name, value)| *name != "id" && **value != json!(false))
            .filter(|(name, _)| self.references.is_new(address, name))
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// The address of the cluster that goes with this resource, where the plan deletes or replaces both.
    fn cluster_of(&self, change: &Value, inventory: &Map<String, Value>) -> Option<&str> {
        let kind = change["type"].as_str()?;
        let before = &change["change"]["before"];
        let is_data = DATA.iter().any(|data| kind.starts_with(data));
        if self.deleted.is_empty() || is_data || CLUSTER_TYPES.contains(&kind) || !deletes(change) {
            return None;
        }
        if let Some(cluster) = before["cluster_id"].as_str() {
            return self.deleted.get(cluster).map(String::as_str);
        }
        let of_type = OWN_PARENTS.iter().filter(|(own, _)| *own == kind).map(|(_, name)| *name);
        let names = ["id"].into_iter().chain(PARENTS).chain(of_type);
        let own: Vec<&str> = names.filter_map(|name| before[name].as_str()).collect();
        let is_of = |cluster: &&String| {
            let lists = inventory.get(*cluster).and_then(Value::as_object).into_iter().flatten();
            let listed = lists.filter_map(|(_, ids)| ids.as_array()).flatten().filter_map(Value::as_str);
            before["tags"]["ack.aliyun.com"] == **cluster || listed.into_iter().any(|id| own.contains(&id))
        };
        self.deleted.iter().find(|(cluster, _)| is_of(cluster)).map(|(_, address)| address.as_str())
    }
}

/// Whether a change deletes the resource, also as part of a replacement.
fn deletes(change: &Value) -> bool {
    change["change"]["actions"].as_array().is_some_and(|actions| actions.contains(&json!("delete")))
}

/// Name and tags of a resource.
fn summary(values: &Value) -> Value {
    let name = NAMES.iter().find_map(|name| values[*name].as_str()).unwrap_or_default();
    let mut summary = json!({"name": name});
    if values.get("tags").is_some() {
        summary["tags"] = if values["tags"].is_object() { values["tags"].clone() } else { json!({}) };
    }
    summary
}

/// The managed resources of a module and of those below it.
fn collect(module: &Value, out: &mut Vec<Value>) {
    let each = |name: &str| module[name].as_array().into_iter().flatten();
    out.extend(each("resources").filter(|resource| resource["mode"] != "data").cloned());
    each("child_modules").for_each(|child| collect(child, out));
}

/// The texts in a value.
fn texts<'t>(value: &'t Value, depth: u8, out: &mut HashSet<&'t str>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::String(text) => {
            out.insert(text);
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, depth, out)),
        Value::Object(members) => members.values().for_each(|member| texts(member, depth, out)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(kind: &str, actions: Value, before: Value, after: Value) -> Value {
        json!({"address": format!("{kind}.x"), "mode": "managed", "type": kind,
               "change": {"actions": actions, "before": before, "after": after, "after_unknown": {}}})
    }

    #[test]
    fn what_belongs_to_a_cluster_goes_with_it() {
        let cluster = json!({"id": "c1", "security_group_id": "sg-1", "worker_vswitch_ids": ["vsw-1"]});
        let changes = vec![
            change("alicloud_cs_managed_kubernetes", json!(["delete"]), cluster, Value::Null),
            change(
                "alicloud_cs_kubernetes_node_pool",
                json!(["delete"]),
                json!({"id": "c1:np1", "cluster_id": "c1"}),
                Value::Null,
            ),
            change(
                "alicloud_security_group_rule",
                json!(["delete"]),
                json!({"id": "r", "security_group_id": "sg-1"}),
                Value::Null,
            ),
            change("alicloud_vswitch", json!(["delete"]), json!({"id": "vsw-1", "tags": null}), Value::Null),
            change("alicloud_nas_file_system", json!(["delete"]), json!({"id": "nas-1", "tags": null}), Value::Null),
            change("alicloud_vswitch", json!(["delete"]), json!({"id": "vsw-2", "tags": null}), Value::Null),
            change(
                "alicloud_route_table_attachment",
                json!(["delete"]),
                json!({"id": "vtb:vsw-1", "vswitch_id": "vsw-1"}),
                Value::Null,
            ),
            change(
                "alicloud_slb_load_balancer",
                json!(["delete"]),
                json!({"id": "lb-1", "vswitch_id": "vsw-1"}),
                Value::Null,
            ),
        ];
        let plan = json!({});
        let context = PlanContext::new(&plan, &changes);
        let goes: Vec<bool> = changes.iter().map(|c| context.of(c)["goesWith"].is_string()).collect();
        assert_eq!(goes, [false, true, true, true, false, false, true, false]);
        assert_eq!(context.of(&changes[3])["inventory"], json!({"c1": {"vSwitches": ["vsw-1"]}}));
    }

    #[test]
    fn what_is_replaced_with_its_cluster_goes_with_it() {
        let replace = json!(["delete", "create"]);
        let pool = json!({"id": "c1:np1", "cluster_id": "c1"});
        let changes = vec![
            change("alicloud_cs_managed_kubernetes", replace.clone(), json!({"id": "c1"}), json!({})),
            change("alicloud_cs_kubernetes_node_pool", replace.clone(), pool.clone(), json!({})),
            change("alicloud_cs_kubernetes_node_pool", json!(["update"]), pool, json!({})),
            change("alicloud_cs_kubernetes_addon", replace, json!({"id": "c2:x", "cluster_id": "c2"}), json!({})),
        ];
        let plan = json!({});
        let context = PlanContext::new(&plan, &changes);
        let goes: Vec<bool> = changes.iter().map(|c| context.of(c)["goesWith"].is_string()).collect();
        assert_eq!(goes, [false, true, false, false]);
    }

    #[test]
    fn resources_that_a_change_refers_to_come_along() {
        let values = json!({"id": "lb-1", "load_balancer_name": "web", "tags": {"a": "b"}});
        let plan = json!({"prior_state": {"values": {"root_module": {"child_modules": [{"resources": [
            {"mode": "managed", "type": "alicloud_slb_load_balancer", "values": values}]}]}}}});
        let changes = vec![change(
            "alicloud_slb_listener",
            json!(["update"]),
            json!({"id": "l", "load_balancer_id": "lb-1"}),
            json!({}),
        )];
        let context = PlanContext::new(&plan, &changes).of(&changes[0]);
        assert_eq!(context, json!({"known": {"lb-1": {"name": "web", "tags": {"a": "b"}}}}));
    }
}
