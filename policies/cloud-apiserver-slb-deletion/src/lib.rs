//! Deleting the load balancer in front of the API server.
#![no_std]

mod docs;

use redline_engine::alibaba::load_balancer;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R3], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        if found.action.message == DESTROYED
            && let Some(plan) = op.plan()
        {
            let nodes = plan.before.list("worker_nodes.id").len();
            if nodes > 0 {
                found.finding.text.append(&text!("{nodes} nodes", "{nodes} 个节点"));
            }
        }
        found.action.message != STACK || may_hold_cluster(ctx, op, &found.id)
    }
}

/// Whether a stack may hold the resources of the cluster. ACK names its stacks after the cluster; an id says nothing.
fn may_hold_cluster(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, id: &str) -> bool {
    let call_name = op.call().map(|call| call.parameters.text("StackName").unwrap_or(call.resource_name.to_string()));
    let name = call_name.as_deref().unwrap_or(id);
    let cluster = name.strip_prefix(STACK_NAME);
    name.is_empty() || cluster.is_some_and(|cluster| !ctx.inventory.is_other_cluster(cluster))
}

const LB: Class = Class::ApiServerLoadBalancer;
const DELETED: Bilingual =
    Bilingual { en: "deletes load balancer {} of the API server", zh: "删除 API Server 的负载均衡 {}" };
const DESTROYED: Bilingual = Bilingual {
    en: "destroys cluster {} with its control plane, load balancer and nodes",
    zh: "销毁集群 {}，其控制面、负载均衡和节点随之释放",
};
const UNPROTECTED: Bilingual = Bilingual {
    en: "switches off deletion protection of cluster {} or of its resources",
    zh: "关闭集群 {} 或其资源的删除保护",
};
const STACK: Bilingual = Bilingual {
    en: "deletes ROS stack {}, which may hold the resources of a dedicated cluster",
    zh: "删除 ROS 资源栈 {}，其中可能包含专有集群的资源",
};
/// How the names of the stacks begin that ACK makes; the id of the cluster follows.
const STACK_NAME: &str = "k8s-for-cs-";
const BY_CLOUD_CONTROL: Bilingual = Bilingual {
    en: "deletes a resource through Cloud Control by {}; it may be a load balancer, a node or a cluster",
    zh: "{} 通过云控制 API 删除资源，可能是负载均衡、节点或集群",
};

/// Products whose resources a cluster uses, as Cloud Control names them.
const PRODUCTS: &[&str] = &["ack", "alb", "cs", "ecs", "ess", "nas", "nlb", "ram", "slb", "sls", "vpc"];

/// Terraform types of clusters.
const CLUSTERS: &str = "alicloud_cs_managed_kubernetes alicloud_cs_kubernetes alicloud_cs_serverless_kubernetes \
                        alicloud_cs_edge_kubernetes alicloud_ack_one_cluster";

/// What the rule evaluates. Deleting a whole cluster through ACK is the supported way, so it warns.
const ACTIONS: &[Action] = &[
    Action::call("slb", "DeleteLoadBalancer", LB, DELETED),
    Action::call("nlb", "DeleteLoadBalancer", LB, DELETED),
    Action::refunded(&["slb"], LB, DELETED),
    Action::terraform(load_balancer::TYPES, Change::Delete, LB, DELETED),
    Action::call("cs", "DeleteCluster", Class::Cluster, DESTROYED).warns(),
    Action::call("cs", "ModifyCluster UpdateResourcesDeleteProtection", Class::Cluster, UNPROTECTED)
        .when(When::Is(&["deletion_protection", "body.deletion_protection", "enable", "body.enable"], &["false"]))
        .warns(),
    Action::terraform(CLUSTERS, Change::Delete, Class::Cluster, DESTROYED).warns(),
    Action::terraform(CLUSTERS, Change::Update, Class::Cluster, UNPROTECTED)
        .when(When::Leaves(&["deletion_protection"], &["true"]))
        .warns(),
    Action::call("ros", "DeleteStack", Class::Other, STACK).ids(&["StackId"]).naming(&["StackName"]).warns(),
    Action::terraform("alicloud_ros_stack", Change::Delete, Class::Other, STACK).ids(&["stack_name"]).warns(),
    Action::terraform("alicloud_cloud_control_resource", Change::Delete, Class::Other, BY_CLOUD_CONTROL)
        .ids(&["resource_id"])
        .when(When::Is(&["product"], PRODUCTS))
        .warns(),
    Action::call("cloudcontrol", "DeleteResource", Class::Other, BY_CLOUD_CONTROL).ids(&["ResourceId"]).warns(),
];
