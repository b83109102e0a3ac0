//! Deletion of Node objects, as by `kubectl delete node`.
#![no_std]

mod docs;

use redline_engine::json::List;
use redline_engine::prelude::*;

/// Nodes must be removed through their node pool, not through the API.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Node<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[on(DELETE, kinds::NODE)],
        rows: &[rows::R5, rows::R26],
        // The autoscaler removes the instance and its Node together.
        exempt_users: &["system:serviceaccount:kube-system:cluster-autoscaler"],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Node<'_>>, _: &NoSettings, out: &mut Findings) {
        let name = req.object_name();
        let gone = |node: &Node<'_>| {
            node.spec.provider_id.is_empty()
                && node.status.conditions.iter().any(|c| c.kind == "Ready" && c.status == "Unknown")
        };
        if req.old_object.as_ref().is_some_and(gone) {
            out.push(
                Finding::warn(
                    "",
                    text!(
                        "deletes node `{name}`, a leftover whose instance apparently no longer exists",
                        "该请求将删除残留的节点 `{name}`，其实例应已不存在"
                    ),
                )
                .row(rows::R26),
            );
            return;
        }
        out.push(
            Finding::deny(
                "",
                text!(
                    "deletes node `{name}` through the API; its ECS instance keeps running and the node pool no \
                 longer matches",
                    "该请求将绕过节点池，通过 API 直接删除节点 `{name}`；其 ECS 实例会继续运行，节点池与集群不再一致"
                ),
            )
            .row(rows::R26),
        );
    }
}

redline_engine::view! {
    /// What the rule reads of a Node.
    pub struct Node<'a> {
        metadata: ObjectMeta<'a>,
        spec: Spec<'a>,
        status: Status<'a>,
    }
    struct Spec<'a> {
        provider_id = "providerID": Str<'a>,
    }
    struct Status<'a> {
        conditions: List<Condition<'a>>,
    }
    struct Condition<'a> {
        kind = "type": Str<'a>,
        status: Str<'a>,
    }
}
redline_engine::objects!(Node);
