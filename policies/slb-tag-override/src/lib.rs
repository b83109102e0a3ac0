//! Service annotations that override ACK's own tags on load balancers.
#![no_std]

mod docs;

use guards::load_balancer::{self, Balanced};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// Services must not override ACK's own tags on load balancers.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Balanced<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[on(CREATE_UPDATE, kinds::SERVICE), on(CREATE_UPDATE, kinds::SERVICE).sub("status")],
        rows: &[rows::R40],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(ctx: &Context<'_>, req: &Request<'_, Balanced<'_>>, _: &NoSettings, out: &mut Findings) {
        let id = truncate_for_display(&req.object_id());
        ctx.added_by_update(req, out, |service, out| {
            let tags = load_balancer::annotation(&service.metadata.annotations, TAGS).unwrap_or_default();
            for tag in tags.split(',') {
                let (key, value) = tag.split_once('=').unwrap_or((tag, ""));
                let key = key.trim();
                if !ACK_TAGS.contains(&key) {
                    continue;
                }
                let text = text!(
                    "sets ACK's own tag `{key}` on the load balancer of Service `{id}`",
                    "该请求将为 Service `{id}` 的负载均衡设置 ACK 自用的标签 `{key}`"
                );
                let served = service.is_load_balancer() && !service.left_alone();
                let level = if served { Level::Deny } else { Level::Warn };
                let path = format!("metadata.annotations[{}{TAGS}]", load_balancer::PREFIX);
                out.push(Finding::deny(path, text).value(value).at(level));
            }
        });
    }
}

/// Tags that only ACK sets (cloud-provider-alibaba-cloud, `pkg/util/constant.go`; ACK documentation on tags).
const ACK_TAGS: &[&str] = &["ack.aliyun.com", "kubernetes.do.not.delete", "kubernetes.reused.by.user"];
const TAGS: &str = "loadbalancer-additional-resource-tags";
