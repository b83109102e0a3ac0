//! Recognises the documents that say something about a cluster.

use serde_json::Value;

use super::lists::{Inventory, InventoryError};
use super::{ack, kubectl, terraform};

impl Inventory {
    /// Adds what a document says about clusters.
    ///
    /// # Errors
    /// A document of another form.
    pub fn read(&mut self, document: &Value) -> Result<(), InventoryError> {
        // The present state is nearer to the truth than the planned one.
        let states = ["/prior_state/values/root_module", "/values/root_module", "/planned_values/root_module"];
        if let Some(module) = states.iter().find_map(|path| document.pointer(path)) {
            let mut resources = Vec::new();
            terraform::collect(module, &mut resources);
            self.add_resources(&resources);
            return Ok(());
        }
        if let Some(resources) = terraform::of_state_file(document) {
            self.add_resources(&resources.iter().collect::<Vec<_>>());
            return Ok(());
        }
        let text = |name: &str| document.get(name).and_then(Value::as_str).unwrap_or_default();
        if !text("apiVersion").is_empty() && !text("kind").is_empty() {
            return match kubectl::objects(&mut self.unassigned, document) {
                true => Ok(()),
                false => Err(InventoryError::Unrecognised),
            };
        }
        let body = document.get("body").unwrap_or(document);
        let list = |name: &str| body.get(name).and_then(Value::as_array);
        // An item without an id, such as a node that is being added, still counts.
        let named = |items: &[Value], pointer: &str| -> Vec<String> {
            let id = |item: &Value| item.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
            items
                .iter()
                .map(|item| Some(id(item)).filter(|id| !id.is_empty()).unwrap_or_else(|| item.to_string()))
                .collect()
        };
        // Replies say how many there are in all; a token says that there are more.
        let total = |items: &[Value]| {
            let given =
                ["/page/total_count", "/page_info/total_count"].iter().find_map(|path| body.pointer(path)?.as_u64());
            let more = body.get("next_token").and_then(Value::as_str).is_some_and(|token| !token.is_empty());
            let at_least = if more { items.len() + 1 } else { items.len() };
            given.and_then(|given| usize::try_from(given).ok()).unwrap_or(0).max(at_least)
        };
        if let Some(pools) = list("nodepools") {
            let lists = &mut self.unassigned;
            pools.iter().for_each(|pool| ack::node_pool(lists, pool));
            for list in ["nodePools", "scalingGroups", "autoscaledNodePools"] {
                lists.page(list, named(pools, "/nodepool_info/nodepool_id"), total(pools));
                lists.complete.insert(list);
            }
            return Ok(());
        }
        if let Some(nodes) = list("nodes") {
            let lists = &mut self.unassigned;
            nodes.iter().for_each(|node| ack::node(lists, node));
            lists.page("instances", named(nodes, "/instance_id"), total(nodes));
            lists.complete.insert("instances");
            return Ok(());
        }
        if let Some(resources) = body.as_array().filter(|list| list.iter().all(|r| r.get("resource_type").is_some())) {
            resources.iter().for_each(|resource| ack::resource(self, resource));
            return Ok(());
        }
        match body.get("cluster_id").and_then(Value::as_str) {
            Some(id) if body.get("cluster_type").is_some() || body.get("external_loadbalancer_id").is_some() => {
                ack::cluster(self.of(id), body);
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
            "slb_intranet": "192.168.0.17", "security_group_id": "sg-1", "pod_cidr": "172.20.0.0/16", "worker_nodes": [{"id": "i-1"}]}})
    }

    fn read(documents: &[Value]) -> Inventory {
        let mut inventory = Inventory::default();
        documents.iter().for_each(|document| inventory.read(document).unwrap());
        inventory
    }

    #[test]
    fn a_state_gives_what_belongs_to_the_cluster_and_nothing_else() {
        let inventory = read(&[state(json!([
            cluster("c1"),
            {"mode": "managed", "type": "alicloud_cs_kubernetes_node_pool", "values": {"id": "c1:np1", "cluster_id": "c1",
                "scaling_group_id": "asg-1", "vswitch_ids": ["vsw-1"], "scaling_config": [{"enable": true}]}},
            {"mode": "managed", "type": "alicloud_instance",
             "values": {"id": "i-2", "system_disk_id": "d-2", "tags": {"ack.aliyun.com": "c1"}}},
            {"mode": "managed", "type": "alicloud_instance", "values": {"id": "i-other", "tags": {"team": "a"}}},
            {"mode": "managed", "type": "alicloud_ess_scaling_configuration", "values": {"id": "asc-1", "scaling_group_id": "asg-1"}},
            {"mode": "managed", "type": "alicloud_log_project", "values": {"project_name": "k8s-log-c1"}},
        ]))]);
        assert_eq!(
            inventory.yaml("2026-11-28T12:00:00Z").unwrap(),
            "clusterId: \"c1\"\nasOf: \"2026-11-28T12:00:00Z\"\napiServerLoadBalancers:\n  - \"lb-api\"\n\
             autoscaledNodePools:\n  - \"np1\"\ninstances:\n  - \"i-1\"\n  - \"i-2\"\nlogProjects:\n  - \"k8s-log-c1\"\n\
             nodePools:\n  - \"np1\"\npodCidrs:\n  - \"172.20.0.0/16\"\nscalingConfigurations:\n  - \"asc-1\"\n\
             scalingGroups:\n  - \"asg-1\"\nsecurityGroups:\n  - \"sg-1\"\nsystemDisks:\n  - \"d-2\"\n\
             vSwitches:\n  - \"vsw-1\"\n"
        );
    }

    #[test]
    fn state_files_are_read_too() {
        let attributes = json!({"id": "c1", "slb_id": "lb-api"});
        let resource = |mode: &str| {
            let instances = json!([{"attributes": attributes}]);
            json!({"mode": mode, "type": "alicloud_cs_managed_kubernetes", "instances": instances})
        };
        let inventory =
            read(&[json!({"version": 4, "lineage": "l", "resources": [resource("managed"), resource("data")]})]);
        assert_eq!(inventory.yaml("").unwrap(), "clusterId: \"c1\"\napiServerLoadBalancers:\n  - \"lb-api\"\n");
    }

    #[test]
    fn replies_of_ack_add_up() {
        let inventory = read(&[
            json!({"cluster_id": "c1", "cluster_type": "ManagedKubernetes", "external_loadbalancer_id": "lb-ingress"}),
            json!([{"cluster_id": "c1", "resource_type": "ALIYUN::ESS::ScalingGroup", "instance_id": "asg-1"},
                {"cluster_id": "c1", "resource_type": "SLB", "instance_id": "lb-api"},
                {"cluster_id": "c1", "resource_type": "SLB", "instance_id": "lb-web", "associated_object": {"kind": "Service"}},
                {"cluster_id": "c1", "resource_type": "ALIYUN::VPC::VPC", "instance_id": "vpc-1"}]),
            json!({"nodepools": [{"nodepool_info": {"nodepool_id": "np1"}, "auto_scaling": {"enable": true},
                "scaling_group": {"scaling_group_id": "asg-2", "security_group_ids": ["sg-2"]}}]}),
            json!({"nodes": [{"instance_id": "i-1", "instance_role": "Master"}, {"instance_id": "i-2", "instance_role": "Worker"}]}),
        ]);
        let yaml = inventory.yaml("").unwrap();
        assert!(
            yaml.starts_with(
                "clusterId: \"c1\"\ncomplete: [autoscaledNodePools, instances, nodePools, scalingGroups]\n"
            ),
            "{yaml}"
        );
        assert!(yaml.contains("apiServerLoadBalancers:\n  - \"lb-api\"\nauto"), "{yaml}");
        assert!(yaml.contains("loadBalancers:\n  - \"lb-ingress\"\n  - \"lb-web\"\n"), "{yaml}");
        assert!(yaml.contains("controlPlaneInstances:\n  - \"i-1\"\n") && !yaml.contains("vpc-1"), "{yaml}");
    }

    #[test]
    fn a_list_without_all_its_pages_is_a_comment() {
        let page = |id: &str| json!({"nodes": [{"instance_id": id}], "page": {"total_count": 2}});
        let first = read(&[page("i-1")]);
        assert_eq!(
            first.yaml("").unwrap(),
            "# 1 of 2; give the replies with the other pages, too\n# instances:\n#   - \"i-1\"\n"
        );
        assert_eq!(first.missing_pages(), [("instances", 1, 2)]);
        let both = read(&[page("i-1"), page("i-2")]);
        assert_eq!(both.yaml("").unwrap(), "complete: [instances]\ninstances:\n  - \"i-1\"\n  - \"i-2\"\n");
        let twice = read(&[page("i-1"), page("i-1")]);
        assert_eq!(twice.missing_pages(), [("instances", 1, 2)]);
        let token = read(&[json!({"nodepools": [{"nodepool_info": {"nodepool_id": "np1"}}], "next_token": "x"})]);
        assert!(token.yaml("").unwrap().contains("# nodePools:"));
    }

    #[test]
    fn other_documents_are_refused_and_clusters_are_chosen() {
        assert_eq!(Inventory::default().read(&json!({"a": 1})), Err(InventoryError::Unrecognised));
        assert_eq!(
            Inventory::default().read(&json!({"apiVersion": "v1", "kind": "Pod"})),
            Err(InventoryError::Unrecognised)
        );
        let both = state(json!([cluster("c1"), cluster("c2")]));
        let mut inventory = read(std::slice::from_ref(&both));
        assert!(matches!(inventory.yaml(""), Err(InventoryError::SeveralClusters(..))));
        inventory.chosen = vec!["c2".to_owned()];
        assert!(inventory.yaml("").unwrap().starts_with("clusterId: \"c2\"\n"));
        inventory.chosen.push("c1".to_owned());
        assert!(inventory.yaml("").unwrap().starts_with("clusters:\n  - \"c2\"\n  - \"c1\"\n"));
    }
}
