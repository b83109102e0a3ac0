//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing ACK's tags on load balancers", zh: "修改 ACK 为负载均衡添加的标签" },
    text: "\
## What it stops
Removing or overwriting ACK's own tags (`ack.aliyun.com`, `kubernetes.do.not.delete`,
`kubernetes.reused.by.user`, and those of ALB Ingresses) on a load balancer of the cluster, also on the API
server's, through the product itself or through Tag. Adding such a tag by hand warns; putting back
`ack.aliyun.com` with the id of this cluster is let through. The rule checks OpenAPI calls, ActionTrail events
and Terraform plans. In plans, tags are compared key by key.
## Why it is high-risk
By these tags the cloud controller manager finds the load balancer of a Service, and knows which load
balancers it must not take over. Without them it loses track of the instance, or lets a Service take over the
API server's.
## How to get it done anyway
Leave ACK's tags alone and add tags of your own. In Terraform, keep the tags that ACK set, or ignore changes
of `tags`.
",
    text_zh: "\
## 拦截的操作
拦截移除或覆盖集群负载均衡（含 API Server 的负载均衡）上的 ACK 标\
签：`ack.aliyun.com`、`kubernetes.do.not.delete`、`kubernetes.reused.by.user` 以及 ALB Ingress 的标签，无论通\
过产品自身还是标签服务的接口；手动添加此类标签仅告警，恢复本集群的 `ack.aliyun.com` 标签时放行。规则检查 \
OpenAPI 调用、操作审计事件和 Terraform 计划。Terraform 计划中的标签逐个比较。
## 为何高危
CCM 依靠这些标签查找 Service 的负载均衡，并判断哪些负载均衡不可占用。缺少标签后 CCM 无法识别实例，或允许 \
Service 占用 API Server 的负载均衡。
## 正确做法
请勿改动 ACK 的标签，只增删自定义标签；在 Terraform 中保留 ACK 的标签，或忽略 `tags` 的变化。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
