//! `kubectl delete node`.
#![no_std]

mod rows;

use redline_engine::json::List;
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting a Node object with kubectl or through the API, one by one or as a collection.
    /// ## Why it is high-risk
    /// The Node goes, the ECS instance stays: the node pool's count no longer matches, pods on the node are
    /// lost to the cluster, and automatic scaling works from wrong numbers.
    /// ## How to get it done anyway
    /// Remove the node in its node pool, in the ACK console or with the API. Deleting what is left of a node
    /// that is long gone only warns.
    docs: {
        title: Bilingual { en: "Deleting a node with kubectl", zh: "用 kubectl 删除节点" },
        text_zh: "拦截通过 kubectl 或 API 直接删除 Node 对象（包括批量删除）。Node 被删除后 ECS 实例仍在，节点池数量对不上，\
                  弹性伸缩也会按错误的数量工作。请在 ACK 控制台的节点池中移除节点，或调用相应的 OpenAPI。",
        severity: Severity::High,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[On { operations: &[Operation::Delete], group: "", versions: &["v1"], resources: &[("nodes", "Node")] }],
        rows: rows::ROWS,
        // The autoscaler removes the instance and its Node together.
        exempt_users: &["system:serviceaccount:kube-system:cluster-autoscaler"],
    }
    settings: {}
    check: check, of Node
}

redline_engine::view! {
    /// What the rule reads of a Node.
    struct Node<'a> {
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

fn check(_: &Context<'_>, req: &Request<'_, Node<'_>>, _: &Settings, out: &mut Findings) {
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
                    "node `{name}` is deleted; nothing stands behind it any more, so this only cleans up",
                    "删除节点 `{name}`；其背后的实例已不存在，仅属于清理"
                ),
            )
            .row("26"),
        );
        return;
    }
    out.push(
        Finding::deny("", text!("node `{name}` is deleted from the API", "直接从 API 删除节点 `{name}`")).row("26"),
    );
}
