//! Changing ACK's own tags on load balancers.
#![no_std]

mod docs;

use redline_engine::alibaba::{AttributeChange, Ownership, Source};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R40], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, _: &NoSettings, out: &mut Findings) {
        if !touches_ack_tags(op) {
            return;
        }
        for found in op.matches(ctx) {
            // The call does not tell which kind of load balancer it is about; where that is unknown, one finding is
            // enough.
            if found.action.class == LB || found.owner == Ownership::Ours {
                out.push(found.finding);
            }
        }
    }
}

const LB: Class = Class::LoadBalancer;
const API: Class = Class::ApiServerLoadBalancer;
const TAGS: Bilingual =
    Bilingual { en: "changes ACK's tags on load balancer {}", zh: "修改负载均衡 {} 上的 ACK 标签" };

/// What a call that removes tags names: the tags that ACK sets on load balancers (cloud-provider-alibaba-cloud,
/// `pkg/util/constant.go`), or `true` in `All`.
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
/// The tags alone.
const KEYS: &[&str] = REMOVED.split_at(REMOVED.len() - 1).0;

/// What the rule evaluates: a call does not tell which kind of load balancer it is about.
const ACTIONS: &[Action] = &Action::joined::<24>(&[&changes(LB), &changes(API)]);

const fn changes(class: Class) -> [Action; 12] {
    const RESOURCE: &[&str] = &["ResourceId"];
    const TAGS_GIVEN: When = When::Given(&["Tags"]);
    const TAGS_CHANGE: When = When::Changes(&["tags"]);
    const KEY_ADDED: When = When::Is(&["Tag.Key"], KEYS);
    const KEY_REMOVED: When = When::Is(&["TagKey", "All"], REMOVED);
    [
        Action::call("slb", "UntagResources", class, TAGS).ids(RESOURCE).when(KEY_REMOVED),
        Action::call("slb", "TagResources", class, TAGS).ids(RESOURCE).when(KEY_ADDED),
        Action::call("slb", "RemoveTags", class, TAGS).when(TAGS_GIVEN),
        Action::call("slb", "AddTags", class, TAGS).when(TAGS_GIVEN),
        Action::call("nlb", "UntagResources", class, TAGS).ids(RESOURCE).when(KEY_REMOVED),
        Action::call("nlb", "TagResources", class, TAGS).ids(RESOURCE).when(KEY_ADDED),
        Action::call("alb", "UnTagResources", class, TAGS)
            .ids(RESOURCE)
            .when(When::Is(&["TagKey", "Tag.Key", "All"], REMOVED)),
        Action::call("alb", "TagResources", class, TAGS).ids(RESOURCE).when(KEY_ADDED),
        Action::terraform("alicloud_slb_load_balancer", Change::Update, class, TAGS).when(TAGS_CHANGE),
        Action::terraform("alicloud_slb", Change::Update, class, TAGS).when(TAGS_CHANGE),
        Action::terraform("alicloud_nlb_load_balancer", Change::Update, class, TAGS).when(TAGS_CHANGE),
        Action::terraform("alicloud_alb_load_balancer", Change::Update, class, TAGS).when(TAGS_CHANGE),
    ]
}

/// Whether a tag of ACK is among those that change. The table alone cannot tell: old calls of CLB have tags as JSON,
/// and plans have them as a map.
fn touches_ack_tags(op: &CloudOperation<'_>) -> bool {
    match &op.source {
        Source::Call(call) if ["removetags", "addtags"].contains(&&*call.action.to_ascii_lowercase()) => {
            let text = call.parameters.text("Tags").unwrap_or_default();
            KEYS.iter().any(|key| text.contains(&["\"", key, "\""].concat()))
        }
        Source::Call(_) => true,
        Source::PlannedChange(plan) => {
            let changed = plan.tag_changes();
            changed.iter().any(|(key, change)| KEYS.contains(&&**key) && *change != AttributeChange::Same)
                || (changed.is_empty() && plan.is_unknown("tags"))
        }
    }
}
