//! Using the API server's load balancer for other traffic.
#![no_std]

mod docs;

use redline_engine::alibaba::{Attributes, InventoryList};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R1], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        // A group that already has the load balancer, or loses it, is not attached by this change.
        let is_old = op.plan().is_some_and(|plan| {
            let has = |side: &Attributes<'_>| side.list("loadbalancer_ids").contains(&found.id);
            plan.resource_type == SCALING_GROUP && (has(&plan.before) || plan.deletes && !plan.creates)
        });
        // A server group that is on a list may as well serve a Service; `cloud-slb-config` reports it.
        let is_listed = found.action.class == Class::ServerGroup
            && ctx.inventory.contains(InventoryList::ServerGroups, &found.id) == Some(true);
        !is_old && !is_listed
    }
}

const LB: Class = Class::ApiServerLoadBalancer;
const PARENT: &[&str] = &["load_balancer_id"];
const LISTENER: Bilingual = Bilingual {
    en: "adds a listener to load balancer {} of the API server",
    zh: "为 API Server 的负载均衡 {} 新增监听",
};
const BACKENDS: Bilingual = Bilingual {
    en: "adds backends to load balancer {} of the API server",
    zh: "为 API Server 的负载均衡 {} 新增后端",
};
const ATTACHED: Bilingual = Bilingual {
    en: "attaches a scaling group to load balancer {} of the API server",
    zh: "将伸缩组关联到 API Server 的负载均衡 {}",
};
const GROUP_GROWS: Bilingual = Bilingual {
    en: "adds backends to server group {}, perhaps one of the API server's load balancer",
    zh: "为服务器组 {} 新增后端，可能属于 API Server 的负载均衡",
};
const GROUP_ATTACHED: Bilingual = Bilingual {
    en: "attaches a scaling group to server group {}, perhaps one of the API server's load balancer",
    zh: "将伸缩组关联到服务器组 {}，可能属于 API Server 的负载均衡",
};

const SCALING_GROUP: &str = "alicloud_ess_scaling_group";
/// Load balancers and their server groups, where calls of Auto Scaling name them.
const BALANCERS: &[&str] = &["LoadBalancer", "LoadBalancers", "LoadBalancerId", "VServerGroup.LoadBalancerId"];
const GROUPS: &[&str] = &["ServerGroup.ServerGroupId"];

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call(
        "slb",
        "CreateLoadBalancerTCPListener CreateLoadBalancerUDPListener CreateLoadBalancerHTTPListener \
         CreateLoadBalancerHTTPSListener",
        LB,
        LISTENER,
    ),
    Action::call("slb", "CreateVServerGroup CreateMasterSlaveServerGroup AddBackendServers", LB, BACKENDS),
    Action::call("slb", "AddVServerGroupBackendServers", Class::ServerGroup, GROUP_GROWS)
        .ids(&["VServerGroupId"])
        .related(&[(LB, &["LoadBalancerId"])]),
    Action::call("nlb", "CreateListener", LB, LISTENER),
    Action::call("ess", "AttachLoadBalancers AttachVServerGroups", LB, ATTACHED).ids(BALANCERS),
    Action::call("ess", "CreateScalingGroup", LB, ATTACHED).ids(BALANCERS).when(When::Given(BALANCERS)),
    Action::call("ess", "AttachServerGroups", Class::ServerGroup, GROUP_ATTACHED).ids(GROUPS),
    Action::call("ess", "CreateScalingGroup", Class::ServerGroup, GROUP_ATTACHED).ids(GROUPS).when(When::Given(GROUPS)),
    Action::terraform("alicloud_slb_listener alicloud_slb_rule alicloud_nlb_listener", Change::Create, LB, LISTENER)
        .ids(PARENT),
    Action::terraform(
        "alicloud_slb_server_group alicloud_slb_master_slave_server_group alicloud_slb_backend_server \
         alicloud_slb_attachment",
        Change::Create,
        LB,
        BACKENDS,
    )
    .ids(PARENT),
    Action::terraform(SCALING_GROUP, Change::Any, LB, ATTACHED)
        .ids(&["loadbalancer_ids"])
        .when(When::Changes(&["loadbalancer_ids"])),
    Action::terraform("alicloud_ess_scalinggroup_vserver_groups", Change::Create, LB, ATTACHED)
        .ids(&["vserver_groups.loadbalancer_id"]),
    Action::terraform("alicloud_ess_server_group_attachment", Change::Create, Class::ServerGroup, GROUP_ATTACHED)
        .ids(&["server_group_id"]),
];
