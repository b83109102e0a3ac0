//! The Service of the nginx Ingress controller.
#![no_std]

mod docs;

use redline_engine::json::{List, Map, Str};
use redline_engine::kubernetes::object_meta::ObjectMeta;
use redline_engine::prelude::*;

/// The Service of the nginx Ingress controller must not be deleted or taken out of use.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Service<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[on(UPDATE_DELETE, kinds::SERVICE)],
        rows: &[rows::R44],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Service<'_>>, _: &NoSettings, out: &mut Findings) {
        if (req.object_namespace(), req.object_name()) != ("kube-system", "nginx-ingress-lb") {
            return;
        }
        match (req.operation, &req.old_object, &req.object) {
            (Operation::Delete, _, _) => {
                let mut finding = Finding::deny(
                    "",
                    text!(
                        "deletes Service `kube-system/nginx-ingress-lb`, the entry of the nginx Ingress controller",
                        "该请求将删除 nginx Ingress 控制器的入口 Service `kube-system/nginx-ingress-lb`"
                    ),
                );
                match ctx.host.count("networking.k8s.io/v1", "Ingress", "") {
                    None => {}
                    Some(0) => {
                        finding.level = Level::Warn;
                        finding.text.append(&text!("the cluster has no Ingress", "集群中没有 Ingress"));
                    }
                    Some(n) => finding.text.append(&text!("Ingresses in the cluster: {n}", "集群中有 {n} 个 Ingress")),
                }
                out.push(finding);
            }
            (Operation::Update, Some(old), Some(new)) => {
                out.extend(guards::object::added_owner(req));
                let (old, new) = (&old.spec, &new.spec);
                if old.kind == "LoadBalancer" && new.kind != "LoadBalancer" {
                    let text = text!(
                        "changes Service `kube-system/nginx-ingress-lb` to a type other than LoadBalancer",
                        "该请求将 Service `kube-system/nginx-ingress-lb` 改为非 LoadBalancer 类型"
                    );
                    out.push(Finding::deny("spec.type", text));
                }
                if guards::members::pairs(&old.selector, &new.selector).iter().any(|(_, old, new)| old != new) {
                    let text = text!(
                        "changes the selector of Service `kube-system/nginx-ingress-lb`",
                        "该请求将修改 Service `kube-system/nginx-ingress-lb` 的 selector"
                    );
                    out.push(Finding::deny("spec.selector", text));
                }
                let has = |spec: &Spec<'_>, port| spec.ports.iter().any(|p| p.port == Some(port));
                for port in [80, 443] {
                    if has(old, port) && !has(new, port) {
                        let text = text!(
                            "removes port {port} from Service `kube-system/nginx-ingress-lb`",
                            "该请求将移除 Service `kube-system/nginx-ingress-lb` 的端口 {port}"
                        );
                        out.push(Finding::deny("spec.ports", text));
                    }
                }
            }
            _ => {}
        }
    }
}

redline_engine::view! {
    /// What the rule reads of a Service.
    pub struct Service<'a> {
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
