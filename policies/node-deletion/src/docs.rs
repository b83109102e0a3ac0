//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting a node with kubectl", zh: "用 kubectl 删除节点" },
    text: "\
## What it stops
Deleting a Node object with kubectl or through the API, one by one or as a collection, and giving it an owner,
with which the garbage collector may delete it. Deleting what is left of a node whose instance apparently no
longer exists, or whose state has been unknown for more than a day, only warns. So does a node of Karpenter,
which terminates the instance together with its Node.
## Why it is high-risk
Only the Node object is deleted. The ECS instance keeps running, the node pool no longer matches the cluster,
the Pods on the node are lost to the cluster, and autoscaling works with wrong numbers.
## How to get it done anyway
Remove the node from its node pool, in the ACK console or through the OpenAPI.
",
    text_zh: "\
## 拦截的操作
拦截通过 kubectl 或 API 逐个或批量删除 Node 对象，以及为其设置可能使其被垃圾回收的 owner。实例应已不存在或状\
态未知超过一天的残留节点只告警；Karpenter 的节点也只告警，因为其实例会与 Node 一同释放。
## 为何高危
被删除的只是 Node 对象：ECS 实例仍会继续运行，节点池与集群不再一致，节点上的 Pod 脱离集群，弹性伸缩会按错误的\
数量工作。
## 正确做法
请在容器服务控制台或通过 OpenAPI 将节点从节点池中移除。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
