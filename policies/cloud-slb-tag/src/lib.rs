//! Changing ACK's own tags on load balancers.
#![no_std]

mod docs;

use redline_engine::alibaba::{AttributeChange, Attributes, Ownership, Source};
use redline_engine::prelude::*;
use redline_engine::strings::concat;

/// The rule.
pub struct Rule;

impl CloudRule for Rule {
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata =
        &RuleMetadata { rows: &[rows::R40], ..RuleMetadata::new(env!("CARGO_PKG_NAME")) };
    const ACTIONS: &'static [Action] = ACTIONS;
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn reports(ctx: &CloudContext<'_>, op: &CloudOperation<'_>, found: &mut ActionMatch) -> bool {
        let Some(puts_back) = touched_tags(ctx, op) else { return false };
        if puts_back {
            found.finding.level = Level::Warn;
        }
        // The call does not tell which kind of load balancer it is about; where that is unknown, one finding is enough.
        found.action.class == LB || found.owner == Ownership::Ours
    }
}

const LB: Class = Class::LoadBalancer;
const API: Class = Class::ApiServerLoadBalancer;
const TAGS: Bilingual =
    Bilingual { en: "changes ACK's tags on load balancer {}", zh: "修改负载均衡 {} 上的 ACK 标签" };

/// What a call that removes tags names: the tags that ACK sets on load balancers (cloud-provider-alibaba-cloud,
/// `pkg/util/constant.go`), or `true` in `All`.
const REMOVED: &[&str] = &[
    CLUSTER_TAG,
    "albconfig",
    "ingress.k8s.alibaba/albconfig",
    "ingress.k8s.alibaba/ingress_name",
    "ingress.k8s.alibaba/resource",
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
const ACTIONS: &[Action] = &Action::joined::<14>(&[&changes(LB), &changes(API)]);

const fn changes(class: Class) -> [Action; 7] {
    const RESOURCE: &[&str] = &["ResourceId"];
    const ARN: &[&str] = &["ResourceARN"];
    const TAGS_GIVEN: When = When::Given(&["Tags"]);
    const KEY_REMOVED: When = When::Is(&["TagKey", "Tag.Key", "All"], REMOVED);
    [
        Action::call("slb", "TagResources UntagResources", class, TAGS).ids(RESOURCE).when(KEY_REMOVED),
        Action::call("slb", "RemoveTags AddTags", class, TAGS).when(TAGS_GIVEN),
        Action::call("nlb", "TagResources UntagResources", class, TAGS).ids(RESOURCE).when(KEY_REMOVED),
        Action::call("alb", "TagResources UnTagResources", class, TAGS).ids(RESOURCE).when(KEY_REMOVED),
        Action::call("tag", "UntagResources", class, TAGS).ids(ARN).when(KEY_REMOVED),
        Action::call("tag", "TagResources", class, TAGS).ids(ARN).when(TAGS_GIVEN),
        Action::terraform(
            "alicloud_slb_load_balancer alicloud_slb alicloud_nlb_load_balancer alicloud_alb_load_balancer",
            Change::Update,
            class,
            TAGS,
        )
        .when(When::Changes(&["tags"])),
    ]
}

/// Whether a tag of ACK is among those that change; if so, whether the change only puts such tags there, which the list
/// says to do where they are missing. `None` also where it puts the tag of this very cluster back. The table alone
/// cannot tell: old calls of CLB have tags as JSON, those of the product Tag as a map, and plans have them as a map.
fn touched_tags(ctx: &CloudContext<'_>, op: &CloudOperation<'_>) -> Option<bool> {
    let is_own = |key: &str, value: &str| {
        key == CLUSTER_TAG && !ctx.inventory.cluster_id.is_empty() && !ctx.inventory.is_other_cluster(value)
    };
    match &op.source {
        Source::Call(call) => {
            let tags = call.parameters.text("Tags").unwrap_or_default();
            let is_about = |key: &&&str| tags.contains(&concat(&["\"", key, "\""]));
            if !tags.is_empty() && !KEYS.iter().any(|key| is_about(&key)) {
                return None;
            }
            let adds = call.action_is("TagResources") || call.action_is("AddTags");
            let (mut keys, mut values) = (Vec::new(), Vec::new());
            for (key, value) in [("Tag.Key", "Tag.Value"), ("Tags.TagKey", "Tags.TagValue")] {
                keys.extend(call.parameters.list(key));
                values.extend(call.parameters.list(value));
            }
            // The product Tag has them as a map.
            if let Some(map) = Attributes::of_text(&tags) {
                for (key, value) in map.members().iter() {
                    keys.push(key.to_string());
                    values.push(value.get().trim_matches('"').to_owned());
                }
            }
            let only_own = !keys.is_empty()
                && keys.len() == values.len()
                && keys.iter().zip(&values).all(|(key, value)| is_own(key, value) || !KEYS.contains(&&**key));
            // With the id of another cluster the load balancer is lost to this one.
            let for_another = keys
                .iter()
                .zip(&values)
                .any(|(key, value)| key == CLUSTER_TAG && ctx.inventory.is_other_cluster(value));
            if adds && only_own { None } else { Some(adds && !for_another) }
        }
        Source::PlannedChange(plan) => {
            let changed = plan.tag_changes();
            if changed.is_empty() {
                return plan.is_unknown("tags").then_some(false);
            }
            let mut touched = None;
            for (key, change) in changed.iter().filter(|(key, _)| KEYS.contains(&&**key)) {
                match change {
                    AttributeChange::Same => {}
                    AttributeChange::To(old, new)
                        if old.is_empty() && new.first().is_some_and(|value| is_own(key, value)) => {}
                    AttributeChange::To(old, _) => touched = Some(old.is_empty() && touched != Some(false)),
                    AttributeChange::Unknown => touched = Some(false),
                }
            }
            touched
        }
    }
}

/// ACK's tag with the id of the cluster.
const CLUSTER_TAG: &str = "ack.aliyun.com";
