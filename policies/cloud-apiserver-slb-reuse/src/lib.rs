//! The API server's load balancer, used for something else.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Class, Json, Operation, When};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Using the load balancer in front of the API server for other traffic: new listeners and rules, new server
    /// groups and backends on it, and scaling groups attached to it. As an OpenAPI call, in the event log, or
    /// planned by Terraform. What a Service does with it is the business of `apiserver-slb-reuse`.
    /// ## Why it is high-risk
    /// Listeners and backends of something else sit beside those of the API server, share its bandwidth and limits,
    /// and end up being changed along with it. When they collide, the cluster cannot be reached.
    /// ## How to get it done anyway
    /// Create a load balancer of your own.
    docs: {
        title: Bilingual { en: "Reusing the API server's load balancer", zh: "复用 API Server 的负载均衡" },
        text_zh: "拦截将集群 API Server 的负载均衡用于其他流量：新增监听、转发规则、服务器组和后端，以及为伸缩组挂载该实例，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划。Service 复用由 `apiserver-slb-reuse` 负责。其他流量与 API Server 共用带宽和规格，冲突时集群不可用。请另建负载均衡。",
        severity: Severity::Critical,
        context: &[],
        background_audit: false,
    }
    declare: {
        kind: RuleKind::Cloud,
        actions: ACTIONS,
        rows: rows::ROWS,
    }
    settings: {}
    check: check, of cloud operations
}

const LB: Class = Class::ApiServerLoadBalancer;
const PARENT: &[&str] = &["load_balancer_id"];
const LISTENER: Bilingual = Bilingual {
    en: "the API server's load balancer {} gets another listener",
    zh: "API Server 的负载均衡 {} 新增监听",
};
const BACKENDS: Bilingual = Bilingual {
    en: "the API server's load balancer {} gets other backends",
    zh: "API Server 的负载均衡 {} 新增后端",
};
const ATTACHED: Bilingual = Bilingual {
    en: "a scaling group is attached to the API server's load balancer {}",
    zh: "伸缩组挂载到 API Server 的负载均衡 {}",
};

const SCALING_GROUP: &str = "alicloud_ess_scaling_group";

/// What the rule judges.
static ACTIONS: &[Action] = &[
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

fn check(ctx: &Context<'_>, op: &Operation<'_>, _: &Settings, out: &mut Findings) {
    for hit in op.hits(ctx) {
        // A group that has had the load balancer all along, or loses it, is not attached now.
        let stays = op.plan().is_some_and(|plan| {
            let has = |side: &Json<'_>| side.list("loadbalancer_ids").contains(&hit.id);
            plan.kind == SCALING_GROUP && (has(&plan.before) || plan.deletes && !plan.creates)
        });
        if !stays {
            out.push(hit.finding);
        }
    }
}
