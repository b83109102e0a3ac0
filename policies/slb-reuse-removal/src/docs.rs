//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual {
        en: "Removing or changing the load balancer that a Service reuses",
        zh: "移除或修改 Service 复用的负载均衡",
    },
    text: "\
## What it stops
Removing, changing or adding `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id` on a Service that
is and stays of type LoadBalancer, under this prefix or the old `alicloud-`; what counts is the id in
force. Also emptying or changing `spec.config.id` of an AlbConfig. It warns where nothing is provisioned
yet, where the id is the one in use, when `force-override-listeners` goes, and when a Service that reuses
a load balancer is handed to another controller by annotation.
## Why it is high-risk
Without the id the cloud controller manager looks for a load balancer it created itself, finds none, and
stops syncing: traffic keeps flowing to old backends until they are gone. With another id the old
load balancer keeps its listeners, and addresses that clients and DNS know lead nowhere.
## How to get it done anyway
Create a second Service with the load balancer you want, move the traffic, delete the first one.
",
    text_zh: "拦截在 LoadBalancer 类型的 Service 上移除、修改或新增复用注解 `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id`（含\
              旧前缀 `alicloud-`，以实际生效的 ID 为准），以及清空或修改 AlbConfig 的 `spec.config.id`。尚未创\
              建负载均衡、改回正在使用的 ID、移除 `force-override-listeners`、通过注解交给其他控制器时只告警。\
              移除后 CCM 找不到负载均衡，停止同步后端。请用目标负载均衡新建 Service，切换流量后再删除旧的。",
    severity: Severity::High,
    settings: &[],
    context: &[],
    background_audit: false,
};
