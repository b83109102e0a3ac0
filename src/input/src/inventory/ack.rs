//! What ACK says about a cluster: replies of its API, and the same attributes in Terraform's resources.

use serde_json::Value;

use super::lists::{Inventory, Lists};

/// Attributes of a cluster that name a resource, in Terraform or in a reply of ACK, and the list it belongs to.
///
/// `slb_intranet` and `slb_internet` are addresses in spite of their names, and `external_loadbalancer_id` is the load
/// balancer of the cluster's Ingress.
const OF_CLUSTER: &[(&str, &str)] = &[
    ("slb_id", "apiServerLoadBalancers"),
    ("external_loadbalancer_id", "loadBalancers"),
    ("security_group_id", "securityGroups"),
    ("pod_cidr", "podCidrs"),
    ("subnet_cidr", "podCidrs"),
    ("container_cidr", "podCidrs"),
    ("worker_ram_role_name", "roles"),
    ("sls_project_name", "logProjects"),
];

/// Attributes of a cluster that are lists.
const LISTS_OF_CLUSTER: &[(&str, &str)] = &[
    ("vswitch_ids", "vSwitches"),
    ("worker_vswitch_ids", "vSwitches"),
    ("master_vswitch_ids", "vSwitches"),
    ("pod_vswitch_ids", "vSwitches"),
];

/// The list for a kind of resource in a reply of DescribeClusterResources, by a word in `resource_type`, with the product
/// where types of several products have the word.
const RESOURCES: &[(&str, &str)] = &[
    ("scalinggroup", "scalingGroups"),
    ("scalingconfiguration", "scalingConfigurations"),
    ("securitygroup", "securityGroups"),
    ("vswitch", "vSwitches"),
    ("routetable", "routeTables"),
    ("eip", "elasticIps"),
    ("ramrole", "roles"),
    ("::ram::role", "roles"),
    ("sls", "logProjects"),
    ("log::project", "logProjects"),
];

/// Words for load balancers. Those of add-ons serve Services and Ingresses; an ALB instance always does.
const BALANCERS: [&str; 4] = ["slb", "nlb", "loadbalancer", "alb"];

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Adds the resources that a cluster names.
pub(super) fn cluster(lists: &mut Lists, values: &Value) {
    for (name, list) in OF_CLUSTER {
        lists.add(list, values.get(name));
    }
    for (name, list) in LISTS_OF_CLUSTER {
        lists.add_all(list, values.get(name));
    }
    for config in each(values, "control_plane_endpoints_config") {
        for balancer in each(config, "load_balancers_config") {
            lists.add("apiServerLoadBalancers", balancer.get("load_balancer_id"));
        }
    }
    for node in each(values, "worker_nodes").chain(each(values, "master_nodes")) {
        lists.add("instances", node.get("id"));
    }
    each(values, "master_nodes").for_each(|node| lists.add("controlPlaneInstances", node.get("id")));
    for addon in each(values, "addons") {
        // Add-ons have their settings as JSON in a text; those for logs name their project.
        let config: Option<Value> =
            addon.get("config").and_then(Value::as_str).and_then(|c| serde_json::from_str(c).ok());
        lists.add("logProjects", config.as_ref().and_then(|config| config.get("sls_project_name")));
    }
}

/// Adds a node pool of DescribeClusterNodePools.
pub(super) fn node_pool(lists: &mut Lists, pool: &Value) {
    let id = pool.pointer("/nodepool_info/nodepool_id");
    lists.add("nodePools", id);
    if let Some(group) = pool.get("scaling_group") {
        lists.add("scalingGroups", group.get("scaling_group_id"));
        lists.add("securityGroups", group.get("security_group_id"));
        lists.add_all("securityGroups", group.get("security_group_ids"));
        lists.add_all("vSwitches", group.get("vswitch_ids"));
        lists.add("roles", group.get("ram_role_name"));
        lists.add("roles", group.get("ram_policy"));
    }
    if pool.pointer("/auto_scaling/enable") == Some(&Value::Bool(true)) {
        lists.add("autoscaledNodePools", id);
    }
}

/// Adds a node of DescribeClusterNodes.
pub(super) fn node(lists: &mut Lists, node: &Value) {
    lists.add("instances", node.get("instance_id"));
    if text(node, "instance_role").eq_ignore_ascii_case("master") {
        lists.add("controlPlaneInstances", node.get("instance_id"));
    }
}

/// Adds a resource of DescribeClusterResources.
pub(super) fn resource(inventory: &mut Inventory, resource: &Value) {
    let kind = text(resource, "resource_type").to_ascii_lowercase();
    let lists = inventory.of(text(resource, "cluster_id"));
    let of_addon = resource.get("associated_object").is_some_and(|object| !object.is_null())
        || text(resource, "creator_type").eq_ignore_ascii_case("addon");
    let list = match RESOURCES.iter().find(|(word, _)| kind.contains(word)) {
        Some((_, list)) => list,
        None if kind.contains("alb") => "loadBalancers",
        None if BALANCERS.iter().any(|word| kind.contains(word)) && of_addon => "loadBalancers",
        None if BALANCERS.iter().any(|word| kind.contains(word)) => "apiServerLoadBalancers",
        None => return,
    };
    lists.add(list, resource.get("instance_id"));
}

/// The items of a member that is a list; none where it is missing.
pub(super) fn each<'v>(values: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    values.get(key).and_then(Value::as_array).into_iter().flatten()
}
