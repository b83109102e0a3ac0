//! What the resources of a Terraform state or plan say about a cluster.

use serde_json::Value;

use super::ack::{self, each};
use super::lists::{Inventory, InventoryError};

/// The tag that ACK puts on the resources it creates.
const TAG: &str = "ack.aliyun.com";

/// Terraform types that belong to a cluster if they have its tag, and the list of their ids.
const TAGGED: &[(&str, &str)] = &[
    ("alicloud_alb_load_balancer", "loadBalancers"),
    ("alicloud_disk", "disks"),
    ("alicloud_ecs_disk", "disks"),
    ("alicloud_ecs_network_interface", "networkInterfaces"),
    ("alicloud_ess_scaling_group", "scalingGroups"),
    ("alicloud_instance", "instances"),
    ("alicloud_nas_file_system", "fileSystems"),
    ("alicloud_nlb_load_balancer", "loadBalancers"),
    ("alicloud_security_group", "securityGroups"),
    ("alicloud_slb_load_balancer", "loadBalancers"),
];

/// Lists of resources that controllers in the cluster create, too, so that Terraform does not know all of them.
const PARTIAL: &[&str] = &["disks", "fileSystems", "instances", "loadBalancers", "networkInterfaces"];

/// Terraform types of clusters.
const CLUSTERS: &[&str] = &[
    "alicloud_cs_edge_kubernetes",
    "alicloud_cs_kubernetes",
    "alicloud_cs_managed_kubernetes",
    "alicloud_cs_serverless_kubernetes",
];

/// Adds the managed resources of a module and of its child modules. `chosen` says whether the user named the cluster.
pub(super) fn module(inventory: &mut Inventory, module: &Value, chosen: bool) -> Result<(), InventoryError> {
    let mut resources = Vec::new();
    collect(module, &mut resources);
    let text = |values: &Value, key: &str| values.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let of = |kinds: &[&str]| -> Vec<&Value> {
        let is = |r: &&&Value| r.get("type").and_then(Value::as_str).is_some_and(|kind| kinds.contains(&kind));
        resources.iter().filter(is).filter_map(|resource| resource.get("values")).collect()
    };
    for values in of(CLUSTERS) {
        let id = text(values, "id");
        if inventory.is_of(&id) {
            ack::cluster(inventory, values);
        } else if !chosen {
            return Err(InventoryError::SeveralClusters(inventory.cluster_id.clone(), id));
        }
    }
    for values in of(&["alicloud_cs_kubernetes_node_pool"]) {
        let cluster = text(values, "cluster_id");
        if !cluster.is_empty() && !inventory.is_of(&cluster) {
            continue;
        }
        let id = text(values, "id");
        let own = values.get("node_pool_id").cloned().filter(|id| id.as_str().is_some_and(|id| !id.is_empty()));
        let pool = own.or_else(|| id.split_once(':').map(|(_, pool)| Value::from(pool)));
        inventory.add("nodePools", pool.as_ref());
        inventory.add("scalingGroups", values.get("scaling_group_id"));
        each(values, "security_group_ids").for_each(|id| inventory.add("securityGroups", Some(id)));
        each(values, "instances").for_each(|id| inventory.add_partial("instances", Some(id)));
        if each(values, "scaling_config").any(|config| config.get("enable") == Some(&Value::Bool(true))) {
            inventory.add("autoscaledNodePools", pool.as_ref());
        }
    }
    for (kind, list) in TAGGED {
        for values in of(&[kind]) {
            let tag = values.pointer("/tags").and_then(|tags| tags.get(TAG)).and_then(Value::as_str);
            let api_server =
                inventory.lists.get("apiServerLoadBalancers").is_some_and(|ids| ids.contains(&text(values, "id")));
            if tag.is_some_and(|tag| !inventory.cluster_id.is_empty() && tag == inventory.cluster_id) && !api_server {
                match PARTIAL.contains(list) {
                    true => inventory.add_partial(list, values.get("id")),
                    false => inventory.add(list, values.get("id")),
                }
            }
        }
    }
    let project = format!("k8s-log-{}", inventory.cluster_id);
    for values in of(&["alicloud_log_project"]) {
        let name = ["project_name", "name"].map(|key| text(values, key));
        if name.contains(&project) {
            inventory.lists.entry("logProjects").or_default().insert(project.clone());
        }
    }
    Ok(())
}

/// Managed resources of a module and of those below it.
fn collect<'v>(module: &'v Value, out: &mut Vec<&'v Value>) {
    out.extend(each(module, "resources").filter(|resource| resource.get("mode") != Some(&Value::from("data"))));
    each(module, "child_modules").for_each(|child| collect(child, out));
}
