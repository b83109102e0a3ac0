//! Documentation of the rule: title, description, severity and settings.

use redline_engine::prelude::*;

/// Documentation of the rule, as its README, manifests and `redline explain` show it.
pub(crate) const DOCS: RuleDocs = RuleDocs {
    title: Bilingual { en: "Deleting the Service of the Ingress controller", zh: "删除 nginx-ingress-lb" },
    text: "\
## What it stops
Deleting the Service `kube-system/nginx-ingress-lb`, and taking it out of use: another type than LoadBalancer,
another selector, removing port 80 or 443, or an owner that may get it deleted by the garbage collector. With
permission to look up Ingresses, the message shows how many exist, and deleting the Service only warns if
there are none.
## Why it is high-risk
The Ingresses of the nginx Ingress controller are served through this Service. A load balancer created for it
is released with it, and the controller, which looks the Service up, fails.
## How to get it done anyway
First create another Service with a different name as the new entry and switch DNS to it, then uninstall the
add-on in the ACK console.
",
    text_zh: "\
## 拦截的操作
拦截删除 Service `kube-system/nginx-ingress-lb`，以及使其失效的修改：改为非 LoadBalancer 类型、修改 \
selector、移除 80 或 443 端口、设置可能使其被垃圾回收的 owner。授予查询 Ingress 的权限后，提示中会给出 \
Ingress 数量，没有 Ingress 时删除只告警。
## 为何高危
nginx Ingress 控制器的 Ingress 都通过该 Service 提供服务，删除后为其创建的负载均衡会一并释放，依赖该 \
Service 的控制器也会异常。
## 正确做法
请先以其他名称创建新的入口 Service 并切换 DNS，再在容器服务控制台卸载组件。
",
    severity: Severity::Critical,
    settings: &[],
    context: &[("networking.k8s.io/v1", "Ingress")],
    background_audit: false,
};
