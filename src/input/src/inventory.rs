//! The cluster's resources, read from what Terraform and ACK say about it: the settings that every cloud rule takes.
//!
//! Only what belongs to the cluster goes in: what an ACK resource names, and what carries ACK's tag. Attribute names are
//! those of the Terraform provider's documentation and of ACK's API reference (2015-12-15).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Ids by list, as `--inventory` takes them; `clusterId` apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    /// Id of the cluster.
    pub cluster_id: String,
    /// Ids by the name of the list.
    pub lists: BTreeMap<&'static str, BTreeSet<String>>,
    /// Ids of lists that are not complete: controllers in the cluster make such resources without Terraform.
    pub partial: BTreeMap<&'static str, BTreeSet<String>>,
}

/// Why a document says nothing about a cluster.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Refused {
    /// None of the forms.
    #[error(
        "expected the output of `terraform show -json`, or a reply of DescribeClusterDetail, DescribeClusterResources, \
         DescribeClusterNodePools or DescribeClusterNodes"
    )]
    Form,
    /// More than one cluster.
    #[error("holds more than one cluster, {0} and {1}; choose one with `--cluster`")]
    Clusters(String, String),
}

/// The tag by which ACK marks what it makes.
const TAG: &str = "ack.aliyun.com";

/// Terraform types whose own id goes into a list when they carry ACK's tag.
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

/// Lists of what controllers in the cluster make by themselves, so that Terraform does not know all of it.
const PARTIAL: &[&str] = &["disks", "fileSystems", "instances", "loadBalancers", "networkInterfaces"];

/// Terraform types that are a cluster.
const CLUSTERS: &[&str] = &[
    "alicloud_cs_edge_kubernetes",
    "alicloud_cs_kubernetes",
    "alicloud_cs_managed_kubernetes",
    "alicloud_cs_serverless_kubernetes",
];

/// What a cluster names: path of the attribute, or of the member of a reply, and list.
const OF_CLUSTER: &[(&str, &str)] = &[
    ("/slb_id", "apiServerLoadBalancers"),
    ("/slb_intranet", "apiServerLoadBalancers"),
    ("/external_loadbalancer_id", "apiServerLoadBalancers"),
    ("/security_group_id", "securityGroups"),
    ("/pod_cidr", "podCidrs"),
    ("/subnet_cidr", "podCidrs"),
];

/// What kinds of resources DescribeClusterResources lists, by a word in `resource_type`.
const RESOURCES: &[(&str, &str)] = &[
    ("scalinggroup", "scalingGroups"),
    ("securitygroup", "securityGroups"),
    ("slb", "apiServerLoadBalancers"),
    ("loadbalancer", "apiServerLoadBalancers"),
];

impl Inventory {
    fn add(&mut self, list: &'static str, id: Option<&Value>) {
        if let Some(id) = id.and_then(Value::as_str).filter(|id| !id.is_empty()) {
            self.lists.entry(list).or_default().insert(id.to_owned());
        }
    }

    fn add_partial(&mut self, list: &'static str, id: Option<&Value>) {
        if let Some(id) = id.and_then(Value::as_str).filter(|id| !id.is_empty()) {
            self.partial.entry(list).or_default().insert(id.to_owned());
        }
    }

    fn is_of(&mut self, cluster: &str) -> Result<bool, Refused> {
        if self.cluster_id.is_empty() {
            self.cluster_id = cluster.to_owned();
        }
        Ok(self.cluster_id == cluster)
    }

    /// Adds what a document says about the cluster.
    ///
    /// # Errors
    /// A document of another form, or of several clusters while none was chosen.
    pub fn read(&mut self, document: &Value) -> Result<(), Refused> {
        let chosen = !self.cluster_id.is_empty();
        // What is, before what shall be.
        let states = ["/prior_state/values/root_module", "/values/root_module", "/planned_values/root_module"];
        if let Some(module) = states.iter().find_map(|path| document.pointer(path)) {
            let mut resources = Vec::new();
            collect(module, &mut resources);
            return self.terraform(&resources, chosen);
        }
        let body = document.get("body").unwrap_or(document);
        if let Some(pools) = body.get("nodepools").and_then(Value::as_array) {
            pools.iter().for_each(|pool| self.pool_reply(pool));
            return Ok(());
        }
        if let Some(nodes) = body.get("nodes").and_then(Value::as_array) {
            for node in nodes {
                self.add("instances", node.get("instance_id"));
                let role = node.get("instance_role").and_then(Value::as_str).unwrap_or_default();
                if role.eq_ignore_ascii_case("master") {
                    self.add("controlPlaneInstances", node.get("instance_id"));
                }
            }
            return Ok(());
        }
        if let Some(resources) = body.as_array().filter(|list| list.iter().all(|r| r.get("resource_type").is_some())) {
            for resource in resources {
                let kind =
                    resource.get("resource_type").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
                let cluster = resource.get("cluster_id").and_then(Value::as_str).unwrap_or_default();
                let list = RESOURCES.iter().find(|(word, _)| kind.contains(word));
                if let (Some((_, list)), true) = (list, cluster.is_empty() || self.is_of(cluster)?) {
                    self.add(list, resource.get("instance_id"));
                }
            }
            return Ok(());
        }
        match body.get("cluster_id").and_then(Value::as_str) {
            Some(id) if body.get("cluster_type").is_some() || body.get("external_loadbalancer_id").is_some() => {
                if !self.is_of(id)? {
                    return Err(Refused::Clusters(self.cluster_id.clone(), id.to_owned()));
                }
                self.cluster(body);
                Ok(())
            }
            _ => Err(Refused::Form),
        }
    }

    fn cluster(&mut self, values: &Value) {
        for (path, list) in OF_CLUSTER {
            self.add(list, values.pointer(path));
        }
        for config in each(values, "control_plane_endpoints_config") {
            for balancer in each(config, "load_balancers_config") {
                self.add("apiServerLoadBalancers", balancer.get("load_balancer_id"));
            }
        }
        for node in each(values, "worker_nodes") {
            self.add_partial("instances", node.get("id"));
        }
        for node in each(values, "master_nodes") {
            self.add_partial("instances", node.get("id"));
            self.add("controlPlaneInstances", node.get("id"));
        }
    }

    fn terraform(&mut self, resources: &[&Value], chosen: bool) -> Result<(), Refused> {
        let text = |values: &Value, key: &str| values.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let of = |kinds: &[&str]| -> Vec<&Value> {
            let is = |r: &&&Value| r.get("type").and_then(Value::as_str).is_some_and(|kind| kinds.contains(&kind));
            resources.iter().filter(is).filter_map(|resource| resource.get("values")).collect()
        };
        for values in of(CLUSTERS) {
            let id = text(values, "id");
            if self.is_of(&id)? {
                self.cluster(values);
            } else if !chosen {
                return Err(Refused::Clusters(self.cluster_id.clone(), id));
            }
        }
        for values in of(&["alicloud_cs_kubernetes_node_pool"]) {
            let cluster = text(values, "cluster_id");
            if !cluster.is_empty() && !self.is_of(&cluster)? {
                continue;
            }
            let id = text(values, "id");
            let own = values.get("node_pool_id").cloned().filter(|id| id.as_str().is_some_and(|id| !id.is_empty()));
            let pool = own.or_else(|| id.split_once(':').map(|(_, pool)| Value::from(pool)));
            self.add("nodePools", pool.as_ref());
            self.add("scalingGroups", values.get("scaling_group_id"));
            each(values, "security_group_ids").for_each(|id| self.add("securityGroups", Some(id)));
            each(values, "instances").for_each(|id| self.add_partial("instances", Some(id)));
            if each(values, "scaling_config").any(|config| config.get("enable") == Some(&Value::Bool(true))) {
                self.add("autoscaledNodePools", pool.as_ref());
            }
        }
        for (kind, list) in TAGGED {
            for values in of(&[kind]) {
                let tag = values.pointer("/tags").and_then(|tags| tags.get(TAG)).and_then(Value::as_str);
                let api_server =
                    self.lists.get("apiServerLoadBalancers").is_some_and(|ids| ids.contains(&text(values, "id")));
                if tag.is_some_and(|tag| !self.cluster_id.is_empty() && tag == self.cluster_id) && !api_server {
                    match PARTIAL.contains(list) {
                        true => self.add_partial(list, values.get("id")),
                        false => self.add(list, values.get("id")),
                    }
                }
            }
        }
        let project = format!("k8s-log-{}", self.cluster_id);
        for values in of(&["alicloud_log_project"]) {
            let name = ["project_name", "name"].map(|key| text(values, key));
            if name.contains(&project) {
                self.lists.entry("logProjects").or_default().insert(project.clone());
            }
        }
        Ok(())
    }

    fn pool_reply(&mut self, pool: &Value) {
        let id = pool.pointer("/nodepool_info/nodepool_id");
        self.add("nodePools", id);
        self.add("scalingGroups", pool.pointer("/scaling_group/scaling_group_id"));
        self.add("securityGroups", pool.pointer("/scaling_group/security_group_id"));
        if let Some(group) = pool.get("scaling_group") {
            each(group, "security_group_ids").for_each(|id| self.add("securityGroups", Some(id)));
        }
        if pool.pointer("/auto_scaling/enable") == Some(&Value::Bool(true)) {
            self.add("autoscaledNodePools", id);
        }
    }

    /// The inventory as YAML. A list counts as complete, so those that are not stand in comments.
    pub fn yaml(&self) -> String {
        let mut out = String::new();
        if !self.cluster_id.is_empty() {
            out.push_str(&format!("clusterId: {}\n", Value::from(self.cluster_id.as_str())));
        }
        for (list, ids) in &self.lists {
            out.push_str(&format!("{list}:\n"));
            ids.iter().for_each(|id| out.push_str(&format!("  - {}\n", Value::from(id.as_str()))));
        }
        let partial: Vec<_> = self.partial.iter().filter(|(list, _)| !self.lists.contains_key(*list)).collect();
        if !partial.is_empty() {
            out.push_str("# A list counts as complete, and Terraform does not know all of these. Add the rest, then uncomment.\n");
        }
        for (list, ids) in partial {
            out.push_str(&format!("# {list}:\n"));
            ids.iter().for_each(|id| out.push_str(&format!("#   - {}\n", Value::from(id.as_str()))));
        }
        out
    }
}

/// The items of a list that may not be there.
fn each<'v>(values: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    values.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// Managed resources of a module and of those below it.
fn collect<'v>(module: &'v Value, out: &mut Vec<&'v Value>) {
    out.extend(each(module, "resources").filter(|resource| resource.get("mode") != Some(&Value::from("data"))));
    each(module, "child_modules").for_each(|child| collect(child, out));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn state(resources: Value) -> Value {
        json!({"format_version": "1.0", "values": {"root_module": {"resources": [], "child_modules": [{"resources": resources}]}}})
    }

    fn cluster(id: &str) -> Value {
        json!({"mode": "managed", "type": "alicloud_cs_managed_kubernetes", "values": {"id": id, "slb_id": "lb-api",
            "security_group_id": "sg-1", "pod_cidr": "172.20.0.0/16", "worker_nodes": [{"id": "i-1"}]}})
    }

    #[test]
    fn a_state_gives_what_belongs_to_the_cluster_and_nothing_else() {
        let mut inventory = Inventory::default();
        inventory
            .read(&state(json!([
                cluster("c1"),
                {"mode": "managed", "type": "alicloud_cs_kubernetes_node_pool", "values": {"id": "c1:np1", "cluster_id": "c1",
                    "scaling_group_id": "asg-1", "scaling_config": [{"enable": true}]}},
                {"mode": "managed", "type": "alicloud_instance", "values": {"id": "i-2", "tags": {"ack.aliyun.com": "c1"}}},
                {"mode": "managed", "type": "alicloud_instance", "values": {"id": "i-other", "tags": {"team": "a"}}},
                {"mode": "managed", "type": "alicloud_instance", "values": {"id": "i-c2", "tags": {"ack.aliyun.com": "c2"}}},
                {"mode": "managed", "type": "alicloud_log_project", "values": {"project_name": "k8s-log-c1"}},
            ])))
            .unwrap();
        assert_eq!(inventory.cluster_id, "c1");
        let list = |name| inventory.lists[name].iter().map(String::as_str).collect::<Vec<_>>();
        assert!(inventory.partial["instances"].iter().eq(["i-1", "i-2"]) && !inventory.lists.contains_key("instances"));
        assert!(inventory.yaml().ends_with("# instances:\n#   - \"i-1\"\n#   - \"i-2\"\n"));
        assert_eq!(list("apiServerLoadBalancers"), ["lb-api"]);
        assert_eq!((list("nodePools"), list("autoscaledNodePools")), (vec!["np1"], vec!["np1"]));
        assert_eq!((list("scalingGroups"), list("logProjects")), (vec!["asg-1"], vec!["k8s-log-c1"]));
        assert!(inventory.yaml().starts_with("clusterId: \"c1\"\napiServerLoadBalancers:\n  - \"lb-api\"\n"));
    }

    #[test]
    fn replies_of_ack_add_up() {
        let mut inventory = Inventory::default();
        inventory
            .read(
                &json!({"cluster_id": "c1", "cluster_type": "ManagedKubernetes", "external_loadbalancer_id": "lb-api"}),
            )
            .unwrap();
        inventory
            .read(&json!([{"cluster_id": "c1", "resource_type": "ALIYUN::ESS::ScalingGroup", "instance_id": "asg-1"},
                {"cluster_id": "c1", "resource_type": "ALIYUN::VPC::VPC", "instance_id": "vpc-1"}]))
            .unwrap();
        inventory
            .read(&json!({"nodepools": [{"nodepool_info": {"nodepool_id": "np1"}, "auto_scaling": {"enable": true},
                "scaling_group": {"scaling_group_id": "asg-2", "security_group_ids": ["sg-2"]}}]}))
            .unwrap();
        inventory
            .read(&json!({"nodes": [{"instance_id": "i-1", "instance_role": "Master"}, {"instance_id": "i-2", "instance_role": "Worker"}]}))
            .unwrap();
        let list = |name| inventory.lists[name].iter().map(String::as_str).collect::<Vec<_>>();
        assert_eq!(list("scalingGroups"), ["asg-1", "asg-2"]);
        assert_eq!((list("instances"), list("controlPlaneInstances")), (vec!["i-1", "i-2"], vec!["i-1"]));
        assert!(!inventory.yaml().contains("vpc-1"));
    }

    #[test]
    fn other_documents_and_other_clusters_are_refused() {
        assert_eq!(Inventory::default().read(&json!({"kind": "Pod"})), Err(Refused::Form));
        let both = state(json!([cluster("c1"), cluster("c2")]));
        assert!(matches!(Inventory::default().read(&both), Err(Refused::Clusters(..))));
        let mut chosen = Inventory { cluster_id: "c2".to_owned(), ..Inventory::default() };
        chosen.read(&both).unwrap();
        assert_eq!(chosen.cluster_id, "c2");
    }
}
