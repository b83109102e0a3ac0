//! `cloud-actions.json`: the calls that the cloud rules evaluate, as RAM policies name them. `redline ram-policy`
//! is written from the same tables as the rules' verdicts.

use redline_engine::alibaba::atlas::RAM;
use redline_engine::alibaba::{Action, Class, Trigger};
use redline_engine::core::finding::Level;
use redline_engine::core::rule::RuleKind;
use redline_engine::rows::CATALOGUE;
use serde_json::{Map, Value, json};

use super::atlas::names;
use crate::registry::RULES;

/// How RAM names the resource that an action is authorised on: what stands before and after the id, and the list of
/// the inventory with the ids. From the RAM chapters of the products' API references. `None` where an action names no
/// resource that exists before it, such as starting an instance.
fn resource(product: &str, name: &str, action: &Action) -> Option<(&'static str, &'static str, &'static str)> {
    // CLB authorises what is done to parts of a load balancer on the load balancer, and so does NLB for listeners.
    let balancer = |list| Some(("acs:slb:*:*:loadbalancer/", "", list));
    let related = || action.related.first().map_or(Class::Other, |(class, _)| *class);
    // These are authorised on the bandwidth package.
    if name.contains("CommonBandwidthPackageIp") {
        return None;
    }
    Some(match (product, action.class) {
        (_, Class::Other) => return None,
        ("cs", _) => ("acs:cs:*:*:cluster/", "", "clusterId"),
        ("ess", Class::ScalingGroup) => ("acs:ess:*:*:scalinggroup/", "", "scalingGroups"),
        ("slb", Class::Listener | Class::ServerGroup) => {
            let is_api_server = related() == Class::ApiServerLoadBalancer;
            return balancer(if is_api_server { "apiServerLoadBalancers" } else { "loadBalancers" });
        }
        ("slb", Class::AccessControlList) => ("acs:slb:*:*:acl/", "", "accessControlLists"),
        ("slb", Class::ApiServerLoadBalancer) => return balancer("apiServerLoadBalancers"),
        ("slb", _) => return balancer("loadBalancers"),
        ("nlb", Class::ApiServerLoadBalancer) => ("acs:nlb:*:*:loadbalancer/", "", "apiServerLoadBalancers"),
        ("nlb", Class::LoadBalancer) => ("acs:nlb:*:*:loadbalancer/", "", "loadBalancers"),
        ("nlb", Class::Listener) if related() == Class::ApiServerLoadBalancer => {
            ("acs:nlb:*:*:loadbalancer/", "", "apiServerLoadBalancers")
        }
        ("nlb", Class::Listener) => ("acs:nlb:*:*:loadbalancer/", "", "loadBalancers"),
        ("nlb", Class::ServerGroup) => ("acs:nlb:*:*:servergroup/", "", "serverGroups"),
        ("alb", Class::LoadBalancer) => ("acs:alb:*:*:loadbalancer/", "", "loadBalancers"),
        ("alb", Class::Listener) if action.ids.contains(&"ListenerId") => ("acs:alb:*:*:listener/", "", "listeners"),
        ("alb", Class::Listener) => ("acs:alb:*:*:rule/", "", "listeners"),
        ("alb", Class::ServerGroup) => ("acs:alb:*:*:servergroup/", "", "serverGroups"),
        ("alb", Class::AccessControlList) => ("acs:alb:*:*:acl/", "", "accessControlLists"),
        ("ecs", Class::Instance) => ("acs:ecs:*:*:instance/", "", "instances"),
        ("ecs", Class::ControlPlaneInstance) => ("acs:ecs:*:*:instance/", "", "controlPlaneInstances"),
        ("ecs", Class::SecurityGroup) => ("acs:ecs:*:*:securitygroup/", "", "securityGroups"),
        ("ecs", Class::NetworkInterface) => ("acs:ecs:*:*:eni/", "", "networkInterfaces"),
        ("ecs", Class::Disk) => ("acs:ecs:*:*:disk/", "", "disks"),
        ("ecs", Class::SystemDisk) => ("acs:ecs:*:*:disk/", "", "systemDisks"),
        ("vpc", Class::VSwitch) => ("acs:vpc:*:*:vswitch/", "", "vSwitches"),
        ("vpc", Class::RouteTable) => ("acs:vpc:*:*:routetable/", "", "routeTables"),
        ("vpc", Class::ElasticIp) => ("acs:vpc:*:*:eip/", "", "elasticIps"),
        ("nas", Class::FileSystem) => ("acs:nas:*:*:filesystem/", "", "fileSystems"),
        ("nas", Class::AccessGroup) => ("acs:nas:*:*:accessgroup/", "", "nasAccessGroups"),
        ("log", _) => ("acs:log:*:*:project/", log_part(name), "logProjects"),
        ("ram", Class::Role) if action.ids.contains(&"PolicyName") => ("acs:ram:*:*:policy/", "", "policies"),
        ("ram", Class::Role) => ("acs:ram:*:*:role/", "", "roles"),
        _ => return None,
    })
}

/// Log Service authorises what is done to a part of a project on the part.
fn log_part(action: &str) -> &'static str {
    match action {
        "DeleteLogStore" => "/logstore/*",
        "DeleteConfig" | "UpdateConfig" => "/logtailconfig/*",
        // Configurations of pipelines may be another type.
        "DeleteLogtailPipelineConfig" | "UpdateLogtailPipelineConfig" => "/logtail*",
        "DeleteMachineGroup" | "UpdateMachineGroup" | "UpdateMachineGroupMachine" | "RemoveConfigFromMachineGroup" => {
            "/machinegroup/*"
        }
        _ => "",
    }
}

/// Whether RAM can tell by ACK's tag whether an action is about a resource of the cluster: the product evaluates
/// `acs:ResourceTag`, and ACK tags the resource.
fn is_told_by_tag(product: &str, class: Class) -> bool {
    matches!(
        (product, class),
        ("ecs", Class::Instance | Class::NetworkInterface | Class::Disk | Class::SecurityGroup)
            | ("slb" | "nlb" | "alb", Class::LoadBalancer)
            | ("ess", Class::ScalingGroup)
    )
}

/// Whether the catalogue names the action as the proper way, so that no policy may deny it.
fn is_recommended(action: &str) -> bool {
    let quoted = format!("`{action}`");
    CATALOGUE.iter().any(|row| row.instead.en.contains(&quoted))
}

/// The file. Calls of ACK itself are the supported way, and what makes one a violation are its parameters, which RAM does
/// not see; so no policy denies them by default.
pub(super) fn cloud_actions() -> String {
    let mut rules = Map::new();
    for rule in RULES.iter().filter(|rule| rule.kind == RuleKind::Cloud) {
        let mut calls: Vec<Value> = Vec::new();
        for action in rule.actions {
            let Trigger::Call { product, .. } = action.trigger else { continue };
            for name in action.names() {
                let mut call = json!({ "action": format!("{product}:{name}") });
                if is_recommended(&format!("{product}:{name}")) {
                    continue;
                }
                if action.level == Level::Warn || product == "cs" {
                    call["warns"] = json!(true);
                }
                if let Some((before, after, list)) = resource(product, name, action) {
                    call["before"] = json!(before);
                    call["after"] = json!(after);
                    call["list"] = json!(list);
                    call["tagged"] = json!(is_told_by_tag(product, action.class));
                }
                if !calls.contains(&call) {
                    calls.push(call);
                }
            }
        }
        rules.insert(rule.id().to_owned(), Value::Array(calls));
    }
    let recorded = |of: &str| names(RAM).remove(of).unwrap_or_default();
    let value = json!({ "rules": rules, "conditions": recorded("conditions"), "operators": recorded("operators") });
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use redline_engine::alibaba::atlas::{ACTIONS, ALIASES, UNLISTED};

    #[test]
    fn actions_and_resources_are_recorded() {
        let (actions, types) = (names(ACTIONS), names(RAM));
        let generated: Value = serde_json::from_str(&cloud_actions()).unwrap();
        let calls: Vec<&Value> =
            generated["rules"].as_object().unwrap().values().flat_map(|calls| calls.as_array().unwrap()).collect();
        assert!(calls.len() > 200, "{}", calls.len());
        for call in calls {
            let action = call["action"].as_str().unwrap();
            assert!(!is_recommended(action), "the catalogue recommends {action}");
            assert!(!action.starts_with("cs:") || call["warns"] == true, "{action} is the supported way");
            let (product, name) = call["action"].as_str().unwrap().split_once(':').unwrap();
            let aliases = ALIASES.iter().filter(|(_, code)| *code == product).map(|(alias, _)| *alias);
            // The calls of VPC were calls of ECS.
            let lists = aliases.chain([product]).chain((product == "vpc").then_some("ecs"));
            let mut lists = lists.filter_map(|list| actions.get(list));
            assert!(lists.any(|list| list.contains(name)) || UNLISTED.contains(&name), "no action {call}");
            let Some(before) = call["before"].as_str() else { continue };
            let parts: Vec<&str> = before.trim_end_matches('/').split(':').collect();
            assert!(types[parts[1]].contains(parts[4]) && parts[1] == product, "no resource {call}");
            let part = call["after"].as_str().unwrap().trim_start_matches('/').split('/').next().unwrap();
            let is_pattern = part.ends_with('*');
            let known = &types["log-parts"];
            assert!(
                part.is_empty()
                    || known.contains(part)
                    || is_pattern && known.iter().any(|k| k.starts_with(part.trim_end_matches('*'))),
                "no part {call}"
            );
        }
    }
}
