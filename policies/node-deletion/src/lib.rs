//! Deletion of Node objects, as by `kubectl delete node`.
#![no_std]

mod docs;

use redline_engine::core::time;
use redline_engine::json::List;
use redline_engine::prelude::*;

/// Nodes must be removed through their node pool, not through the API.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Node<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[on(UPDATE_DELETE, kinds::NODE)],
        rows: &[rows::R5, rows::R26],
        // The autoscaler removes the instance and its Node together.
        exempt_users: &["system:serviceaccount:kube-system:cluster-autoscaler"],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Node<'_>>, _: &NoSettings, out: &mut Findings) {
        if req.operation == Operation::Update {
            out.extend(guards::object::added_owner(req).map(|finding| finding.row(rows::R26)));
            return;
        }
        let name = req.object_name();
        let node = req.old_object.as_ref().or(req.object.as_ref());
        let text = if node.is_some_and(|node| node.is_gone((ctx.host.now)())) {
            Some(text!(
                "deletes node `{name}`, a leftover whose instance apparently no longer exists",
                "该请求将删除残留的节点 `{name}`，其实例应已不存在"
            ))
        } else if node.is_some_and(|node| node.metadata.labels.get(KARPENTER).is_some()) {
            Some(text!(
                "deletes node `{name}`, whose instance Karpenter terminates with it; delete its NodeClaim or change the \
                 NodePool instead",
                "该请求将删除节点 `{name}`，Karpenter 会同时释放其实例；请改为删除 NodeClaim 或调整 NodePool"
            ))
        } else {
            None
        };
        if let Some(text) = text {
            out.push(Finding::warn("", text).row(rows::R26));
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

/// The label that Karpenter puts on its nodes. Their finalizer terminates the instance.
const KARPENTER: &str = "karpenter.sh/nodepool";

/// For how long the state of a node must have been unknown before the node counts as a leftover, in seconds.
const LONG: i64 = 24 * 3600;

impl Node<'_> {
    /// Whether the node is a leftover at the time `now`: its state is unknown, and it has no instance or has been so for long.
    fn is_gone(&self, now: Option<i64>) -> bool {
        self.status.conditions.iter().filter(|c| c.kind == "Ready" && c.status == "Unknown").any(|condition| {
            let since = time::rfc3339(&condition.since);
            self.spec.provider_id.is_empty() || now.zip(since).is_some_and(|(now, since)| now - since > LONG)
        })
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
        since = "lastTransitionTime": Str<'a>,
    }
}
redline_engine::objects!(Node);
