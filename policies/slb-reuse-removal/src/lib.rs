//! The annotation that ties a Service to a load balancer of one's own.
#![no_std]

mod docs;

use guards::load_balancer::{self, Balanced};
use redline_engine::prelude::*;

/// The rule.
pub struct Rule;

impl AdmissionRule for Rule {
    type Object<'a> = Balanced<'a>;
    type Settings = NoSettings;

    const METADATA: &'static RuleMetadata = &RuleMetadata {
        requests: &[
            // A write to `status` keeps the annotations that the client sends.
            on(UPDATE, kinds::SERVICE),
            on(UPDATE, kinds::SERVICE).sub("status"),
            on(UPDATE, kinds::ALB_CONFIG),
        ],
        rows: &[rows::R42],
        ..RuleMetadata::new(env!("CARGO_PKG_NAME"))
    };
    const DOCS: &'static RuleDocs = &docs::DOCS;

    fn check(_: &Context<'_>, req: &Request<'_, Balanced<'_>>, _: &NoSettings, out: &mut Findings) {
        let (Some(old), Some(new)) = (&req.old_object, &req.object) else { return };
        let name = redline_engine::strings::truncate_for_display(&req.object_id());
        if ["albconfigs", "AlbConfig"].contains(&&*req.resource.resource) || req.kind.kind == "AlbConfig" {
            alb_config(&name, old, new, out);
        } else if old.is_load_balancer() && new.is_load_balancer() {
            service(&name, old, new, out);
        }
    }
}

/// Where the id stands, or should stand; the old prefix means the same field.
const ID: &str = "metadata.annotations[service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id]";
const OVERRIDE: &str =
    "metadata.annotations[service.beta.kubernetes.io/alibaba-cloud-loadbalancer-force-override-listeners]";

fn service(name: &str, old: &Balanced<'_>, new: &Balanced<'_>, out: &mut Findings) {
    // A Service that turns to or from another controller is still judged, and so is one that this controller
    // has served before: else an annotation added first would open the way.
    let elsewhere = old.left_alone() && !old.marked();
    if elsewhere && new.left_alone() {
        return;
    }
    let (had, has) = (old.reused(), new.reused());
    if had == has {
        if !had.is_empty() {
            kept(name, old, new, out);
        }
        return;
    }
    let (before, after) =
        (redline_engine::strings::truncate_for_display(had), redline_engine::strings::truncate_for_display(has));
    let text = match (had, has) {
        (_, "") => text!(
            "Service `{name}` no longer names the load balancer it reuses, `{before}`",
            "Service `{name}` 不再指定所复用的负载均衡 `{before}`"
        ),
        ("", _) => text!(
            "existing Service `{name}` is told to reuse load balancer `{after}`",
            "已有的 Service `{name}` 被改为复用负载均衡 `{after}`"
        ),
        _ => text!(
            "Service `{name}` is moved from load balancer `{before}` to `{after}`",
            "Service `{name}` 的负载均衡从 `{before}` 改为 `{after}`"
        ),
    };
    let mut finding = Finding::deny(ID, text).value(has);
    let excuse = if elsewhere {
        Some(text!("another controller serves it so far", "此前由其他控制器管理"))
    } else if !old.provisioned() {
        Some(text!("no load balancer stands behind it yet", "尚未创建负载均衡"))
    } else if !has.is_empty() && has == old.in_use() {
        // The documented way back. Were the load balancer one that the controller made, it would refuse.
        Some(text!("that is the load balancer in use", "该负载均衡正在使用中"))
    } else {
        None
    };
    if let Some(excuse) = excuse {
        finding.text.append(&excuse);
        finding.level = Level::Warn;
    }
    out.push(finding);
}

/// The id stays, but what the controller does about it changes.
fn kept(name: &str, old: &Balanced<'_>, new: &Balanced<'_>, out: &mut Findings) {
    let overrides = |service: &Balanced<'_>| {
        let name = "loadbalancer-force-override-listeners";
        load_balancer::annotation(&service.metadata.annotations, name) == Some("true")
    };
    if overrides(old) && !overrides(new) {
        out.push(Finding::warn(
            OVERRIDE,
            text!(
                "Service `{name}` gives up `force-override-listeners`, so its listeners are synced no more",
                "Service `{name}` 移除了 `force-override-listeners`，监听不再同步"
            ),
        ));
    }
    if !old.left_alone() && new.left_alone() {
        out.push(Finding::warn(
            ID,
            text!(
                "Service `{name}` is handed to another controller, so its load balancer is synced no more",
                "Service `{name}` 被交给其他控制器，其负载均衡不再同步"
            ),
        ));
    }
}

fn alb_config(name: &str, old: &Balanced<'_>, new: &Balanced<'_>, out: &mut Findings) {
    let (had, has) = (&*old.spec.config.id, &*new.spec.config.id);
    if had == has {
        return;
    }
    let (before, after) =
        (redline_engine::strings::truncate_for_display(had), redline_engine::strings::truncate_for_display(has));
    let finding = match (had, has) {
        (_, "") => Finding::deny(
            "spec.config.id",
            text!(
                "AlbConfig `{name}` no longer names the ALB it reuses, `{before}`",
                "AlbConfig `{name}` 不再指定所复用的 ALB `{before}`"
            ),
        ),
        ("", _) => {
            let in_use = old.status.as_ref().map_or("", |status| &*status.load_balancer.id);
            if has == in_use {
                return;
            }
            Finding::warn(
                "spec.config.id",
                text!(
                    "AlbConfig `{name}` is told to reuse ALB `{after}`",
                    "AlbConfig `{name}` 被改为复用 ALB `{after}`"
                ),
            )
        }
        _ => Finding::deny(
            "spec.config.id",
            text!(
                "AlbConfig `{name}` is moved from ALB `{before}` to `{after}`",
                "AlbConfig `{name}` 的 ALB 从 `{before}` 改为 `{after}`"
            ),
        ),
    };
    out.push(finding.value(has));
}
