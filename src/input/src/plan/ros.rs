//! Change sets, previews and templates of stacks of Resource Orchestration Service (ROS), as the changes of a Terraform
//! plan: the rules know both providers' resources by one table.
//!
//! A change set names the properties that change, but not their values, so what depends on a value is known only after the
//! update. A preview has the new values, and not the old ones. A template is the plan of a new stack.

use serde_json::{Map, Value, json};

/// Types of ROS, the type of Terraform for the same resource, and the attributes beside `id` that hold the physical id.
pub const TYPES: &[(&str, &str, &[&str])] = &[
    ("ALIYUN::ALB::Acl", "alicloud_alb_acl", &[]),
    ("ALIYUN::ALB::Listener", "alicloud_alb_listener", &[]),
    ("ALIYUN::ALB::LoadBalancer", "alicloud_alb_load_balancer", &[]),
    ("ALIYUN::ALB::Rule", "alicloud_alb_rule", &[]),
    ("ALIYUN::ALB::ServerGroup", "alicloud_alb_server_group", &[]),
    ("ALIYUN::CS::ClusterAddons", "alicloud_cs_kubernetes_addon", &[]),
    ("ALIYUN::CS::ClusterNodePool", "alicloud_cs_kubernetes_node_pool", &["node_pool_id"]),
    ("ALIYUN::CS::KubernetesCluster", "alicloud_cs_kubernetes", &[]),
    ("ALIYUN::CS::ManagedEdgeKubernetesCluster", "alicloud_cs_edge_kubernetes", &[]),
    ("ALIYUN::CS::ManagedKubernetesCluster", "alicloud_cs_managed_kubernetes", &[]),
    ("ALIYUN::CS::ServerlessKubernetesCluster", "alicloud_cs_serverless_kubernetes", &[]),
    ("ALIYUN::ECS::Command", "alicloud_ecs_command", &[]),
    ("ALIYUN::ECS::Disk", "alicloud_ecs_disk", &[]),
    ("ALIYUN::ECS::DiskAttachment", "alicloud_ecs_disk_attachment", &[]),
    ("ALIYUN::ECS::Instance", "alicloud_instance", &[]),
    ("ALIYUN::ECS::NetworkInterface", "alicloud_ecs_network_interface", &[]),
    ("ALIYUN::ECS::NetworkInterfaceAttachment", "alicloud_ecs_network_interface_attachment", &[]),
    ("ALIYUN::ECS::Route", "alicloud_route_entry", &[]),
    ("ALIYUN::ECS::RunCommand", "alicloud_ecs_command", &[]),
    ("ALIYUN::ECS::SecurityGroup", "alicloud_security_group", &[]),
    ("ALIYUN::ECS::SecurityGroupEgress", "alicloud_security_group_rule", &[]),
    ("ALIYUN::ECS::SecurityGroupIngress", "alicloud_security_group_rule", &[]),
    ("ALIYUN::ECS::VSwitch", "alicloud_vswitch", &[]),
    ("ALIYUN::ESS::AlarmTask", "alicloud_ess_alarm", &[]),
    ("ALIYUN::ESS::LifecycleHook", "alicloud_ess_lifecycle_hook", &[]),
    ("ALIYUN::ESS::ScalingConfiguration", "alicloud_ess_scaling_configuration", &[]),
    ("ALIYUN::ESS::ScalingGroup", "alicloud_ess_scaling_group", &[]),
    ("ALIYUN::ESS::ScalingRule", "alicloud_ess_scaling_rule", &[]),
    ("ALIYUN::ESS::ScheduledTask", "alicloud_ess_scheduled_task", &[]),
    ("ALIYUN::NAS::AccessGroup", "alicloud_nas_access_group", &["access_group_name"]),
    ("ALIYUN::NAS::AccessRule", "alicloud_nas_access_rule", &[]),
    ("ALIYUN::NAS::FileSystem", "alicloud_nas_file_system", &[]),
    ("ALIYUN::NAS::MountTarget", "alicloud_nas_mount_target", &[]),
    ("ALIYUN::NLB::Listener", "alicloud_nlb_listener", &[]),
    ("ALIYUN::NLB::LoadBalancer", "alicloud_nlb_load_balancer", &[]),
    ("ALIYUN::NLB::ServerGroup", "alicloud_nlb_server_group", &[]),
    ("ALIYUN::RAM::AttachPolicyToRole", "alicloud_ram_role_policy_attachment", &[]),
    ("ALIYUN::RAM::ManagedPolicy", "alicloud_ram_policy", &["policy_name"]),
    ("ALIYUN::RAM::Role", "alicloud_ram_role", &["role_name"]),
    ("ALIYUN::SLB::AccessControl", "alicloud_slb_acl", &[]),
    ("ALIYUN::SLB::BackendServerAttachment", "alicloud_slb_backend_server", &[]),
    ("ALIYUN::SLB::Listener", "alicloud_slb_listener", &[]),
    ("ALIYUN::SLB::LoadBalancer", "alicloud_slb_load_balancer", &[]),
    ("ALIYUN::SLB::MasterSlaveServerGroup", "alicloud_slb_master_slave_server_group", &[]),
    ("ALIYUN::SLB::Rule", "alicloud_slb_rule", &[]),
    ("ALIYUN::SLB::VServerGroup", "alicloud_slb_server_group", &[]),
    ("ALIYUN::SLS::Logstore", "alicloud_log_store", &[]),
    ("ALIYUN::SLS::LogtailConfig", "alicloud_logtail_config", &[]),
    ("ALIYUN::SLS::MachineGroup", "alicloud_log_machine_group", &[]),
    ("ALIYUN::SLS::Project", "alicloud_log_project", &["project_name", "name"]),
    ("ALIYUN::VPC::EIP", "alicloud_eip_address", &[]),
    ("ALIYUN::VPC::EIPAssociation", "alicloud_eip_association", &[]),
    ("ALIYUN::VPC::RouteTable", "alicloud_route_table", &[]),
];

/// Products whose resources can belong to a cluster.
const PRODUCTS: &[&str] = &[
    "ALB",
    "CS",
    "EBS",
    "ECI",
    "ECS",
    "EFLO",
    "ESS",
    "NAS",
    "NLB",
    "OOS",
    "RAM",
    "ROS",
    "ResourceManager",
    "SLB",
    "SLS",
    "TAG",
    "VPC",
];

/// Properties that Terraform calls otherwise.
const PROPERTIES: &[(&str, &str)] = &[
    ("DestCidrIp", "cidr_ip"),
    ("SourceCidrIp", "cidr_ip"),
    ("Project", "project_name"),
    ("ProjectName", "project_name"),
];

/// Whether a type is one of ROS, of a product whose resources can belong to a cluster, that has no type of Terraform here.
pub(super) fn is_unknown(kind: &str) -> bool {
    kind.strip_prefix("ALIYUN::")
        .and_then(|rest| rest.split("::").next())
        .is_some_and(|product| PRODUCTS.contains(&product))
}

/// See [`super::of_stack`].
pub(super) fn plan(document: &Value) -> Option<(&'static str, Result<Value, String>)> {
    if document["ROSTemplateFormatVersion"].is_string() && document["Resources"].is_object() {
        return Some(("Resources", Ok(json!({ "resource_changes": creations(&document["Resources"]) }))));
    }
    let (member, changes): (_, Vec<&Value>) = match (&document["Changes"], &document["Stack"]["Resources"]) {
        (Value::Array(changes), _) if changes.iter().all(|change| change["ResourceChange"].is_object()) => {
            ("Changes", changes.iter().map(|change| &change["ResourceChange"]).collect())
        }
        (_, Value::Array(resources)) if resources.iter().all(|one| one["ResourceType"].is_string()) => {
            ("Stack.Resources", resources.iter().collect())
        }
        _ => return None,
    };
    let status = document["Status"].as_str().unwrap_or_default();
    if status.ends_with("_FAILED") || status.ends_with("_IN_PROGRESS") {
        let reason =
            format!("the change set is not whole (`Status` is {status}); create it again and wait for CREATE_COMPLETE");
        return Some((member, Err(reason)));
    }
    let changes: Vec<Value> = changes.into_iter().map(change).collect();
    Some((member, Ok(json!({ "resource_changes": changes }))))
}

/// The changes that create the resources of a template.
fn creations(resources: &Value) -> Vec<Value> {
    let each = |(name, resource): (&String, &Value)| {
        let mut given = json!({"Action": "Add", "LogicalResourceId": name, "ResourceType": resource["Type"]});
        let (mut known, mut created, mut unknown) = (Map::new(), Vec::new(), json!({"id": true}));
        for (property, value) in resource["Properties"].as_object().into_iter().flatten() {
            match origin(value, resources) {
                Origin::Template => _ = known.insert(property.clone(), value.clone()),
                Origin::Resource => created.push(attribute(property)),
                Origin::Stack => unknown[attribute(property)] = json!(true),
            }
        }
        given["Properties"] = known.into();
        let mut change = change(&given);
        change["change"]["after_unknown"] = unknown;
        change["context"] = json!({ "new": created });
        change
    };
    resources.as_object().into_iter().flatten().map(each).collect()
}

/// Where the value of a property comes from.
#[derive(Debug, PartialEq)]
enum Origin {
    /// It stands in the template.
    Template,
    /// It is one of another resource of the template.
    Resource,
    /// A parameter or a function gives it when the stack is made.
    Stack,
}

fn origin(value: &Value, resources: &Value) -> Origin {
    let names_resource = |text: &str| resources.get(text.split('.').next().unwrap_or_default()).is_some();
    match value {
        // The short forms `!Ref Name` and `!GetAtt Name.Attribute` read as texts.
        Value::String(text) if names_resource(text) => Origin::Resource,
        Value::Object(members) if members.len() == 1 => match members.iter().next() {
            Some((function, of)) if function == "Ref" || function.starts_with("Fn::") => {
                let first = of.as_str().or_else(|| of[0].as_str()).unwrap_or_default();
                if names_resource(first) { Origin::Resource } else { Origin::Stack }
            }
            _ => Origin::Template,
        },
        Value::Array(items) => items
            .iter()
            .map(|item| origin(item, resources))
            .find(|found| *found != Origin::Template)
            .unwrap_or(Origin::Template),
        _ => Origin::Template,
    }
}

/// An element of `resource_changes` for a change of ROS.
fn change(given: &Value) -> Value {
    let text = |name: &str| given[name].as_str().unwrap_or_default();
    let known = TYPES.iter().find(|(own, ..)| *own == text("ResourceType"));
    let (kind, ids) = known.map_or((text("ResourceType"), &[][..]), |(_, kind, ids)| (*kind, *ids));
    let mut before: Map<String, Value> = properties(&given["Properties"]);
    let physical = text("PhysicalResourceId");
    for name in ["id"].iter().chain(ids).filter(|_| !physical.is_empty()) {
        before.insert((*name).to_owned(), json!(physical));
    }
    let changed = changed(given);
    let unknown: Value = match (changed.is_empty(), given["Properties"].as_object()) {
        (false, _) => changed.iter().map(|(name, _)| (name.clone(), json!(true))).collect(),
        (true, Some(properties)) => properties.keys().map(|name| (attribute(name), json!(true))).collect(),
        (true, None) => json!(true),
    };
    let replaces = text("Replacement");
    let (actions, before, after, unknown) = match text("Action") {
        // Whoever reads the plan of a new stack has its properties in a preview only.
        "Add" => (json!(["create"]), Value::Null, Value::Object(before), json!({"id": true})),
        "Remove" => (json!(["delete"]), Value::Object(before), Value::Null, json!({})),
        "Modify" if ["True", "Conditional"].contains(&replaces) => {
            (json!(["delete", "create"]), Value::Object(before.clone()), Value::Object(before), unknown)
        }
        "Modify" => (json!(["update"]), Value::Object(before.clone()), Value::Object(before), unknown),
        _ => (json!(["no-op"]), Value::Null, Value::Null, json!({})),
    };
    let forced: Vec<Value> = changed.iter().filter(|(_, forces)| *forces).map(|(name, _)| json!([name])).collect();
    let mut change = json!({
        "address": text("LogicalResourceId"), "mode": "managed", "type": kind,
        "change": {"actions": actions, "before": before, "after": after, "after_unknown": unknown, "replace_paths": forced},
    });
    if replaces == "Conditional" {
        change["uncertain"] = json!(true);
    }
    change
}

/// The properties that a change names, each with whether it forces a replacement.
fn changed(given: &Value) -> Vec<(String, bool)> {
    let details = given["Details"].as_array().into_iter().flatten();
    let named = details.filter_map(|detail| {
        let target = &detail["Target"];
        let name = target["Name"].as_str().filter(|name| !name.is_empty())?;
        Some((attribute(name), target["RequiresRecreation"] == "Always"))
    });
    named.collect()
}

/// Properties as attributes, at the top level; what is below keeps its names.
fn properties(given: &Value) -> Map<String, Value> {
    let members = given.as_object().into_iter().flatten();
    members.map(|(name, value)| (attribute(name), value.clone())).collect()
}

/// `SecurityGroupId` as `security_group_id`. A property within another one is named with dots, and only the first counts.
fn attribute(property: &str) -> String {
    let name = property.split('.').next().unwrap_or_default();
    if let Some((_, attribute)) = PROPERTIES.iter().find(|(own, _)| *own == name) {
        return (*attribute).to_owned();
    }
    let mut out = String::with_capacity(name.len() + 4);
    let mut before = '_';
    for c in name.chars() {
        if c.is_ascii_uppercase() && !before.is_ascii_uppercase() && before != '_' {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(resource: Value) -> Value {
        let (member, plan) =
            plan(&json!({"ChangeSetId": "x", "Changes": [{"Type": "Resource", "ResourceChange": resource}]})).unwrap();
        assert_eq!(member, "Changes");
        plan.unwrap()["resource_changes"][0].clone()
    }

    #[test]
    fn a_change_set_is_a_plan() {
        let removed = only(json!({"Action": "Remove", "LogicalResourceId": "Worker", "PhysicalResourceId": "i-1",
            "ResourceType": "ALIYUN::ECS::Instance"}));
        assert_eq!((&removed["address"], &removed["type"]), (&json!("Worker"), &json!("alicloud_instance")));
        assert_eq!(
            (&removed["change"]["actions"], &removed["change"]["before"]),
            (&json!(["delete"]), &json!({"id": "i-1"}))
        );
        let details = json!([{"Target": {"Attribute": "Properties", "Name": "ImageId", "RequiresRecreation": "Always"}},
            {"Target": {"Attribute": "Properties", "Name": "SecurityGroupId", "RequiresRecreation": "Never"}}]);
        let modified = json!({"Action": "Modify", "Replacement": "False", "LogicalResourceId": "Worker", "PhysicalResourceId": "i-1",
            "ResourceType": "ALIYUN::ECS::Instance", "Details": details});
        let updated = only(modified.clone());
        assert_eq!(updated["change"]["after_unknown"], json!({"image_id": true, "security_group_id": true}));
        let mut replaced = modified;
        replaced["Replacement"] = json!("True");
        let replaced = only(replaced);
        assert_eq!(replaced["change"]["actions"], json!(["delete", "create"]));
        assert_eq!(replaced["change"]["replace_paths"], json!([["image_id"]]));
        let project = only(
            json!({"Action": "Remove", "PhysicalResourceId": "k8s-log-c1", "ResourceType": "ALIYUN::SLS::Project"}),
        );
        assert_eq!(project["change"]["before"]["project_name"], "k8s-log-c1");
    }

    #[test]
    fn a_preview_is_a_plan() {
        let resource = json!({"Action": "Add", "LogicalResourceId": "Dns", "ResourceType": "ALIYUN::ECS::SecurityGroupIngress",
            "Properties": {"SecurityGroupId": "sg-1", "SourceCidrIp": "0.0.0.0/0", "PortRange": "53/53", "Policy": "drop"}});
        let (member, plan) = plan(&json!({"Stack": {"Resources": [resource]}})).unwrap();
        let change = &plan.unwrap()["resource_changes"][0]["change"];
        assert_eq!(member, "Stack.Resources");
        let after =
            json!({"security_group_id": "sg-1", "cidr_ip": "0.0.0.0/0", "port_range": "53/53", "policy": "drop"});
        assert_eq!((&change["actions"], &change["after"]), (&json!(["create"]), &after));
    }

    #[test]
    fn a_template_is_the_plan_of_a_new_stack() {
        let template = json!({"ROSTemplateFormatVersion": "2015-09-01", "Resources": {
            "Balancer": {"Type": "ALIYUN::SLB::LoadBalancer"},
            "Own": {"Type": "ALIYUN::SLB::Listener", "Properties": {"LoadBalancerId": {"Ref": "Balancer"}}},
            "Other": {"Type": "ALIYUN::SLB::Listener", "Properties": {"LoadBalancerId": "lb-1", "Port": {"Ref": "Port"}}},
        }});
        let (member, plan) = plan(&template).unwrap();
        let changes = plan.unwrap()["resource_changes"].take();
        let named = |name: &str| changes.as_array().unwrap().iter().find(|change| change["address"] == name).unwrap();
        assert_eq!(member, "Resources");
        assert_eq!(named("Own")["context"], json!({"new": ["load_balancer_id"]}));
        assert_eq!(named("Other")["change"]["after"], json!({"load_balancer_id": "lb-1"}));
        assert_eq!(named("Other")["change"]["after_unknown"], json!({"id": true, "port": true}));
        let short = json!("Balancer.LoadBalancerId");
        assert_eq!(origin(&short, &template["Resources"]), Origin::Resource);
    }

    #[test]
    fn what_is_not_whole_is_refused_and_other_documents_are_none() {
        let failed = json!({"ChangeSetId": "x", "Status": "CREATE_FAILED", "Changes": []});
        assert!(plan(&failed).unwrap().1.unwrap_err().contains("CREATE_FAILED"));
        assert_eq!(plan(&json!({"Changes": [{"a": 1}]})), None);
        assert_eq!(plan(&json!({"Stack": {"Resources": [{"a": 1}]}})), None);
        assert!(is_unknown("ALIYUN::CS::ClusterApplication") && !is_unknown("ALIYUN::RDS::DBInstance"));
    }

    #[test]
    fn names_are_those_of_terraform() {
        for (property, want) in [
            ("SecurityGroupId", "security_group_id"),
            ("VSwitchId", "vswitch_id"),
            ("MinSize", "min_size"),
            ("ScalingGroup.VSwitchIds", "scaling_group"),
        ] {
            assert_eq!(attribute(property), want);
        }
        assert!(TYPES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
