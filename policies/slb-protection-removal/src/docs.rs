//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Removing protections of a Service's load balancer", zh: "移除 Service 负载均衡的保护"
    },
    text: "\
## What it stops
On a Service with a load balancer that the cloud controller manager (CCM) created: switching off
`loadbalancer-delete-protection` or `loadbalancer-modification-protection`; removing the finalizers of the CCM
or changing its labels `service.k8s.alibaba/loadbalancer-id` and `service.k8s.alibaba/security-group-id`;
changing annotations that an existing load balancer does not support (address type, IP version, resource
group, network type, address, zones); and changing the type from LoadBalancer, which deletes the load
balancer. On an AlbConfig: switching off deletion or modification protection and removing its finalizer. Both
annotation prefixes are recognized. These cases warn: new objects, Services that reuse or preserve a load
balancer, and a class annotation that hands the Service to another controller.
## Why it is high-risk
Without protection, a mistake in another console can delete or change the load balancer. Without the finalizer
or the labels, the CCM loses track of it, and with another fixed value it stops synchronizing. Deleting a load
balancer also releases its address.
## How to get it done anyway
To delete the load balancer, delete the Service. To use other fixed values, create a second Service, move the
traffic and delete the first one. To keep the load balancer, set `loadbalancer-preserve-lb-on-delete` first.
",
    text_zh: "\
## 拦截的操作
对于由 CCM 创建负载均衡的 Service，拦截：关闭 `loadbalancer-delete-protection` 或 \
`loadbalancer-modification-protection`，移除 CCM 的 finalizer，修改标签 \
`service.k8s.alibaba/loadbalancer-id`、`service.k8s.alibaba/security-group-id`，修改已有负载均衡不支持变更的\
注解（地址类型、IP 版本、资源组、网络类型、地址、可用区），以及改为非 LoadBalancer 类型（会删除负载均衡）。对\
于 AlbConfig，拦截关闭删除保护、修改保护和移除 finalizer。两种注解前缀均生效。新建对象、复用或保留负载均衡\
的 Service、通过 class 注解交给其他控制器时只告警。
## 为何高危
失去保护后，负载均衡可能在其他控制台被误删或误改；失去 finalizer 或标签后，CCM 无法找到负载均衡；修改不支持变\
更的注解会使 CCM 停止同步；负载均衡被删除后其地址一并释放。
## 正确做法
如需删除负载均衡，请直接删除 Service；如需变更这些注解，请新建 Service 并切换流量后再删除旧的；如需保留负载均\
衡，请先设置 `loadbalancer-preserve-lb-on-delete`。
",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
