//! The Service of the nginx Ingress controller.
#![no_std]

mod rows;

use redline_engine::json::{List, Map, Str};
use redline_engine::meta::ObjectMeta;
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Deleting Service `kube-system/nginx-ingress-lb`, and taking it out of use: another type than LoadBalancer,
    /// another selector, ports 80 or 443 gone, an owner with which the garbage collector would delete it. Once the
    /// look-up of Ingresses is granted, the message says how many there are, and without any the deletion only warns.
    /// ## Why it is high-risk
    /// Every Ingress of the cluster is served through it. Its load balancer goes with it, and the controller, which
    /// looks the Service up, fails.
    /// ## How to get it done anyway
    /// Give a new entry a Service of its own name first, move the names in DNS, and remove the add-on in the ACK
    /// console.
    docs: {
        title: Bilingual { en: "Deleting the Service of the Ingress controller", zh: "删除 nginx-ingress-lb" },
        text_zh: "拦截删除 Service `kube-system/nginx-ingress-lb`，以及使其失效的修改：类型不再是 LoadBalancer、修改 selector、移除 80 或 443 端口、设置会被垃圾回收的 owner。授予查询 Ingress 的权限后，提示中会给出数量，没有 Ingress 时删除只告警。集群的 Ingress 都经由该 Service 提供服务，删除后负载均衡一并释放，控制器也会异常。请先以其他名称新建入口并切换 DNS，再在 ACK 控制台卸载组件。",
        severity: Severity::Critical,
        context: &[("networking.k8s.io/v1", "Ingress")],
        background_audit: false,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Update, Operation::Delete],
            group: "",
            versions: &["v1"],
            resources: &[("services", "Service")],
        }],
        rows: rows::ROWS,
    }
    settings: {}
    check: check, of Service
}

redline_engine::view! {
    /// What the rule reads of a Service.
    struct Service<'a> {
        metadata: ObjectMeta<'a>,
        spec: Spec<'a>,
    }
    struct Spec<'a> {
        kind = "type": Str<'a>,
        selector: Map<'a>,
        ports: List<Port<'a>>,
    }
    struct Port<'a> {
        port: Option<i64>,
    }
}
redline_engine::objects!(Service);

fn check(ctx: &Context<'_>, req: &Request<'_, Service<'_>>, _: &Settings, out: &mut Findings) {
    if (req.object_namespace(), req.object_name()) != ("kube-system", "nginx-ingress-lb") {
        return;
    }
    match (req.operation, &req.old_object, &req.object) {
        (Operation::Delete, _, _) => {
            let mut finding = Finding::deny(
                "",
                text!(
                    "Service `kube-system/nginx-ingress-lb` is deleted",
                    "删除 Service `kube-system/nginx-ingress-lb`"
                ),
            );
            match ctx.host.count("networking.k8s.io/v1", "Ingress", "") {
                None => {}
                Some(0) => {
                    finding.level = Level::Warn;
                    finding.text.append(&text!("no Ingress exists", "目前没有 Ingress"));
                }
                Some(n) => finding.text.append(&text!("{n} Ingresses exist", "目前有 {n} 个 Ingress")),
            }
            out.push(finding);
        }
        (Operation::Update, Some(old), Some(new)) => {
            out.extend(guards::object::owned(req));
            let (old, new) = (&old.spec, &new.spec);
            if old.kind == "LoadBalancer" && new.kind != "LoadBalancer" {
                let text = text!(
                    "Service `kube-system/nginx-ingress-lb` is no longer of type LoadBalancer",
                    "Service `kube-system/nginx-ingress-lb` 的类型不再是 LoadBalancer"
                );
                out.push(Finding::deny("spec.type", text));
            }
            if guards::members::pairs(&old.selector, &new.selector).iter().any(|(_, old, new)| old != new) {
                let text = text!(
                    "Service `kube-system/nginx-ingress-lb` selects other pods",
                    "Service `kube-system/nginx-ingress-lb` 的 selector 被修改"
                );
                out.push(Finding::deny("spec.selector", text));
            }
            let has = |spec: &Spec<'_>, port| spec.ports.iter().any(|p| p.port == Some(port));
            for port in [80, 443] {
                if has(old, port) && !has(new, port) {
                    let text = text!(
                        "Service `kube-system/nginx-ingress-lb` loses port {port}",
                        "Service `kube-system/nginx-ingress-lb` 移除了端口 {port}"
                    );
                    out.push(Finding::deny("spec.ports", text));
                }
            }
        }
        _ => {}
    }
}
