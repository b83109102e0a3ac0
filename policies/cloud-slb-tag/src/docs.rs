//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Changing ACK's tags on load balancers", zh: "修改 ACK 在负载均衡上的标签" },
    text: "\
## What it stops
Removing, overwriting or setting ACK's own tags (`ack.aliyun.com`, `kubernetes.do.not.delete`,
`kubernetes.reused.by.user`, and those of ALB Ingresses) on a load balancer of the cluster, the API server's
included. As an OpenAPI call, in the event log, or planned by Terraform, where tags are compared key by key.
## Why it is high-risk
By these tags the cloud controller manager finds the load balancer of a Service and knows which ones it must
not take over. Without them it loses track of the instance, or lets a Service take over the API server's.
## How to get it done anyway
Leave ACK's tags alone and add your own. In Terraform keep the tags that ACK set, or ignore changes of
`tags`.
",
    text_zh: "拦截移除、覆盖或手动设置集群负载均衡（含 API Server 的负载均衡）上的 ACK 自用标签：`ack.aliyun.com`、\
              `kubernetes.do.not.delete`、`kubernetes.reused.by.user` 以及 ALB Ingress 的标签，涵盖 OpenAPI 调\
              用、操作审计事件和 Terraform 计划（逐个标签比较）。缺少标签后 CCM 找不到实例，或允许 Service 占用\
               API Server 的负载均衡。请只增删自己的标签；Terraform 中保留 ACK 的标签或忽略 `tags` 的变化。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
