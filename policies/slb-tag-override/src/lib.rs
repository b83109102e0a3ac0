//! Annotations that touch ACK's own tags on load balancers.
#![no_std]

mod rows;

use guards::load_balancer::{self, Balanced};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// A Service whose annotation `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-additional-resource-tags`,
    /// or its form with the old prefix `alicloud-`, names one of ACK's own tags: `kubernetes.do.not.delete`,
    /// `ack.aliyun.com` or `kubernetes.reused.by.user`. It warns while the Service has no load balancer of the
    /// cloud controller manager.
    /// ## Why it is high-risk
    /// By these tags the cloud controller manager finds the load balancer of a Service and knows which ones it must
    /// not take over. With another value it no longer finds it, or another Service takes it over.
    /// ## How to get it done anyway
    /// Use tags of your own. ACK's tags come and go with the Service.
    docs: {
        title: Bilingual { en: "Overriding ACK's tags on load balancers", zh: "覆盖 ACK 在负载均衡上的标签" },
        text_zh: "拦截 Service 通过注解 `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-additional-resource-tags`（含旧前缀 `alicloud-`）指定 ACK 自用标签：`kubernetes.do.not.delete`、`ack.aliyun.com`、`kubernetes.reused.by.user`。Service 没有由 CCM 管理的负载均衡时只告警。CCM 依靠这些标签查找和识别负载均衡，改动后会找不到实例或被其他 Service 占用。请使用自己的标签。",
        severity: Severity::High,
        context: &[],
        background_audit: true,
    }
    declare: {
        on: &[On {
            operations: &[Operation::Create, Operation::Update],
            group: "",
            versions: &["v1"],
            resources: &[("services", "Service"), ("services/status", "Service")],
        }],
        rows: rows::ROWS,
    }
    settings: {}
    check: check, of Balanced
}

/// Tags that only ACK sets (cloud-provider-alibaba-cloud, `pkg/util/constant.go`; ACK documentation on tags).
const OURS: &[&str] = &["ack.aliyun.com", "kubernetes.do.not.delete", "kubernetes.reused.by.user"];
const TAGS: &str = "loadbalancer-additional-resource-tags";

fn check(ctx: &Context<'_>, req: &Request<'_, Balanced<'_>>, _: &Settings, out: &mut Findings) {
    let id = guards::path::truncate_for_display(&req.object_id());
    ctx.added_by_update(req, out, |service, out| {
        let tags = load_balancer::annotation(&service.metadata.annotations, TAGS).unwrap_or_default();
        for tag in tags.split(',') {
            let (key, value) = tag.split_once('=').unwrap_or((tag, ""));
            let key = key.trim();
            if !OURS.contains(&key) {
                continue;
            }
            let text =
                text!("Service `{id}` sets ACK's own tag `{key}`", "Service `{id}` 设置了 ACK 自用的标签 `{key}`");
            let served = service.is_load_balancer() && !service.left_alone();
            let level = if served { Level::Deny } else { Level::Warn };
            let path = format!("metadata.annotations[{}{TAGS}]", load_balancer::PREFIX);
            out.push(Finding::deny(path, text).value(value).at(level));
        }
    });
}
