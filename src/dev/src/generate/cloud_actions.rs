//! `cloud-actions.json`: the calls that the cloud rules evaluate, as RAM policies name them. `redline ram-policy`
//! is written from the same tables as the rules' verdicts.

use redline_engine::alibaba::{ACK_ROLES, Class, Trigger};
use redline_engine::core::rule::RuleKind;
use serde_json::{Map, Value, json};

use crate::registry::RULES;

/// The beginning of the resources that an action works on, in RAM's spelling, and the list of the inventory that holds
/// the rest. From the RAM chapters of the products' API references. `None` where an action names no resource that exists
/// before it, such as starting an instance.
fn resource(product: &str, class: Class) -> Option<(&'static str, &'static str)> {
    Some(match (product, class) {
        (_, Class::Other) => return None,
        ("cs", _) => ("acs:cs:*:*:cluster/", "clusterId"),
        ("ess", _) => ("acs:ess:*:*:scalinggroup/", "scalingGroups"),
        ("slb", Class::ApiServerLoadBalancer) => ("acs:slb:*:*:loadbalancer/", "apiServerLoadBalancers"),
        ("nlb", Class::ApiServerLoadBalancer) => ("acs:nlb:*:*:loadbalancer/", "apiServerLoadBalancers"),
        ("alb", Class::ApiServerLoadBalancer) => ("acs:alb:*:*:loadbalancer/", "apiServerLoadBalancers"),
        ("slb", _) => ("acs:slb:*:*:loadbalancer/", "loadBalancers"),
        ("nlb", _) => ("acs:nlb:*:*:loadbalancer/", "loadBalancers"),
        ("alb", _) => ("acs:alb:*:*:loadbalancer/", "loadBalancers"),
        ("ecs", Class::Instance) => ("acs:ecs:*:*:instance/", "instances"),
        ("ecs", Class::ControlPlaneInstance) => ("acs:ecs:*:*:instance/", "controlPlaneInstances"),
        ("ecs", Class::SecurityGroup) => ("acs:ecs:*:*:securitygroup/", "securityGroups"),
        ("ecs", Class::NetworkInterface) => ("acs:ecs:*:*:eni/", "networkInterfaces"),
        ("ecs", Class::Disk) => ("acs:ecs:*:*:disk/", "disks"),
        ("nas", _) => ("acs:nas:*:*:filesystem/", "fileSystems"),
        ("log" | "sls", _) => ("acs:log:*:*:project/", "logProjects"),
        ("ram", Class::Role) => ("acs:ram:*:*:role/", "roles"),
        _ => return None,
    })
}

/// The file.
pub(super) fn cloud_actions() -> String {
    let mut rules = Map::new();
    for rule in RULES.iter().filter(|rule| rule.kind == RuleKind::Cloud) {
        let mut calls: Vec<Value> = Vec::new();
        let table = rule.actions;
        let first = table.first().map_or(Class::Other, |action| action.class);
        for action in table {
            let (Trigger::Call { product, .. }, Some(name)) = (action.trigger, action.permission()) else { continue };
            let mut call = json!({ "action": name });
            // CLB authorises what is done to parts of a load balancer on the load balancer.
            let part = product == "slb" && action.class == Class::Other && !action.ids.contains(&"AclId");
            let class = if part { first } else { action.class };
            let named = resource(product, class).filter(|_| !action.ids.contains(&"PolicyName"));
            if let Some((resource, list)) = named {
                call["resource"] = json!(resource);
                call["list"] = json!(list);
            }
            if !calls.contains(&call) {
                calls.push(call);
            }
        }
        rules.insert(rule.id().to_owned(), Value::Array(calls));
    }
    let value = json!({ "roles": ACK_ROLES, "rules": rules });
    format!("{value:#}\n")
}
