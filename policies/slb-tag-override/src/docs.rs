//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Overriding ACK's tags on load balancers", zh: "覆盖 ACK 在负载均衡上的标签" },
    text: "\
## What it stops
A Service whose annotation `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-additional-resource-tags`,
or the same annotation with the old prefix `alicloud-`, names one of ACK's own tags:
`kubernetes.do.not.delete`, `ack.aliyun.com` or `kubernetes.reused.by.user`. It warns if the Service has no
load balancer of the cloud controller manager (CCM).
## Why it is high-risk
With these tags, the CCM finds the load balancer of a Service and knows which ones it must not take over. With
another value, it cannot find the load balancer, or another Service takes it over.
## How to get it done anyway
Use tags of your own. The CCM adds and removes ACK's tags with the Service.
",
    text_zh: "\
## 拦截的操作
拦截 Service 通过注解 `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-additional-resource-tags`（含旧\
前缀 `alicloud-`）指定 ACK 自用的标\
签：`kubernetes.do.not.delete`、`ack.aliyun.com`、`kubernetes.reused.by.user`。Service 没有由 CCM 管理的负载\
均衡时只告警。
## 为何高危
CCM 依靠这些标签查找负载均衡并判断哪些实例不可占用，改动后可能找不到负载均衡，或负载均衡被其他 Service 占用。
## 正确做法
请使用自定义的标签，ACK 的标签由 CCM 随 Service 添加和移除。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: true,
};
