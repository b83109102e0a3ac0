//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting a node with kubectl", zh: "用 kubectl 删除节点" },
    text: "\
## What it stops
Deleting a Node object with kubectl or through the API, one by one or as a collection.
## Why it is high-risk
The Node goes, the ECS instance stays: the node pool's count no longer matches, pods on the node are
lost to the cluster, and automatic scaling works from wrong numbers.
## How to get it done anyway
Remove the node in its node pool, in the ACK console or with the API. Deleting what is left of a node
that is long gone only warns.
",
    text_zh: "拦截通过 kubectl 或 API 直接删除 Node 对象（包括批量删除）。Node 被删除后 ECS 实例仍在，节点池数\
              量对不上，弹性伸缩也会按错误的数量工作。请在 ACK 控制台的节点池中移除节点，或调用相应的 OpenAPI。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
