//! The annotation that ties a Service to a load balancer of one's own.
#![no_std]

mod rows;

use guards::load_balancer::{self, Balanced};
use redline_engine::prelude::*;

redline_engine::rule! {
    /// ## What it stops
    /// Removing, changing or adding `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id` on a Service that
    /// is and stays of type LoadBalancer, under this prefix or the old `alicloud-`; what counts is the id in
    /// force. Also emptying or changing `spec.config.id` of an AlbConfig. It warns where nothing is provisioned
    /// yet, where the id is the one in use, when `force-override-listeners` goes, and when a Service that reuses
    /// a load balancer is handed to another controller by annotation.
    /// ## Why it is high-risk
    /// Without the id the cloud controller manager looks for a load balancer it created itself, finds none, and
    /// stops syncing: traffic keeps flowing to old backends until they are gone. With another id the old
    /// load balancer keeps its listeners, and addresses that clients and DNS know lead nowhere.
    /// ## How to get it done anyway
    /// Create a second Service with the load balancer you want, move the traffic, delete the first one.
    docs: {
        title: Bilingual {
            en: "Removing or changing the load balancer that a Service reuses",
            zh: "移除或修改 Service 复用的负载均衡",
        },
        text_zh: "拦截在 LoadBalancer 类型的 Service 上移除、修改或新增复用注解 \
                  `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-id`（含旧前缀 `alicloud-`，以实际生效的 ID 为准），\
                  以及清空或修改 AlbConfig 的 `spec.config.id`。尚未创建负载均衡、改回正在使用的 ID、移除 \
                  `force-override-listeners`、通过注解交给其他控制器时只告警。移除后 CCM 找不到负载均衡，停止同步后端。\
                  请用目标负载均衡新建 Service，切换流量后再删除旧的。",
        severity: Severity::High,
        context: &[],
        background_audit: false,
    }
    declare: {
        on: &[
            On {
                operations: &[Operation::Update],
                group: "",
                versions: &["v1"],
                // A write to `status` keeps the annotations that the client sends.
                resources: &[("services", "Service"), ("services/status", "Service")],
            },
            On {
                operations: &[Operation::Update],
                group: "alibabacloud.com",
                versions: &["v1"],
                resources: &[("albconfigs", "AlbConfig")],
            },
        ],
        rows: rows::ROWS,
    }
    settings: {}
    check: check, of Balanced
}

fn check(_: &Context<'_>, req: &Request<'_, Balanced<'_>>, _: &Settings, out: &mut Findings) {
    let (Some(old), Some(new)) = (&req.old_object, &req.object) else { return };
    let name = guards::path::truncate_for_display(&req.object_id());
    if ["albconfigs", "AlbConfig"].contains(&&*req.resource.resource) || req.kind.kind == "AlbConfig" {
        alb_config(&name, old, new, out);
    } else if old.is_load_balancer() && new.is_load_balancer() {
        service(&name, old, new, out);
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
    let (before, after) = (guards::path::truncate_for_display(had), guards::path::truncate_for_display(has));
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
    let (before, after) = (guards::path::truncate_for_display(had), guards::path::truncate_for_display(has));
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
