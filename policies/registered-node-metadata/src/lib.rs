//! Labels, annotations and taints of the nodes of a registered cluster.
#![no_std]

mod docs;
mod settings;

use guards::members::MemberChange;
use guards::node::{self, Edit, Node, Part};
use redline_engine::core::pattern;
use redline_engine::prelude::*;
use settings::Settings;

/// Labels, annotations and taints of a registered cluster's nodes must not be changed by hand.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Node<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            // A write to `status` keeps the labels and annotations that the client sends.
            on(UPDATE, kinds::NODE),
            on(UPDATE, kinds::NODE).sub("status"),
        ],
        rows: &[rows::RN7],
        exempt_users: &[
            // ACK's agent in the cluster (alibabacloud-ack-connector).
            "system:serviceaccount:kube-system:ack",
            "system:serviceaccount:kube-system:alicloud-csi-node",
            "system:serviceaccount:kube-system:alicloud-csi-provisioner",
            "system:serviceaccount:kube-system:cluster-autoscaler",
            "system:serviceaccount:kube-system:terway",
            "system:serviceaccount:kube-system:terway-controlplane",
        ],
        only_on: Some(ClusterKind::Registered),
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Node<'_>>, own: &Settings, out: &mut Findings) {
        for edit in node::edits(req) {
            // Protecting a node is never refused.
            if PROTECTIONS.contains(&&*edit.key) && edit.change != MemberChange::Removed {
                let value = req.object.as_ref().and_then(|node| node.metadata.labels.get(&edit.key));
                if value.is_some_and(|value| !value.eq_ignore_ascii_case("false")) {
                    continue;
                }
            }
            let mark = edit.part == Part::Taint && SCALING.contains(&&*edit.key);
            if mark || own.allowed_keys.iter().any(|pattern| pattern::matches(pattern, &edit.key)) {
                continue;
            }
            let level = level(&edit);
            out.push(Finding::deny(edit.path(), edit.text(req.object_name())).at(level));
        }
    }
}

/// Labels with which a user protects a node from deletion.
const PROTECTIONS: &[&str] =
    &["policy.alibabacloud.com/delete-protection", "policy.alibabacloud.com/node-delete-protection"];
/// Domains of ACK and of Kubernetes.
const OWNED: &[&str] = &["alibabacloud.com", "aliyun.com", "goatscaler.io", "kubernetes.io", "k8s.io"];
/// Domains whose labels ACK lets users set on a node pool (ACK documentation, "Create and manage a node pool").
const OPEN: &[&str] = &["kubelet.kubernetes.io", "node.kubernetes.io"];
/// A label of such a domain that the cloud controller manager writes.
const INSTANCE_TYPE: &str = "node.kubernetes.io/instance-type";
/// Taints that the cluster autoscaler sets on a node before it removes it; `autoscaled-pool-scaling` checks them.
const SCALING: &[&str] = &["DeletionCandidateOfClusterAutoscaler", "ToBeDeletedByClusterAutoscaler"];

fn level(edit: &Edit) -> Level {
    // Some keys of ACK are only a domain, such as `ack.aliyun.com`.
    let domain = edit.key.split('/').next().unwrap_or_default();
    let within = |domains: &[&str]| {
        domains.iter().any(|owner| {
            domain.strip_suffix(owner).is_some_and(|subdomain| subdomain.is_empty() || subdomain.ends_with('.'))
        })
    };
    let open = edit.part == Part::Label && edit.key != INSTANCE_TYPE && within(OPEN);
    if within(OWNED) && !open { Level::Deny } else { Level::Warn }
}
