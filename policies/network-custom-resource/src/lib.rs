//! Objects in which the container network keeps its state.
#![no_std]

mod rows;

use guards::object::{self, Whole};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Creating, changing or deleting PodENI, NetworkInterface, Node and NodeRuntime objects of
    /// `network.alibabacloud.com`, and any object of `cilium.io` or `crd.projectcalico.org`, by hand, their status
    /// included.
    /// PodNetworking, which is made for people, passes.
    /// ## Why it is high-risk
    /// Terway reads from these objects which interface and address belong to which pod. A wrong one takes pods off
    /// the network, and a deleted one leaks or frees an interface in use.
    /// ## How to get it done anyway
    /// Configure Terway with PodNetworking and `eni-config`. To clean up, restart the pods: Terway removes what is
    /// left. Policies of Cilium and Calico are allowed with `allowUserPolicies`.
    docs: {
        title: Bilingual { en: "Writing the network's own objects", zh: "手工改动容器网络的自定义资源" },
        text_zh: "拦截手工创建、修改、删除 `network.alibabacloud.com` 的 PodENI、NetworkInterface、Node、NodeRuntime，以及 `cilium.io`、`crd.projectcalico.org` 的对象，包括其 status；供用户使用的 PodNetworking 放行。Terway 依据这些对象管理网卡和 Pod 地址，改动会使 Pod 断网。请通过 PodNetworking 和 `eni-config` 配置；Cilium、Calico 的策略对象可用 `allowUserPolicies` 放行。",
        severity: Severity::Critical,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Create, Operation::Update, Operation::Delete],
            group: "network.alibabacloud.com",
            versions: &["v1beta1"],
            // Terway keeps what it did, such as the interface of a pod, in the status.
            resources: &[
                ("networkinterfaces", "NetworkInterface"),
                ("networkinterfaces/status", "NetworkInterface"),
                ("noderuntimes", "NodeRuntime"),
                ("noderuntimes/status", "NodeRuntime"),
                ("nodes", "Node"),
                ("nodes/status", "Node"),
                ("podenis", "PodENI"),
                ("podenis/status", "PodENI"),
            ],
        }, On {
            operations: &[Operation::Create, Operation::Update, Operation::Delete],
            group: "cilium.io",
            versions: &["*"],
            resources: &[("*", ""), ("*/status", "")],
        }, On {
            operations: &[Operation::Create, Operation::Update, Operation::Delete],
            group: "crd.projectcalico.org",
            versions: &["*"],
            resources: &[("*", ""), ("*/status", "")],
        }],
        rows: rows::ROWS,
        // Terway and, inside it, Cilium.
        exempt_users: &[
            "system:serviceaccount:kube-system:terway",
            "system:serviceaccount:kube-system:terway-controlplane",
            "system:serviceaccount:kube-system:cilium",
            "system:serviceaccount:kube-system:cilium-operator",
        ],
    }
    settings: {
        /// Let people write network policies of Cilium and Calico, for clusters where these are in use.
        #[zh("允许用户编写 Cilium、Calico 的网络策略对象，适用于使用这些策略的集群")]
        allow_user_policies = "allowUserPolicies": bool = false;
    }
    check: check, of Whole
}

/// Kinds that people write to say which traffic may pass (docs.cilium.io; docs.tigera.io).
const POLICIES: &[&str] = &[
    "CiliumNetworkPolicy",
    "CiliumClusterwideNetworkPolicy",
    "NetworkPolicy",
    "GlobalNetworkPolicy",
    "NetworkSet",
    "GlobalNetworkSet",
];

fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, settings: &Settings, out: &mut Findings) {
    let kind = guards::path::truncate_for_display(req.kind_name());
    if settings.allow_user_policies && POLICIES.contains(&&*kind) {
        return;
    }
    let id = guards::path::truncate_for_display(&req.object_id());
    out.push(match (req.operation, &req.old_object, &req.object) {
        (Operation::Delete, _, _) => {
            Finding::deny("", text!("{kind} `{id}` is deleted by hand", "手工删除 {kind} `{id}`"))
        }
        (Operation::Create, _, _) => {
            Finding::deny("", text!("{kind} `{id}` is created by hand", "手工创建 {kind} `{id}`"))
        }
        (Operation::Update, Some(old), Some(new)) => {
            let changes = if req.sub_resource == "status" { vec!["status"] } else { object::changes(old, new) };
            let changes: Vec<String> = changes.into_iter().map(guards::path::truncate_for_display).collect();
            let Some(first) = changes.first() else { return };
            let list = changes.join("`, `");
            Finding::deny(
                first.clone(),
                text!("`{list}` of {kind} `{id}` is changed by hand", "手工修改 {kind} `{id}` 的 `{list}`"),
            )
        }
        _ => return,
    });
}
