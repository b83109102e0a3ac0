//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Overriding ACK's tags on load balancers", zh: "覆盖 ACK 在负载均衡上的标签" },
    text: "\
## What it stops
A Service whose annotation `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-additional-resource-tags`,
or its form with the old prefix `alicloud-`, names one of ACK's own tags: `kubernetes.do.not.delete`,
`ack.aliyun.com` or `kubernetes.reused.by.user`. It warns while the Service has no load balancer of the
cloud controller manager.
## Why it is high-risk
By these tags the cloud controller manager finds the load balancer of a Service and knows which ones it must
not take over. With another value it no longer finds it, or another Service takes it over.
## How to get it done anyway
Use tags of your own. ACK's tags come and go with the Service.
",
    text_zh: "拦截 Service 通过注解 `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-additional-resource-tags`（含\
              旧前缀 `alicloud-`）指定 ACK 自用标签：`kubernetes.do.not.delete`、`ack.aliyun.com`、`kubernetes.reused.by.user`。\
              Service 没有由 CCM 管理的负载均衡时只告警。CCM 依靠这些标签查找和识别负载均衡，改动后会找不到实例\
              或被其他 Service 占用。请使用自己的标签。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: true,
};
