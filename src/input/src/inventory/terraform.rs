//! What the resources of a Terraform state or plan say about clusters.

use std::collections::BTreeMap;

use serde_json::Value;

use super::ack::{self, each};
use super::lists::{Inventory, Lists};

/// The tag that ACK puts on the resources it creates.
const TAG: &str = "ack.aliyun.com";

/// Terraform types that belong to a cluster if they have its tag, and the list of their ids.
const TAGGED: &[(&str, &str)] = &[
    ("alicloud_alb_load_balancer", "loadBalancers"),
    ("alicloud_disk", "disks"),
    ("alicloud_ecs_disk", "disks"),
    ("alicloud_ecs_network_interface", "networkInterfaces"),
    ("alicloud_eip", "elasticIps"),
    ("alicloud_eip_address", "elasticIps"),
    ("alicloud_ess_scaling_group", "scalingGroups"),
    ("alicloud_instance", "instances"),
    ("alicloud_nas_file_system", "fileSystems"),
    ("alicloud_nlb_load_balancer", "loadBalancers"),
    ("alicloud_security_group", "securityGroups"),
    ("alicloud_slb", "loadBalancers"),
    ("alicloud_slb_load_balancer", "loadBalancers"),
    ("alicloud_vswitch", "vSwitches"),
];

/// Parts of resources: the list of the whole, the attribute that names it, and the list of the part.
const PARTS: &[(&str, &[&str], &str, &str)] = &[
    ("alicloud_ess_scaling_configuration", &["scalingGroups"], "scaling_group_id", "scalingConfigurations"),
    ("alicloud_nlb_listener", &["loadBalancers", "apiServerLoadBalancers"], "load_balancer_id", "listeners"),
    ("alicloud_alb_listener", &["loadBalancers"], "load_balancer_id", "listeners"),
    ("alicloud_route_table_attachment", &["vSwitches"], "vswitch_id", "routeTables"),
];

/// Terraform types of clusters.
pub(crate) const CLUSTER_TYPES: &[&str] = &[
    "alicloud_cs_edge_kubernetes",
    "alicloud_cs_kubernetes",
    "alicloud_cs_managed_kubernetes",
    "alicloud_cs_serverless_kubernetes",
];

fn text<'v>(values: &'v Value, key: &str) -> &'v str {
    values.get(key).and_then(Value::as_str).unwrap_or_default()
}

impl Inventory {
    /// What managed resources of a state, each with `type` and `values`, say about the clusters among them.
    pub(crate) fn of_resources(resources: &[Value]) -> BTreeMap<String, Lists> {
        let mut inventory = Inventory::default();
        inventory.add_resources(&resources.iter().collect::<Vec<_>>());
        inventory.clusters
    }

    /// Adds what managed resources say.
    pub(super) fn add_resources(&mut self, resources: &[&Value]) {
        let of = |kinds: &[&str]| -> Vec<&Value> {
            let is = |r: &&&Value| kinds.contains(&text(r, "type"));
            resources.iter().filter(is).filter_map(|resource| resource.get("values")).collect()
        };
        for values in of(CLUSTER_TYPES) {
            ack::cluster(self.of(text(values, "id")), values);
        }
        for values in of(&["alicloud_cs_kubernetes_node_pool"]) {
            let (of_id, pool_of_id) = text(values, "id").split_once(':').unwrap_or(("", ""));
            let cluster = if text(values, "cluster_id").is_empty() { of_id } else { text(values, "cluster_id") };
            let pool = if text(values, "node_pool_id").is_empty() { pool_of_id } else { text(values, "node_pool_id") };
            let lists = self.of(cluster);
            lists.add_text("nodePools", pool);
            lists.add("scalingGroups", values.get("scaling_group_id"));
            lists.add("roles", values.get("ram_role_name"));
            lists.add_all("securityGroups", values.get("security_group_ids"));
            lists.add("securityGroups", values.get("security_group_id"));
            lists.add_all("vSwitches", values.get("vswitch_ids"));
            lists.add_all("instances", values.get("instances"));
            if each(values, "scaling_config").any(|config| config.get("enable") == Some(&Value::Bool(true))) {
                lists.add_text("autoscaledNodePools", pool);
            }
        }
        for (kind, list) in TAGGED {
            for values in of(&[kind]) {
                let cluster = values.get("tags").map_or("", |tags| text(tags, TAG));
                let id = text(values, "id");
                let is_api_server =
                    |lists: &Lists| lists.ids.get("apiServerLoadBalancers").is_some_and(|ids| ids.contains(id));
                if !cluster.is_empty() && !self.clusters.get(cluster).is_some_and(is_api_server) {
                    self.of(cluster).add_text(list, id);
                    if *kind == "alicloud_instance" {
                        self.of(cluster).add("systemDisks", values.get("system_disk_id"));
                        self.of(cluster).add("primaryNetworkInterfaces", values.get("network_interface_id"));
                    }
                }
            }
        }
        for (cluster, lists) in &mut self.clusters {
            let project = format!("k8s-log-{cluster}");
            if of(&["alicloud_log_project"])
                .iter()
                .any(|v| [text(v, "project_name"), text(v, "name")].contains(&&*project))
            {
                lists.add_text("logProjects", &project);
            }
            for (kind, wholes, attribute, list) in PARTS {
                for values in of(&[kind]) {
                    let whole = text(values, attribute);
                    if wholes.iter().any(|whole_list| lists.ids.get(whole_list).is_some_and(|ids| ids.contains(whole)))
                    {
                        let part =
                            if *list == "routeTables" { text(values, "route_table_id") } else { text(values, "id") };
                        lists.add_text(list, part);
                    }
                }
            }
        }
    }
}

/// The managed resources in the file of a state (`terraform state pull`), in the form of `terraform show -json`; `None` for
/// another document.
pub(super) fn of_state_file(document: &Value) -> Option<Vec<Value>> {
    document.get("lineage")?;
    let resources = each(document, "resources").filter(|resource| resource.get("mode") != Some(&Value::from("data")));
    let instances = resources.flat_map(|resource| {
        let kind = text(resource, "type");
        each(resource, "instances").map(move |one| serde_json::json!({"type": kind, "values": one.get("attributes")}))
    });
    Some(instances.collect())
}

/// The managed resources of a module and of those below it.
pub(super) fn collect<'v>(module: &'v Value, out: &mut Vec<&'v Value>) {
    out.extend(each(module, "resources").filter(|resource| resource.get("mode") != Some(&Value::from("data"))));
    each(module, "child_modules").for_each(|child| collect(child, out));
}
