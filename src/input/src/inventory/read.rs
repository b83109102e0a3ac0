//! Recognises the documents that say something about a cluster.

use serde_json::Value;

use super::lists::{Inventory, InventoryError};
use super::{ack, terraform};

impl Inventory {
    /// Adds what a document says about the cluster.
    ///
    /// # Errors
    /// A document of another form, or one that describes several clusters while none was chosen.
    pub fn read(&mut self, document: &Value) -> Result<(), InventoryError> {
        let chosen = !self.cluster_id.is_empty();
        // The present state is nearer to the truth than the planned one.
        let states = ["/prior_state/values/root_module", "/values/root_module", "/planned_values/root_module"];
        if let Some(module) = states.iter().find_map(|path| document.pointer(path)) {
            return terraform::module(self, module, chosen);
        }
        let body = document.get("body").unwrap_or(document);
        let list = |name: &str| body.get(name).and_then(Value::as_array);
        if let Some(pools) = list("nodepools") {
            pools.iter().for_each(|pool| ack::node_pool(self, pool));
            return Ok(());
        }
        if let Some(nodes) = list("nodes") {
            nodes.iter().for_each(|node| ack::node(self, node));
            return Ok(());
        }
        if let Some(resources) = body.as_array().filter(|list| list.iter().all(|r| r.get("resource_type").is_some())) {
            resources.iter().for_each(|resource| ack::resource(self, resource));
            return Ok(());
        }
        match body.get("cluster_id").and_then(Value::as_str) {
            Some(id) if body.get("cluster_type").is_some() || body.get("external_loadbalancer_id").is_some() => {
                if !self.is_of(id) {
                    return Err(InventoryError::SeveralClusters(self.cluster_id.clone(), id.to_owned()));
                }
                ack::cluster(self, body);
                Ok(())
            }
            _ => Err(InventoryError::Unrecognised),
        }
    }
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
        assert_eq!(Inventory::default().read(&json!({"kind": "Pod"})), Err(InventoryError::Unrecognised));
        let both = state(json!([cluster("c1"), cluster("c2")]));
        assert!(matches!(Inventory::default().read(&both), Err(InventoryError::SeveralClusters(..))));
        let mut chosen = Inventory { cluster_id: "c2".to_owned(), ..Inventory::default() };
        chosen.read(&both).unwrap();
        assert_eq!(chosen.cluster_id, "c2");
    }
}
