//! Using the API server's load balancer for other traffic.
#![no_std]

mod docs;

use redline_engine::alibaba::Attributes;
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R1], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, _: &NoSettings, out: &mut Findings) {
        for found in op.matches(ctx) {
            // A group that already has the load balancer, or loses it, is not attached by this change.
            let is_old = op.plan().is_some_and(|plan| {
                let has = |side: &Attributes<'_>| side.list("loadbalancer_ids").contains(&found.id);
                plan.resource_type == SCALING_GROUP && (has(&plan.before) || plan.deletes && !plan.creates)
            });
            if !is_old {
                out.push(found.finding);
            }
        }
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

const SCALING_GROUP: &str = "alicloud_ess_scaling_group";

/// What the rule evaluates.
const ACTIONS: &[Action] = &[
    Action::call("slb", "CreateLoadBalancerTCPListener", LB, LISTENER),
    Action::call("slb", "CreateLoadBalancerUDPListener", LB, LISTENER),
    Action::call("slb", "CreateLoadBalancerHTTPListener", LB, LISTENER),
    Action::call("slb", "CreateLoadBalancerHTTPSListener", LB, LISTENER),
    Action::call("slb", "CreateVServerGroup", LB, BACKENDS),
    Action::call("slb", "CreateMasterSlaveServerGroup", LB, BACKENDS),
    Action::call("slb", "AddBackendServers", LB, BACKENDS),
    Action::call("slb", "AddVServerGroupBackendServers", LB, BACKENDS),
    Action::call("nlb", "CreateListener", LB, LISTENER),
    Action::call("ess", "AttachLoadBalancers", LB, ATTACHED).ids(&["LoadBalancer", "LoadBalancers"]),
    Action::call("ess", "AttachVServerGroups", LB, ATTACHED)
        .ids(&["VServerGroup.LoadBalancerId", "VServerGroups.LoadBalancerId"]),
    Action::terraform("alicloud_slb_listener", Change::Create, LB, LISTENER).ids(PARENT),
    Action::terraform("alicloud_slb_rule", Change::Create, LB, LISTENER).ids(PARENT),
    Action::terraform("alicloud_nlb_listener", Change::Create, LB, LISTENER).ids(PARENT),
    Action::terraform("alicloud_slb_server_group", Change::Create, LB, BACKENDS).ids(PARENT),
    Action::terraform("alicloud_slb_master_slave_server_group", Change::Create, LB, BACKENDS).ids(PARENT),
    Action::terraform("alicloud_slb_backend_server", Change::Create, LB, BACKENDS).ids(PARENT),
    Action::terraform("alicloud_slb_attachment", Change::Create, LB, BACKENDS).ids(PARENT),
    Action::terraform(SCALING_GROUP, Change::Any, LB, ATTACHED)
        .ids(&["loadbalancer_ids"])
        .when(When::Changes(&["loadbalancer_ids"])),
    Action::terraform("alicloud_ess_scalinggroup_vserver_groups", Change::Create, LB, ATTACHED)
        .ids(&["vserver_groups.loadbalancer_id"]),
];
