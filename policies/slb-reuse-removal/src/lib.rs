//! The annotation or field that ties a Service or AlbConfig to an existing load balancer.
#![no_std]

mod docs;

use guards::load_balancer::{self, Balanced};
use redline_engine::prelude::*;
use redline_engine::strings::truncate_for_display;

/// The id of the load balancer that a Service or AlbConfig reuses must not be removed or changed.
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
        let name = truncate_for_display(&req.object_id());
        if load_balancer::is_alb_config(req) {
            check_alb_config(&name, old, new, out);
        } else if old.is_load_balancer() && new.is_load_balancer() {
            check_service(&name, old, new, out);
        }
    }
}

/// The field of the id in findings, also where the id uses the old prefix.
const ID: &str = "metadata.annotations[service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id]";
const OVERRIDE: &str =
    "metadata.annotations[service.beta.kubernetes.io/alibaba-cloud-loadbalancer-force-override-listeners]";

fn check_service(name: &str, old: &Balanced<'_>, new: &Balanced<'_>, out: &mut Findings) {
    // A Service that moves to or from another controller is still checked, and so is one that this controller
    // has served before: otherwise, adding an annotation first would bypass the rule.
    let served_by_other = old.left_alone() && !old.marked();
    if served_by_other && new.left_alone() {
        return;
    }
    let (had, has) = (old.reused(), new.reused());
    if had == has {
        if !had.is_empty() {
            check_kept_reuse(name, old, new, out);
        }
        return;
    }
    let (before, after) = (truncate_for_display(had), truncate_for_display(has));
    let text = match (had, has) {
        (_, "") => text!(
            "detaches Service `{name}` from the load balancer it reuses, `{before}`",
            "该请求将使 Service `{name}` 不再复用负载均衡 `{before}`"
        ),
        ("", _) => text!(
            "makes the existing Service `{name}` reuse load balancer `{after}`",
            "该请求将使已有的 Service `{name}` 复用负载均衡 `{after}`"
        ),
        _ => text!(
            "moves Service `{name}` from load balancer `{before}` to `{after}`",
            "该请求将 Service `{name}` 的负载均衡由 `{before}` 改为 `{after}`"
        ),
    };
    let mut finding = Finding::deny(ID, text).value(has);
    let remark = if served_by_other {
        Some(text!("another controller has managed it so far", "此前由其他控制器管理"))
    } else if !old.provisioned() {
        Some(text!("it has no load balancer yet", "尚未创建负载均衡"))
    } else if !has.is_empty() && has == old.in_use() {
        // This is the documented recovery. The controller refuses it for a load balancer that it created itself.
        Some(text!("the Service already uses this load balancer", "该 Service 正在使用此负载均衡"))
    } else {
        None
    };
    if let Some(remark) = remark {
        finding.text.append(&remark);
        finding.level = Level::Warn;
    }
    out.push(finding);
}

/// The id stays, but the controller treats it differently.
fn check_kept_reuse(name: &str, old: &Balanced<'_>, new: &Balanced<'_>, out: &mut Findings) {
    let overrides = |service: &Balanced<'_>| {
        let name = "loadbalancer-force-override-listeners";
        load_balancer::annotation(&service.metadata.annotations, name) == Some("true")
    };
    if overrides(old) && !overrides(new) {
        out.push(Finding::warn(
            OVERRIDE,
            text!(
                "removes `force-override-listeners` from Service `{name}`, so its listeners are no longer \
                 synchronized",
                "该请求将移除 Service `{name}` 的 `force-override-listeners`，其监听不再同步"
            ),
        ));
    }
    if !old.left_alone() && new.left_alone() {
        out.push(Finding::warn(
            ID,
            text!(
                "hands Service `{name}` to another controller, so its load balancer is no longer synchronized",
                "该请求将 Service `{name}` 交给其他控制器，其负载均衡不再同步"
            ),
        ));
    }
}

fn check_alb_config(name: &str, old: &Balanced<'_>, new: &Balanced<'_>, out: &mut Findings) {
    let (had, has) = (&*old.spec.config.id, &*new.spec.config.id);
    if had == has {
        return;
    }
    let (before, after) = (truncate_for_display(had), truncate_for_display(has));
    let finding = match (had, has) {
        (_, "") => Finding::deny(
            "spec.config.id",
            text!(
                "detaches AlbConfig `{name}` from the ALB it reuses, `{before}`",
                "该请求将使 AlbConfig `{name}` 不再复用 ALB `{before}`"
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
                    "makes AlbConfig `{name}` reuse ALB `{after}`",
                    "该请求将使 AlbConfig `{name}` 复用 ALB `{after}`"
                ),
            )
        }
        _ => Finding::deny(
            "spec.config.id",
            text!(
                "moves AlbConfig `{name}` from ALB `{before}` to `{after}`",
                "该请求将 AlbConfig `{name}` 的 ALB 由 `{before}` 改为 `{after}`"
            ),
        ),
    };
    out.push(finding.value(has));
}
