//! What ACK says about a cluster: replies of its API, and the same attributes in Terraform's resources.

use serde_json::Value;

use super::lists::Inventory;

/// Attributes of a cluster that name a resource, in Terraform or in a reply of ACK, and the list it belongs to.
const OF_CLUSTER: &[(&str, &str)] = &[
    ("/slb_id", "apiServerLoadBalancers"),
    ("/slb_intranet", "apiServerLoadBalancers"),
    ("/external_loadbalancer_id", "apiServerLoadBalancers"),
    ("/security_group_id", "securityGroups"),
    ("/pod_cidr", "podCidrs"),
    ("/subnet_cidr", "podCidrs"),
];

/// The list for a kind of resource in a reply of DescribeClusterResources, by a word in `resource_type`.
const RESOURCES: &[(&str, &str)] = &[
    ("scalinggroup", "scalingGroups"),
    ("securitygroup", "securityGroups"),
    ("slb", "apiServerLoadBalancers"),
    ("loadbalancer", "apiServerLoadBalancers"),
];

/// Adds the resources that a cluster names.
pub(super) fn cluster(inventory: &mut Inventory, values: &Value) {
    for (path, list) in OF_CLUSTER {
        inventory.add(list, values.pointer(path));
    }
    for config in each(values, "control_plane_endpoints_config") {
        for balancer in each(config, "load_balancers_config") {
            inventory.add("apiServerLoadBalancers", balancer.get("load_balancer_id"));
        }
    }
    for node in each(values, "worker_nodes") {
        inventory.add_partial("instances", node.get("id"));
    }
    for node in each(values, "master_nodes") {
        inventory.add_partial("instances", node.get("id"));
        inventory.add("controlPlaneInstances", node.get("id"));
    }
}

/// Adds a node pool of DescribeClusterNodePools.
pub(super) fn node_pool(inventory: &mut Inventory, pool: &Value) {
    let id = pool.pointer("/nodepool_info/nodepool_id");
    inventory.add("nodePools", id);
    inventory.add("scalingGroups", pool.pointer("/scaling_group/scaling_group_id"));
    inventory.add("securityGroups", pool.pointer("/scaling_group/security_group_id"));
    if let Some(group) = pool.get("scaling_group") {
        each(group, "security_group_ids").for_each(|id| inventory.add("securityGroups", Some(id)));
    }
    if pool.pointer("/auto_scaling/enable") == Some(&Value::Bool(true)) {
        inventory.add("autoscaledNodePools", id);
    }
}

/// Adds a node of DescribeClusterNodes.
pub(super) fn node(inventory: &mut Inventory, node: &Value) {
    inventory.add("instances", node.get("instance_id"));
    let role = node.get("instance_role").and_then(Value::as_str).unwrap_or_default();
    if role.eq_ignore_ascii_case("master") {
        inventory.add("controlPlaneInstances", node.get("instance_id"));
    }
}

/// Adds a resource of DescribeClusterResources.
pub(super) fn resource(inventory: &mut Inventory, resource: &Value) {
    let member = |name: &str| resource.get(name).and_then(Value::as_str).unwrap_or_default();
    let kind = member("resource_type").to_ascii_lowercase();
    let list = RESOURCES.iter().find(|(word, _)| kind.contains(word));
    if let (Some((_, list)), true) = (list, member("cluster_id").is_empty() || inventory.is_of(member("cluster_id"))) {
        inventory.add(list, resource.get("instance_id"));
    }
}

/// The items of a member that is a list; none where it is missing.
pub(super) fn each<'v>(values: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    values.get(key).and_then(Value::as_array).into_iter().flatten()
}
