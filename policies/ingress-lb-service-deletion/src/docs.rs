//! What documentation and manifests say about the rule.

use redline_engine::prelude::*;

/// What documentation and manifests say about the rule.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting the Service of the Ingress controller", zh: "删除 nginx-ingress-lb" },
    text: "\
## What it stops
Deleting Service `kube-system/nginx-ingress-lb`, and taking it out of use: another type than LoadBalancer,
another selector, ports 80 or 443 gone, an owner with which the garbage collector would delete it. Once the
look-up of Ingresses is granted, the message says how many there are, and without any the deletion only warns.
## Why it is high-risk
Every Ingress of the cluster is served through it. Its load balancer goes with it, and the controller, which
looks the Service up, fails.
## How to get it done anyway
Give a new entry a Service of its own name first, move the names in DNS, and remove the add-on in the ACK
console.
",
    text_zh: "拦截删除 Service `kube-system/nginx-ingress-lb`，以及使其失效的修改：类型不再是 LoadBalancer、修\
              改 selector、移除 80 或 443 端口、设置会被垃圾回收的 owner。授予查询 Ingress 的权限后，提示中会给\
              出数量，没有 Ingress 时删除只告警。集群的 Ingress 都经由该 Service 提供服务，删除后负载均衡一并释\
              放，控制器也会异常。请先以其他名称新建入口并切换 DNS，再在 ACK 控制台卸载组件。",
    severity: Severity::Critical,
    settings: &[],
    context: &[("networking.k8s.io/v1", "Ingress")],
    background_audit: false,
};
