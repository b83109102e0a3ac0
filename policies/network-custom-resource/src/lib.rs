//! Custom resources in which the container network keeps its state.
#![no_std]

mod docs;
mod settings;

use guards::object::{self, Whole};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;
use settings::Settings;

/// Custom resources of the container network must not be written by hand.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Whole<'a>;
    type Settings = Settings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            // Terway records its state, such as the interface of a pod, in the status.
            on(CREATE_UPDATE_DELETE, kinds::TERWAY_NETWORK_INTERFACE),
            on(CREATE_UPDATE_DELETE, kinds::TERWAY_NETWORK_INTERFACE).sub("status"),
            on(CREATE_UPDATE_DELETE, kinds::TERWAY_NODE_RUNTIME),
            on(CREATE_UPDATE_DELETE, kinds::TERWAY_NODE_RUNTIME).sub("status"),
            on(CREATE_UPDATE_DELETE, kinds::TERWAY_NODE),
            on(CREATE_UPDATE_DELETE, kinds::TERWAY_NODE).sub("status"),
            on(CREATE_UPDATE_DELETE, kinds::TERWAY_POD_ENI),
            on(CREATE_UPDATE_DELETE, kinds::TERWAY_POD_ENI).sub("status"),
            on(CREATE_UPDATE_DELETE, kinds::ANY_IN_CILIUM),
            on(CREATE_UPDATE_DELETE, kinds::ANY_IN_CILIUM).sub("status"),
            on(CREATE_UPDATE_DELETE, kinds::ANY_IN_CALICO),
            on(CREATE_UPDATE_DELETE, kinds::ANY_IN_CALICO).sub("status"),
        ],
        rows: &[rows::R46, rows::R48],
        // Terway and, inside it, Cilium.
        exempt_users: &[
            "system:serviceaccount:kube-system:terway",
            "system:serviceaccount:kube-system:terway-controlplane",
            "system:serviceaccount:kube-system:cilium",
            "system:serviceaccount:kube-system:cilium-operator",
        ],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Whole<'_>>, settings: &Settings, out: &mut Findings) {
        let kind = truncate_for_display(req.kind_name());
        if settings.allow_user_policies && POLICIES.contains(&&*kind) {
            return;
        }
        let id = truncate_for_display(&req.object_id());
        let mut finding = match (req.operation, &req.old_object, &req.object) {
            (Operation::Delete, _, _) => Finding::deny(
                "",
                text!("deletes {kind} `{id}` of the container network", "该请求将删除容器网络的 {kind} `{id}`"),
            ),
            (Operation::Create, _, _) => Finding::deny(
                "",
                text!("creates {kind} `{id}` of the container network", "该请求将创建容器网络的 {kind} `{id}`"),
            ),
            (Operation::Update, Some(old), Some(new)) => {
                let changes = if req.sub_resource == "status" { vec!["status"] } else { object::changes(old, new) };
                let Some((first, Text { en, zh })) = object::field_list(&changes) else { return };
                Finding::deny(
                    first,
                    text!(
                        "changes {en} of {kind} `{id}` of the container network",
                        "该请求将修改容器网络的 {kind} `{id}` 的 {zh}"
                    ),
                )
            }
            _ => return,
        };
        // People who write policies of their own learn from this how to go on.
        if POLICIES.contains(&&*kind) {
            finding.text.append(&text!(
                "for policies of your own, set `allowUserPolicies`",
                "如需自行编写网络策略，请开启 `allowUserPolicies`"
            ));
        }
        out.push(finding);
    }
}

/// Kinds in which users describe the traffic that they allow (docs.cilium.io; docs.tigera.io).
const POLICIES: &[&str] = &[
    "CiliumNetworkPolicy",
    "CiliumClusterwideNetworkPolicy",
    "NetworkPolicy",
    "GlobalNetworkPolicy",
    "NetworkSet",
    "GlobalNetworkSet",
];
