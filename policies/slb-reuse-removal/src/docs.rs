//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Removing or changing the load balancer that a Service reuses",
        zh: "移除或修改 Service 复用的负载均衡",
    },
    text: "\
## What it stops
Removing, changing or adding `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id` on a Service that
stays of type LoadBalancer, with this prefix or the old one, `alicloud-`; the rule compares the id in effect.
Emptying or changing `spec.config.id` of an AlbConfig is denied as well. These cases warn: no load balancer
exists yet, the new id is the one already in use, `force-override-listeners` is removed, and an annotation
hands a Service that reuses a load balancer to another controller.
## Why it is high-risk
Without the id, the cloud controller manager (CCM) looks for a load balancer that it created itself, finds
none, and stops synchronizing: traffic goes to the old backends until they are gone. With another id, the old
load balancer keeps its listeners, and the addresses that clients and DNS know become invalid.
## How to get it done anyway
Create a second Service with the load balancer that you want, move the traffic, then delete the first Service.
",
    text_zh: "\
## 拦截的操作
拦截在保持 LoadBalancer 类型的 Service 上移除、修改或添加复用注解 \
`service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id`（含旧前缀 `alicloud-`，以实际生效的 ID 为准），以\
及清空或修改 AlbConfig 的 `spec.config.id`。尚未创建负载均衡、改为正在使用的 ID、移除 \
`force-override-listeners`、通过注解将复用负载均衡的 Service 交给其他控制器时只告警。
## 为何高危
移除后 CCM 找不到负载均衡并停止同步，流量仍转发到旧后端直至失效；改为其他 ID 后，旧负载均衡保留监听，客户端\
和 DNS 使用的地址会失效。
## 正确做法
请使用目标负载均衡新建 Service，切换流量后再删除旧的 Service。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
