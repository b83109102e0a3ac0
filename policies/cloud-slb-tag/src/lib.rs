//! ACK's own tags on load balancers, changed in the cloud.
#![no_std]

mod rows;

use redline_engine::cloud::{Action, Change, Changed, Class, Operation, Ownership, Source, When};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Removing, overwriting or setting ACK's own tags (`ack.aliyun.com`, `kubernetes.do.not.delete`,
    /// `kubernetes.reused.by.user`, and those of ALB Ingresses) on a load balancer of the cluster, the API server's
    /// included. As an OpenAPI call, in the event log, or planned by Terraform, where tags are compared key by key.
    /// ## Why it is high-risk
    /// By these tags the cloud controller manager finds the load balancer of a Service and knows which ones it must
    /// not take over. Without them it loses track of the instance, or lets a Service take over the API server's.
    /// ## How to get it done anyway
    /// Leave ACK's tags alone and add your own. In Terraform keep the tags that ACK set, or ignore changes of
    /// `tags`.
    docs: {
        title: Bilingual { en: "Changing ACK's tags on load balancers", zh: "修改 ACK 在负载均衡上的标签" },
        text_zh: "拦截移除、覆盖或手动设置集群负载均衡（含 API Server 的负载均衡）上的 ACK 自用标签：`ack.aliyun.com`、`kubernetes.do.not.delete`、`kubernetes.reused.by.user` 以及 ALB Ingress 的标签，涵盖 OpenAPI 调用、操作审计事件和 Terraform 计划（逐个标签比较）。缺少标签后 CCM 找不到实例，或允许 Service 占用 API Server 的负载均衡。请只增删自己的标签；Terraform 中保留 ACK 的标签或忽略 `tags` 的变化。",
        severity: Severity::High,
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

const LB: Class = Class::LoadBalancer;
const API: Class = Class::ApiServerLoadBalancer;
const TAGS: Bilingual =
    Bilingual { en: "ACK's tags on load balancer {} are changed", zh: "修改负载均衡 {} 上的 ACK 标签" };

/// Tags that ACK sets on load balancers (cloud-provider-alibaba-cloud, `pkg/util/constant.go`).
const KEYS: &[&str] = &[
    "ack.aliyun.com",
    "albconfig",
    "ingress.k8s.alibaba/ingress_name",
    "ingress.k8s.alibaba/service_name",
    "ingress.k8s.alibaba/service_ns",
    "ingress.k8s.alibaba/service_port",
    "kubernetes.do.not.delete",
    "kubernetes.reused.by.user",
];
/// The same in calls that remove: `All` may be `true`.
const REMOVED: &[&str] = &[
    "ack.aliyun.com",
    "albconfig",
    "ingress.k8s.alibaba/ingress_name",
    "ingress.k8s.alibaba/service_name",
    "ingress.k8s.alibaba/service_ns",
    "ingress.k8s.alibaba/service_port",
    "kubernetes.do.not.delete",
    "kubernetes.reused.by.user",
    "true",
];

/// What the rule judges.
static ACTIONS: &[Action] = &[
    Action::call("slb", "UntagResources", LB, TAGS).ids(&["ResourceId"]).when(When::Is(&["TagKey", "All"], REMOVED)),
    Action::call("slb", "UntagResources", API, TAGS).ids(&["ResourceId"]).when(When::Is(&["TagKey", "All"], REMOVED)),
    Action::call("slb", "TagResources", LB, TAGS).ids(&["ResourceId"]).when(When::Is(&["Tag.Key"], KEYS)),
    Action::call("slb", "TagResources", API, TAGS).ids(&["ResourceId"]).when(When::Is(&["Tag.Key"], KEYS)),
    Action::call("slb", "RemoveTags", LB, TAGS).ids(&["LoadBalancerId"]).when(When::Given(&["Tags"])),
    Action::call("slb", "RemoveTags", API, TAGS).ids(&["LoadBalancerId"]).when(When::Given(&["Tags"])),
    Action::call("slb", "AddTags", LB, TAGS).ids(&["LoadBalancerId"]).when(When::Given(&["Tags"])),
    Action::call("slb", "AddTags", API, TAGS).ids(&["LoadBalancerId"]).when(When::Given(&["Tags"])),
    Action::call("nlb", "UntagResources", LB, TAGS).ids(&["ResourceId"]).when(When::Is(&["TagKey", "All"], REMOVED)),
    Action::call("nlb", "UntagResources", API, TAGS).ids(&["ResourceId"]).when(When::Is(&["TagKey", "All"], REMOVED)),
    Action::call("nlb", "TagResources", LB, TAGS).ids(&["ResourceId"]).when(When::Is(&["Tag.Key"], KEYS)),
    Action::call("nlb", "TagResources", API, TAGS).ids(&["ResourceId"]).when(When::Is(&["Tag.Key"], KEYS)),
    Action::call("alb", "UnTagResources", LB, TAGS)
        .ids(&["ResourceId"])
        .when(When::Is(&["TagKey", "Tag.Key", "All"], REMOVED)),
    Action::call("alb", "UnTagResources", API, TAGS)
        .ids(&["ResourceId"])
        .when(When::Is(&["TagKey", "Tag.Key", "All"], REMOVED)),
    Action::call("alb", "TagResources", LB, TAGS).ids(&["ResourceId"]).when(When::Is(&["Tag.Key"], KEYS)),
    Action::call("alb", "TagResources", API, TAGS).ids(&["ResourceId"]).when(When::Is(&["Tag.Key"], KEYS)),
    Action::terraform("alicloud_slb_load_balancer", Change::Update, LB, TAGS).when(When::Changes(&["tags"])),
    Action::terraform("alicloud_slb_load_balancer", Change::Update, API, TAGS).when(When::Changes(&["tags"])),
    Action::terraform("alicloud_slb", Change::Update, LB, TAGS).when(When::Changes(&["tags"])),
    Action::terraform("alicloud_slb", Change::Update, API, TAGS).when(When::Changes(&["tags"])),
    Action::terraform("alicloud_nlb_load_balancer", Change::Update, LB, TAGS).when(When::Changes(&["tags"])),
    Action::terraform("alicloud_nlb_load_balancer", Change::Update, API, TAGS).when(When::Changes(&["tags"])),
    Action::terraform("alicloud_alb_load_balancer", Change::Update, LB, TAGS).when(When::Changes(&["tags"])),
    Action::terraform("alicloud_alb_load_balancer", Change::Update, API, TAGS).when(When::Changes(&["tags"])),
];

fn check(ctx: &Context<'_>, op: &Operation<'_>, _: &Settings, out: &mut Findings) {
    if !touches(op) {
        return;
    }
    for hit in op.hits(ctx) {
        // The same call may be about either kind of load balancer; who cannot tell says so once.
        if hit.action.class == LB || hit.owner == Ownership::Ours {
            out.push(hit.finding);
        }
    }
}

/// Whether a tag of ACK is among those that change, where the table cannot tell: tags come as JSON in old calls of CLB,
/// and as a map in a plan.
fn touches(op: &Operation<'_>) -> bool {
    match &op.source {
        Source::Call(call) if ["removetags", "addtags"].contains(&&*call.action.to_ascii_lowercase()) => {
            let text = call.parameters.text("Tags").unwrap_or_default();
            KEYS.iter().any(|key| text.contains(&["\"", key, "\""].concat()))
        }
        Source::Call(_) => true,
        Source::Plan(plan) => {
            let changed = plan.changed_tags();
            changed.iter().any(|(key, change)| KEYS.contains(&&**key) && *change != Changed::Same)
                || (changed.is_empty() && plan.unknown("tags"))
        }
    }
}
