//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Removing protections of a Service's load balancer", zh: "移除 Service 负载均衡的保护"
    },
    text: "\
## What it stops
On a Service with a load balancer that the cloud controller manager (CCM) made: switching `loadbalancer-
delete-protection` or `loadbalancer-modification-protection` off, removing CCM's finalizers or changing its
labels `service.k8s.alibaba/loadbalancer-id` and `security-group-id`, changing annotations that are fixed
once the load balancer is there (address type, IP version, resource group, network type, address, zones),
and leaving type LoadBalancer, which deletes the load balancer. On an AlbConfig: switching deletion or
modification protection off and removing its finalizer. Both annotation prefixes count. It warns for new
objects, for Services that reuse a load balancer or keep it, and when a class annotation takes the Service
from CCM.
## Why it is high-risk
Without protection a slip in another console deletes or changes the load balancer. Without the finalizer or
the label CCM loses track of it, and with another fixed value it stops syncing. A load balancer that is
deleted takes its address along.
## How to get it done anyway
Delete the Service when its load balancer is to go. For other fixed values create a second Service, move the
traffic and delete the first one. To keep the load balancer set `loadbalancer-preserve-lb-on-delete` first.
",
    text_zh: "对于由 CCM 创建负载均衡的 Service，拦截：关闭 `loadbalancer-delete-protection` 或 `loadbalancer-modification-protection`，\
              移除 CCM 的 finalizer，改动标签 `service.k8s.alibaba/loadbalancer-id`、`security-group-id`，修改\
              创建后不可变的注解（地址类型、IP 版本、资源组、网络类型、地址、可用区），以及改为非 LoadBalancer 类\
              型（会删除实例）。对于 AlbConfig，拦截关闭删除保护、修改保护和移除 finalizer。两种注解前缀均计入\
              。新建对象、复用或保留实例的 Service、通过 class 注解脱离 CCM 时只告警。失去保护后实例可能被误删\
              、误改，失去标记后 CCM 找不到实例。请新建 Service 并切换流量，或直接删除 Service。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
